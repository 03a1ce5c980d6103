"""Access records (접속기록) of a span of time: who, when, from where, whose data, what was done (safety notice §8), in the
order of the ledger.

Read page by page, for a year may hold millions. Entries that wait for their position, and those whose time is over, are
not in it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from jikim.db.driver import Steps
from jikim.ledger.export import bodies_from
from jikim.policy.period import day_of
from jikim.reports.destruction import Q
from jikim.verbs.house import House
from jikim.verbs.then import Told, told

BATCH = 2_000
WORKERS = ("handler", "officer")


class Span(NamedTuple):
    """From one position of the ledger to another; empty where `low` is above `high`."""

    low: int
    high: int


class Access(NamedTuple):
    """One access record, with the words of its version."""

    position: int
    at: datetime
    actor: str
    origin: str
    event: str
    subject: str
    record: str
    reason: str
    denied: str
    told: Told


def span(house: House, since: datetime, until: datetime) -> Steps[Span]:
    """Where the ledger's entries of these months lie."""
    zone = house.policy.zone
    months = [day_of(one, zone).replace(day=1) for one in (since, until)]
    rows = yield Q["report.access_span"](from_=months[0], to=months[1])
    low, high = rows[0]
    return Span(1, 0) if low is None else Span(int(low), int(high))


def page(
    house: House, where: Span, since: datetime, until: datetime, *, everybody: bool = False, actor: str = ""
) -> Steps[tuple[list[Access], Span]]:
    """The records of the next batch of positions, and where to go on. `everybody`: applications and the system too, not
    handlers alone."""
    found: list[tuple[int, dict[str, Any]]] = []
    bodies = yield from bodies_from(
        house.keyring, house.objects, where.low, min(BATCH, max(where.high - where.low + 1, 0))
    )
    for place, body in bodies:
        if place > where.high or body is None:
            continue
        kind, _, name = str(body["actor"]).partition(":")
        if (
            not since <= datetime.fromisoformat(body["at"]) < until
            or (actor and name != actor)
            or not (everybody or kind in WORKERS)
        ):
            continue
        found.append((place, body))
    after = bodies[-1][0] + 1 if bodies else where.high + 1
    worded = yield from told(house, [body for _, body in found])
    return [_access(place, one) for (place, _), one in zip(found, worded, strict=True)], Span(after, where.high)


def _access(place: int, one: Told) -> Access:
    def text(name: str) -> str:
        return str(one.body.get(name, ""))

    return Access(
        place,
        datetime.fromisoformat(text("at")),
        text("actor"),
        text("from"),
        text("event"),
        text("subject"),
        text("record"),
        text("reason"),
        text("why"),
        one,
    )
