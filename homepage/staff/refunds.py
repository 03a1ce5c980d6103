"""Withdrawals from an order that wait for their refund: three working days (E-Commerce Act §18②), paid back, and the
account number gone.

A payment that went through a payment company goes back through it, and is recorded only once that company says so; a
transfer goes back to the account.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from jikim import Ref
from jikim.web import Form, HandlerJikim, OpenRecord

from ..site import providers
from ..site.books import Books
from ..site.papers import KINDS
from .orders import happened, open_payments
from .worklist import Act, Pair, Worklist

PURPOSE, DAYS = "financial-services", 3


@dataclass(frozen=True)
class Owed:
    """What is to be paid back: the order's number and its payments that were made and are still open, each with what
    was said of it; and the tax invoices and cash receipts that are to be cancelled with it."""

    number: str = ""
    payments: Mapping[Ref, Mapping[str, Any]] = field(default_factory=dict)
    papers: tuple[Ref, ...] = ()

    @property
    def amount(self) -> int:
        return sum(int(said.get("amount", 0)) for said in self.payments.values())

    @property
    def to_account(self) -> bool:
        """Whether somebody has to transfer it."""
        return any(not _through(said) for said in self.payments.values())


def _through(said: Mapping[str, Any]) -> str:
    """The payment company that gives it back; empty where somebody transfers it."""
    return "" if said.get("method") == "transfer" else str(said.get("through", ""))


async def _owed(jk: HandlerJikim, ref: Ref) -> Owed:
    """By reads of the payments, recorded."""
    books = Books.of(jk)
    number = books.about(ref)
    found = {}
    for payment in await open_payments(jk, number) if number else ():
        if happened(payment, "paid"):
            found[payment.ref] = (await jk.use(payment.ref, purpose=PURPOSE, items=["payment"]))["payment"]
    papers = tuple(paper for kind in KINDS for paper, _ in books.still_open(kind, number)) if number else ()
    return Owed(number, found, papers)


async def _more(jk: HandlerJikim, one: OpenRecord, _values: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"owed": await _owed(jk, one.ref)}


async def _refund(jk: HandlerJikim, one: OpenRecord, _form: Form) -> Pair | None:
    """Ends the payments as refunded; what went through a payment company only where that says that it gave it back."""
    books = Books.of(jk)
    for payment, said in (await _owed(jk, one.ref)).payments.items():
        if (through := _through(said)) and not await providers.void(jk, through, str(said.get("attempt", ""))):
            return "결제사가 환불을 확인해 주지 않았습니다.", "The payment company did not confirm the refund."
        await jk.event(payment, "refunded")
        books.shut(payment)
    return None


WORKLIST = Worklist(
    path="/office/shop/refunds",
    kind="order-withdrawal",
    name=("청약철회와 환불", "Withdrawals and refunds"),
    one=("청약철회", "Withdrawal"),
    waits=("환불을 기다리는 청약철회", "Withdrawals to refund"),
    lead=(
        "3영업일 이내에 환불합니다(「전자상거래법」 제18조제2항). 환불을 기록하면 계좌번호는 파기합니다.",
        "Refunded within 3 working days (E-Commerce Act §18(2)). Once the refund is recorded, the account number is destroyed.",
    ),
    number=("청약철회 번호. 예: 1A2B-3C4D", "The withdrawal’s number, such as 1A2B-3C4D"),
    empty=("환불을 기다리는 청약철회가 없습니다.", "No withdrawal is waiting for a refund."),
    clause="5.3",
    reads={PURPOSE: ("name", "bank_account")},
    due=(("환불 기한", "Refund by"), lambda jk, one: jk.working_day(one.facts.collected, DAYS)),
    template="staff/refund.html",
    more=_more,
    acts=(
        Act(
            "refund",
            "refunded",
            ("환불 기록", "Record the refund"),
            ("환불로 기록했습니다.", "Recorded as refunded."),
            do=_refund,
            hint=(
                "계좌로 환불했거나 결제사가 환불할 때 기록합니다. 결제사를 통해 결제한 금액은 여기에서 환불을 요청합니다.",
                "Record it once the money has been transferred back. For payments through a payment company, the refund is requested here.",
            ),
        ),
        Act(
            "close",
            "closed",
            ("환불 없이 종결", "Close it without a refund"),
            ("환불 없이 종결로 기록했습니다.", "Recorded as closed without a refund."),
            ("reason",),
        ),
    ),
)
