"""The one seam of the store: a record kind's holding. A verb does not know which it has.

*Sealed*: rows of ours, encrypted under the person's key (`sealed.py`). *Attached*: rows of a table that an application
owns (`attached.py`). Both answer with the outcomes of `policy.decide`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from jikim.answers import Corrected as Corrected
from jikim.answers import Ref as Ref
from jikim.policy.compiled import Needs, numbers_of
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
    barring: tuple[Claim, ...] = ()  # by which a new account is refused where somebody is barred (`bars.py`)
    reserved: bool = (
        False  # its and its new person's numbers are known elsewhere: tried again, refused, nobody else gets them
    )


def flattened(needs: Needs) -> Iterable[int]:
    """A condition as the store's functions take it: each group ends with 0."""
    return (number for group in needs for number in (*group, 0))


@lru_cache(maxsize=4096)
def flat(needs: Needs) -> str:
    """The same as an integer array's literal."""
    return numbers_text(flattened(needs))


@lru_cache(maxsize=4096)
def mask_text(mask: int) -> str:
    """A mask as an integer array's literal, ascending."""
    return numbers_text(numbers_of(mask))


def numbers_text(numbers: Iterable[int]) -> str:
    """Numbers as an integer array's literal: the server reads it faster than a driver builds an array."""
    return "{" + ",".join(map(str, numbers)) + "}"
