"""A plan's own words: what is known of a record, and what becomes of it. `policy/plan.py` alone makes them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Literal, NamedTuple, Self
from uuid import UUID

from jikim.policy.states import State

Fate = Literal["stays", "waits", "rests", "goes"]


class RecordFacts(NamedTuple):
    """What the store knows of a record without opening it. `events` maps event numbers to moments."""

    subject: UUID
    record: UUID
    kind: int
    subject_kind: int
    state: State
    items: int
    collected: datetime
    events: Mapping[int, datetime]
    ended: datetime | None = None
    frozen: bool = False
    held: bool = False


class Resting(NamedTuple):
    """One part: these items rest up to and including `due`, under these rules, each with its own last day."""

    due: date
    items: int
    rules: tuple[tuple[int, date], ...]


class Step(tuple[RecordFacts, Fate, tuple[Resting, ...], int, str]):
    """One record's fate. Made by `plan` only. Its facts say when the record ended, where it is over."""

    __slots__ = ()

    def __new__(cls, *_: object) -> Self:
        raise TypeError("a Step comes from plan alone")

    def __init_subclass__(cls, **_: object) -> None:
        raise TypeError("a Step comes from plan alone")

    @property
    def facts(self) -> RecordFacts:
        return self[0]

    @property
    def fate(self) -> Fate:
        return self[1]

    @property
    def parts(self) -> tuple[Resting, ...]:
        return self[2]

    @property
    def destroyed(self) -> int:
        """The mask of items that no rule keeps."""
        return self[3]

    @property
    def clause(self) -> str:
        return self[4]


class Plan(NamedTuple):
    """The steps of one plan, in the order of the inventory."""

    at: datetime
    steps: tuple[Step, ...]

    def of(self, fate: Fate) -> tuple[Step, ...]:
        return tuple(step for step in self.steps if step.fate == fate)
