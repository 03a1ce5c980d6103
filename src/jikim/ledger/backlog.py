"""How much waits for its position, in all inboxes."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from jikim.db.driver import Steps
from jikim.db.spread import database_of
from jikim.db.steps import inboxes
from jikim.ledger.entry import month_of
from jikim.ledger.sequencer import Q


def backlog() -> Steps[tuple[int, datetime | None]]:
    """How many entries wait, and since when the oldest of them does. Of very many in one inbox not all are counted."""
    count, since = 0, []
    for source in (yield from inboxes()):
        database = database_of(source)
        [(entries, oldest)] = yield Q[f"ledger.backlog_{database}"]().on(source)
        count += entries
        since += [oldest] if oldest is not None else []
    return count, min(since, default=None)


def spans(zone: ZoneInfo) -> Steps[list[tuple[date, int | None, date]]]:
    """The months whose bodies are still there, by lot, and from which day on each may go; without a lot, those of the
    oldest entries that wait for their positions."""
    waiting: set[date] = set()
    for source in (yield from inboxes()):
        database = database_of(source)
        for _seq, _entry, at, *_ in (yield Q[f"ledger.waiting_{database}"](limit=1).on(source)):
            waiting.add(month_of(at, zone))
    return [(month, lot, over) for month, lot, over in (yield Q["ledger.spans"](waiting=sorted(waiting)))]
