"""Orders from every channel: paid by transfer, delivered, settled, or ended before anybody paid; with the payment and the wishes that hang on them.

What is done twice is done once: each act asks under a lock how the order stands. A paid order is not ended here but withdrawn from, with its money.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from jikim import JikimError, Ref
from jikim.web import Form, FromPath, HandlerJikim, Page, Redirect, Request, Response, Visitor, get, post

from ..site.books import Books
from ..site.catalogue import PRODUCTS
from .matters import done, listed, over, short

PATH, KIND = "/office/shop/orders", "order"
READING = {
    "billing": ("name", "email", "phone", "lines"), "delivery": ("name", "address", "phone", "mobile", "lines", "note"),
    "invoicing": ("name", "email", "address", "company", "business_no", "lines"),
}  # fmt: skip


@dataclass(frozen=True)
class Act:
    """What a handler does with an order: the event that it records, and when it can be done."""

    name: str
    event: str
    ko: str
    en: str
    done_ko: str
    done_en: str
    may: Callable[[set[str]], bool]
    needs: tuple[str, ...]
    do: Callable[[HandlerJikim, Any, Form], Awaitable[None]]


async def _paid(jk: HandlerJikim, one: Any, form: Form) -> None:
    """The payment is a record of its own, kept for its own five years; an account number is none of it."""
    ref, books = one.ref, Books.of(jk)
    held = [payment for payment, _ in books.still_open("payment", ref.record.hex)]
    if not held:
        said = {
            "method": "transfer",
            "amount": int(form["amount"]),
            "currency": "KRW",
            "order": ref.record.hex,
            "at": form["day"],
        }
        name = (await jk.use(ref, purpose="billing", items=["name"]))["name"]
        made = await jk.collect(
            "payment", {"payment": said, "name": name}, channel="paper", subject=jk.person(one), old_enough=True
        )
        books.open(made.ref, ref.record.hex)
        held = [made.ref]
    for payment in held:
        standing = await jk.open_record(payment)
        if standing is not None and "paid" not in standing.happened:
            await jk.event(payment, "paid")
    await jk.event(ref, "paid")


async def _delivered(jk: HandlerJikim, one: Any, form: Form) -> None:
    await _shut(jk, "delivery-request", one.ref, "delivered")
    await jk.event(one.ref, "delivered", reason=form["reason"])


async def _settled(jk: HandlerJikim, one: Any, form: Form) -> None:
    await _shut(jk, "payment", one.ref, "settled")
    await _ended(jk, one.ref, "settled", form)


async def _cancelled(jk: HandlerJikim, one: Any, form: Form) -> None:
    await _shut(jk, "delivery-request", one.ref, "cancelled")
    await _ended(jk, one.ref, "withdrawn", form)


async def _withdrawn(jk: HandlerJikim, one: Any, form: Form) -> None:
    """A withdrawal that came otherwise than by the homepage: a record of its own, which waits for the refund. The order ends."""
    ref, books = one.ref, Books.of(jk)
    if not books.still_open("order-withdrawal", ref.record.hex):
        order = await jk.use(ref, purpose="billing", items=["name", "lines"])
        values = {
            "name": order["name"], "lines": {"order": ref.record.hex, "lines": order["lines"]},
            **({"reason": form["why"]} if form["why"] else {}),
            **({"bank_account": {"bank": form["bank"], "number": form["account"]}} if form["account"] else {}),
        }  # fmt: skip
        made = await jk.collect(
            "order-withdrawal", values, channel=form["channel"], subject=jk.person(one), old_enough=True
        )
        books.open(made.ref, ref.record.hex)
    await _shut(jk, "delivery-request", ref, "cancelled")
    await _ended(jk, ref, "withdrawn", form)


async def _shut(jk: HandlerJikim, kind: str, order: Ref, event: str) -> None:
    """Ends what hangs on an order, where it is still open."""
    books = Books.of(jk)
    for ref, _ in books.still_open(kind, order.record.hex):
        if await jk.open_record(ref) is not None:
            await jk.event(ref, event)
        books.shut(ref)


async def _ended(jk: HandlerJikim, ref: Ref, event: str, form: Form) -> None:
    await jk.event(ref, event, reason=form["reason"])
    Books.of(jk).forget(ref)


ACTS = {
    one.name: one
    for one in (
        Act(
            "paid", "paid", "이체 입금 확인", "Paid by transfer", "입금된 것으로 기록했습니다.", "Recorded as paid.",
            lambda events: "paid" not in events, ("amount", "day"), _paid,
        ),
        Act(
            "delivered", "delivered", "배송 완료", "Delivered", "배송이 끝난 것으로 기록했습니다.", "Recorded as delivered.",
            lambda events: "delivered" not in events, (), _delivered,
        ),
        Act(
            "settled", "settled", "거래 종료", "Settled", "거래가 끝난 것으로 기록했습니다.", "Recorded as settled.",
            lambda events: "paid" in events, (), _settled,
        ),
        Act(
            "cancelled", "withdrawn", "결제 전 취소", "Cancelled before payment", "취소된 것으로 기록했습니다.", "Recorded as cancelled.",
            lambda events: not events & {"paid", "delivered"}, ("reason",), _cancelled,
        ),
        Act(
            "refused", "withdrawn", "주문 거절", "Refused", "거절한 것으로 기록했습니다.", "Recorded as refused.",
            lambda events: not events & {"paid", "delivered"}, ("reason",), _cancelled,
        ),
        Act(
            "withdrawn", "withdrawn", "청약철회 접수", "Withdrawal taken in", "청약철회를 접수하고 주문을 끝냈습니다. 환불이 남았습니다.",
            "The withdrawal is taken in and the order has ended. The refund is still to be made.",
            lambda events: bool(events & {"paid", "delivered"}), ("channel",), _withdrawn,
        ),
    )
}  # fmt: skip


@get(PATH)
async def orders(page: Page, jk: HandlerJikim, request: Request[Any, Any, Any]) -> Response[Any] | Redirect:
    """The oldest first, without a value."""
    return await listed(page, jk, KIND, PATH, "staff/orders.html", request.query_params)


@get(PATH + "/{subject:uuid}/{record:uuid}")
async def order(
    page: Page, jk: HandlerJikim, visitor: Visitor, subject: FromPath[UUID], record: FromPath[UUID]
) -> Response[str]:
    """One order, without its values, and what can be done with it."""
    return await _show(page, jk, Ref(subject, record, KIND), Form(visitor))


@post(PATH + "/{subject:uuid}/{record:uuid}", status_code=200)
async def worked(
    page: Page, jk: HandlerJikim, request: Request[Any, Any, Any], subject: FromPath[UUID], record: FromPath[UUID]
) -> Response[Any]:
    """Reads it for a purpose, or does one of `ACTS`."""
    form, ref = await Form.of(request), Ref(subject, record, KIND)
    act = ACTS.get(form["do"])
    if act is None:
        return await _show(page, jk, ref, form, purpose=form["purpose"] if form["purpose"] in READING else "billing")
    form.need(*act.needs)
    if act.name == "paid":
        _sound(page, form)
    if form["bank"] or form["account"]:
        form.need("bank", "account")
    if not form.fine:
        return await _show(page, jk, ref, form)
    async with Books.of(jk).alone(f"order:{record.hex}"):
        one = await jk.open_record(ref)
        if one is None:
            return over(page, KIND, PATH, subject, record)
        if not act.may(set(one.happened)):
            return await _show(page, jk, ref, Form(form.visitor), again=True)
        became = jk.becomes(page, one, act.event)
        try:
            await act.do(jk, one, form)
        except JikimError as error:
            form.caught(error)
            if "bank_account" in form.errors:
                form.errors["account"] = form.errors.pop("bank_account")
            return await _show(page, jk, ref, form)
    return done(page, jk, ref, PATH, page.say(act.done_ko, act.done_en), became, form["reason"])


def _today(page: Page) -> date:
    return page.now.astimezone(page.zone).date()


def _sound(page: Page, form: Form) -> None:
    """An amount in won, and a day that has been."""
    amount = form["amount"].replace(",", "")
    if amount and not (amount.isascii() and amount.isdecimal() and 0 < int(amount) < 10**10):
        form.wrong("amount", "입금액을 원 단위 숫자로 적어 주세요", "give the amount in won, as a number")
    form.values["amount"] = amount
    try:
        if form["day"] and date.fromisoformat(form["day"]) > _today(page):
            form.wrong("day", "입금일은 오늘까지의 날짜여야 합니다", "the day of payment can be no later than today")
    except ValueError:
        form.wrong("day", "날짜를 2026-11-25처럼 적어 주세요", "write the day as in 2026-11-25")


async def _show(
    page: Page, jk: HandlerJikim, ref: Ref, form: Form, *, purpose: str = "", again: bool = False
) -> Response[str]:
    """One order; `purpose`: with the values that it needs, by a recorded read."""
    one = await jk.open_record(ref)
    if one is None:
        return over(page, KIND, PATH, ref.subject, ref.record)
    values = None
    if purpose:
        try:
            values = await jk.use(ref, purpose=purpose, items=[name for name in READING[purpose] if name in one.holds])
        except JikimError as error:
            form.caught(error)
    happened = one.happened
    form.values.setdefault("day", _today(page).isoformat())
    return page.show(
        "staff/order.html", one=one, number=short(ref), form=form, values=values, purpose=purpose, path_of=PATH, again=again, happened=happened,
        purposes=[name for name in READING if name in jk.purposes], acts=[act for act in ACTS.values() if act.may(set(happened))],
        becomes=lambda act: jk.becomes(page, one, act.event), goods=lambda id: page.say(PRODUCTS[id].ko, PRODUCTS[id].en) if id in PRODUCTS else id,
    )  # fmt: skip


PAGES = [orders, order, worked]
