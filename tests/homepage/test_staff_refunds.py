"""Withdrawals by the hand of whoever pays back: their third working day, the refund on the record, the account number
gone; nobody without a grant."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.homepage.shop import Shop
from tests.homepage.test_processors import identified
from tests.homepage.test_staff_enquiries import deeds
from tests.homepage.test_staff_orders import called, clerk, state
from tests.homepage.test_staff_orders import place_of as order_page
from tests.office.conftest import Office, post

import jikim

LIST = "/office/shop/refunds"
ACCOUNT = "000000-00-000001"


def place_of(ref: jikim.Ref) -> str:
    return f"{LIST}/{ref.subject}/{ref.record}"


def cashier(back: Office) -> Any:
    return clerk(back, "financial-services", "billing")


def card(rv: Shop, ref: jikim.Ref, kind: str) -> Any:
    """The person's one record of a kind."""
    (one,) = [card for card in rv.jk.show(ref.subject).cards if card.ref.kind == kind]
    return one


def withdrawn(rv: Shop) -> Any:
    """A withdrawal from an order that was paid from an account, on the homepage."""
    with rv.browser() as guest:
        number = rv.order(guest)
        identified(rv, guest, number)
        rv.paid(guest, number, "kftc")
        guest.post(f"/orders/{number}/withdraw", {"bank": "가상은행", "account": ACCOUNT})
    return rv.cards(number, "order-withdrawal")[0]


@pytest.mark.clause("5.3")
@pytest.mark.by_hand
def test_a_transfer_is_paid_back_and_the_account_number_goes(rv: Shop, back: Office) -> None:
    """The amount and the account are a recorded read; once it is refunded all is over, and after the next run nobody
    holds the account number."""
    one, browser = withdrawn(rv), cashier(back)
    assert f"{one.ref.record.hex[:4]}-{one.ref.record.hex[4:8]}".upper() in browser.get(LIST).text
    closed = browser.get(place_of(one.ref)).text
    assert ACCOUNT.replace("-", "") not in closed
    assert "은행 계좌 정보" in closed  # what is destroyed
    read = post(browser, place_of(one.ref), do="read").text
    assert ACCOUNT.replace("-", "") in read
    assert "48,000원" in read
    assert deeds(rv, one.ref, "record:use:allowed")[-1]["purpose"] == "financial-services"
    done = post(browser, place_of(one.ref), do="refund")
    assert "환불로 기록했습니다" in done.text
    payment = card(rv, one.ref, "payment")
    assert (state(rv, one.ref), payment.state) == ("ended", "ended")
    happened = [entry["happened"] for entry in deeds(rv, one.ref, "record:event:allowed")]
    assert happened[-2:] == ["refunded", "refunded"]
    rv.sweep()
    kept = [part for part in rv.jk.show(one.ref.subject).resting if part.ref.record == one.ref.record]
    assert kept
    assert all("bank_account" not in part.items for part in kept)
    assert browser.get(place_of(one.ref)).status_code == 404


def test_a_withdrawal_by_phone_ends_the_order_and_waits_for_its_refund(rv: Shop, back: Office) -> None:
    """Taken in on the order's page; an account number only paper may bring, which says where it lies; the refund ends
    payment and withdrawal."""
    ref, browser = called(rv), cashier(back)
    post(browser, order_page(ref), do="paid", amount="396000", day=str(rv.jk.house.today()))
    told = {"do": "withdrawn", "bank": "가상은행", "account": ACCOUNT, "why": "필요 없어짐"}
    refused = post(browser, order_page(ref), channel="phone", **told)
    assert refused.status_code == 422
    assert state(rv, ref) == "live"
    assert post(browser, order_page(ref), channel="paper", **told).status_code == 422
    assert state(rv, ref) == "live"
    done = post(browser, order_page(ref), channel="paper", cabinet="A", shelf="1", **told)
    assert "환불이 남아 있습니다" in done.text
    one = card(rv, ref, "order-withdrawal")
    assert (state(rv, ref), one.state, card(rv, ref, "payment").state) == ("ended", "live", "live")
    assert "396,000원" in post(browser, place_of(one.ref), do="read").text
    post(browser, place_of(one.ref), do="refund")
    assert (state(rv, one.ref), card(rv, ref, "payment").state) == ("ended", "ended")


def test_what_a_payment_company_does_not_confirm_is_not_recorded(
    rv: Shop, back: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A card's refund that the company did not answer waits; asked again from the page, it is recorded once the company
    says so."""
    from homepage.site import providers

    async def silent(*_: Any) -> bool:
        return False

    with rv.browser() as guest, monkeypatch.context() as patch:
        number = rv.order(guest)
        rv.paid(guest, number)
        patch.setattr(providers, "void", silent)
        guest.post(f"/orders/{number}/withdraw", {"reason": ""})
        (one,) = rv.cards(number, "order-withdrawal")
        browser = cashier(back)
        answer = post(browser, place_of(one.ref), do="refund")
        assert answer.status_code == 422
        assert "결제사가 환불을 확인해 주지 않았습니다" in answer.text
        assert state(rv, one.ref) == "live"
    assert post(browser, place_of(one.ref), do="refund").status_code == 200
    assert state(rv, one.ref) == "ended"
    assert {payment.state for payment in rv.kept.payments.values() if payment.order == number} == {"void"}


def test_the_third_working_day_skips_weekends_and_holidays(rv: Shop) -> None:
    """From Thursday, 24 December 2026: Christmas and the weekend are none, so the third is Wednesday the 30th."""
    from datetime import datetime

    from jikim.web.office.added import HandlerJikim

    by: Any = HandlerJikim(rv.web.inside, None)  # type: ignore[arg-type]
    assert by.working_day(datetime(2026, 12, 24, 12, tzinfo=rv.jk.policy.zone), 3) == date(2026, 12, 30)


@pytest.mark.clause("10.6")
def test_a_handler_without_the_grant_sees_no_account_and_records_no_refund(rv: Shop, back: Office) -> None:
    """Refused by list, page and act; whoever may bill alone does not see the account number."""
    one = withdrawn(rv)
    other = clerk(back, "delivery")
    for path in (LIST, place_of(one.ref)):
        assert other.get(path).status_code == 403
    for do in ("read", "refund", "close"):
        assert post(other, place_of(one.ref), do=do, reason="그냥").status_code == 403
    biller = clerk(back, "billing")
    assert ACCOUNT.replace("-", "") not in post(biller, place_of(one.ref), do="read").text
    post(biller, place_of(one.ref), do="refund")
    assert (state(rv, one.ref), card(rv, one.ref, "payment").state) == ("live", "live")
