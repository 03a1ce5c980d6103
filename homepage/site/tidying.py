"""The shop's daily work: orders that are carried out are settled, tax invoices and cash receipts whose return is due
begin to rest, who asked in vain to be a company's administrator is told, and the books forget what is over.

It ends records and destroys none: what is over rests, or goes, by the policy, which by itself ends orders that nobody
paid and checks that came to nothing. Killed anywhere and run again, it goes on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from jikim import AsyncJikim, RecordStatus

from . import company, papers
from .books import Books
from .checking import settle
from .order_history import by_transfer, claimed
from .seeing import status_of

# A week to withdraw, and a week for what is on its way.
CARRIED_OUT = timedelta(days=14)


class Tidied(NamedTuple):
    """What one run did, in numbers."""

    settled: int = 0
    checked: int = 0
    filed: int = 0
    forgotten: int = 0
    lapsed: int = 0


async def work(jk: AsyncJikim) -> dict[str, int]:
    """The work of today, once; nothing where it was done. Answers what it did, in numbers."""
    books, today = Books.of(jk), jk.now().astimezone(jk.policy.zone).date()
    if books.tidied(today):
        return {}
    done = await tidy(jk)
    books.tidy(today)
    return done._asdict()


async def tidy(jk: AsyncJikim) -> Tidied:
    """Goes through the books once. It learns how records stand, and reads no value but how an order that is carried out
    was paid, where a business may still be owed its paper."""
    books, settled, forgotten = Books.of(jk), 0, 0
    for ref in books.orders():
        async with books.alone(f"order:{ref.record.hex}"):
            order = await status_of(jk, ref)
            known = [await status_of(jk, payment) for payment, _ in books.still_open("payment", ref.record.hex)]
            payments = [one for one in known if one is not None and one.state == "live" and not claimed(one.happened)]
            if order is None or order.state != "live":
                books.forget(ref)
                # One that is still to be paid back waits for whoever does it.
                for payment, _ in [] if payments else books.still_open("payment", ref.record.hex):
                    books.shut(payment)
                forgotten += 1
            elif (
                not order.frozen
                and carried_out(order.happened, boxed="address" in order.items, now=jk.now())
                and not await _owes_paper(jk, order, payments)
            ):
                for one in [*payments, order]:
                    await jk.event(one.ref, "settled")
                settled += 1
    for post, _ in books.waiting("enquiry"):
        one = await status_of(jk, post)
        if one is None or one.state != "live":
            books.forget(post)
    books.forget_forms()
    checked = await settle(jk, [(ref, message) for ref, _, message in books.every("identity-check")])
    return Tidied(settled, checked, await papers.file(jk), forgotten, await company.lapsed(jk))


def carried_out(events: Mapping[str, datetime], *, boxed: bool, now: datetime) -> bool:
    """Whether nothing is left to do for an order to which this happened: it is paid, its box has come, and the days of
    withdrawal are over."""
    if "paid" not in events or (boxed and "delivered" not in events):
        return False
    return now - max(events[name] for name in ("paid", "delivered") if name in events) >= CARRIED_OUT


async def _owes_paper(jk: AsyncJikim, order: RecordStatus, payments: Sequence[RecordStatus]) -> bool:
    """Whether a business that paid by transfer waits for its tax invoice; what is paid by card has the card's slip."""
    books = Books.of(jk)
    if "business_no" not in order.items or any(books.sent(order.ref, name) for name in (*papers.KINDS, papers.NONE)):
        return False
    kept = [await jk.use(one.ref, purpose=papers.PURPOSE, items=["payment"]) for one in payments]
    return any(by_transfer(one["payment"]) for one in kept)
