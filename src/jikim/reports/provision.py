"""The register of provision (제공·위탁 대장): what left, to whom, when, which items, in which version; and by receiver and month."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import NamedTuple
from uuid import UUID

from jikim.db.driver import Statement, Steps
from jikim.reports.destruction import Q
from jikim.verbs.house import House

BATCH = 1_000
_FIRST = (datetime(1, 1, 1, tzinfo=UTC), UUID(int=0))


class Provided(NamedTuple):
    """One thing that left."""

    at: datetime
    message: UUID
    subject: UUID
    record: UUID
    to: str
    entrusted: bool
    items: tuple[str, ...]
    version: int
    purpose: str
    state: str


class Summed(NamedTuple):
    """How much went to one receiver in one month."""

    to: str
    entrusted: bool
    month: date
    messages: int
    people: int


def provided(house: House, since: datetime, until: datetime, after: Provided | None = None) -> Steps[list[Provided]]:
    """The next of what left in a span of time, in order."""
    place = _FIRST if after is None else (after.at, after.message)
    policy = house.policy
    rows = yield Statement(Q["report.provisions"], (since, until, *place, BATCH))
    return [
        Provided(
            at, message, subject, record, policy.name(space, target), space == "processor", tuple(policy.name("item", one) for one in items), version,
            policy.name("purpose", purpose) if purpose else "", state or "",
        )
        for subject, message, record, version, space, target, items, at, _topic, purpose, state in rows
    ]  # fmt: skip


def summed(house: House, since: datetime, until: datetime) -> Steps[Sequence[Summed]]:
    """By receiver and month."""
    policy = house.policy
    rows = yield Statement(Q["report.provisions_by"], (policy.zone.key, since, until))
    return [
        Summed(policy.name(space, target), space == "processor", month, messages, people)
        for space, target, month, messages, people in rows
    ]
