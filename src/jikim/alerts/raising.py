"""Raising and seeing an alert."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from jikim.db.driver import Steps
from jikim.db.queries import load
from jikim.policy.ask import Actor
from jikim.verbs.approve import only_officers
from jikim.verbs.house import SYSTEM, House

Q = load("jikim.alerts")
LEDGER = load("jikim.ledger")


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
    entry = yield from house.note("alert:raise", actor, "audit", alert=kind)
    yield Q["alert.raise"](kind=kind, ko=ko, en=en, href=href, entry=entry)


def tell_of_the_ledger(house: House) -> Steps[None]:
    """The ledger found that entries are missing, forged, or vouched for by nobody (`ledger/processes.py`)."""
    ko = "원장에 없어진 항목이나 위조된 항목이 있습니다. 데이터베이스를 만질 수 있는 사람이 건드렸을 수 있습니다. 원장에서 확인해 주세요."
    en = "Entries of the ledger are missing or forged. Someone who can reach the databases may have done it. Look at the ledger."
    yield from alert(house, "ledger", ko, en, href="/office/ledger")
    yield LEDGER["ledger.alarm"](on=False)


def open_alerts(_house: House) -> Steps[list[Alert]]:
    """Those that nobody has looked at, the newest first."""
    return [Alert(*row) for row in (yield Q["alert.open"]())]


def alerts(_house: House, before: int = 2**31 - 1, limit: int = 50) -> Steps[list[Alert]]:
    """All, the newest first, a page at a time."""
    return [Alert(*row) for row in (yield Q["alert.list"](before=before, limit=limit))]


def see(house: House, number: int, *, actor: Actor) -> Steps[bool]:
    """An officer has looked. Answers whether it was still open."""
    event = "alert:see"
    yield from only_officers(house, event, actor)
    entry = yield from house.note(event, actor, "audit", alert=number)
    [(done,)] = yield Q["alert.see"](number=number, entry=entry)
    return bool(done)
