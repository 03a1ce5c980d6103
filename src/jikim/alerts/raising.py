"""Raising and seeing an alert."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from jikim.db.driver import Statement, Steps
from jikim.db.queries import load
from jikim.policy.ask import Actor
from jikim.verbs.approve import only_officers
from jikim.verbs.house import SYSTEM, House

Q = load("jikim.alerts")


class Alert(NamedTuple):
    """One alert. `told` is when it left by mail or webhook, `seen` when an officer looked at it, `by` who."""

    number: int
    at: datetime
    kind: str
    ko: str
    en: str
    href: str
    tries: int
    next: datetime
    told: datetime | None
    seen: datetime | None
    by: str | None


def alert(house: House, kind: str, ko: str, en: str, *, href: str = "", actor: Actor = SYSTEM) -> Steps[None]:
    """Raises an alert; while the same one waits unseen, it is not raised again. Its words name nobody."""
    entry = yield from house.entry("alert:raise", house.policy, actor, None, house.policy.clause("audit"), alert=kind)
    yield Statement(Q["alert.raise"], (kind, ko, en, href, *entry))


def open_alerts(_house: House) -> Steps[list[Alert]]:
    """Those that nobody has looked at, the newest first."""
    return [Alert(*row) for row in (yield Statement(Q["alert.open"], ()))]


def alerts(_house: House, before: int = 2**31 - 1, limit: int = 50) -> Steps[list[Alert]]:
    """All, the newest first, a page at a time."""
    return [Alert(*row) for row in (yield Statement(Q["alert.list"], (before, limit)))]


def see(house: House, number: int, *, actor: Actor) -> Steps[bool]:
    """An officer has looked. Answers whether it was still open."""
    event = "alert:see"
    yield from only_officers(house, event, actor)
    entry = yield from house.entry(event, house.policy, actor, None, house.policy.clause("audit"), alert=number)
    rows = yield Statement(Q["alert.see"], (number, actor.id, *entry))
    return bool(rows[0][0])
