"""Tax invoices and cash receipts: which orders wait for one, what was issued, and its amendment or cancellation.

A paper that was issued is never changed: an amendment is another paper, which names the first one's number, and both
are kept. Who issued it is a processor that the policy names for it, else the company with the tax office itself.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from jikim import Ref
from jikim.web import Form, HandlerJikim, OpenRecord, Page

from ..site.books import Books
from ..site.papers import INVOICE, KINDS, NONE, PURPOSE, RECEIPT, TAX_OFFICE, deadline
from .orders import goods, happened
from .worklist import Act, Pair, Worklist, today

_NUMBER = re.compile(r"[0-9A-Za-z-]{4,40}")
_AMOUNT = re.compile(r"-?\d{1,12}")


def issuers(processors: Mapping[str, Any], kind: str) -> dict[str, Pair]:
    """Who may have issued such a paper: each processor that the policy names for it, and the company itself."""
    named = {
        name: (one.label.get("ko", name), one.label.get("en", name))
        for name, one in processors.items()
        if PURPOSE in one.purposes and kind in one.records
    }
    return {**named, TAX_OFFICE: ("국세청 홈택스(회사가 직접 발급)", "the tax office’s site (by the company itself)")}


def issued(jk: HandlerJikim, order: Ref) -> bool:
    """Whether an order has its paper, or needs none."""
    books = Books.of(jk)
    return any(books.sent(order, name) for name in (*KINDS, NONE))


def waits(jk: HandlerJikim, one: OpenRecord) -> bool:
    """An order of a business, paid or delivered, about whose tax invoice nobody has decided."""
    return "business_no" in one.holds and happened(one, "paid", "delivered") and not issued(jk, one.ref)


def _may_issue(jk: HandlerJikim, one: OpenRecord) -> bool:
    return PURPOSE in jk.purposes and happened(one, "paid", "delivered") and not issued(jk, one.ref)


def due(jk: HandlerJikim, one: OpenRecord) -> date | None:
    """The tenth of the month after the supply (VAT Act §34③)."""
    supplied = [at for name, at in one.happened.items() if name in ("paid", "delivered")]
    if not supplied:
        return None
    day = min(supplied).astimezone(jk.policy.zone).date()
    month = day + timedelta(days=calendar.monthrange(day.year, day.month)[1] - day.day + 1)
    return month.replace(day=10)


async def _issue(jk: HandlerJikim, one: OpenRecord, form: Form) -> Pair | None:
    """To whom stands on the order, or was told; what a receipt is issued to was told."""
    kind = form["which"]
    told = form.given(("company", "business_no", "mobile"))
    if kind == INVOICE:
        held = [name for name in ("company", "business_no", "name", "email") if name in one.holds]
        told.pop("mobile", None)
        values = {**told, **await jk.use(one.ref, purpose=PURPOSE, items=held)}
    else:
        told.pop("company", None)
        values = {**told, **await jk.use(one.ref, purpose=PURPOSE, items=["name"])}
    await _keep(jk, kind, values, _said(form, one.ref.record.hex), one)
    return None


async def _again(jk: HandlerJikim, one: OpenRecord, form: Form) -> Pair | None:
    """A paper of its own, which says which one it amends or cancels; then the first one is amended or cancelled."""
    held = [name for name in ("company", "business_no", "name", "email", "mobile", "paper") if name in one.holds]
    values = dict(await jk.use(one.ref, purpose=PURPOSE, items=held))
    before = values.pop("paper")
    said = {**_said(form, str(before["order"])), "of": before["number"], "is": form["which"]}
    await _keep(jk, one.ref.kind, values, said, one)
    await jk.event(one.ref, form["which"], reason=form["reason"])
    return None


async def _keep(jk: HandlerJikim, kind: str, values: dict[str, Any], said: dict[str, Any], one: OpenRecord) -> None:
    """A paper is collected once: pressed again after a fault, its number is known."""
    order, books = Ref(one.ref.subject, UUID(hex=said["order"]), "order"), Books.of(jk)
    if said["number"] in [number for number, _ in books.sent(order, kind)]:
        return
    if kind == RECEIPT and (to := values.get("mobile") or values.get("business_no")):
        said["to"] = f"····{str(to)[-4:]}"
    made = await jk.collect(kind, {**values, "paper": said}, channel="paper", subject=jk.person(one), old_enough=True)
    books.open(made.ref, said["order"], day=deadline(date.fromisoformat(said["day"]), jk.working_day))
    books.send(order, kind, said["number"], jk.now())
    if said["issuer"] != TAX_OFFICE:
        await jk.entrust(made.ref, to=said["issuer"], purpose=PURPOSE)


def _said(form: Form, order: str) -> dict[str, Any]:
    supply, tax = int(form["supply"]), int(form["tax"])
    amounts = {"supply": supply, "tax": tax, "total": supply + tax, "currency": "KRW"}
    return {
        "number": form["number"],
        "day": form["day"],
        "order": order,
        **amounts,
        "issuer": form["issuer"],
        "is": "issued",
    }


async def _none(jk: HandlerJikim, one: OpenRecord, form: Form) -> Pair | None:
    Books.of(jk).send(one.ref, NONE, form["reason"][:80], jk.now())
    return None


def _sound(kind: str, page: Page, form: Form, act: Act) -> None:
    """Which paper, its number, a day that has been, amounts in won; else the form says what is wrong with them."""
    if "number" not in act.needs:
        return
    if form["number"] and not _NUMBER.fullmatch(form["number"]):
        form.wrong(
            "number",
            "승인번호를 영문자, 숫자, 붙임표로 입력해 주세요",
            "enter the number in letters, digits and hyphens",
        )
    if form["which"] not in (KINDS if act.name == "issue" else ("amended", "cancelled")):
        form.wrong("which", "종류를 선택해 주세요", "please choose which it is")
    elif form["issuer"] not in issuers(page.policy.file.processors, form["which"] if act.name == "issue" else kind):
        form.wrong("issuer", "발급한 곳을 선택해 주세요", "please choose who issued it")
    for name in ("supply", "tax"):
        form.values[name] = form[name].replace(",", "")
        if form[name] and not _AMOUNT.fullmatch(form[name]):
            form.wrong(name, "금액을 원 단위 숫자로 입력해 주세요", "enter the amount in won, as a number")
        elif form["which"] == "cancelled" and int(form[name] or 0) > 0:
            form.wrong(name, "취소한 금액을 음수로 입력해 주세요", "enter the cancelled amount as a negative number")
        elif act.name == "issue" and int(form[name] or 0) < 0:
            form.wrong(name, "발급한 금액을 양수로 입력해 주세요", "enter the issued amount as a positive number")
    if (day := form.day("day")) is not None and day > today(page):
        form.wrong("day", "작성일은 오늘까지의 날짜여야 합니다", "the date of issue cannot be later than today")


def _shown(page: Page, jk: HandlerJikim) -> Mapping[str, Any]:
    return {
        "issuers": lambda kind: {
            name: page.say(*label) for name, label in issuers(page.policy.file.processors, kind).items()
        },
        "goods": lambda product: goods(page, product),
        "open_papers": lambda ref: [
            found for kind in KINDS for found, _ in Books.of(jk).still_open(kind, ref.record.hex)
        ],
    }


_NEEDS = ("number", "day", "supply", "tax", "issuer")
_KEPT = (
    "부가가치세 신고기한이 지나면 5년 동안 분리 보관하고 파기합니다.",
    "From the deadline of the VAT return, it is archived for five years and then destroyed.",
)

ORDERS = Worklist(
    path="/office/shop/papers",
    kind="order",
    name=("증빙 발급", "Invoices and receipts to issue"),
    one=("증빙을 발급할 주문", "Order that needs an invoice or receipt"),
    waits=("세금계산서를 발급할 주문", "Orders waiting for a tax invoice"),
    lead=(
        "사업자등록번호가 있는 주문은 결제되거나 배송되면 세금계산서를 기다립니다. 현금영수증은 주문 번호로 찾아 발급합니다.",
        "An order with a registration number waits for its tax invoice once paid or delivered. For a cash receipt, find the order by number.",
    ),
    number=("주문 번호. 예: 1A2B-3C4D", "The order’s number, such as 1A2B-3C4D"),
    empty=("세금계산서를 기다리는 주문이 없습니다.", "No orders are waiting for a tax invoice."),
    clause="5.9",
    reads={PURPOSE: ("name", "company", "business_no", "email", "address", "lines")},
    here=waits,
    due=(("발급 기한", "Issue by"), due),
    template="staff/paper.html",
    shown=_shown,
    sound=partial(_sound, ""),
    acts=(
        Act(
            "issue", "", ("발급 기록", "Record what was issued"), ("발급한 것으로 기록했습니다.", "Recorded as issued."),
            (*_NEEDS, "which"), _may_issue, _issue, opened=True, after=_KEPT,
        ),
        Act(
            "none", "", ("발급하지 않음", "Not issued"), ("발급하지 않는 것으로 기록했습니다.", "Recorded as not to be issued."),
            ("reason",), _may_issue, _none, after=("주문은 그대로 남습니다.", "The order stays as it is."),
            hint=("카드 매출전표로 갈음하는 때처럼, 발급하지 않는 사유를 입력합니다.", "Give the reason, such as that the card slip replaces it."),
        ),
    ),
)  # fmt: skip


def _worklist(path: str, kind: str, name: Pair, one: Pair) -> Worklist:
    """The papers of a kind that were issued and whose return is not filed yet."""
    return Worklist(
        path=path,
        kind=kind,
        name=name,
        one=one,
        waits=(f"신고 전 {name[0]}", f"{name[1]} before the return"),
        lead=(
            "발급한 뒤 부가가치세 신고기한까지 여기에서 수정하거나 취소합니다. 당초 발급분과 수정·취소 발급분을 모두 보관합니다.",
            "Until the deadline of the VAT return, they can be amended or cancelled here. Both the original and the new one are kept.",
        ),
        number=("기록 번호. 예: 1A2B-3C4D", "The record’s number, such as 1A2B-3C4D"),
        empty=("신고를 기다리는 것이 없습니다.", "None is waiting for the return."),
        clause="5.9",
        reads={PURPOSE: ("company", "business_no", "name", "email", "mobile", "paper")},
        due=(("신고기한", "Return due by"), lambda jk, paper: dict(Books.of(jk).waiting(kind)).get(paper.ref)),
        template="staff/paper.html",
        shown=_shown,
        sound=partial(_sound, kind),
        acts=(
            Act(
                "again", "", ("수정·취소 기록", "Record an amendment or cancellation"), ("새로 발급한 것으로 기록했습니다.", "Recorded as reissued."),
                (*_NEEDS, "which", "reason"), lambda _jk, paper: not happened(paper, "amended", "cancelled"), _again, opened=True, asked=True, after=_KEPT,
                hint=(
                    "수정이면 수정 후의 금액을, 취소면 취소한 금액을 음수로 입력합니다.",
                    "For an amendment, enter the amounts after it; for a cancellation, the cancelled amounts as negative numbers.",
                ),
            ),
        ),
    )  # fmt: skip


INVOICES = _worklist("/office/shop/invoices", INVOICE, ("세금계산서", "Tax invoices"), ("세금계산서", "Tax invoice"))
RECEIPTS = _worklist("/office/shop/receipts", RECEIPT, ("현금영수증", "Cash receipts"), ("현금영수증", "Cash receipt"))
WORKLISTS = (ORDERS, INVOICES, RECEIPTS)
