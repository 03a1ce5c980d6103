"""What the store's functions answer of a person, row by row, as types: the fields of each are the columns of its function, in their order."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from jikim.db.driver import Steps
from jikim.db.queries import load
from jikim.db.steps import named_rows

Q = load("jikim.store")


class PersonRow(NamedTuple):
    """A person (`subject_of`): no personal value."""

    kind: int
    state: int
    policy: int
    consents: list[int]
    generation: int
    joined: datetime
    left_at: datetime | None
    away: str | None
    until: datetime | None
    times_away: int


class RecordRow(NamedTuple):
    """A record of the live database (`records_of`), without what is sealed in it. `moving`: its way to the archive has
    begun."""

    record: UUID
    kind: int
    state: int
    version: int
    generation: int
    policy: int
    channel: int
    source: int
    collected: datetime
    ended: datetime | None
    frozen: UUID | None
    hold: UUID | None
    events: dict[str, str]
    items: list[int]
    moving: bool


class ShownRow(NamedTuple):
    """A live record with what is sealed in it (`show`)."""

    record: UUID
    kind: int
    state: int
    version: int
    generation: int
    policy: int
    channel: int
    source: int
    collected: datetime
    ended: datetime | None
    frozen: UUID | None
    hold: UUID | None
    events: dict[str, str]
    items: list[int]
    moving: bool
    head: bytes | None
    body: list[bytes]


LiveRow = RecordRow | ShownRow


class RequestRow(NamedTuple):
    """What somebody asked of a record (`requests_of`)."""

    request: UUID
    record: UUID
    kind: str
    state: str
    items: list[int] | None
    opened: datetime
    closed: datetime | None


class PartRow(NamedTuple):
    """A resting part (`archive.parts_of`)."""

    record: UUID
    due: date
    kind: int
    policy: int
    version: int
    rules: list[int]
    dues: list[date]
    held: bool
    channel: int
    source: int
    collected: datetime
    ended: datetime
    moved: datetime
    items: list[int]


class OwnRow(NamedTuple):
    """A resting part with what is sealed in it (`archive.own`)."""

    record: UUID
    due: date
    kind: int
    policy: int
    version: int
    rules: list[int]
    dues: list[date]
    held: bool
    channel: int
    source: int
    collected: datetime
    ended: datetime
    moved: datetime
    items: list[int]
    hold: UUID | None
    head: bytes
    body: list[bytes]


# Which function answers which: held against the schema by `tests/house/test_queries.py`.
ANSWERS = {
    "subject_of": PersonRow,
    "records_of": RecordRow,
    "show": ShownRow,
    "requests_of": RequestRow,
    "archive.parts_of": PartRow,
    "archive.own": OwnRow,
}


def person_row(subject: UUID) -> Steps[PersonRow | None]:
    """A person as they stand; None of whom no row is left."""
    [found] = yield Q["subject_of"](subject=subject)
    row = PersonRow._make(found)
    return None if row.kind is None else row


def record_rows(
    subject: UUID, at: datetime, *, kind: int | None = None, record: UUID | None = None
) -> Steps[list[RecordRow]]:
    """A person's records in the live database, or those of one kind, or one alone, as they stand at a moment."""
    return (yield from named_rows(RecordRow._make, Q["records_of"](subject=subject, kind=kind, record=record, at=at)))


def request_rows(subject: UUID) -> Steps[list[RequestRow]]:
    """What a person asked of their records."""
    return (yield from named_rows(RequestRow._make, Q["requests_of"](subject=subject)))
