"""The one seam of the store: a record kind's holding. A verb does not know which it has.

*Sealed*: rows of ours, encrypted under the person's key (`sealed.py`). *Attached*, in a later version: rows of a table
that an application owns. Both answer with the outcomes of `policy.decide`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple, Protocol
from uuid import UUID

from jikim.answers import Corrected as Corrected
from jikim.answers import Ref as Ref
from jikim.db.driver import Beside, Steps
from jikim.errors import KeyGoneError, SealError
from jikim.ledger.entry import Entry
from jikim.policy.compiled import Needs, numbers_of
from jikim.policy.decide import Allowed
from jikim.policy.outcome import Outcome


class Found(NamedTuple):
    """What a read gave: the outcome, and the opened values by item number when it was allowed."""

    outcome: Outcome
    values: Mapping[int, bytes] = {}
    version: int = 0
    policy: int = 0
    blocker: UUID | None = None


class Claim(NamedTuple):
    """A value by which a subject is found; `exclusive` where no two members may hold it."""

    item: int
    key: str
    exclusive: bool


def shared(claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
    """A guest's claims: an e-mail finds the guest, and keeps nobody from joining with it."""
    return tuple(claim._replace(exclusive=False) for claim in claims)


class New(NamedTuple):
    """A record to be stored."""

    subject: UUID
    subject_kind: int
    is_new: bool
    consents: tuple[int, ...]
    record: UUID
    values: Mapping[int, bytes]
    claims: tuple[Claim, ...]
    channel: int
    source: int
    party: int
    over_from: datetime | None
    single: bool


@lru_cache(maxsize=4096)
def flat(needs: Needs) -> str:
    """A condition as the store's functions take it, an integer array's literal: each group ends with 0."""
    return numbers_text(number for group in needs for number in (*group, 0))


@lru_cache(maxsize=4096)
def mask_text(mask: int) -> str:
    """A mask as an integer array's literal, ascending."""
    return numbers_text(numbers_of(mask))


def numbers_text(numbers: Iterable[int]) -> str:
    """Numbers as an integer array's literal: the server reads it faster than a driver builds an array."""
    return "{" + ",".join(map(str, numbers)) + "}"


class Holding(Protocol):
    """What the verbs ask of wherever a record kind is held."""

    def collect(
        self, allowed: Allowed, policy: int, new: New, entry: Entry, beside: Beside | None = None
    ) -> Steps[tuple[Outcome, int]]: ...

    def collect_many(
        self, rows: Sequence[tuple[Allowed, New, Entry]], policy: int, at: datetime
    ) -> Steps[list[Outcome]]: ...

    def use(self, allowed: Allowed, policy: int, ref: Ref, entry: Entry) -> Steps[Found]: ...

    def check(self, allowed: Allowed, policy: int, ref: Ref, entry: Entry, *, away: bool = False) -> Steps[Found]: ...

    def use_many(
        self, rows: Sequence[tuple[Allowed, Ref, Entry]], policy: int
    ) -> Steps[list[Found | SealError | KeyGoneError]]: ...

    def claim(self, subject: UUID, claim: Claim) -> Steps[Outcome]: ...

    def claimed(self, claim: Claim) -> Steps[bool]: ...

    def find(self, claim: Claim, kinds: Sequence[int], *, away: bool = False) -> Steps[list[tuple[UUID, int]]]: ...

    def held_since(self, subject: UUID, kind: int, item: int, key: str, since: datetime) -> Steps[bool]: ...

    def newcomer(self) -> UUID: ...

    def correct(
        self, allowed: Allowed, policy: int, ref: Ref, request: UUID | None, changes: Mapping[int, bytes],
        claims: tuple[Claim, ...], entry: Entry, looked: Entry, *, now: bool = False, beside: Beside | None = None,
    ) -> Steps[tuple[Corrected, UUID | None]]: ...  # fmt: skip
