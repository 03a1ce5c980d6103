"""Tax invoices and cash receipts by the hand of whoever issues them: each a record of its own, amended and cancelled by
another, seen by its person, kept for what tax law asks and then gone."""

from __future__ import annotations

import secrets
from datetime import date, timedelta
from typing import Any

import pytest
from homepage.site.papers import deadline
from homepage.staff.papers import issuers
from tests.homepage.companies import account, firm
from tests.homepage.shop import Browser, Shop
from tests.homepage.test_processors import identified
from tests.homepage.test_staff_enquiries import deeds
from tests.homepage.test_staff_orders import clerk, state
from tests.homepage.test_tidying import tidied
from tests.office.conftest import Office, post

import jikim
from jikim.policy.model import PolicyFile

LIST, INVOICES, RECEIPTS = "/office/shop/papers", "/office/shop/invoices", "/office/shop/receipts"


def at(path: str, ref: jikim.Ref) -> str:
    return f"{path}/{ref.subject}/{ref.record}"


def said(rv: Shop, **more: str) -> dict[str, str]:
    """What is typed of one invoice; its number is only this test’s."""
    day = str(rv.jk.house.today())
    number = f"20261125-41000000-{secrets.token_hex(4)}"
    whole = {
        "number": number,
        "day": day,
        "supply": "360,000",
        "tax": "36,000",
        "issuer": "nts",
        "which": "tax-invoice",
    }
    return {**whole, **more}


def of_business(rv: Shop, browser: Browser, company: dict[str, str]) -> Any:
    """The order of a business that paid by transfer."""
    number = rv.order(browser, **company)
    identified(rv, browser, number)
    rv.paid(browser, number, "kftc")
    return number


def papers(rv: Shop, subject: Any, kind: str = "tax-invoice") -> list[Any]:
    return [card for card in rv.jk.show(subject).cards if card.ref.kind == kind]


@pytest.mark.clause("5.9")
@pytest.mark.by_hand
def test_a_tax_invoice_is_issued_amended_kept_and_gone(rv: Shop, back: Office) -> None:
    """From the order that waits to the day on which nothing of it is left: the desk records, the company sees each
    paper on its page, and after the return's deadline it rests five years, without the address it was sent to."""
    company = firm()
    boss, _ = account(rv, company)
    desk = clerk(back, "invoicing")
    with rv.browser(boss) as browser:
        number = of_business(rv, browser, company)
        (order,) = rv.cards(number, "order")
        assert order.ref.record.hex[:4].upper() in desk.get(LIST).text
        read = post(desk, at(LIST, order.ref), do="read").text
        assert company["business_no"].replace("-", "") in read
        first = said(rv)
        assert "발급한 것으로 기록했습니다" in post(desk, at(LIST, order.ref), do="issue", **first).text
        (paper,) = papers(rv, boss.subject)
        assert paper.values["business_no"] == company["business_no"].replace("-", "")
        kept = paper.values["paper"]
        assert (kept["number"], kept["order"], kept["total"], kept["issuer"]) == (
            first["number"],
            number,
            396_000,
            "nts",
        )
        assert deeds(rv, paper.ref, "record:collect:allowed")[-1]["actor"].startswith("handler:")
        assert order.ref.record.hex[:4].upper() not in desk.get(LIST).text
        page = browser.get(f"/orders/{number}").text
        assert first["number"] in page
        assert "396,000" in page
        second = said(rv, which="amended", supply="180000", tax="18000", reason="수량 정정")
        shown = post(desk, at(INVOICES, paper.ref), do="read").text
        assert "국세청 홈택스" in shown
        assert "새로 발급한 것으로" in post(desk, at(INVOICES, paper.ref), do="again", **second).text
        old, new = sorted(papers(rv, boss.subject), key=lambda card: card.values["paper"]["total"], reverse=True)
        assert (new.values["paper"]["of"], new.values["paper"]["is"]) == (first["number"], "amended")
        assert deeds(rv, old.ref, "record:event:allowed")[-1]["happened"] == "amended"
        page = browser.get(f"/orders/{number}").text
        assert page.count(first["number"]) == 2
        assert second["number"] in page
        # The return's deadline, and no day before it.
        last = deadline(rv.jk.house.today(), lambda moment, days: moment.date() + timedelta(days=days))
        rv.later(days=(last - rv.jk.house.today()).days)
        tidied(rv)
        assert {card.state for card in papers(rv, boss.subject)} == {"live"}
        rv.later(days=5)
        assert tidied(rv).filed >= 2
        rv.sweep()
    resting = [part for part in rv.jk.show(boss.subject).resting if part.ref.kind == "tax-invoice"]
    assert len(resting) == 2
    assert {tuple(sorted(part.items)) for part in resting} == {("business_no", "company", "name", "tax-invoice.paper")}
    begun = rv.jk.house.today()
    assert {part.until for part in resting} == {begun.replace(year=begun.year + 5)}
    with rv.browser(boss) as browser:
        assert second["number"] in browser.get("/my/orders").text
    rv.later(days=(begun.replace(year=begun.year + 5) - begun).days + 1)
    rv.sweep()
    assert [part for part in rv.jk.show(boss.subject).resting if part.ref.kind == "tax-invoice"] == []


@pytest.mark.clause("5.9")
def test_a_cash_receipt_shows_the_end_of_its_number_and_is_cancelled_with_the_refund(rv: Shop, back: Office) -> None:
    """A guest who paid by transfer gets one to the mobile number they tell; withdrawn from, the refund's page asks for
    its cancellation, which is a paper of its own."""
    with rv.browser() as guest:
        number = rv.order(guest)
        identified(rv, guest, number)
        rv.paid(guest, number, "kftc")
        (order,) = rv.cards(number, "order")
        desk = clerk(back, "invoicing", "billing", "financial-services")
        told = said(rv, which="cash-receipt", supply="43637", tax="4363", mobile="010-0000-4499")
        post(desk, at(LIST, order.ref), do="issue", **told)
        (receipt,) = papers(rv, order.ref.subject, "cash-receipt")
        assert receipt.values["paper"]["to"] == "····4499"
        page = guest.get(f"/orders/{number}").text
        assert told["number"] in page
        assert "4499" in page
        assert "010-0000-4499" not in page
        guest.post(f"/orders/{number}/withdraw", {"bank": "가상은행", "account": "000000-00-000001"})
    (withdrawal,) = rv.cards(number, "order-withdrawal")
    refund = post(desk, f"/office/shop/refunds/{withdrawal.ref.subject}/{withdrawal.ref.record}", do="read").text
    assert at(RECEIPTS, receipt.ref) in refund
    form = said(rv, which="cancelled", supply="43637", tax="-4363", reason="청약철회")
    wrong = post(desk, at(RECEIPTS, receipt.ref), do="again", **form)
    assert (wrong.status_code, 'id="e-supply"' in wrong.text) == (422, True)
    form = said(rv, which="cancelled", supply="-43637", tax="-4363", reason="청약철회")
    post(desk, at(RECEIPTS, receipt.ref), do="again", **form)
    totals = sorted(card.values["paper"]["total"] for card in papers(rv, order.ref.subject, "cash-receipt"))
    assert totals == [-48_000, 48_000]


@pytest.mark.parametrize(
    ("name", "value", "at_field"),
    [
        ("number", "승인", "number"),
        ("number", "", "number"),
        ("supply", "많이", "supply"),
        ("supply", "-360,000", "supply"),
        ("tax", "9" * 40, "tax"),
        ("day", "2999-01-01", "day"),
        ("day", "어제", "day"),
        ("which", "receipt", "which"),
        ("issuer", "kcp", "issuer"),
        ("business_no", "101-01-00008", "business_no"),
    ],
)
def test_what_is_wrong_with_a_paper_stands_beside_its_field(
    rv: Shop, back: Office, name: str, value: str, at_field: str
) -> None:
    """Nothing is kept of a number, amount, day, issuer or registration number that is none."""
    with rv.browser() as guest:
        number = rv.order(guest)
        rv.paid(guest, number)
    (order,) = rv.cards(number, "order")
    form = said(rv, company="가상상사", business_no="101-01-00009") | {name: value}
    answer = post(clerk(back, "invoicing"), at(LIST, order.ref), do="issue", reason="발급", **form)
    assert answer.status_code == 422
    assert f'id="e-{at_field}"' in answer.text
    assert papers(rv, order.ref.subject) == []


def test_a_paper_pressed_twice_is_one(rv: Shop, back: Office) -> None:
    """The second press finds the order with its paper, and keeps none more."""
    with rv.browser() as guest:
        number = rv.order(guest)
        rv.paid(guest, number)
    (order,) = rv.cards(number, "order")
    form, desk = said(rv, company="가상상사", business_no="101-01-00009"), clerk(back, "invoicing")
    post(desk, at(LIST, order.ref), do="issue", **form)
    assert "그사이 이미 처리되었습니다" in post(desk, at(LIST, order.ref), do="issue", **form).text
    assert len(papers(rv, order.ref.subject)) == 1


@pytest.mark.clause("5.9")
def test_an_order_of_a_business_waits_for_its_invoice_or_a_reason(rv: Shop, back: Office) -> None:
    """Paid by transfer, it is not settled before somebody issued the invoice or said why there is none; what was paid
    by card is."""
    company = firm()
    boss, _ = account(rv, company)
    with rv.browser(boss) as browser:
        by_transfer = of_business(rv, browser, company)
        by_card = rv.order(browser, **company)
        rv.paid(browser, by_card)
    rv.later(days=15)
    tidied(rv)
    orders = {card.ref.record.hex: card for card in rv.cards(by_transfer, "order")}
    waits = orders[by_transfer]
    assert (waits.state, orders[by_card].state) == ("live", "ended")
    desk = clerk(back, "invoicing")
    post(desk, at(LIST, waits.ref), do="none", reason="")
    tidied(rv)
    assert state(rv, waits.ref) == "live"
    post(desk, at(LIST, waits.ref), do="none", reason="다른 증빙으로 갈음")
    tidied(rv)
    assert state(rv, waits.ref) == "ended"


@pytest.mark.clause("10.6")
def test_who_may_not_send_invoices_records_none(rv: Shop, back: Office) -> None:
    """A grant for deliveries reaches the order, and neither sees nor issues its papers."""
    with rv.browser() as guest:
        number = rv.order(guest)
        rv.paid(guest, number)
    (order,) = rv.cards(number, "order")
    other = clerk(back, "delivery")
    assert other.get(INVOICES).status_code == 403
    post(other, at(LIST, order.ref), do="issue", **said(rv, company="가상상사", business_no="101-01-00009"))
    post(other, at(LIST, order.ref), do="none", reason="그냥")
    assert papers(rv, order.ref.subject) == []
    assert order.ref.record.hex[:4].upper() in clerk(back, "invoicing").get(at(LIST, order.ref)).text


@pytest.mark.parametrize(
    ("day", "last"),
    [
        (date(2026, 1, 1), date(2026, 7, 27)),  # the 25th is a Saturday
        (date(2026, 6, 30), date(2026, 7, 27)),
        (date(2026, 7, 1), date(2027, 1, 25)),
        (date(2024, 12, 31), date(2025, 1, 31)),  # a week-end, a holiday put in, and the lunar new year
    ],
)
def test_the_returns_deadline_is_a_working_day(rv: Shop, day: date, last: date) -> None:
    """The 25th after the half-year, or the next day on which the tax office works."""
    from jikim.web.office.added import HandlerJikim

    jk = HandlerJikim(rv.jk, None)  # type: ignore[arg-type] - no verb is called
    assert deadline(day, jk.working_day) == last


@pytest.mark.clause("4.7")
def test_an_issuer_is_one_that_the_policy_names(homepage: PolicyFile) -> None:
    """This policy names none, which `check` reports, so that the company issues them itself; a processor of the purpose
    is offered, and then nothing is reported."""

    assert list(issuers(homepage.processors, "tax-invoice")) == ["nts"]
    kcp = homepage.processors["kcp"]
    wider = kcp.model_copy(update={"purposes": (*kcp.purposes, "invoicing"), "records": (*kcp.records, "tax-invoice")})
    file = homepage.model_copy(update={"processors": {**homepage.processors, "kcp": wider}})
    assert list(issuers(file.processors, "tax-invoice")) == ["kcp", "nts"]
    assert list(issuers(file.processors, "cash-receipt")) == ["nts"]
