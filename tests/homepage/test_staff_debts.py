"""Debt by the hand of whoever collects it (4.6): reminded, then entrusted, and that alone; paid meanwhile, it is called
back; nobody without a grant."""

from __future__ import annotations

from typing import Any

import pytest
from tests.homepage.shop import PLACE, Shop
from tests.homepage.test_staff_enquiries import deeds
from tests.homepage.test_staff_orders import called, clerk, state
from tests.homepage.test_staff_orders import place_of as order_page
from tests.office.conftest import Office, post

import jikim

LIST = "/office/shop/debts"
REMIND = {"do": "remind", "amount": "792,000", "how": "mail", "reason": "미납 안내"}
MATTERS = ("order", "payment", "order-withdrawal")
CLAIM = {"do": "claim", "amount": "792,000", "reason": "두 번 안내하고도 미납"}


def place_of(ref: jikim.Ref) -> str:
    return f"{LIST}/{ref.subject}/{ref.record}"


def collector(back: Office) -> Any:
    return clerk(back, "debt-collection", "billing")


def delivered(rv: Shop, back: Office, name: str, email: str = "owes@example.com") -> jikim.Ref:
    """An order by phone that was delivered and is not paid."""
    ref = called(rv, name=name, address=PLACE, email=email)
    post(clerk(back), order_page(ref), do="delivered")
    return ref


def claimed(rv: Shop, back: Office, name: str) -> jikim.Ref:
    """One that was reminded of twice, and is with the collector."""
    ref = delivered(rv, back, name)
    claim(rv, back, ref)
    return ref


def claim(rv: Shop, back: Office, ref: jikim.Ref) -> None:
    """Reminds of it twice, then entrusts it."""
    browser = collector(back)
    for days, act in ((15, REMIND), (8, {**REMIND, "how": "phone"}), (8, CLAIM)):
        rv.later(days=days)
        post(browser, place_of(ref), do="read", reason=act["reason"])
        done = post(browser, place_of(ref), **act).text
    assert "추심 위탁을 등록했습니다" in done


def delivered_on_the_homepage(rv: Shop, back: Office) -> tuple[jikim.Person, str, jikim.Ref]:
    """A member whose order was delivered and is not paid."""
    person, _ = rv.web.member()
    with rv.browser(person) as browser:
        number = rv.order(browser, "business-1y")
    ref = next(card.ref for card in rv.jk.show(person.subject).cards if card.ref.kind == "order")
    post(clerk(back), order_page(ref), do="delivered")
    return person, number, ref


def states(rv: Shop, subject: Any) -> dict[str, str]:
    return {card.ref.kind: card.state for card in rv.jk.show(subject).cards if card.ref.kind in MATTERS}


def happened(rv: Shop, subject: Any) -> list[str]:
    return [use["happened"] for use in rv.jk.show(subject).uses if use["event"] == "record:event:allowed"]


def given(rv: Shop, name: str) -> list[Any]:
    """What the collector was given of somebody, and still has."""
    return [one for one in rv.kept.of("kis") if one.body["items"].get("name") == name]


def forgotten(rv: Shop, subject: Any, name: str) -> None:
    """The collector was told to delete whatever it had of somebody, and did."""
    rv.later(minutes=5)
    rv.jk.deliver()
    assert {one.deletion for one in rv.jk.show(subject).went if one.to == "kis"} == {"deleted"}
    assert given(rv, name) == []


@pytest.mark.clause("4.6")
def test_only_what_was_reminded_of_twice_goes_to_the_collector(rv: Shop, back: Office) -> None:
    """Not before it is due, not before the second reminder, not the next day; and no form that is posted early changes
    that."""
    ref, browser = delivered(rv, back, "미납이", "owes-three@example.com"), collector(back)
    number = f"{ref.record.hex[:4]}-{ref.record.hex[4:8]}".upper()
    assert number in browser.get(LIST).text
    for days, act in ((14, REMIND), (2, CLAIM)):
        rv.later(days=days)
        if act is CLAIM:
            assert "미납을 안내했습니다" in post(browser, place_of(ref), **REMIND).text
        assert "그사이 이미 처리되었습니다" in post(browser, place_of(ref), **act).text
    assert "792,000원" in rv.web.mails.text("owes-three@example.com")
    rv.later(days=8)
    assert "그사이 이미 처리되었습니다" in post(browser, place_of(ref), **CLAIM).text
    assert deeds(rv, ref, "record:entrust:allowed") == []


@pytest.mark.clause("4.6")
@pytest.mark.by_hand
def test_a_claim_leaves_with_what_it_needs_and_is_called_back_once_paid(rv: Shop, back: Office) -> None:
    """The collector gets who owes and how much; paid at the shop, it is told to delete both, and gets nothing of it any
    more."""
    ref = claimed(rv, back, "채무가")
    rv.jk.deliver()
    got = given(rv, "채무가")
    assert {frozenset(one.body["items"]) for one in got} == {
        frozenset({"name", "phone", "address"}),
        frozenset({"name", "payment"}),
    }
    (bill,) = [one.body["items"]["payment"] for one in got if "payment" in one.body["items"]]
    assert (bill["amount"], bill["order"]) == (792_000, ref.record.hex)
    paid = post(clerk(back), order_page(ref), do="paid", amount="792000", day=str(rv.jk.house.today()))
    assert "입금된 것으로 기록했습니다" in paid.text
    rv.later(minutes=5)
    rv.jk.deliver()
    assert {one.deletion for one in rv.jk.show(ref.subject).went if one.to == "kis"} == {"deleted"}
    assert given(rv, "채무가") == []
    with pytest.raises(jikim.DeniedError):
        rv.jk.by(rv.handler("debt-collection")).entrust(ref, to="kis", purpose="debt-collection")


@pytest.mark.clause("4.6")
def test_paid_before_the_claim_leaves_it_never_does(rv: Shop, back: Office) -> None:
    """What waits to be sent when the payment comes in does not leave."""
    ref = claimed(rv, back, "늦은이")
    post(clerk(back), order_page(ref), do="paid", amount="792000", day=str(rv.jk.house.today()))
    rv.jk.deliver()
    assert given(rv, "늦은이") == []
    assert [one for one in rv.jk.show(ref.subject).went if one.to == "kis"] == []


@pytest.mark.clause("5.3")
def test_what_nobody_paid_is_not_paid_back(rv: Shop, back: Office) -> None:
    """Claimed and then withdrawn: withdrawal and claim are closed without a refund, and the cashier is asked for
    nothing."""
    ref = claimed(rv, back, "안낸이")
    rv.jk.deliver()
    assert len(given(rv, "안낸이")) == 2
    post(clerk(back), order_page(ref), do="withdrawn", channel="phone")
    assert states(rv, ref.subject) == dict.fromkeys(MATTERS, "ended")
    forgotten(rv, ref.subject, "안낸이")
    assert "refunded" not in happened(rv, ref.subject)
    assert happened(rv, ref.subject)[-3:] == ["settled", "closed", "withdrawn"]


@pytest.mark.clause("5.3")
def test_what_was_delivered_unpaid_is_withdrawn_within_seven_days(rv: Shop, back: Office) -> None:
    """The days count from the supply, paid or not: until the seventh the page takes the withdrawal and speaks of no money,
    on the eighth it takes none."""
    for days, order in ((7, "ended"), (8, "live")):
        person, number, ref = delivered_on_the_homepage(rv, back)
        rv.later(days=days)
        with rv.browser(person) as browser:
            page = browser.get(f"/orders/{number}/withdraw")
            assert "환불해 드립니다" not in page.text
            assert ("7일이 지났습니다" in page.text) == (days == 8)
            browser.post(f"/orders/{number}/withdraw", {"reason": ""}, page="/my/edit")
        assert states(rv, person.subject)["order"] == state(rv, ref) == order
        assert "refunded" not in happened(rv, person.subject)


@pytest.mark.clause("4.6")
def test_whoever_was_claimed_can_pay_on_the_homepage(rv: Shop, back: Office) -> None:
    """A card payment is taken as any other; then the claim is over, and the collector keeps nothing."""
    person, number, ref = delivered_on_the_homepage(rv, back)
    claim(rv, back, ref)
    rv.jk.deliver()
    with rv.browser(person) as browser:
        assert "결제됐습니다" in rv.paid(browser, number).text
    assert {payment.state for payment in rv.kept.payments.values() if payment.order == number} == {"paid"}
    dossier = rv.jk.show(person.subject)
    assert sorted(card.state for card in dossier.cards if card.ref.kind == "payment") == ["ended", "live"]
    forgotten(rv, person.subject, "나그네")


@pytest.mark.by_hand
@pytest.mark.clause("4.6", "5.4")
def test_a_debt_is_written_off(rv: Shop, back: Office) -> None:
    """With a reason, order and claim end, the collector deletes both; and of a payment that never was nothing is kept
    after the next run."""
    ref = claimed(rv, back, "봐준이")
    rv.jk.deliver()
    browser = collector(back)
    assert post(browser, place_of(ref), do="write-off", reason="").status_code == 422
    done = post(browser, place_of(ref), do="write-off", reason="소멸시효가 지남")
    assert "추심을 포기하고 주문을 종료했습니다" in done.text
    assert states(rv, ref.subject) == {"order": "ended", "payment": "ended"}
    forgotten(rv, ref.subject, "봐준이")
    rv.sweep()
    assert {part.ref.kind for part in rv.jk.show(ref.subject).resting} == {"order"}


@pytest.mark.clause("10.6")
def test_a_handler_without_the_grant_sees_no_debt_and_entrusts_none(rv: Shop, back: Office) -> None:
    """Refused by list, page and act; whoever delivers alone reminds nobody."""
    ref = delivered(rv, back, "남의이", "not-theirs@example.com")
    rv.later(days=16)
    other = clerk(back, "marketing.events")
    for answer in (other.get(LIST), other.get(place_of(ref)), post(other, place_of(ref), **REMIND)):
        assert answer.status_code == 403
    before = len(rv.web.mails.all_to("not-theirs@example.com"))
    post(clerk(back, "delivery"), place_of(ref), **REMIND)
    assert len(rv.web.mails.all_to("not-theirs@example.com")) == before
