"""How much waits for its position, in the inboxes of all four databases."""

from __future__ import annotations

from datetime import datetime

from jikim.db.driver import Steps
from jikim.ledger.sequencer import INBOXES, Q


def backlog() -> Steps[tuple[int, datetime | None]]:
    """How many entries wait, and since when the oldest of them does. Of very many in one inbox not all are counted."""
    count, since = 0, []
    for source in INBOXES:
        [(entries, oldest)] = yield Q[f"ledger.backlog_{source}"]()
        count += entries
        since += [oldest] if oldest is not None else []
    return count, min(since, default=None)
