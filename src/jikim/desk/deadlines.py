"""Until when a request is answered: the policy's own days, counted as the policy counts every period.

What binds is the *policy's* promise (`rights: within`): calendar days, the first one excluded unless the request came
at its midnight (Civil Act §157), ending with the last one whatever day of the week it is; or, where the policy says so
(`pace`), working days. What it promises by other words than days is due no later than by law. No deadline of law.md §2
for these rights counts working days: the decree's ten days are calendar days too. The law itself runs on to the next
working day where its last day is a Saturday, Sunday or public holiday (Civil Act §161, common knowledge); the house
does not take that extra time and only says it. Public holidays are those of the company's country, substitute ones included,
by the `holidays` package.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from jikim.policy import statutes
from jikim.policy.compiled import Policy
from jikim.policy.period import Period, day_of, due, due_from

# A complaint's own promise is "soon and in full" (11.2): without a number, the desk takes the same days as for a right.
COMPLAINT = Period(10, "d")


# What is looked at, and not done: PIPA §35③. A copy to take along is put off as a look is.
PUT_OFF = ("access", "portability")


class Deadline(NamedTuple):
    """`due`: the last day on which an answer is in time. `by_law`: the law's own last day for it, never earlier; None
    where it names none."""

    due: date
    by_law: date | None


@lru_cache(maxsize=256)
def public_holidays(country: str, year: int) -> frozenset[date]:
    """A country's public holidays of a year."""
    import holidays

    return frozenset(holidays.country_holidays(country, years=year))


def rests(day: date, country: str = "KR") -> bool:
    """Whether a day is a Saturday, a Sunday or a public holiday there."""
    return day.weekday() >= 5 or day in public_holidays(country, day.year)


def last_by_law(opened: datetime, zone: ZoneInfo, period: Period, country: str = "KR") -> date:
    """The last day of a statute's period from a moment, moved on to a working day (Civil Act §161)."""
    last = due_from(opened, zone, period)
    while rests(last, country):
        last += timedelta(days=1)
    return last


def deadline(policy: Policy, right: str, at: datetime) -> Deadline:
    """The deadline of a request for a right, filed at a moment. A right without days of its own gets the law's, or ten."""
    opened = day_of(at, policy.zone)
    declared = policy.file.rights.get(right)  # type: ignore[call-overload]
    service = policy.file.service
    under = ("kr",) if policy.file.korean else service.under
    rows = [row for row in statutes.answering(right, under) if row.deadline is not None and row.in_force(opened)]
    law = last_by_law(at, policy.zone, rows[0].deadline, service.country) if rows and rows[0].deadline else None
    within = (
        declared.within if declared is not None else next((row.deadline for row in rows if row.deadline), COMPLAINT)
    )
    last = due_from(at, policy.zone, within)
    if declared is not None and declared.pace is not None:
        if declared.pace == "working-days":
            last = _after_working(opened, round(within.approximate_days()), service.country)
        # INVARIANT: what is promised by other words than days is never later than the law's own last day.
        last = min(last, law or last)
    return Deadline(last, law)


def _after_working(day: date, count: int, country: str) -> date:
    """The last of so many working days after a day."""
    while count:
        day += timedelta(days=1)
        count -= not rests(day, country)
    return day


class Putting(NamedTuple):
    """How a request is put off. `extended`: the law moves its deadline (GDPR art. 12(3)). Else (PIPA §35③) it moves
    nothing: the reason and the way to object are told within the deadline, and what was asked is done without delay
    once the reason ends. `latest`: the last day that may be named."""

    extended: bool
    latest: date


def putting_off(policy: Policy, right: str, last: date) -> Putting | None:
    """How a request for a right, to be answered by a day, may be put off, counted from that day; None where the law
    knows no such thing.

    Under Korean law access alone is postponed. Where several laws hold, the stricter one does. Elsewhere the policy's own
    `extension` counts, else the law's.
    """
    under, declared = policy.file.service.under, policy.file.rights.get(right)  # type: ignore[call-overload]
    if policy.file.korean:
        return Putting(False, due(last, declared.within if declared else COMPLAINT)) if right in PUT_OFF else None
    rows = [row for row in statutes.answering(right, under) if row.extended is not None]
    extended = declared.extension if declared and declared.extension else rows[0].extended if rows else None
    return Putting(True, due(last, extended)) if extended is not None else None


def working_days(today: date, due: date, country: str = "KR") -> int:
    """How many working days are left after today, the last day included; below zero: how many have passed since."""
    first, last, sign = (today, due, 1) if due >= today else (due, today, -1)
    days = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
    return sign * sum(not rests(day, country) for day in days)
