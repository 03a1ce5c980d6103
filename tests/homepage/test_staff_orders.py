"""Orders by the hand of whoever carries them out: paid by transfer, delivered, settled, cancelled, refused; and nobody
without a grant."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

import pytest
from tests.employed import signed_by
from tests.homepage.shop import Shop
from tests.homepage.test_staff_enquiries import deeds
from tests.office.conftest import Office, post

import jikim

LIST = "/office/shop/orders"
CALLS = {
    "name": "전화손님",
    "phone": "010-0000-7788",
    "email": "calls@example.com",
    "lines": "리모트뷰 비즈니스 1년 두 건",
}


def place_of(ref: jikim.Ref) -> str:
    return f"{LIST}/{ref.subject}/{ref.record}"


def called(rv: Shop, channel: str = "phone", **more: Any) -> jikim.Ref:
    """An order that somebody took in by another channel than the homepage."""
    clerk = rv.handler("billing", "delivery")
    lines = [{"product": "business-1y", "quantity": 2}]
    values = {**CALLS, "lines": lines, **more}
    who = signed_by(rv.jk, "reseller") if channel == "partner" else clerk
    by = {"partner": "reseller"} if channel == "partner" else {}
    return rv.jk.by(who).collect("order", values, channel=channel, subject="guest", old_enough=True, **by).ref  # type: ignore[no-any-return]


def clerk(back: Office, *purposes: str) -> Any:
    return back.worker(f"h-orders-{secrets.token_hex(4)}", *(purposes or ("billing", "delivery")))


def state(rv: Shop, ref: jikim.Ref) -> str:
    return next(card.state for card in rv.jk.show(ref.subject).cards if card.ref == ref)  # type: ignore[no-any-return]


@pytest.mark.clause("1.4", "5.1", "5.3", "5.4")
@pytest.mark.parametrize("channel", ["phone", "fax", "paper", "partner"])
@pytest.mark.by_hand
def test_an_order_from_elsewhere_is_paid_delivered_and_settled(rv: Shop, back: Office, channel: str) -> None:
    """By a handler's hand alone: the payment becomes a record of its own, and order and payment end and rest for what
    the law keeps, no longer."""
    ref = called(rv, channel)
    browser = clerk(back)
    listed = browser.get(LIST, params={"number": ref.record.hex[:8]})
    assert listed.headers["location"] == place_of(ref)
    assert CALLS["name"] not in browser.get(place_of(ref)).text
    assert CALLS["name"] in post(browser, place_of(ref), do="read", purpose="billing").text
    paid = post(browser, place_of(ref), do="paid", amount="792,000", day=str(rv.jk.house.today()))
    assert "입금된 것으로 기록했습니다" in paid.text
    (payment,) = [card for card in rv.jk.show(ref.subject).cards if card.ref.kind == "payment"]
    assert payment.values["payment"]["method"] == "transfer"
    assert payment.values["payment"]["amount"] == 792_000
    assert "bank_account" not in payment.items
    assert "배송 완료로 기록했습니다" in post(browser, place_of(ref), do="delivered").text
    rv.later(days=14)
    browser = clerk(back)
    before = browser.get(place_of(ref)).text
    assert "5년" in before or "까지 분리 보관" in before
    done = post(browser, place_of(ref), do="settled").text
    assert "까지 분리 보관" in done
    assert (state(rv, ref), state(rv, payment.ref)) == ("ended", "ended")
    happened = [one["happened"] for one in deeds(rv, ref, "record:event:allowed")]
    assert happened == ["paid", "paid", "delivered", "settled", "settled"]


@pytest.mark.clause("5.3")
def test_an_order_is_not_settled_before_its_days_of_withdrawal_are_over(rv: Shop, back: Office) -> None:
    """Paid and delivered today, it can be withdrawn from: neither page nor a posted form ends it, and no list says that
    anything is to be done with it."""
    ref, browser = called(rv), clerk(back)
    post(browser, place_of(ref), do="paid", amount="396000", day=str(rv.jk.house.today()))
    rv.later(days=10)
    assert 'value="settled"' not in browser.get(place_of(ref)).text
    post(clerk(back), place_of(ref), do="delivered")
    rv.later(days=10)
    browser = clerk(back)
    assert 'value="settled"' not in browser.get(place_of(ref)).text
    assert "그사이 이미 처리되었습니다" in post(browser, place_of(ref), do="settled").text
    assert state(rv, ref) == "live"
    assert place_of(ref) not in browser.get("/office/shop/today").text
    assert 'value="withdrawn"' in browser.get(place_of(ref)).text


def test_a_transfer_entered_twice_is_one_payment(rv: Shop, back: Office) -> None:
    """The second press finds the order paid, says so, and keeps no second payment."""
    ref, browser = called(rv), clerk(back)
    form = {"do": "paid", "amount": "396000", "day": str(rv.jk.house.today())}
    post(browser, place_of(ref), **form)
    assert "그사이 이미 처리되었습니다" in post(browser, place_of(ref), **form).text
    assert [card.ref.kind for card in rv.jk.show(ref.subject).cards].count("payment") == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("amount", "많이"),
        ("amount", "0"),
        ("amount", "9" * 5_000),
        ("day", "어제"),
        ("day", "2999-01-01"),
        ("amount", ""),
    ],
)
def test_what_is_wrong_with_a_transfer_stands_beside_its_field(rv: Shop, back: Office, name: str, value: str) -> None:
    """Nothing is recorded of an amount that is none, or of a day that has not been."""
    ref, browser = called(rv), clerk(back)
    form = {"do": "paid", "amount": "1000", "day": str(rv.jk.house.today()), name: value}
    answer = post(browser, place_of(ref), **form)
    assert answer.status_code == 422
    assert f'id="e-{name}"' in answer.text
    assert deeds(rv, ref, "record:event:allowed") == []


@pytest.mark.parametrize("do", ["cancelled", "refused"])
def test_an_order_that_nobody_paid_is_ended_with_a_reason(rv: Shop, back: Office, do: str) -> None:
    """Without a reason it goes on; with one it ends, and the reason is on the record."""
    ref, browser = called(rv), clerk(back)
    assert post(browser, place_of(ref), do=do, reason="").status_code == 422
    assert state(rv, ref) == "live"
    assert post(browser, place_of(ref), do=do, reason="재고 없음").status_code == 200
    assert state(rv, ref) == "ended"
    assert deeds(rv, ref, "record:event:allowed")[-1]["reason"] == "재고 없음"


@pytest.mark.clause("5.3")
def test_what_never_became_a_contract_is_not_kept_as_one(rv: Shop, back: Office) -> None:
    """The page says before the act that an order that nobody paid is destroyed whole, and on which day it ends by itself;
    after the next run nothing of it rests."""
    ref, browser = called(rv), clerk(back)
    shown = browser.get(place_of(ref)).text
    last = rv.jk.house.today() + timedelta(days=14)
    assert f"{last.year}년 {last.month}월 {last.day}일" in shown.split("예상 종료")[1].split("</dd>")[0]
    assert "까지 분리 보관" not in shown
    post(browser, place_of(ref), do="cancelled", reason="결제하지 않음")
    rv.sweep()
    dossier = rv.jk.show(ref.subject)
    assert [card.ref for card in (*dossier.cards, *dossier.resting) if card.ref.record == ref.record] == []


@pytest.mark.clause("5.4")
def test_the_address_of_an_order_withdrawn_before_its_delivery_goes(rv: Shop) -> None:
    """A paid box that was never delivered: the contract rests, and no address with it."""
    from tests.homepage.shop import PLACE

    with rv.browser() as guest:
        number = rv.order(guest, "business-box", **PLACE)
        rv.paid(guest, number)
        (order,) = rv.cards(number, "order")
        guest.post(f"/orders/{number}/withdraw", {"reason": ""})
    rv.sweep()
    kept = [part for part in rv.jk.show(order.ref.subject).resting if part.ref.record == order.ref.record]
    assert kept
    assert all("address" not in part.items for part in kept)


def test_a_paid_order_is_not_simply_cancelled(rv: Shop, back: Office) -> None:
    """Whoever paid gets their money back: neither page nor a posted form ends such an order without it."""
    with rv.browser() as guest:
        number = rv.order(guest)
        rv.paid(guest, number)
    ref, browser = rv.cards(number, "order")[0].ref, clerk(back)
    shown = browser.get(place_of(ref)).text
    assert 'value="cancelled"' not in shown
    for do in ("cancelled", "refused", "paid"):
        assert (
            "그사이 이미 처리되었습니다"
            in post(browser, place_of(ref), do=do, reason="귀찮음", amount="1", day="2026-11-25").text
        )
    assert state(rv, ref) == "live"


def test_wishes_for_a_delivery_end_with_it(rv: Shop, back: Office) -> None:
    """What was wished for a box on its way is over once it has come, by the same hand. The form holds the order's number
    as people write it."""
    from tests.homepage.shop import PLACE

    with rv.browser() as guest:
        number = rv.order(guest, "business-box", **PLACE)
        rv.paid(guest, number)
        assert 'value="010-0000-1234"' in guest.get(f"/orders/{number}/wishes").text
        guest.post(
            f"/orders/{number}/wishes", {"name": "나그네", "phone": "010-0000-1234", **PLACE, "wishes": "문 앞에"}
        )
    (wish,) = rv.cards(number, "delivery-request")
    post(clerk(back), place_of(rv.cards(number, "order")[0].ref), do="delivered")
    assert state(rv, wish.ref) == "ended"
    assert [one["happened"] for one in deeds(rv, wish.ref, "record:event:allowed")][-2:] == ["delivered", "delivered"]


@pytest.mark.clause("10.6")
def test_a_handler_without_the_grant_sees_and_ends_no_order(rv: Shop, back: Office) -> None:
    """Refused by list, page and every act; a grant for deliveries alone reads no more than the delivery needs, and
    takes no money."""
    ref = called(rv)
    other = clerk(back, "marketing.events")
    assert f'href="{LIST}"' not in other.get("/office").text
    for path in (LIST, place_of(ref)):
        assert other.get(path).status_code == 403
    for do in ("read", "paid", "delivered", "settled", "cancelled"):
        form = {"do": do, "purpose": "billing", "amount": "1", "day": str(rv.jk.house.today()), "reason": "그냥"}
        assert post(other, place_of(ref), **form).status_code == 403, do
    carrier = clerk(back, "delivery")
    assert CALLS["email"] not in post(carrier, place_of(ref), do="read", purpose="billing").text
    assert CALLS["email"] not in post(carrier, place_of(ref), do="read", purpose="delivery").text
    post(carrier, place_of(ref), do="paid", amount="1000", day=str(rv.jk.house.today()))
    assert deeds(rv, ref, "record:event:allowed") == []
    assert state(rv, ref) == "live"
