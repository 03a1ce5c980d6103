"""The drill's own account of what it planted, and what must have become of each value: by the policy, never by asking
the house."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, NamedTuple

from jikim.drill.people import Value, Way
from jikim.policy.compiled import Policy, mask_of
from jikim.policy.plan import plan
from jikim.policy.planned import RecordFacts, Step
from jikim.policy.states import State
from jikim.store.holding import Ref
from jikim.verbs.collect import Person

Group = Literal["expires", "leaves", "withdraws", "stays"]


@dataclass
class Planted:
    """A record that was planted, and what happened to it since."""

    way: Way
    ref: Ref
    marks: dict[int, str]
    keys: dict[int, str]
    collected: datetime
    events: dict[int, datetime] = field(default_factory=dict)
    ended: datetime | None = None

    def values(self) -> Iterator[Value]:
        for item, mark in self.marks.items():
            yield Value(self.ref, item, mark, self.keys.get(item))


@dataclass
class Someone:
    """An invented person."""

    group: Group
    person: Person
    consents: frozenset[str]
    planted: list[Planted] = field(default_factory=list)
    left: datetime | None = None


class Fates(NamedTuple):
    """Values by mark: those that must be gone, and those that must still be readable, live or at rest."""

    erased: dict[str, Value]
    live: dict[str, Value]
    resting: dict[str, Value]

    @property
    def kept(self) -> dict[str, Value]:
        return self.live | self.resting


@dataclass
class Account:
    """Everyone who was planted."""

    people: list[Someone] = field(default_factory=list)

    def of(self, *groups: Group) -> list[Someone]:
        return [someone for someone in self.people if someone.group in groups]

    def marks(self) -> list[str]:
        return [mark for someone in self.people for one in someone.planted for mark in one.marks.values()]

    def fates(self, policy: Policy, now: datetime) -> Fates:
        """What the policy says of each value at this moment, of what the drill did to its record."""
        fates = Fates({}, {}, {})
        for someone in self.people:
            for one in someone.planted:
                step = _step(policy, someone, one, now)
                for value in one.values():
                    _fate(step, value.item, fates)[value.mark] = value
        return fates


def _step(policy: Policy, someone: Someone, one: Planted, now: datetime) -> Step:
    left = None if one.way.rules.finishes else someone.left
    ended = min((moment for moment in (one.ended, left) if moment is not None), default=None)
    facts = RecordFacts(
        one.ref.subject,
        one.ref.record,
        one.way.rules.number,
        policy.people[someone.person.kind],
        State.LIVE if ended is None else State.ENDED,
        mask_of(one.way.items),
        one.collected,
        one.events,
        ended,
    )
    return plan(policy, (facts,), now).steps[0]


def _fate(step: Step, item: int, fates: Fates) -> dict[str, Value]:
    if step.fate in ("stays", "waits"):
        return fates.live
    return fates.resting if any(part.items >> item & 1 for part in step.parts) else fates.erased
