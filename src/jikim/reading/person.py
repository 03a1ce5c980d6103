"""One person as the office sees them before a purpose is named: records and how they stand, without a value; then
values, for a purpose.

Each value that is shown was read by a `use` (of what rests, a `consult`) of its own, for a purpose of the handler's
grant, and the entry says how it was shown: `masked`, `unmasked` (one item, on purpose), or `printed`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal
from uuid import UUID

from jikim.answers import Card, Read, RequestCard, RestingCard, Values, Went
from jikim.db.driver import Steps
from jikim.errors import JikimError
from jikim.policy.ask import Actor
from jikim.policy.compiled import Policy, numbers_of
from jikim.reading.people import Q, working
from jikim.store.holding import Ref
from jikim.verbs.account import account_of, cards_of, parts_of, requests_of, went_of
from jikim.verbs.consult import consult
from jikim.verbs.entries import held_back
from jikim.verbs.hold import Hold, holds_of
from jikim.verbs.house import House
from jikim.verbs.then import Then, versions_of
from jikim.verbs.use import use_many

Shown = Literal["masked", "unmasked", "printed"]


@dataclass(frozen=True)
class Known:
    """What there is of a person. Records of kinds beyond the handler's grant are counted (`hidden`), and neither they
    nor what is about them is shown. `told`: by their digests the versions that records were collected under, and
    archived under the rules of."""

    subject: UUID
    kind: str
    here: bool
    joined: datetime | None
    left: datetime | None
    away: str | None
    policy: Policy
    records: tuple[Card, ...]
    parts: tuple[RestingCard, ...]
    told: Mapping[str, Then]
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
    every = yield from account_of(house, subject)
    person = every.person
    if person is None and not every.parts:
        return None
    near = replace(
        every,
        records=tuple(row for row in every.records if actor.kinds >> row.kind & 1),
        parts=tuple(part for part in every.parts if actor.kinds >> part.kind & 1),
    )
    cards, parts = (yield from cards_of(house, near)), (yield from parts_of(house, subject, near.parts))
    within = {card.ref.record for card in cards} | {part.ref.record for part in parts}
    went = yield from went_of(house, subject, (yield from held_back(house, subject)))
    return Known(
        subject,
        every.kind,
        every.here,
        person.joined if person else None,
        person.left_at if person else None,
        person.away if person else None,
        every.policy,
        cards,
        parts,
        (yield from versions_of(house, cards, parts)),
        tuple(one for one in (yield from holds_of(house, subject)) if one.ref.record in within),
        tuple(one for one in went if one.record in within),
        tuple(one for one in (yield from requests_of(every.policy, subject)) if one.record in within),
        len(every.records) + len(every.parts) - len(near.records) - len(near.parts),
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
        rules = policy.records.get(record.ref.kind)
        reading = policy.reading.get((number or 0, rules.number)) if rules is not None else None
        if number is None or reading is None or rules is None or reading.aggregate or record.state != "live":
            continue
        asks = asks or reading.reason
        mask = reading.items & ~policy.unreadable & rules.items & actor.items
        items = (policy.number("item", item) for item in record.items)
        if names := tuple(rules.spoken[item] for item in items if item is not None and mask >> item & 1):
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
    numbers = (policy.number("item", item) for item in dict.fromkeys(items))
    return tuple(rules.spoken[item] for item in numbers if item is not None and mask >> item & 1)


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
