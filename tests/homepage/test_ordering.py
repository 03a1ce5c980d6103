"""From the shelf to a paid order: the basket, the order form, the payment page and back."""

from __future__ import annotations

import threading
from types import SimpleNamespace

import httpx
import pytest
from tests.at_once import run_all
from tests.homepage.shop import CARD, DECLINED, GUEST, PLACE, Shop, number_of, out_of
from tests.waiting import PATIENCE


@pytest.mark.clause("2.1")
@pytest.mark.parametrize("en", [False, True], ids=["ko", "en"])
def test_a_guest_buys_a_licence_by_card(rv: Shop, en: bool) -> None:
    """From the shelf to paid: the order and its payment are here, and the card's number is not."""
    with rv.browser(en=en) as browser:
        assert browser.get("/" if not en else "").status_code == 200
        number = rv.order(browser)
        done = rv.paid(browser, number)
        assert ("Your payment went through." if en else "결제됐습니다.") in done.text
        (payment,) = rv.cards(number, "payment")
        assert payment.values["card"] == {"brand": "Visa", "last4": "4242"}
        assert payment.values["payment"]["amount"] == 48_000
        assert len(rv.events(number, "record:entrust:allowed")) == 1


@pytest.mark.clause("2.1")
def test_a_member_need_not_type_again_what_is_known(rv: Shop) -> None:
    """A member's name and e-mail stand in the form, read for the member's service, and the ledger has that."""
    person, given = rv.web.member(phone="02-555-0102")
    with rv.browser(person) as browser:
        browser.post("/cart", {"add": "personal-1y", "personal-1y": "1", "then": "cart"}, page="/products/personal-1y")
        page = browser.get("/order")
        assert given["email"] in page.text
        uses = [use for use in rv.jk.show(person.subject).uses if use["event"] == "record:use:allowed"]
        assert uses[-1]["purpose"] == "member-services"
        answer = browser.post("/order", {"name": given["name"], "phone": "02-555-0102"})
        assert [card.ref.kind for card in rv.jk.show(person.subject).cards].count("order") == 1
        assert number_of(answer)


@pytest.mark.clause("1.2")
def test_a_number_that_is_never_taken_is_said_beside_the_note(rv: Shop) -> None:
    """A resident registration number in the note stops the order, beside the field, and everything that was typed is
    still there."""
    with rv.browser() as browser:
        browser.post("/cart", {"add": "personal-1y", "personal-1y": "1", "then": "cart"}, page="/products/personal-1y")
        answer = browser.post("/order", {**GUEST, "note": "제 번호는 900101-1234567입니다"})
        assert answer.status_code == 422
        assert 'id="e-note"' in answer.text
        assert GUEST["phone"] in answer.text
        assert 'value="yes" checked' in answer.text
        assert "/policy#c1.2" in answer.text or "처리방침 1.2" in answer.text


@pytest.mark.clause("1.2")
def test_someone_under_fourteen_leaves_nothing(rv: Shop) -> None:
    """The question must be answered, and a no keeps nothing of what was typed."""
    people = rv.jk.counts("people")
    with rv.browser() as browser:
        browser.post("/cart", {"add": "personal-1y", "personal-1y": "1", "then": "cart"}, page="/products/personal-1y")
        unanswered = browser.post("/order", {**GUEST, "age": ""})
        assert unanswered.status_code == 422
        assert 'id="e-age"' in unanswered.text
        no = browser.post("/order", {**GUEST, "age": "no"})
        assert no.status_code == 422
        assert "14" in no.text
    assert rv.jk.counts("people") == people


@pytest.mark.clause("1.1")
def test_an_address_is_asked_for_only_where_something_is_delivered(rv: Shop) -> None:
    """A licence asks for no address; a box does, and says beside the field what is wrong with one."""
    with rv.browser() as browser:
        browser.post("/cart", {"add": "personal-1y", "personal-1y": "1", "then": "cart"}, page="/products/personal-1y")
        assert 'name="line1"' not in browser.get("/order").text
        browser.post(
            "/cart", {"add": "business-box", "business-box": "1", "then": "cart"}, page="/products/business-box"
        )
        assert 'name="line1"' in browser.get("/order").text
        missing = browser.post("/order", GUEST)
        assert 'id="e-line1"' in missing.text
        wrong = browser.post("/order", {**GUEST, **PLACE, "postcode": "1"})
        assert wrong.status_code == 422
        assert 'id="f-address"' in wrong.text
        answer = browser.post("/order", {**GUEST, **PLACE})
        (order,) = rv.cards(number_of(answer), "order")
        assert order.values["address"]["postcode"] == "04524"


def test_an_order_that_is_sent_twice_is_one(rv: Shop) -> None:
    """A double click and a second tab make one order, and the back button leads to it."""
    with rv.browser() as browser:
        browser.post("/cart", {"add": "personal-1y", "personal-1y": "1", "then": "cart"}, page="/products/personal-1y")
        page = browser.get("/order").text
        token = page.split('name="_csrf_token" value="')[1].split('"')[0]
        basket = page.split('name="basket" value="')[1].split('"')[0]
        data = {"_csrf_token": token, "basket": basket, **GUEST}
        cookies = dict(browser.client.cookies)
        barrier, places = threading.Barrier(3), []

        def send() -> None:
            with httpx.Client(base_url=rv.web.url, cookies=cookies, timeout=PATIENCE) as client:
                barrier.wait()
                places.append(client.post("/order", data=data).headers["location"])

        threads = [threading.Thread(target=send) for _ in range(3)]
        run_all(threads)
        assert len(set(places)) == 1
        number = places[0].rsplit("/", 1)[1]
        assert len(rv.cards(number, "order")) == 1
        browser.client.cookies.clear()
        browser.client.cookies.update(cookies)
        again = browser.client.post("/order", data=data)
        assert again.headers["location"] == places[0]


@pytest.mark.parametrize(
    ("typed", "said"), [({"card": DECLINED, "expires": "12/29"}, "failed"), ({"act": "cancel"}, "cancelled")]
)
def test_a_payment_that_fails_leaves_the_order_as_it_was(rv: Shop, typed: dict[str, str], said: str) -> None:
    """Declined or cancelled, one is back at the order, nothing is half-done, and it can be paid another way."""
    with rv.browser() as browser:
        number = rv.order(browser)
        back = rv.paid(browser, number, **typed)
        assert f"said={said}" in str(back.url)
        assert "결제 방법" in back.text
        assert rv.cards(number, "payment") == []
        assert rv.events(number, "record:entrust:allowed") == []
        assert "결제됐습니다." in rv.paid(browser, number, "paypal").text


def test_a_return_that_comes_twice_is_taken_once(rv: Shop) -> None:
    """Four returns of one payment at once, and one more later, make one payment, one event and one entrustment."""
    with rv.browser() as browser:
        number = rv.order(browser)
        back = rv.pay(out_of(browser.get(f"/orders/{number}/pay/kcp")), card="4242 4242 4242 4242", expires="12/29")
        barrier = threading.Barrier(4)

        def come() -> None:
            with rv.web.client() as client:
                barrier.wait()
                assert client.get(back).headers["location"].endswith("said=paid")

        threads = [threading.Thread(target=come) for _ in range(4)]
        run_all(threads)
        assert "결제됐습니다." in browser.get(back).text
        assert len(rv.cards(number, "payment")) == 1
        assert len(rv.events(number, "record:entrust:allowed")) == 1
        assert len(rv.events(number, "record:event:allowed")) == 2


def test_two_tabs_that_both_pay_pay_once(rv: Shop) -> None:
    """The second payment of an order is not taken, and the provider is asked to give it back."""
    with rv.browser() as browser:
        number = rv.order(browser)
        first, second = (out_of(browser.get(f"/orders/{number}/pay/{name}")) for name in ("kcp", "paypal"))
        one, other = rv.pay(first, card="4242 4242 4242 4242", expires="12/29"), rv.pay(second, act="pay")
        assert "said=paid" in str(browser.get(one).url)
        assert "said=twice" in str(browser.get(other).url)
        assert {payment.state for payment in rv.kept.payments.values() if payment.order == number} == {"paid", "void"}
        assert len(rv.cards(number, "payment")) == 1


def test_a_window_that_closed_is_gone_on_from_the_order(rv: Shop) -> None:
    """Whoever paid and did not come back has the shop ask the providers, from the order's page."""
    with rv.browser() as browser:
        number = rv.order(browser)
        rv.pay(out_of(browser.get(f"/orders/{number}/pay/alipay")), act="pay")
        assert rv.cards(number, "payment") == []
        done = browser.post(f"/orders/{number}/look", {}, page=f"/orders/{number}")
        assert "결제됐습니다." in done.text
        assert len(rv.cards(number, "payment")) == 1


@pytest.mark.parametrize("step", ["record:collect", "record:event", "record:entrust"])
def test_a_crash_on_the_way_is_gone_on_with(rv: Shop, step: str) -> None:
    """Cut off between any two steps of taking a payment, the next look from the order's page finishes it, once."""
    with rv.browser() as browser:
        number = rv.order(browser)
        back = rv.pay(out_of(browser.get(f"/orders/{number}/pay/kcp")), card="4242 4242 4242 4242", expires="12/29")
        assert rv.web.inside is not None
        driver = rv.web.inside.driver
        reached = {"record:collect": "collect", "record:event": "happen", "record:entrust": "authorise"}[step]
        plain = driver.hook

        def cut(at: str, when: str) -> None:
            if (at, when) == (reached, "after"):
                raise ConnectionResetError("cut")

        driver.hook = cut
        try:
            browser.client.get(back)
        finally:
            driver.hook = plain
        done = browser.post(f"/orders/{number}/look", {}, page=f"/orders/{number}")
        # A carrier that is quick has brought it by the end of the same look.
        assert any(words in done.text for words in ("결제됐습니다.", "배송이 끝났습니다.")), done.url
        assert len(rv.cards(number, "payment")) == 1
        assert len(rv.events(number, "record:entrust:allowed")) == 1


def test_a_payment_that_cannot_be_kept_goes_back(rv: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """A provider that says a card's number where its own belongs: nothing is kept of it, and the money goes back."""
    monkeypatch.setattr("homepage.sandbox.sandbox_state.secrets", SimpleNamespace(token_hex=lambda _: CARD))
    with rv.browser() as browser:
        number = rv.order(browser)
        assert "said=over" in str(rv.paid(browser, number).url)
    assert rv.cards(number, "payment") == []
    assert {payment.state for payment in rv.kept.payments.values() if payment.order == number} == {"void"}


def test_a_forged_return_takes_nothing(rv: Shop) -> None:
    """An answer that nobody signed, one of another order, and one of another amount take nothing."""
    with rv.browser() as browser:
        number, other = rv.order(browser), rv.order(browser)
        back = rv.pay(out_of(browser.get(f"/orders/{number}/pay/kcp")), card="4242 4242 4242 4242", expires="12/29")
        for path in (back[:-6] + "AAAAAA", back.replace(number, other, 1), back.replace("/kcp?", "/paypal?")):
            assert "said=false" in str(browser.get(path).url)
        assert rv.cards(number, "payment") == []
        assert rv.cards(other, "payment") == []


def test_an_order_is_shown_to_its_own_browser_alone(rv: Shop) -> None:
    """Somebody else who knows the number sees what somebody who guesses one sees."""
    with rv.browser() as browser, rv.browser() as stranger:
        number = rv.order(browser)
        assert browser.get(f"/orders/{number}").status_code == 200
        for path in ("", "/invoice", "/withdraw", "/wishes", "/pay/kcp", "/identity/kftc"):
            theirs, none = stranger.get(f"/orders/{number}{path}"), stranger.get(f"/orders/{'0' * 32}{path}")
            assert theirs.status_code == none.status_code == 404
            assert theirs.text.replace(number, "") == none.text.replace("0" * 32, "")


@pytest.mark.parametrize("en", [False, True], ids=["ko", "en"])
def test_who_gives_an_address_is_written_to(rv: Shop, en: bool) -> None:
    """An order with an e-mail address is confirmed by a letter in its language, sent by a recorded use; the link opens
    what is theirs."""
    to = f"ordered-{'en' if en else 'ko'}@example.com"
    with rv.browser(en=en) as browser:
        number = rv.order(browser, email=to)
        rv.jk.mails()
        text = rv.web.mails.text(to)
        assert f"{number[:4]}-{number[4:8]}".upper() in text
        assert ("48,000 KRW" if en else "48,000원") in text
        assert ("/en/guest" if en else "/guest") in text
        assert [use["purpose"] for use in rv.events(number, "record:use:allowed")] == ["billing"]
