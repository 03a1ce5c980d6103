"""One person as the office sees them before a purpose is named: records and how they stand, without a value; then
values, for a purpose.

Each value that is shown was read by a `use` (of what rests, a `consult`) of its own, for a purpose of the handler's
grant, and the entry says how it was shown: `masked`, `unmasked` (one item, on purpose), or `printed`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, NamedTuple
from uuid import UUID

from jikim.answers import Read, RequestCard, Values, Went
from jikim.db.driver import Steps
from jikim.errors import JikimError
from jikim.policy.ask import Actor
from jikim.policy.compiled import Policy, numbers_of
from jikim.policy.states import State
from jikim.reading.people import Q, working
from jikim.store.holding import Ref
from jikim.store.rows import PartRow, RecordRow, record_rows
from jikim.store.sealed import Q as STORE
from jikim.verbs.consult import consult
from jikim.verbs.entries import held_back
from jikim.verbs.hold import Hold, holds_of
from jikim.verbs.house import House
from jikim.verbs.show import went_of
from jikim.verbs.then import Then, then
from jikim.verbs.use import use_many

Shown = Literal["masked", "unmasked", "printed"]


class Record(NamedTuple):
    """One live record without a value. `then`: the version that it was collected under."""

    ref: Ref
    number: int
    state: str
    items: tuple[int, ...]
    channel: str
    source: str
    collected: datetime
    ended: datetime | None
    version: int
    frozen: UUID | None
    then: Then


class RestingPart(NamedTuple):
    """One part that rests, without a value. `then`: the version that it was collected under; `ruled`: those whose rules
    it rests under."""

    ref: Ref
    number: int
    items: tuple[int, ...]
    until: date
    rules: tuple[tuple[str, date], ...]
    collected: datetime
    ended: datetime
    moved: datetime
    held: bool
    then: Then
    ruled: tuple[Then, ...]


@dataclass(frozen=True)
class Known:
    """What there is of a person. Records of kinds beyond the handler's grant are counted (`hidden`), and neither they
    nor what is about them is shown."""

    subject: UUID
    kind: str
    here: bool
    joined: datetime | None
    left: datetime | None
    away: str | None
    policy: Policy
    records: tuple[Record, ...]
    parts: tuple[RestingPart, ...]
    holds: tuple[Hold, ...]
    went: tuple[Went, ...]
    requests: tuple[RequestCard, ...]
    hidden: int

    def holds_on(self, record: UUID) -> list[Hold]:
        return [one for one in self.holds if one.ref.record == record]


def look(house: House, subject: UUID, *, actor: Actor) -> Steps[Known | None]:
    """What there is of a person; None where nothing was ever known. Raises DeniedError for who holds no grant.
    Recorded."""
    event = "people:look"
    yield from working(house, event, actor, subject)
    entry = yield from house.note(event, actor, "grant")
    done = yield Q["people.look"](subject=subject, grant=actor.grant, entry=entry)
    house.expect(done)
    [(kind, state, version, _consents, _, joined, left, away, *_)] = yield STORE["subject_of"](subject=subject)
    policy = house.policy if version is None else (yield from house.versions.serving(version))
    records, parts = [], []
    for row in (yield from record_rows(subject)):
        own = Then((yield from house.versions.serving(row.policy)), row.policy)
        records.append(_record(policy, subject, row, own))
    for part in (yield from house.archive.parts_of(subject, house.today())):
        ruled = []
        for rule in part.rules:
            ruled.append((yield from then(house, part.moved, "rule", rule)))
        own = Then((yield from house.versions.serving(part.policy)), part.policy)
        parts.append(_part(policy, subject, part, own, tuple(ruled)))
    if kind is None and not records and not parts:
        return None
    holds = yield from holds_of(house, subject)
    held = yield from held_back(house, subject)
    went = yield from went_of(house, subject, held)
    requests = [
        RequestCard(request, record, about, now_in, tuple(policy.name("item", one) for one in items), opened, closed)
        for request, record, about, now_in, items, opened, closed in (yield STORE["requests_of"](subject=subject))
    ]
    near = [one for one in records if actor.kinds >> one.number & 1]
    resting = [one for one in parts if actor.kinds >> one.number & 1]
    within = {one.ref.record for one in near} | {one.ref.record for one in resting}
    return Known(
        subject,
        policy.people_named.get(kind or 0, ""),
        state == 1,
        joined,
        left,
        away,
        policy,
        tuple(near),
        tuple(resting),
        tuple(one for one in holds if one.ref.record in within),
        tuple(one for one in went if one.record in within),
        tuple(one for one in requests if one.record in within),
        len(records) + len(parts) - len(near) - len(resting),
    )


def _record(policy: Policy, subject: UUID, row: RecordRow, own: Then) -> Record:
    record, kind, state, version, _, _, channel, source, collected, ended, frozen, _hold, _events, items = row
    return Record(
        Ref(subject, record, policy.name("record", kind)),
        kind,
        State(state).name.lower(),
        tuple(items),
        policy.name("channel", channel),
        policy.name("partner", source) if source else "",
        collected,
        ended,
        version,
        frozen,
        own,
    )


def _part(policy: Policy, subject: UUID, row: PartRow, own: Then, ruled: tuple[Then, ...]) -> RestingPart:
    record, due, kind, _, _, rules, dues, held, _, _, collected, ended, moved, items = row
    return RestingPart(
        Ref(subject, record, policy.name("record", kind)),
        kind,
        tuple(items),
        due,
        tuple((policy.name("rule", rule), until) for rule, until in zip(rules, dues, strict=True)),
        collected,
        ended,
        moved,
        held,
        own,
        ruled,
    )


# ---- what may be read, before it is


@dataclass(frozen=True)
class Readable:
    """What one purpose may read of a person, by record: the items' names as the record says them."""

    purpose: str
    reason: bool
    items: Mapping[UUID, tuple[str, ...]]


def readable(known: Known, actor: Actor, purpose: str) -> Readable:
    """What a purpose may read of what the handler's grant reaches: the choice that the page offers. The verb judges
    again."""
    policy = known.policy
    number = policy.number("purpose", purpose)
    found: dict[UUID, tuple[str, ...]] = {}
    asks = False
    for record in known.records:
        reading = policy.reading.get((number or 0, record.number))
        rules = policy.by_number.get(record.number)
        if number is None or reading is None or rules is None or reading.aggregate or record.state != "live":
            continue
        asks = asks or reading.reason
        mask = reading.items & ~policy.unreadable & rules.items & actor.items
        if names := tuple(rules.spoken[item] for item in record.items if mask >> item & 1):
            found[record.ref.record] = names
    return Readable(purpose, asks, found)


def purposes(known: Known, actor: Actor) -> list[str]:
    """The purposes of the grant that may read anything here."""
    named = (
        [known.policy.name("purpose", number) for number in numbers_of(actor.purposes)] if actor.purposes > 0 else []
    )
    return [one for one in named if readable(known, actor, one).items]


def resting_purposes(policy: Policy, kind: str) -> list[str]:
    """The archive purposes for which a kind's rules keep something."""
    rules = policy.records.get(kind)
    if rules is None:
        return []
    return list(dict.fromkeys(policy.name("archive", rule.purpose) for rule in rules.keep))


def resting_items(known: Known, actor: Actor, ref: Ref, purpose: str) -> tuple[str, ...]:
    """The items of a resting record that its archive purpose may read, within the grant."""
    policy = known.policy
    rules, number = policy.records.get(ref.kind), policy.number("archive", purpose)
    if rules is None or number is None:
        return ()
    mask = 0
    for rule in rules.keep:
        mask |= rule.items if rule.purpose == number else 0
    mask &= ~policy.unreadable & actor.items
    items = [item for part in known.parts if part.ref.record == ref.record for item in part.items]
    return tuple(rules.spoken[item] for item in dict.fromkeys(items) if mask >> item & 1)


# ---- reading


def read(
    house: House, wanted: Sequence[tuple[Ref, Sequence[str]]], *, purpose: str, actor: Actor, reason: str, shown: Shown
) -> Steps[dict[UUID, Values | JikimError]]:
    """Reads chosen items of a person's records for one purpose; each record has its own outcome, and its entry says how
    it was shown."""
    reads = [Read(ref, purpose, list(items)) for ref, items in wanted if items]
    found = yield from use_many(house.by(actor), reads, reason=reason, shown=shown)
    return {one.ref.record: value for one, value in zip(reads, found, strict=True)}


def read_resting(
    house: House,
    ref: Ref,
    items: Sequence[str],
    *,
    purpose: str,
    actor: Actor,
    reason: str,
    shown: Shown,
    reason_kind: str = "",
    statute: str = "",
    document: str = "",
) -> Steps[Values]:
    """Reads what rests, for an archive purpose, with its reason. Raises DeniedError as `consult` does."""
    return (
        yield from consult(
            house.by(actor),
            ref,
            purpose=purpose,
            reason=reason,
            reason_kind=reason_kind,
            statute=statute,
            document=document,
            items=items,
            shown=shown,
        )
    )
