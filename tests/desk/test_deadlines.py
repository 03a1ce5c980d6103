"""Deadlines: the policy's days by the calendar; the law's own last day moved on where it is a day of rest."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays
import pytest

from jikim.desk.deadlines import deadline, last_by_law, public_holidays, rests, working_days
from jikim.policy.compile import compile_policy
from jikim.policy.model import Language, PolicyFile
from jikim.policy.period import Period, lead
from jikim.policy.plan import ends_on
from jikim.policy.render import render_html

SEOUL = ZoneInfo("Asia/Seoul")
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
    at = datetime.combine(opened, time(9), SEOUL)
    assert last_by_law(at, SEOUL, TEN) == last
    assert not rests(last)


def test_the_policys_own_day_stands(homepage: PolicyFile) -> None:
    """What binds is the policy's ten days by the calendar, whatever day of the week they end on; the day is that of the
    policy's zone."""
    policy = compile_policy(homepage)
    late_in_seoul = datetime(2026, 11, 10, 23, 30, tzinfo=UTC)  # the 11th there
    found = deadline(policy, "delete", late_in_seoul)
    assert found.due == date(2026, 11, 21)
    assert found.by_law == date(2026, 11, 23)


def test_what_is_asked_at_midnight_counts_that_day(homepage: PolicyFile) -> None:
    """As the policy's document says of retention and of answers alike: a period that begins at 0:00 counts its first
    day, for both last days."""
    policy = compile_policy(homepage)
    midnight = datetime(2026, 11, 11, tzinfo=SEOUL)
    at, later = deadline(policy, "delete", midnight), deadline(policy, "delete", midnight + timedelta(minutes=1))
    assert (at.due, later.due) == (date(2026, 11, 20), date(2026, 11, 21))
    assert (at.by_law, later.by_law) == (date(2026, 11, 20), date(2026, 11, 23))
    [order] = [rules for rules in policy.records.values() if rules.name == "visit"]
    ended = [ends_on(policy, order, moment, {}) for moment in (midnight, midnight + timedelta(minutes=1))]
    assert ended[0] is not None
    assert ended[1] == ended[0] + timedelta(days=1)


@pytest.mark.parametrize(("language", "said"), [("ko", "답변하는 기한은"), ("en", "the time to answer a request")])
def test_the_document_says_of_which_periods_it_speaks(homepage: PolicyFile, language: Language, said: str) -> None:
    """The sentence on the first day is said of retention and of answers; that a notice is counted otherwise is said
    beside it, and is so."""
    text = re.sub(r"<[^>]+>", "", render_html(homepage, language))
    assert said in text
    assert ("공지일부터 시행일 전날까지의" if language == "ko" else "to the day before it takes effect") in text
    assert lead(date(2013, 1, 29), date(2013, 2, 5)) == 7


def test_a_years_holidays_are_reckoned_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A case that is late by 25 years asks for each year's holidays once, not for each day's."""
    asked: list[int] = []
    made = holidays.country_holidays

    def counted(country: str, *, years: int) -> holidays.HolidayBase:
        asked.append(years)
        return made(country, years=years)

    monkeypatch.setattr(holidays, "country_holidays", counted)
    public_holidays.cache_clear()
    assert working_days(date(2026, 11, 27), date(2026, 10, 2)) == -38
    assert working_days(date(2026, 11, 28), date(2001, 11, 28)) < -6_000
    assert sorted(asked) == list(range(2001, 2027))
