"""A resting part as values: what is begun, what is consulted, what its own person sees, and its plan as text."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from jikim.crypto import SealContext, derived, joined_key, open_items
from jikim.errors import SealError
from jikim.policy.compiled import numbers_of
from jikim.policy.outcome import Outcome
from jikim.policy.planned import Resting
from jikim.store.rows import OwnRow, PartRow


class Begun(NamedTuple):
    """A retirement that was begun: the parts of its plan, and what is to be re-sealed."""

    outcome: Outcome
    parts: tuple[Resting, ...] = ()
    version: int = 0
    policy: int = 0
    hold: UUID | None = None
    collected: datetime | None = None
    ended: datetime | None = None
    channel: int = 0
    source: int = 0
    values: Mapping[int, bytes] = {}


class Consulted(NamedTuple):
    """A resting part that was read. `under`: the grant of the second person who approved it, where the policy asks for
    one."""

    outcome: Outcome
    policy: int
    due: date | None = None
    version: int = 0
    values: Mapping[int, bytes] = {}
    under: int | None = None


class Own(NamedTuple):
    """An archived part, opened for its own person."""

    row: PartRow
    values: Mapping[int, bytes]


def own_of(subject: UUID, row: OwnRow, first: bytes | None, person: bytes | None) -> Own:
    values: Mapping[int, bytes] = {}
    if first is not None and person is not None:
        with suppress(SealError):
            place = SealContext(subject, row.record, row.version, 0)
            values = open_items(joined_key(first, person), place, row.head, zip(row.items, row.body, strict=True))
    return Own(PartRow._make(row[: len(PartRow._fields)]), values)


def tag_key(day: bytes) -> bytes:
    """The key of the tags of a due day's parts: out of the day's key, and gone with it."""
    return derived(day, b"jikim archive tag v1")


def plan_text(parts: Iterable[Resting]) -> str:
    """A plan's parts as the journal keeps them."""
    return json.dumps(
        [
            {
                "due": part.due.isoformat(),
                "items": numbers_of(part.items),
                "rules": [[rule, until.isoformat()] for rule, until in part.rules],
            }
            for part in parts
        ]
    )


def parts_of_text(text: str) -> tuple[Resting, ...]:
    parts = []
    for part in json.loads(text):
        items = 0
        for item in part["items"]:
            items |= 1 << item
        rules = tuple((rule, date.fromisoformat(until)) for rule, until in part["rules"])
        parts.append(Resting(date.fromisoformat(part["due"]), items, rules))
    return tuple(parts)
