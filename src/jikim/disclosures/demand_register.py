"""The register of demands by authorities (3.3): what each asks, read back and opened, and forgotten when its days are over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Literal, NamedTuple
from uuid import UUID

from jikim.db.driver import Row, Steps
from jikim.db.queries import load
from jikim.keys.sealed_words import opened, words_of
from jikim.policy.ask import Actor
from jikim.policy.period import Period, start_of
from jikim.store.holding import Ref
from jikim.verbs.approve import only_officers
from jikim.verbs.destroy import destroy_now
from jikim.verbs.hand_over import DEMAND
from jikim.verbs.house import SYSTEM, House
from jikim.verbs.then import Then, then

Q = load("jikim.disclosures")
LATEST, LAST = datetime.max.replace(tzinfo=UTC), UUID(int=2**128 - 1)
SPACE = DEMAND


KEPT = Period(3, "y")


Ground = Literal["warrant", "order", "statute", "danger", "public"]


ALONE: tuple[Ground, ...] = ("warrant", "danger")  # what waits for no second officer


DemandState = Literal["draft", "asked", "approved", "refused", "withdrawn", "done"]


class Demand(NamedTuple):
    """A demand and how it stands. `left` counts the records that left; the words are empty where their time is over."""

    demand: UUID
    to: str
    purpose: str
    statute: str
    authority: str
    document: str
    note: str
    place: str
    state: DemandState
    prepared: str
    decided: str
    digest: str
    people: int
    records: int
    items: tuple[str, ...]
    opened: datetime
    closed: datetime | None
    left: int
    last_left: datetime | None
    scanned: bool
    ground: Ground
    alone: bool
    decided_at: datetime | None
    looked: str | None
    looked_at: datetime | None
    then: Then  # of the day it was decided or closed; while it is open, of today

    @property
    def number(self) -> str:
        """The number that people read out."""
        return str(self.demand)[:8].upper()

    def __repr__(self) -> str:
        return f"<Demand {self.number} {self.state}>"


class DemandedRecord(NamedTuple):
    """One record of one person in a demand. `state` is its message's: empty until it is queued; `denied` says why it
    never was."""

    ref: Ref
    items: tuple[str, ...]
    message: UUID
    state: str
    denied: str
    at: datetime | None


def demands(
    house: House, before: datetime = LATEST, before_demand: UUID = LAST, limit: int = 50
) -> Steps[list[Demand]]:
    """The demands, the newest first, a page at a time."""
    return (
        yield from _demands(house, (yield Q["demand.all"](before=before, before_demand=before_demand, limit=limit)))
    )


def demand_of(house: House, demand: UUID) -> Steps[Demand | None]:
    """One demand."""
    return next(iter((yield from _demands(house, (yield Q["demand.one"](demand=demand))))), None)


def _demands(house: House, rows: Sequence[Row]) -> Steps[list[Demand]]:
    left = (
        {demand: gone for demand, *gone in (yield Q["demand.left"](demands=[demand for demand, *_ in rows]))}
        if rows
        else {}
    )
    found = []
    for row in rows:
        found.append((yield from _demand(house, row, left)))
    return found


def _demand(house: House, row: Row, so_far: Mapping[UUID, Sequence[Any]]) -> Steps[Demand]:
    (
        demand, recipient, purpose, statute, sealed, state, prepared, decided, digest, people, records, items, opened, closed, left, last, scanned, ground, alone,
        decided_at, looked, looked_at,
    ) = row  # fmt: skip
    if state != "done":
        left, last = so_far.get(demand, (0, None))
    words = yield from words_of(house.keyring, SPACE, demand.bytes, b"said", sealed)
    policy = house.policy
    return Demand(
        demand, policy.name("recipient", recipient), policy.name("purpose", purpose), statute, words.get("authority", ""),
        words.get("document", ""), words.get("note", ""), words.get("place", ""), state, prepared, decided or "", bytes(digest or b"").hex(),
        people, records, tuple(policy.name("item", item) for item in items), opened, closed, left, last, scanned, ground, alone,
        decided_at, looked, looked_at, (yield from then(house, decided_at or closed or house.now(), "purpose", purpose)),
    )  # fmt: skip


def scan_of(house: House, demand: UUID, *, actor: Actor) -> Steps[bytes]:
    """The packed document of a demand, for an officer; empty where there is none."""
    yield from only_officers(house, "demand:scan", actor)
    for (sealed,) in (yield Q["demand.scan"](demand=demand)):
        return (yield from opened(house.keyring, SPACE, demand.bytes, b"scan", sealed))
    return b""


def parts_of(house: House, demand: UUID) -> Steps[list[DemandedRecord]]:
    """What a demand is about, as far as its people are not forgotten."""
    policy = house.policy
    found = []
    for subject, record, kind, items, message, state, denied, at in (yield Q["demand.parts"](demand=demand)):
        name = policy.name("record", kind)
        rules = policy.records.get(name)
        said = tuple((rules.spoken.get(item) if rules else None) or policy.name("item", item) for item in items)
        found.append(DemandedRecord(Ref(subject, record, name), said, message, state, denied or "", at))
    return found


def counts(_house: House) -> Steps[dict[str, tuple[int, datetime, UUID]]]:
    """How many demands wait, by state; since when the oldest does, and which it is."""
    return {state: (many, oldest, demand) for state, many, oldest, demand in (yield Q["demand.counts"]())}


def forget(house: House) -> Steps[int]:
    """The words of demands that were closed three years ago go: their key first. Answers how many. For the daily work."""
    today = house.today()
    before = start_of(today.replace(year=today.year - KEPT.count, day=min(today.day, 28)), house.policy.zone)
    gone = 0
    for (demand,) in (yield Q["demand.over"](before=before, today=today, limit=500)):
        yield from destroy_now(house, "demand:destroy-key", SPACE, demand.bytes)
        entry = yield from house.note("demand:forget", SYSTEM, "irrecoverable")
        yield Q["demand.forget_parts"](demand=demand, at=entry.at)
        yield Q["demand.forget"](demand=demand, entry=entry)
        gone += 1
    return gone
