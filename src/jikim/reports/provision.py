"""The register of disclosures (제공·위탁 대장): what left, to whom, when, which items, in which version; and by receiver and
month."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from jikim.db.driver import Steps
from jikim.reports.destruction import Q
from jikim.verbs.house import House
from jikim.verbs.then import Then, then

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
    then: Then


class Summed(NamedTuple):
    """How much went to one receiver in one month."""

    to: str
    entrusted: bool
    month: date
    messages: int
    people: int
    then: Then


def provided(house: House, since: datetime, until: datetime, after: Provided | None = None) -> Steps[list[Provided]]:
    """The next of what left in a span of time, in order."""
    last, last_message = _FIRST if after is None else (after.at, after.message)
    found = []
    for subject, message, record, version, space, target, items, at, _topic, purpose, state in (
        yield Q["report.provisions"](from_=since, to=until, after=last, after_message=last_message, limit=BATCH)
    ):
        told = yield from then(house, at, space, target)
        found.append(
            Provided(
                at,
                message,
                subject,
                record,
                told.name(space, target),
                space == "processor",
                told.items(items),
                version,
                told.name("purpose", purpose) if purpose else "",
                state or "",
                told,
            )
        )
    return found


def summed(house: House, since: datetime, until: datetime) -> Steps[Sequence[Summed]]:
    """By receiver and month, each by the words of the month's end."""
    found = []
    zone = house.policy.zone
    for space, target, month, messages, people in (
        yield Q["report.provisions_by"](zone=zone.key, from_=since, to=until)
    ):
        end = datetime(month.year + month.month // 12, month.month % 12 + 1, 1, tzinfo=zone) - timedelta(seconds=1)
        told = yield from then(house, min(end, until), space, target)
        found.append(Summed(told.name(space, target), space == "processor", month, messages, people, told))
    return found
