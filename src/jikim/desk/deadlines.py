"""Until when a request is answered: the policy's own days, counted as the policy counts every period.

What binds is the *policy's* promise (`rights: within`): calendar days, the first one excluded (Civil Act §157), ending with the last one whatever day of
the week it is. No deadline of law.md §2 for these rights counts working days: the decree's ten days are calendar days too. The law itself runs on to
the next working day where its last day is a Saturday, Sunday or public holiday (Civil Act §161, common knowledge); the house does not take that extra
time and only says it. Public holidays of Korea, substitute ones included, are those of the `holidays` package.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple

from jikim.policy import statutes
from jikim.policy.compiled import Policy
from jikim.policy.period import Period, day_of, due

# A complaint's own promise is "soon and in full" (11.2): without a number, the desk takes the same days as for a right.
COMPLAINT = Period(10, "d")


class Deadline(NamedTuple):
    """`due`: the last day on which an answer is in time. `by_law`: the law's own last day for it, never earlier; None where it names none."""

    due: date
    by_law: date | None


def rests(day: date, country: str = "KR") -> bool:
    """Whether a day is a Saturday, a Sunday or a public holiday there."""
    import holidays

    return day.weekday() >= 5 or day in holidays.country_holidays(country, years=day.year)


def last_by_law(opened: date, period: Period, country: str = "KR") -> date:
    """The last day of a statute's period, moved on to a working day (Civil Act §161)."""
    last = due(opened, period)
    while rests(last, country):
        last += timedelta(days=1)
    return last


def deadline(policy: Policy, right: str, at: datetime) -> Deadline:
    """The deadline of a request for a right, filed at a moment. A right without days of its own gets the law's, or ten."""
    opened = day_of(at, policy.zone)
    declared = policy.file.rights.get(right)  # type: ignore[call-overload]
    rows = [row for row in statutes.answering(right) if row.deadline is not None and row.in_force(opened)]
    law = last_by_law(opened, rows[0].deadline) if rows and rows[0].deadline else None
    within = (
        declared.within if declared is not None else next((row.deadline for row in rows if row.deadline), COMPLAINT)
    )
    return Deadline(due(opened, within), law)


def working_days(today: date, due: date, country: str = "KR") -> int:
    """How many working days are left after today, the last day included; below zero: how many have passed since."""
    first, last, sign = (today, due, 1) if due >= today else (due, today, -1)
    days = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
    return sign * sum(not rests(day, country) for day in days)
