"""Debt (4.6): what was delivered and is not paid when it is due. It is reminded of; after its reminders it may go to
KIS, and nothing else may.

The claim is a payment that nobody made yet, with the amount. Whoever pays meanwhile, withdraws or is let off is called
back by the policy itself (`recall`), whoever takes that in.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from jikim.web import Form, HandlerJikim, OpenRecord, Page

from ..site.books import Books
from .orders import amount_of, end_claims, goods, happened, payments_of, shut
from .worklist import Act, Pair, Worklist, short

PURPOSE, COLLECTOR, REMINDED = "debt-collection", "kis", "reminder"
TERM, BETWEEN, REMINDERS = timedelta(days=14), timedelta(days=7), 2


def owed(one: OpenRecord) -> bool:
    return happened(one, "delivered") and not happened(one, "paid")


def due(jk: HandlerJikim, one: OpenRecord) -> date | None:
    """The day by which it is to be paid."""
    return (one.happened["delivered"] + TERM).astimezone(jk.policy.zone).date() if happened(one, "delivered") else None


def _late(jk: HandlerJikim, one: OpenRecord) -> bool:
    last = due(jk, one)
    return owed(one) and last is not None and jk.now().astimezone(jk.policy.zone).date() > last


def _pause(jk: HandlerJikim, one: OpenRecord) -> bool:
    """Whether there was time enough to pay since the last reminder."""
    sent = Books.of(jk).sent(one.ref, REMINDED)
    return not sent or jk.now() - sent[-1][1] >= BETWEEN


def may_remind(jk: HandlerJikim, one: OpenRecord) -> bool:
    return _late(jk, one) and _pause(jk, one) and len(Books.of(jk).sent(one.ref, REMINDED)) < REMINDERS


def may_claim(jk: HandlerJikim, one: OpenRecord) -> bool:
    books = Books.of(jk)
    reminded = len(books.sent(one.ref, REMINDED)) >= REMINDERS
    return _late(jk, one) and reminded and _pause(jk, one) and not books.sent(one.ref, COLLECTOR)


async def _remind(jk: HandlerJikim, one: OpenRecord, form: Form) -> Pair | None:
    """By mail, where there is an address; else somebody calls them, and says so here. Either is a recorded read."""
    books, last = Books.of(jk), due(jk, one)
    if form["how"] == "mail":
        if "email" not in one.holds:
            return (
                "이 주문에는 이메일이 없습니다. 전화로 알려 주세요.",
                "There is no e-mail address on this order. Please call them.",
            )
        to = (await jk.use(one.ref, purpose="billing", items=["email"]))["email"]
        language = "en" if form["language"] == "en" else "ko"
        amount = f"{int(form['amount']):,}"
        await jk.write_now(to, "payment-due", language, order=short(one.ref), amount=amount, day=last)
    else:
        await jk.use(one.ref, purpose=PURPOSE, items=["phone"], reason=form["reason"])
    books.send(one.ref, REMINDED, jk.now().isoformat(), jk.now())
    return None


async def _claim(jk: HandlerJikim, one: OpenRecord, form: Form) -> Pair | None:
    """The claim is kept once, then both leave: what is owed, and by whom."""
    owes = {"method": "invoice", "amount": int(form["amount"]), "due": str(due(jk, one))}
    for payment in await payments_of(jk, one, owes):
        opened = await jk.open_record(payment)
        if opened is not None and not happened(opened, "claimed"):
            await jk.event(payment, "claimed", reason=form["reason"])
            await jk.entrust(payment, to=COLLECTOR, purpose=PURPOSE)
    sent = await jk.entrust(one.ref, to=COLLECTOR, purpose=PURPOSE)
    Books.of(jk).send(one.ref, COLLECTOR, sent.message, jk.now())
    return None


def may_write_off(jk: HandlerJikim, one: OpenRecord) -> bool:
    return owed(one) and bool(Books.of(jk).sent(one.ref, COLLECTOR))


async def _write_off(jk: HandlerJikim, one: OpenRecord, _form: Form) -> Pair | None:
    """The claim ends with the order: the collector is told to delete both."""
    await end_claims(jk, one.ref.record.hex)
    return await shut(jk, "delivery-request", one.ref, "delivered")


def _shown(page: Page, jk: HandlerJikim) -> Mapping[str, Any]:
    books, by_hand = Books.of(jk), COLLECTOR not in jk.settings.endpoints
    return {
        "reminded": lambda one: books.sent(one.ref, REMINDED),
        "claimed": lambda one: books.sent(one.ref, COLLECTOR),
        "between": BETWEEN.days,
        "by_hand": f"/office/handing/processor/{COLLECTOR}/{PURPOSE}" if by_hand else "",
        "reminders": REMINDERS,
        "goods": lambda product: goods(page, product),
    }


def _sound(page: Page, form: Form, act: Act) -> None:
    if "amount" in act.needs:
        amount_of(form)
    if act.name == "remind" and form["how"] not in ("mail", "phone"):
        form.wrong("how", "알린 방법을 선택해 주세요", "please choose how they are notified")


WORKLIST = Worklist(
    path="/office/shop/debts",
    kind="order",
    name=("미납 주문", "Unpaid orders"),
    one=("미납 주문", "Unpaid order"),
    waits=("배송 후 미납인 주문", "Delivered and not paid"),
    lead=(
        "배송한 날부터 14일 안에 결제되지 않으면 두 번 알린 뒤 추심을 위탁할 수 있습니다. 그사이 결제하면 위탁한 자료의 삭제를 요청합니다.",
        "Two reminders are sent if it is not paid within 14 days of delivery; then it may go to the debt collector, who is asked to delete it once it is paid.",
    ),
    number=("주문 번호. 예: 1A2B-3C4D", "The order’s number, such as 1A2B-3C4D"),
    empty=("미납 주문이 없습니다.", "No unpaid orders."),
    clause="4.6",
    reads={PURPOSE: ("name", "phone", "mobile", "address", "lines")},
    reason=("미납 확인", "checking an unpaid order"),
    here=lambda _jk, one: owed(one),
    due=(("결제 기한", "To be paid by"), due),
    template="staff/debt.html",
    shown=_shown,
    sound=_sound,
    acts=(
        Act(
            "remind", "", ("미납 안내", "Send a reminder"), ("미납을 안내했습니다.", "A reminder was sent."), ("amount", "how"), may_remind, _remind,
            opened=True, after=("주문은 그대로 남습니다.", "The order stays as it is."),
        ),
        Act(
            "claim", "", ("추심 위탁", "Entrust the collection"),
            ("추심 위탁을 등록했습니다.", "The collection has been entrusted."), ("amount", "reason"), may_claim, _claim, opened=True,
            after=(
                "이름, 전화번호, 휴대전화번호, 주소와 청구액만 전달합니다. 결제되면 수탁자에게 삭제를 요청합니다.",
                "Only name, phone, mobile, address and the amount are passed on. Once it is paid, the collector is asked to delete it.",
            ),
        ),
        Act(
            "write-off", "settled", ("추심 포기", "Write it off"),
            ("추심을 포기하고 주문을 종료했습니다.", "It is written off, and the order has ended."), ("reason",), may_write_off, _write_off, asked=True,
            hint=(
                "더 청구하지 않습니다. 수탁자에게 맡긴 자료의 삭제를 요청합니다.",
                "Nothing more is asked for. The collector is asked to delete what it was given.",
            ),
        ),
    ),
)  # fmt: skip
