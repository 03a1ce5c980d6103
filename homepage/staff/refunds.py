"""Withdrawals from an order that wait for their refund: three working days (E-Commerce Act §18②), paid back, and the account number gone.

A payment that went through a payment company goes back through it, and is recorded only once that company says so; a transfer goes back to the account.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from jikim import JikimError, Ref
from jikim.web import Form, FromPath, HandlerJikim, Page, Problem, Redirect, Request, Response, Visitor, get, post

from ..site import providers
from ..site.books import Books
from .matters import done, listed, over, short

PATH, KIND, PURPOSE = "/office/shop/refunds", "order-withdrawal", "financial-services"
DAYS = 3


@dataclass(frozen=True)
class Owed:
    """What is to be paid back: the order's number and its payments that are still open, each with what was said of it."""

    number: str = ""
    payments: Mapping[Ref, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def amount(self) -> int:
        return sum(int(said.get("amount", 0)) for said in self.payments.values())

    @property
    def to_account(self) -> bool:
        """Whether somebody has to transfer it."""
        return any(said.get("method") == "transfer" for said in self.payments.values())


async def _owed(jk: HandlerJikim, ref: Ref) -> Owed:
    """By reads of the payments, recorded."""
    books = Books.of(jk)
    number = books.about(ref)
    found = {}
    for payment, _ in books.still_open("payment", number) if number else ():
        if await jk.open_record(payment) is not None:
            found[payment] = (await jk.use(payment, purpose=PURPOSE, items=["payment"]))["payment"]
    return Owed(number, found)


@get(PATH)
async def refunds(page: Page, jk: HandlerJikim, request: Request[Any, Any, Any]) -> Response[Any] | Redirect:
    """The oldest first, each with its third working day."""
    return await listed(
        page, jk, KIND, PATH, "staff/refunds.html", request.query_params, due=lambda one: jk.working_day(one.collected, DAYS),
        today=page.now.astimezone(page.zone).date(),
    )  # fmt: skip


@get(PATH + "/{subject:uuid}/{record:uuid}")
async def refund(
    page: Page, jk: HandlerJikim, visitor: Visitor, subject: FromPath[UUID], record: FromPath[UUID]
) -> Response[str]:
    """One withdrawal, without its values."""
    return await _show(page, jk, Ref(subject, record, KIND), Form(visitor))


@post(PATH + "/{subject:uuid}/{record:uuid}", status_code=200)
async def worked(
    page: Page, jk: HandlerJikim, request: Request[Any, Any, Any], subject: FromPath[UUID], record: FromPath[UUID]
) -> Response[Any]:
    """Reads what is to be paid back and whereto, records that it was, or closes the withdrawal with a reason."""
    form, ref = await Form.of(request), Ref(subject, record, KIND)
    events = {"refund": "refunded", "close": "closed"}
    if form["do"] not in events:
        return await _show(page, jk, ref, form, read=True)
    if form["do"] == "close":
        form.need("reason")
    if not form.fine:
        return await _show(page, jk, ref, form)
    async with Books.of(jk).alone(f"refund:{record.hex}"):
        one = await jk.open_record(ref)
        if one is None:
            return over(page, KIND, PATH, subject, record)
        event = events[form["do"]]
        became = jk.becomes(page, one, event)
        try:
            if form["do"] == "refund" and not await _refunded(jk, ref):
                form.problem = Problem(
                    page.say(
                        "결제사가 환불을 확인해 주지 않았습니다.", "The payment company did not confirm the refund."
                    ),
                    page.say(
                        "기록한 것은 없습니다. 잠시 뒤에 다시 시도해 주세요.",
                        "Nothing was recorded. Please try again in a moment.",
                    ),
                )
                return await _show(page, jk, ref, form)
            await jk.event(ref, event, reason=form["reason"])
            Books.of(jk).shut(ref)
        except JikimError as error:
            form.caught(error)
            return await _show(page, jk, ref, form)
    said = (
        page.say("환불한 것으로 기록했습니다.", "Recorded as refunded.")
        if event == "refunded"
        else page.say("환불 없이 종결한 것으로 기록했습니다.", "Recorded as closed without a refund.")
    )
    return done(page, jk, ref, PATH, said, became, form["reason"])


async def _refunded(jk: HandlerJikim, ref: Ref) -> bool:
    """Ends the payments as refunded; what went through a payment company only where that says that it gave it back."""
    books = Books.of(jk)
    for payment, said in (await _owed(jk, ref)).payments.items():
        through = str(said.get("through", "")) if said.get("method") != "transfer" else ""
        if through and not await providers.void(jk, through, str(said.get("attempt", ""))):
            return False
        await jk.event(payment, "refunded")
        books.shut(payment)
    return True


async def _show(page: Page, jk: HandlerJikim, ref: Ref, form: Form, *, read: bool = False) -> Response[str]:
    """One withdrawal; `read`: what is to be paid back and whereto, by recorded reads."""
    one = await jk.open_record(ref)
    if one is None:
        return over(page, KIND, PATH, ref.subject, ref.record)
    values, owed = None, None
    if read:
        try:
            values = await jk.use(
                ref, purpose=PURPOSE, items=[name for name in ("name", "bank_account") if name in one.holds]
            )
            owed = await _owed(jk, ref)
        except JikimError as error:
            values = None
            form.caught(error)
    return page.show(
        "staff/refund.html", one=one, number=short(ref), form=form, values=values, owed=owed, path_of=PATH,
        due=jk.working_day(one.facts.collected, DAYS), today=page.now.astimezone(page.zone).date(), reads=PURPOSE in jk.purposes,
        refunded=jk.becomes(page, one, "refunded"), closed=jk.becomes(page, one, "closed"),
    )  # fmt: skip


PAGES = [refunds, refund, worked]
