"""expecting: how long a record's purpose should last, and from which day on an open record is late.

`expected` of a record kind says it. Where a policy is silent, the law's class of what is kept stands for it (an order,
a complaint), else a year. What time alone ends, and an account, whose purpose lasts for as long as its person stays,
are never late. A record is late from the day after its last expected one. Its grace is over when it has been late for
as long again, thirty days at most.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from jikim.policy.compiled import LAST_USE
from jikim.policy.model import Record, RecordClass
from jikim.policy.period import Period, due, start_of

STANDING = "standing"
GRACE = Period(30, "d")
UNTOLD = Period(1, "y")
_BY_CLASS: dict[RecordClass, Period] = {
    RecordClass.IDENTITY_CHECK: Period(7, "d"),
    RecordClass.COMPLAINT: Period(3, "mo"),
    RecordClass.DISPUTE: Period(3, "mo"),
    RecordClass.WITHDRAWAL: Period(6, "mo"),
    RecordClass.CONTRACT: Period(6, "mo"),
    RecordClass.PAYMENT: Period(6, "mo"),
    RecordClass.SUPPLY: Period(6, "mo"),
}


class Lateness(NamedTuple):
    """What was collected before `late` is late today; before `broken`, its grace is over, too."""

    late: datetime
    broken: datetime


def stands(record: Record) -> bool:
    """Whether a kind lasts for as long as its person stays, where its policy does not say how long it should."""
    return record.single or set(record.ends.on) <= {"left", "consent-withdrawn"}


def expected_of(record: Record) -> Period | None:
    """How long a record of this kind should be open. None: nobody can say, or time ends it by itself."""
    if isinstance(record.expected, Period):
        return record.expected
    if record.expected == STANDING or by_time(record) or stands(record):
        return None
    classes = {each for keep in record.keep for each in keep.class_}
    return next((period for each, period in _BY_CLASS.items() if each in classes), UNTOLD)


def by_time(record: Record) -> bool:
    """Whether time alone ends every record of this kind, whatever anybody does."""
    return record.ends.after is not None and record.ends.from_ in ("collected", LAST_USE) and not record.ends.unless


def grace_of(period: Period) -> Period:
    """For how long a record may be late before its promise is broken: as long again, thirty days at most."""
    return period if period.approximate_days() < GRACE.approximate_days() else GRACE


def last_day(collected: date, period: Period) -> tuple[date, date]:
    """The last day on which a record is as expected, and the last on which it is late."""
    until = due(collected, period)
    return until, due(until, grace_of(period))


def lateness(record: Record, today: date, zone: ZoneInfo) -> Lateness | None:
    """The two moments for today; None where records of this kind are never late."""
    period = expected_of(record)
    if period is None:
        return None
    moments = []
    for which, days in enumerate(
        (period.approximate_days(), period.approximate_days() + grace_of(period).approximate_days())
    ):
        day = today - timedelta(days=int(days) - 6)
        while last_day(day, period)[which] >= today:
            day -= timedelta(days=1)
        moments.append(start_of(day + timedelta(days=1), zone))
    return Lateness(*moments)
