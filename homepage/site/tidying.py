"""The shop's daily work: orders that are carried out are settled, tax invoices and cash receipts whose return is due
begin to rest, who asked in vain to be a company's administrator is told, and the books forget what is over.

It ends records and destroys none: what is over rests, or goes, by the policy, which by itself ends orders that nobody
paid and checks that came to nothing. Killed anywhere and run again, it goes on.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from jikim import AsyncJikim, DeniedError, Person, Ref

from . import company, papers
from .books import Books
from .order_history import Order, history_of

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
    """Goes through the books once."""
    books, settled, forgotten = Books.of(jk), 0, 0
    for ref in books.orders():
        async with books.alone(f"order:{ref.record.hex}"):
            order = (await history_of(jk, Person(ref.subject, "guest"), own=False)).of(ref.record.hex)
            if order is None or order.gone:
                books.forget(ref)
                # One that is still to be paid back waits for whoever does it.
                owed = order is not None and order.payment is not None and order.payment.state == "live"
                for payment, _ in [] if owed else books.still_open("payment", ref.record.hex):
                    books.shut(payment)
                forgotten += 1
            elif (
                not order.frozen
                and carried_out(order.events, boxed=order.boxed, now=jk.now())
                and not _owes_paper(books, order)
            ):
                if order.payment is not None and order.payment.state == "live":
                    await jk.event(order.payment.ref, "settled")
                await jk.event(order.ref, "settled")
                settled += 1
    books.forget_forms()
    return Tidied(settled, await _checks(jk, books), await papers.file(jk), forgotten, await company.lapsed(jk))


def carried_out(events: Mapping[str, datetime], *, boxed: bool, now: datetime) -> bool:
    """Whether nothing is left to do for an order to which this happened: it is paid, its box has come, and the days of
    withdrawal are over."""
    if "paid" not in events or (boxed and "delivered" not in events):
        return False
    return now - max(events[name] for name in ("paid", "delivered") if name in events) >= CARRIED_OUT


def _owes_paper(books: Books, order: Order) -> bool:
    """Whether a business that paid by transfer waits for its tax invoice; what is paid by card has the card's slip."""
    by_transfer = order.payment is not None and order.payment.by_transfer
    decided = any(books.sent(order.ref, name) for name in (*papers.KINDS, papers.NONE))
    return by_transfer and bool(order.values.get("business_no")) and not decided


async def _checks(jk: AsyncJikim, books: Books) -> int:
    """Identity checks whose result has reached its processor are over; one that came to nothing ends by the policy, as
    none."""
    done = 0
    for ref, _, message in books.every("identity-check"):
        if await _arrived(jk, ref, message):
            try:
                await jk.event(ref, "checked")
                done += 1
            except DeniedError:
                pass  # It is over already: its person has left, or it came to nothing.
            books.shut(ref)
    return done


async def _arrived(jk: AsyncJikim, ref: Ref, message: str) -> bool:
    dossier = await jk.show(ref.subject)
    card = next((card for card in dossier.cards if card.ref == ref), None)
    if card is None or card.state != "live":
        return True
    return any(went.message == UUID(message) and went.state == "done" for went in dossier.went)
