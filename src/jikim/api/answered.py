"""Small answers that only the REST API gives."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Generic, NamedTuple, TypeVar
from uuid import UUID

from jikim.answers import Ref
from jikim.policy.model import Language

T = TypeVar("T")


class Page(NamedTuple, Generic[T]):
    """A page of a list, and the cursor of the next; an empty one at the end."""

    items: list[T]
    next: str


class Done(NamedTuple):
    done: bool


class Asked(NamedTuple):
    """A person's request, and the last day of an answer in time. `right` is what was asked for: once settled, by the
    words of then."""

    subject: UUID
    request: UUID
    kind: str
    state: str
    record: Ref | None
    opened: datetime
    due: date
    closed: datetime | None
    right: Mapping[Language, str]


class RowRefused(NamedTuple):
    """A row that was not taken: which, why, about which items, by which clause; never a value."""

    row: int
    why: str
    items: tuple[str, ...]
    clause: str


class Fed(NamedTuple):
    """What became of a feed. `again` counts rows that had been taken before."""

    feed: UUID
    rows: int
    taken: int
    again: int
    refused: tuple[RowRefused, ...]


class Posted(NamedTuple):
    """A notice (공지사항)."""

    number: int
    posted: datetime
    kind: str
    effective: date | None
    title_ko: str
    title_en: str
    body_ko: str
    body_en: str


class Certified(NamedTuple):
    """A destruction certificate: its content, and the base64 of its signature."""

    number: UUID
    at: datetime
    content: dict[str, Any]
    signature: str


class Published(NamedTuple):
    """A version of the policy. `policy` is the file as JSON."""

    number: int
    digest: str
    announced: date
    effective: date
    policy: dict[str, Any]


class VersionRow(NamedTuple):
    """A version of the policy, in a list of them."""

    number: int
    digest: str
    announced: date
    effective: date


class Declared(NamedTuple):
    """A purpose of the policy."""

    name: str
    label_ko: str
    label_en: str
    basis: str
    optional: bool
    aggregate: bool
    clause: str


class CookieRow(NamedTuple):
    """A row of the cookie table."""

    name: str
    purpose: str
    essential: bool
    set_by_ko: str
    set_by_en: str
    life: str
    label_ko: str
    label_en: str


class Hooked(NamedTuple):
    """A new webhook, with its secret, which is shown once."""

    webhook: UUID
    secret: str


class Hook(NamedTuple):
    webhook: UUID
    url: str
    events: tuple[str, ...]
    made: datetime
    waiting: int
    dead: int


class Undelivered(NamedTuple):
    """A message that was given up. `status` is the receiver's last answer; 0: nobody answered."""

    webhook: UUID
    message: UUID
    tries: int
    status: int
    event: dict[str, Any]


class Replayed(NamedTuple):
    messages: int
