"""청약철회: withdrawing from an order, and what becomes of a payment that is under way at the same moment."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from tests.homepage.shop import Shop, out_of
from tests.waiting import PATIENCE


@pytest.mark.clause("5.3")
@pytest.mark.parametrize("en", [False, True], ids=["ko", "en"])
def test_an_order_is_withdrawn_and_paid_back(rv: Shop, en: bool) -> None:
    """The page says what will happen and until when; then the money goes back the way it came, and order, payment and
    record are over."""
    with rv.browser(en=en) as browser:
        number = rv.order(browser)
        rv.paid(browser, number)
        before = browser.get(f"/orders/{number}/withdraw")
        assert ("What will happen" if en else "처리 내용") in before.text
        done = browser.post(f"/orders/{number}/withdraw", {"reason": "마음이 바뀌었습니다"})
        assert ("We have received your withdrawal." if en else "청약철회를 접수했습니다.") in done.text
        assert {payment.state for payment in rv.kept.payments.values() if payment.order == number} == {"void"}
        states = {card.ref.kind: card.state for card in rv.dossier(number).cards}
        assert states == {"order": "ended", "payment": "ended", "order-withdrawal": "ended"}
        assert "/withdraw" not in str(browser.get(f"/orders/{number}/withdraw").url)


def test_a_transfer_goes_back_to_an_account_by_a_handler(rv: Shop) -> None:
    """Money that came from an account asks for one, says beside the field what is wrong with it, and is paid back by
    whoever may read it."""
    from tests.homepage.test_processors import identified

    with rv.browser() as browser:
        number = rv.order(browser)
        identified(rv, browser, number)
        rv.paid(browser, number, "kftc")
        missing = browser.post(f"/orders/{number}/withdraw", {"reason": ""})
        assert 'id="e-account"' in missing.text
        wrong = browser.post(f"/orders/{number}/withdraw", {"bank": "가상은행", "account": "12"})
        assert wrong.status_code == 422
        assert 'id="e-account"' in wrong.text
        assert rv.cards(number, "order-withdrawal") == []
        browser.post(f"/orders/{number}/withdraw", {"bank": "가상은행", "account": "000000-00-000001"})
    (withdrawal,) = rv.cards(number, "order-withdrawal")
    assert withdrawal.state == "live"
    hana = rv.handler("financial-services")
    read = rv.jk.by(hana).use(withdrawal.ref, purpose="financial-services", items=["bank_account"])
    assert read["bank_account"]["number"] == "00000000000001"
    rv.jk.by(hana).event(withdrawal.ref, "refunded")
    (payment,) = rv.cards(number, "payment")
    assert payment.state == "live"
    rv.jk.by(hana).event(payment.ref, "refunded")
    assert {card.state for card in rv.dossier(number).cards if card.ref.kind != "identity-check"} == {"ended"}


@pytest.mark.clause("1.2")
def test_a_reason_is_searched_too(rv: Shop) -> None:
    """A number that is never taken stops the withdrawal beside the reason, and nothing of it happened."""
    with rv.browser() as browser:
        number = rv.order(browser)
        rv.paid(browser, number)
        answer = browser.post(f"/orders/{number}/withdraw", {"reason": "900101-1234567"})
        assert answer.status_code == 422
        assert 'id="e-reason"' in answer.text
        assert rv.cards(number, "order")[0].state == "live"
        assert {payment.state for payment in rv.kept.payments.values() if payment.order == number} == {"paid"}


def test_seven_days_later_it_is_too_late(rv: Shop) -> None:
    """The last day is the seventh after; the day after it the page says so, and where to turn."""
    with rv.browser() as browser:
        number = rv.order(browser)
        rv.paid(browser, number)
        rv.later(days=7)
        assert browser.get(f"/orders/{number}/withdraw").status_code == 200
        assert "/withdraw" in str(browser.get(f"/orders/{number}/withdraw").url)
        rv.later(days=1)
        late = browser.get(f"/orders/{number}/withdraw")
        assert "/withdraw" not in str(late.url)
        assert "7일이 지났습니다" in late.text


def together(*acts: Any) -> None:
    """Does these at the same moment."""
    barrier, failed = threading.Barrier(len(acts)), []

    def run(act: Any) -> None:
        try:
            barrier.wait(PATIENCE)
            act()
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert failed == []


@pytest.mark.clause("4.1")
@pytest.mark.parametrize("round", range(4))
def test_an_order_is_withdrawn_while_it_is_being_paid(rv: Shop, round: int) -> None:
    """Two browsers at the same moment: nothing is entrusted after the withdrawal was recorded, and no money stays on
    the other side."""
    with rv.browser() as browser, rv.browser() as other:
        number = rv.order(browser)
        other.client.cookies.update(browser.client.cookies)
        back = rv.pay(out_of(browser.get(f"/orders/{number}/pay/kcp")), card="4242 4242 4242 4242", expires="12/29")
        token = other.get(f"/orders/{number}/withdraw").text.split('name="_csrf_token" value="')[1].split('"')[0]
        together(
            lambda: browser.client.get(back),
            lambda: other.client.post(f"/orders/{number}/withdraw", data={"_csrf_token": token, "reason": ""}),
        )
    uses = rv.dossier(number).uses
    order = str(rv.cards(number, "order")[0].ref.record)
    (withdrawn,) = [
        n
        for n, use in enumerate(uses)
        if use["event"] == "record:event:allowed" and use["happened"] == "withdrawn" and use["record"] == order
    ]
    entrusted = [n for n, use in enumerate(uses) if use["event"] == "record:entrust:allowed"]
    assert all(n < withdrawn for n in entrusted)
    assert {payment.state for payment in rv.kept.payments.values() if payment.order == number} == {"void"}
    assert {card.state for card in rv.dossier(number).cards} == {"ended"}
    before = len(rv.kept.messages)
    rv.jk.deliver()
    assert not [one for one in rv.kept.messages[before:] if one.body["items"].get("payment", {}).get("order") == number]


@pytest.mark.clause("4.1")
@pytest.mark.parametrize("round", range(4))
def test_a_member_leaves_while_an_order_is_being_paid(rv: Shop, round: int) -> None:
    """Whoever leaves at that moment: nothing is entrusted after it was recorded, nothing reaches the processor, and a
    payment not taken goes back."""
    person, given = rv.web.member()
    with rv.browser(person) as browser:
        number = rv.order(browser, name=given["name"], phone="02-555-0101")
        back = rv.pay(out_of(browser.get(f"/orders/{number}/pay/kcp")), card="4242 4242 4242 4242", expires="12/29")
        actor = rv.jk.acting("member", str(person.subject))
        together(lambda: browser.client.get(back), lambda: rv.jk.by(actor).leave(person.subject))
    dossier = rv.jk.show(person.subject)
    (left,) = [n for n, use in enumerate(dossier.uses) if use["event"] == "subject:leave:allowed"]
    entrusted = [n for n, use in enumerate(dossier.uses) if use["event"] == "record:entrust:allowed"]
    assert all(n < left for n in entrusted)
    before = len(rv.kept.messages)
    rv.jk.deliver()
    assert not [
        one
        for one in rv.kept.messages[before:]
        if one.topic == "entrust" and one.body["items"].get("payment", {}).get("order") == number
    ]
    if not any(card.ref.kind == "payment" and card.state == "live" for card in dossier.cards):
        assert {payment.state for payment in rv.kept.payments.values() if payment.order == number} == {"void"}


@pytest.mark.clause("4.1")
@pytest.mark.parametrize("step", ["collect", "happen", "authorise", "none"])
def test_a_member_leaves_between_two_steps_of_a_payment(rv: Shop, step: str) -> None:
    """Leaving right before the payment is collected, noted or entrusted, or before what was entrusted is sent: nothing
    reaches the processor."""
    person, given = rv.web.member()
    actor = rv.jk.acting("member", str(person.subject))
    assert rv.web.inside is not None
    driver = rv.web.inside.driver
    left: list[bool] = []

    def go(at: str, when: str) -> None:
        if (at, when) == (step, "before") and not left:
            left.append(True)
            rv.jk.by(actor).leave(person.subject)

    with rv.browser(person) as browser:
        number = rv.order(browser, name=given["name"], phone="02-555-0101")
        back = rv.pay(out_of(browser.get(f"/orders/{number}/pay/kcp")), card="4242 4242 4242 4242", expires="12/29")
        driver.hook = go
        try:
            said = browser.client.get(back).headers["location"].rpartition("=")[2]
        finally:
            driver.hook = None
    if step == "none":
        rv.jk.by(actor).leave(person.subject)
    assert said == ("paid" if step == "none" else "over")
    before = len(rv.kept.messages)
    rv.jk.deliver()
    assert [
        one for one in rv.kept.messages[before:] if one.body["items"].get("payment", {}).get("order") == number
    ] == []
    dossier = rv.jk.show(person.subject)
    assert [went for went in dossier.went if went.to == "kcp"] == []
    if step != "none":
        assert {payment.state for payment in rv.kept.payments.values() if payment.order == number} == {"void"}
        assert [card for card in dossier.cards if card.ref.kind == "payment" and card.state == "live"] == []
