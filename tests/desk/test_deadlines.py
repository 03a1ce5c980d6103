"""Deadlines: the policy's days by the calendar; the law's own last day moved on where it is a day of rest."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from jikim.desk.deadlines import deadline, last_by_law, rests
from jikim.policy.compile import compile_policy
from jikim.policy.model import PolicyFile
from jikim.policy.period import Period

TEN = Period(10, "d")


@pytest.mark.parametrize(
    ("opened", "last"),
    [
        (date(2026, 9, 14), date(2026, 9, 28)),  # 24 September, a Thursday: Chuseok until Saturday, then Sunday
        (
            date(2026, 5, 14),
            date(2026, 5, 26),
        ),  # 24 May, a Sunday and Buddha's Birthday: its substitute is Monday the 25th
        (date(2026, 11, 11), date(2026, 11, 23)),  # 21 November, a Saturday
        (date(2026, 11, 12), date(2026, 11, 23)),  # 22 November, a Sunday
        (date(2026, 11, 13), date(2026, 11, 23)),  # a Monday: not moved
    ],
)
def test_the_laws_last_day_is_a_working_day(opened: date, last: date) -> None:
    """Saturdays, Sundays and public holidays, substitute ones too, move the law's own last day on (Civil Act §161)."""
    assert last_by_law(opened, TEN) == last
    assert not rests(last)


def test_the_policys_own_day_stands(homepage: PolicyFile) -> None:
    """What binds is the policy's ten days by the calendar, whatever day of the week they end on; the day is that of the policy's zone."""
    policy = compile_policy(homepage)
    late_in_seoul = datetime(2026, 11, 10, 23, 30, tzinfo=UTC)  # the 11th there
    found = deadline(policy, "delete", late_in_seoul)
    assert found.due == date(2026, 11, 21)
    assert found.by_law == date(2026, 11, 23)
