"""Rows of an application beside what is sealed of them (`moves/sealing.py`): which are the same, and which differ, by key alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from jikim.attach.held import Held
from jikim.attach.statements import of_row
from jikim.db.driver import Steps
from jikim.moves.mapping import TableMap
from jikim.moves.past_verbs import written_since
from jikim.moves.rows import row_of
from jikim.store.attached import Register
from jikim.store.holding import Ref
from jikim.store.twins import Stood, Twin, Twins
from jikim.verbs.house import By
from jikim.verbs.move_in import Ready, Unmoved, judge


@dataclass
class Compared:
    """What a stage found, by rows of the application. `same`: equal on both sides; `sealed`: cut over already; `gone`:
    destroyed or archived before, its columns emptied; `waiting`: over, frozen, or its person has left; `refused`: by why;
    `differing`: by key, with those that have no twin; `written`: by key, what the application wrote past the verbs since it was
    cut over, which stays in its columns. The digests are made under a key of this run alone."""

    rows: int = 0
    same: int = 0
    sealed: int = 0
    gone: int = 0
    waiting: int = 0
    done: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    differing: list[str] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    digests: tuple[str, str] = ("", "")

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def equal(self) -> bool:
        return not self.differing and not self.written and self.digests[0] == self.digests[1]


class Side(NamedTuple):
    """A row: what it says, what the policy says of that, and how its record is held (None: it is here no more); `since`: the
    items that the application wrote past the verbs since it was cut over."""

    key: str
    ref: Ref
    columns: Mapping[str, Any]
    ready: Ready | Unmoved
    stood: Stood | None
    since: frozenset[int] = frozenset()

    @property
    def twin(self) -> Twin | None:
        """What may be sealed of it; None where nothing may be, now."""
        if self.stood is None or not self.stood.open or isinstance(self.ready, Unmoved):
            return None
        checked = self.ready.checked
        return Twin(self.ready.allowed, self.ref, self.key, self.stood, checked.values, checked.claims, self.columns)

    @property
    def same(self) -> bool:
        return self.twin is not None and self.stood is not None and self.stood.values == self.twin.values


class Comparison:
    """The comparing of one kind under one move."""

    def __init__(self, by: By, register: Register, held: Held, move: UUID, twins: Twins) -> None:
        self._house, self._actor = by
        self._register, self._held, self._move, self._twins = register, held, move, twins
        self._names = (rules := by.house.policy.records[held.kind]).names
        self._mapped = TableMap(
            held.table,
            held.kind,
            held.person,
            (held.key,),
            held.items,
            rules.record.via[0],
            rules.record.of[0].value,
            held.collected,
            "",
            held.events,
            {},
            True,
        )

    def __call__(self, rows: Sequence[tuple[Any, ...]], compared: Compared) -> Steps[list[Side]]:
        """Rows of the application beside what is sealed of them."""
        held, house = self._held, self._house
        policy, version = house.in_force()
        standing = [of_row(held, row) for row in rows]
        yield from self._register.enter(policy, version, standing)
        refs = yield from self._register.refs(standing)
        stood = yield from self._twins.look(refs, (yield from self.entry("record:twin")))
        columns = (held.key, held.person, held.collected, *held.events.values(), *held.items)
        sides = []
        for row, ref, one in zip(rows, refs, stood, strict=True):
            made = row_of(policy, self._register.kinds.people, self._mapped, _cells(columns, row))
            ready = made if isinstance(made, Unmoved) else judge(house, policy, made, self._actor)
            side = Side(key_of(row), ref, dict(zip(held.items, row[-len(held.items) :], strict=True)), ready, one)
            sides.append(side._replace(since=self._since(side)))
        for side in sides:
            compared.rows += 1
            if side.stood is None:
                compared.gone += 1
            elif side.stood.sealed:
                compared.sealed += 1
                compared.written += [side.key] if side.since else []
            elif not side.stood.open:
                compared.waiting += 1
            elif isinstance(side.ready, Unmoved):
                compared.refused[side.ready.why] += 1
            elif side.same:
                compared.same += 1
            else:
                compared.differing.append(side.key)
        return sides

    def entry(self, event: str) -> Steps[Any]:
        """An entry of this move about its kind."""
        policy = self._house.policy
        return (
            yield from self._house.entry(
                event, policy, self._actor, None, policy.clause("grant"), move=str(self._move), kind=self._held.kind
            )
        )

    def _since(self, side: Side) -> frozenset[int]:
        if side.stood is None or not side.stood.sealed:
            return frozenset()
        there = {} if isinstance(side.ready, Unmoved) else side.ready.checked.values
        sealed = side.stood.values or {}
        since = written_since(self._held, side.stood.mark, side.stood.key, side.columns)
        items = {self._item(column) for column in since}
        return frozenset(item for item in items if item not in there or there[item] != sealed.get(item))

    def columns(self, one: Side, items: Sequence[int]) -> Mapping[str, Any]:
        """What a row's columns of these items say."""
        return {column: value for column, value in one.columns.items() if self._item(column) in items}

    def _item(self, column: str) -> int:
        item = self._held.items[column]
        return self._names[item if item in self._names else item.partition(".")[0]]


def key_of(row: Sequence[Any]) -> str:
    """By which the application knows a row."""
    key, *_ = row
    return str(key)


def _cells(columns: Sequence[str], row: Sequence[Any]) -> Mapping[str, Any]:
    """A row by its columns. One column may be named twice, such as a person's own key."""
    return dict(zip(columns, row, strict=True))
