"""Orders from every channel: paid by transfer, delivered, settled, or ended before anybody paid; with the payment and
the wishes that hang on them.

A paid order is not ended here but withdrawn from, with its money; it is settled once its days of withdrawal are over.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jikim import Ref
from jikim.web import Form, HandlerJikim, OpenRecord, Page

from ..site.books import Books
from ..site.catalogue import PRODUCTS
from ..site.tidying import carried_out
from .worklist import Act, Pair, Worklist, today

ON_PAPER = ("fax", "paper")  # channels whose sheet goes into the register of papers


async def _paid(jk: HandlerJikim, one: OpenRecord, form: Form) -> Pair | None:
    """The payment is a record of its own, kept for its own five years; an account number is none of it."""
    for payment in await payments_of(jk, one, {"method": "transfer", "amount": int(form["amount"]), "at": form["day"]}):
        opened = await jk.open_record(payment)
        if opened is not None and "paid" not in opened.happened:
            await jk.event(payment, "paid")
    return None


async def payments_of(jk: HandlerJikim, one: OpenRecord, said: Mapping[str, Any]) -> list[Ref]:
    """The open payments of an order; where it has none, one that says this is taken."""
    books, number = Books.of(jk), one.ref.record.hex
    held = [payment for payment, _ in books.still_open("payment", number)]
    if held:
        return held
    name = (await jk.use(one.ref, purpose="billing", items=["name"]))["name"]
    values = {"payment": {"currency": "KRW", "order": number, **said}, "name": name}
    made = await jk.collect("payment", values, channel="paper", subject=jk.person(one), old_enough=True)
    books.open(made.ref, number)
    return [made.ref]


async def open_payments(jk: HandlerJikim, number: str) -> list[OpenRecord]:
    """What is open of an order's payments, each with what happened to it: a claim is one that nobody made yet."""
    found = [await jk.open_record(ref) for ref, _ in Books.of(jk).still_open("payment", number)]
    return [one for one in found if one is not None]


async def end_claims(jk: HandlerJikim, number: str) -> None:
    """What nobody paid of an order is asked for no longer."""
    for one in await open_payments(jk, number):
        if not happened(one, "paid"):
            await jk.event(one.ref, "settled")
            Books.of(jk).shut(one.ref)


async def _delivered(jk: HandlerJikim, one: OpenRecord, _form: Form) -> Pair | None:
    return await shut(jk, "delivery-request", one.ref, "delivered")


async def _settled(jk: HandlerJikim, one: OpenRecord, _form: Form) -> Pair | None:
    return await shut(jk, "payment", one.ref, "settled")


async def _cancelled(jk: HandlerJikim, one: OpenRecord, _form: Form) -> Pair | None:
    return await shut(jk, "delivery-request", one.ref, "cancelled")


async def _withdrawn(jk: HandlerJikim, one: OpenRecord, form: Form) -> Pair | None:
    """A withdrawal that came otherwise than by the homepage: a record of its own, which waits for the refund; where
    nobody paid it is closed, and the claim with it. The order ends."""
    ref, books = one.ref, Books.of(jk)
    waiting = [withdrawal for withdrawal, _ in books.still_open("order-withdrawal", ref.record.hex)]
    if not waiting:
        order = await jk.use(ref, purpose="billing", items=["name", "lines"])
        values = {
            "name": order["name"],
            "lines": {"order": ref.record.hex, "lines": order["lines"]},
            **({"reason": form["why"]} if form["why"] else {}),
            **({"bank_account": {"bank": form["bank"], "number": form["account"]}} if form["account"] else {}),
        }
        place = (form["cabinet"], form["shelf"]) if form["channel"] in ON_PAPER else None
        made = await jk.collect(
            "order-withdrawal", values, channel=form["channel"], subject=jk.person(one), old_enough=True, place=place
        )
        books.open(made.ref, ref.record.hex)
        waiting = [made.ref]
    await end_claims(jk, ref.record.hex)
    if not happened(one, "paid") and not await open_payments(jk, ref.record.hex):
        for withdrawal in waiting:
            await jk.event(withdrawal, "closed")
            books.shut(withdrawal)
    return await shut(jk, "delivery-request", ref, "cancelled")


async def shut(jk: HandlerJikim, kind: str, order: Ref, event: str) -> None:
    """Ends what hangs on an order, where it is still open."""
    books = Books.of(jk)
    for ref, _ in books.still_open(kind, order.record.hex):
        if await jk.open_record(ref) is not None:
            await jk.event(ref, event)
        books.shut(ref)


def _sound(page: Page, form: Form, act: Act) -> None:
    """An amount in won, a day that has been, and a bank account whole or not at all; else the form says what is wrong
    with them."""
    if form["bank"] or form["account"]:
        form.need("bank", "account")
    if act.name == "withdrawn" and form["channel"] in ON_PAPER:
        form.need("cabinet", "shelf")
    if act.name != "paid":
        return
    amount_of(form)
    if (day := form.day("day")) is not None and day > today(page):
        form.wrong("day", "입금일은 오늘까지의 날짜여야 합니다", "the date of payment cannot be later than today")


def amount_of(form: Form) -> None:
    """An amount in won, else the form says what is wrong with it."""
    amount = form["amount"].replace(",", "")
    if amount and not (amount.isascii() and amount.isdecimal() and len(amount) <= 10 and int(amount) > 0):
        form.wrong("amount", "금액을 원 단위 숫자로 입력해 주세요", "enter the amount in won, as a number")
    form.values["amount"] = amount


def goods(page: Page, product: str) -> str:
    """What is bought, as the catalogue calls it."""
    return page.say(PRODUCTS[product].ko, PRODUCTS[product].en) if product in PRODUCTS else product


def happened(one: OpenRecord, *events: str) -> bool:
    """Whether one of these happened."""
    return not set(events).isdisjoint(one.happened)


WORKLIST = Worklist(
    path="/office/shop/orders",
    kind="order",
    name=("주문", "Orders"),
    one=("주문", "Order"),
    waits=("진행 중인 주문", "Open orders"),
    lead=(
        "홈페이지, 전화, 팩스, 서면, 제휴사로 들어온 주문을 오래된 순으로 표시합니다. 목록에는 누가 무엇을 주문했는지 표시하지 않습니다.",
        "From the homepage, by phone, by fax, on paper and from partners, the oldest first. The list shows neither who ordered nor what.",
    ),
    number=("주문 번호. 예: 1A2B-3C4D", "The order’s number, such as 1A2B-3C4D"),
    empty=("진행 중인 주문이 없습니다.", "No open orders."),
    clause="5.1",
    reads={
        "billing": ("name", "email", "phone", "lines"),
        "delivery": ("name", "address", "phone", "mobile", "lines", "note"),
        "invoicing": ("name", "email", "address", "company", "business_no", "lines"),
    },
    template="staff/order.html",
    sound=_sound,
    shown=lambda page, _jk: {"goods": lambda product: goods(page, product)},
    acts=(
        Act(
            "paid", "paid", ("이체 입금 확인", "Paid by transfer"), ("입금된 것으로 기록했습니다.", "Recorded as paid."),
            ("amount", "day"), lambda _, one: not happened(one, "paid"), _paid,
        ),
        Act(
            "delivered", "delivered", ("배송 완료", "Delivered"), ("배송 완료로 기록했습니다.", "Recorded as delivered."),
            (), lambda _, one: not happened(one, "delivered"), _delivered,
        ),
        Act(
            "settled", "settled", ("거래 종료", "Settled"), ("거래 종료로 기록했습니다.", "Recorded as settled."),
            (), lambda jk, one: carried_out(one.happened, boxed="address" in one.holds, now=jk.now()), _settled,
        ),
        Act(
            "cancelled", "withdrawn", ("결제 전 취소", "Cancelled before payment"), ("취소로 기록했습니다.", "Recorded as cancelled."),
            ("reason",), lambda _, one: not happened(one, "paid", "delivered"), _cancelled,
        ),
        Act(
            "refused", "withdrawn", ("주문 거절", "Refused"), ("거절로 기록했습니다.", "Recorded as refused."),
            ("reason",), lambda _, one: not happened(one, "paid", "delivered"), _cancelled,
        ),
        Act(
            "withdrawn", "withdrawn", ("청약철회 접수", "Record a withdrawal"),
            (
                "청약철회를 접수하고 주문을 종료했습니다. 받은 돈이 있으면 환불이 남아 있습니다.",
                "The withdrawal has been recorded and the order has ended. What was paid is still to be refunded.",
            ),
            ("channel",), lambda _, one: happened(one, "paid", "delivered"), _withdrawn, asked=True,
        ),
    ),
)  # fmt: skip
