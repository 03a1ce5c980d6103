"""What the dates of an application's row say, as the policy counts them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from jikim.policy.compiled import Policy, RecordRules
from jikim.policy.period import over_before, start_of


class Dates(NamedTuple):
    """What a row's columns say: when it was collected, its events by number, and when one of these ended it."""

    collected: datetime
    events: Mapping[int, datetime]
    ended: datetime | None


def dates_of(
    policy: Policy,
    rules: RecordRules,
    collected: datetime | date,
    events: Mapping[str, datetime | date],
    zone: ZoneInfo | None,
) -> Dates:
    """A row's dates as moments. A moment that says no zone is of the mapping's (`zone`), or of the policy's; a day is always
    of the policy's."""
    at = {rules.events[name]: _moment(policy, one, zone) for name, one in events.items() if name in rules.events}
    ended = min((one for number, one in at.items() if number in rules.ending), default=None)
    return Dates(_moment(policy, collected, zone), at, ended)


def _moment(policy: Policy, at: datetime | date, zone: ZoneInfo | None) -> datetime:
    if not isinstance(at, datetime):
        at, zone = datetime.combine(at, time()), None
    return at.replace(tzinfo=zone or policy.zone).astimezone(UTC) if at.tzinfo is None else at


class Over(NamedTuple):
    """Which rows may be over: those of which one of these events is known, or that were collected before a moment."""

    events: tuple[str, ...]
    before: datetime | None


def over(policy: Policy, rules: RecordRules, today: date) -> Over:
    """Of a record kind; `plan` says which of them are."""
    ending, after = (
        tuple(name for name, number in rules.events.items() if number in rules.ending),
        rules.record.ends.after,
    )
    before = None if after is None else start_of(over_before(today, after) + timedelta(days=1), policy.zone)
    return Over(ending, before)
