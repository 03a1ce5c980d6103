"""Access records (접속기록) of a span of time: who, when, from where, whose data, what was done (safety notice §8), in the order of the ledger.

Read page by page, for a year may hold millions. Entries that wait for their position, and those whose time is over, are not in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from jikim.db.driver import Statement, Steps
from jikim.ledger.export import bodies_from
from jikim.policy.period import day_of
from jikim.reports.destruction import Q
from jikim.verbs.house import House

BATCH = 2_000
WORKERS = ("handler", "officer")


class Span(NamedTuple):
    """From one position of the ledger to another; empty where `low` is above `high`."""

    low: int
    high: int


class Access(NamedTuple):
    """One access record."""

    position: int
    at: datetime
    actor: str
    origin: str
    event: str
    subject: str
    record: str
    kind: str
    items: tuple[str, ...]
    purpose: str
    reason: str
    denied: str


def span(house: House, since: datetime, until: datetime) -> Steps[Span]:
    """Where the ledger's entries of these months lie."""
    zone = house.policy.zone
    months = [day_of(one, zone).replace(day=1) for one in (since, until)]
    rows = yield Statement(Q["report.access_span"], (months[0], months[1]))
    low, high = rows[0]
    return Span(1, 0) if low is None else Span(int(low), int(high))


def page(
    house: House, where: Span, since: datetime, until: datetime, *, everybody: bool = False, actor: str = ""
) -> Steps[tuple[list[Access], Span]]:
    """The records of the next batch of positions, and where to go on. `everybody`: applications and the system too, not handlers alone."""
    found = []
    bodies = yield from bodies_from(house.keyring, where.low, min(BATCH, max(where.high - where.low + 1, 0)))
    for place, body in bodies:
        if place > where.high or body is None:
            continue
        one = _access(place, body)
        kind, _, name = one.actor.partition(":")
        if not since <= one.at < until or (actor and name != actor) or not (everybody or kind in WORKERS):
            continue
        found.append(one)
    after = bodies[-1][0] + 1 if bodies else where.high + 1
    return found, Span(after, where.high)


def _access(place: int, body: Mapping[str, Any]) -> Access:
    def text(name: str) -> str:
        return str(body.get(name, ""))

    return Access(
        place, datetime.fromisoformat(body["at"]), text("actor"), text("from"), text("event"), text("subject"), text("record"), text("kind"),
        _items(body.get("items", ())), text("purpose"), text("reason"), text("why"),
    )  # fmt: skip


def _items(said: Sequence[str] | str) -> tuple[str, ...]:
    """The items of an entry; a grant's stand in one text."""
    return tuple(said.split(",")) if isinstance(said, str) else tuple(said)
