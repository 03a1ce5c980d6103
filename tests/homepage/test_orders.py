"""A person's orders: the list, the invoice, and what is left of an order that is over."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from tests.homepage.shop import PLACE, Shop

import jikim.web.sealed_tokens
from jikim.accounts.sessions import begin_session


@pytest.mark.clause("7.2")
def test_a_member_sees_the_orders_after_proving_who_they_are(rv: Shop) -> None:
    """All orders with how each stands; somebody not signed in is sent to sign in, and one whose proof is old to prove
    it anew."""
    person, given = rv.web.member()
    with rv.browser(person) as browser:
        numbers = [rv.order(browser, name=given["name"], phone="02-555-0101") for _ in range(2)]
        rv.paid(browser, numbers[0])
        page = browser.get("/my/orders").text
        assert all(number in page for number in numbers)
        assert "결제 완료" in page
        assert "결제 전" in page
    with rv.browser() as nobody:
        assert "/sign-in" in nobody.client.get("/my/orders").headers["location"]
    with rv.web.client() as client:
        client.cookies.set(
            "jikim_session", rv.jk.driver.run(begin_session(rv.jk.house, person.subject, "member")), domain="127.0.0.1"
        )
        if "/step-up" not in client.get("/my/orders").headers.get("location", ""):
            # A session that has just begun counts as proof until ten minutes are over.
            assert client.get("/my/orders").status_code == 200


@pytest.mark.clause("2.1")
@pytest.mark.parametrize("en", [False, True], ids=["ko", "en"])
def test_an_invoice_is_read_for_the_invoice(rv: Shop, en: bool) -> None:
    """It shows to whom, what and how it was paid, and the ledger has its purpose."""
    with rv.browser(en=en) as browser:
        number = rv.order(browser, "business-box", **PLACE)
        assert "/invoice" not in str(browser.get(f"/orders/{number}/invoice").url)
        rv.paid(browser, number)
        page = browser.get(f"/orders/{number}/invoice").text
        assert "SANDBOX-" in page
        assert "04524" in page
        assert "1,280,000" in page
        assert [use["purpose"] for use in rv.events(number, "record:use:allowed")].count("invoicing") == 2


def test_a_guest_finds_the_orders_of_this_browser(rv: Shop) -> None:
    """Without an account: the orders of this browser, all of one guest, and of no other browser."""
    with rv.browser() as browser, rv.browser() as stranger:
        numbers = [rv.order(browser) for _ in range(2)]
        assert len({rv.subject(number) for number in numbers}) == 1
        page = browser.get("/my/orders").text
        assert all(number in page for number in numbers)
        rv.order(stranger)
        assert not any(number in stranger.get("/my/orders").text for number in numbers)


@pytest.mark.clause("7.5")
@pytest.mark.clause("5.4")
def test_an_order_that_is_over_says_what_is_kept(rv: Shop) -> None:
    """Settled, its values are not shown any more, and the page says that they rest; nothing of it can be paid or
    withdrawn."""
    with rv.browser() as browser:
        number = rv.order(browser)
        rv.paid(browser, number)
        (order,) = rv.cards(number, "order")
        rv.jk.event(order.ref, "settled")
        page = browser.get(f"/orders/{number}").text
        assert "종료된 주문입니다." in page
        assert "48,000" not in page
        assert "/withdraw" not in page
        assert "/withdraw" not in str(browser.get(f"/orders/{number}/withdraw").url)


@pytest.mark.clause("7.4a")
def test_an_order_whose_correction_is_open_is_not_paid(rv: Shop) -> None:
    """While a correction is open the order is frozen: it can't be paid, a payment on its way goes back, and the page
    says why."""
    from tests.homepage.shop import out_of

    person, given = rv.web.member()
    with rv.browser(person) as browser:
        number = rv.order(browser, name=given["name"], phone="02-555-0101")
        back = rv.pay(out_of(browser.get(f"/orders/{number}/pay/kcp")), card="4242 4242 4242 4242", expires="12/29")
        (order,) = (
            rv.cards(number, "order")
            if False
            else [card for card in rv.jk.show(person.subject).cards if card.ref.kind == "order"]
        )
        rv.jk.by(rv.jk.acting("member", str(person.subject))).ask_correction(order.ref, ["phone"])
        assert "/pay/" not in str(browser.get(f"/orders/{number}/pay/kcp").url)
        assert "정정" in browser.get(f"/orders/{number}").text
        assert "said=over" in str(browser.get(back).url)
        assert {payment.state for payment in rv.kept.payments.values() if payment.order == number} == {"void"}


@pytest.mark.clause("7.2")
def test_a_members_order_is_not_the_browsers(rv: Shop) -> None:
    """After a member signs out, or another signs in, their order, invoice and post are to be seen no more in that
    browser."""
    person, given = rv.web.member()
    other, _ = rv.web.member()
    with rv.browser(person) as browser:
        number = rv.order(browser, name=given["name"], phone="02-555-0101")
        rv.paid(browser, number)
        browser.post(
            "/board/write",
            {"name": "가나다", "email": given["email"], "subject": "물음", "text": "자꾸 끊깁니다", "once": number},
        )
        post = re.search(r'href="/board/([0-9a-f]{32})"', browser.get("/board").text)
        assert post is not None
        paths = [f"/orders/{number}", f"/orders/{number}/invoice", f"/orders/{number}/withdraw", f"/board/{post[1]}"]
        assert [browser.client.get(path).status_code for path in paths] == [200] * 4
        browser.client.cookies.delete("jikim_session")
        assert [browser.client.get(path).status_code for path in paths] == [404] * 4
        assert f"/board/{post[1]}" not in browser.get("/board").text
        token = rv.jk.driver.run(begin_session(rv.jk.house, other.subject, "member"))
        browser.client.cookies.set("jikim_session", token, domain="127.0.0.1")
        assert [browser.client.get(path).status_code for path in paths] == [404] * 4


def test_a_guests_order_is_open_in_its_browser_for_hours_only(rv: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """A browser that stays open, or a copy of its cookie, opens what a guest left no longer than a session may run at
    most."""
    real = jikim.web.sealed_tokens.machine_moment
    with rv.browser() as browser:
        number = rv.order(browser, "personal-1y", name="Dan Example", phone="02-555-0101")
        assert browser.client.get(f"/orders/{number}").status_code == 200
        monkeypatch.setattr(jikim.web.sealed_tokens, "machine_moment", lambda: real() + timedelta(hours=11))
        assert browser.client.get(f"/orders/{number}").status_code == 200
        monkeypatch.setattr(jikim.web.sealed_tokens, "machine_moment", lambda: real() + timedelta(hours=13))
        assert browser.client.get(f"/orders/{number}").status_code != 200
