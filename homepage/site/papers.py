"""Money papers: the tax invoices and cash receipts that the company issued for an order, each a record of its own.

Guarantees that a paper lives until the deadline of the VAT return in which it stands, rests five years from there and
is gone (5.9); meanwhile its person sees it beside their orders. The back office (`staff/papers.py`) records them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from jikim import AsyncJikim, DeniedError, Ref

from .books import Books

INVOICE, RECEIPT = "tax-invoice", "cash-receipt"
KINDS, PURPOSE, FILED = (INVOICE, RECEIPT), "invoicing", "filing-deadline"
TAX_OFFICE = "nts"  # issued with the tax office by the company itself
NONE = "no-paper"  # somebody said that none is due, and why


@dataclass(frozen=True)
class Paper:
    """One paper as its person sees it. `until`: the last day on which it rests; None while it lives."""

    ref: Ref
    said: Mapping[str, Any]
    to: str
    until: date | None = None


def papers_of(dossier: Any) -> tuple[Paper, ...]:
    """A person's papers, those that rest among them, the newest first."""
    live = [
        Paper(one.ref, one.values.get("paper", {}), _to(one.values)) for one in dossier.cards if one.ref.kind in KINDS
    ]
    resting = [
        Paper(one.ref, one.values.get("paper", {}), _to(one.values), one.until)
        for one in dossier.resting
        if one.ref.kind in KINDS
    ]
    return tuple(sorted((*live, *resting), key=lambda one: str(one.said.get("day", "")), reverse=True))


def _to(values: Mapping[str, Any]) -> str:
    """To whom it was issued: the company and its number, or what a receipt shows of the number it was issued to."""
    paper = values.get("paper", {})
    named = [values.get("company"), values.get("business_no")] if "company" in values else [paper.get("to")]
    return " ".join(str(one) for one in named if one)


def deadline(day: date, working_day: Callable[[datetime, int], date]) -> date:
    """The last day of the VAT return that a paper of a day stands in: the 25th after the half-year (VAT Act §49①), or
    the next working day."""
    last = date(day.year, 7, 25) if day.month <= 6 else date(day.year + 1, 1, 25)
    return working_day(datetime.combine(last - timedelta(days=1), time(12), UTC), 1)


async def file(jk: AsyncJikim) -> int:
    """Ends the papers whose return's deadline is over. Answers how many."""
    books, done = Books.of(jk), 0
    today = jk.now().astimezone(jk.policy.zone).date()
    for kind in KINDS:
        for ref, last in books.waiting(kind):
            if last < today:
                try:
                    done += await jk.event(ref, FILED)
                except DeniedError as denied:
                    if denied.why == "frozen":
                        continue  # A correction is open: another day.
                books.forget(ref)
    return done
