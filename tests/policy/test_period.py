"""Time arithmetic: vectors worked out by hand, and a slow reference written straight from the Civil Act (§§155-160).

The reference counts days one by one and looks corresponding days up in a calendar; it shares no arithmetic with `due`.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from jikim.policy.period import Period, Unit, day_of, destroyed_from, due, due_from, earliest, lead, start_of

DAY = timedelta(days=1)
SEOUL = ZoneInfo("Asia/Seoul")
UNITS: tuple[Unit, ...] = ("min", "h", "d", "w", "mo", "y")

dates = st.dates(date(1990, 1, 1), date(2120, 12, 31))
calendar_periods = st.builds(Period, st.integers(1, 240), st.sampled_from(("mo",))) | st.builds(
    Period, st.integers(1, 30), st.sampled_from(("y",))
)
day_periods = st.builds(Period, st.integers(1, 800), st.sampled_from(("d", "w")))
clock_periods = st.builds(Period, st.integers(1, 5000), st.sampled_from(("h", "min")))
zones = st.sampled_from(
    ["Asia/Seoul", "America/New_York", "Pacific/Apia", "Europe/London", "Asia/Kathmandu", "UTC"]
).map(ZoneInfo)


def vectors() -> list[tuple[str, datetime, Period, ZoneInfo, date, date]]:
    """Each line of the vector file, typed."""
    found = []
    text = (Path(__file__).parent / "vectors" / "periods.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            moment, period, zone, last, gone = (part.strip() for part in line.split("|"))
            found.append(
                (
                    line,
                    datetime.fromisoformat(moment),
                    Period.parse(period),
                    ZoneInfo(zone),
                    date.fromisoformat(last),
                    date.fromisoformat(gone),
                )
            )
    return found


def reference(event: date, period: Period) -> date:
    """The last day of a period of days, weeks, months or years, read from the Act's sentences one after the other."""
    # §157: the period's first day is not counted, so counting starts on the day after the event.
    first = event + DAY
    if period.unit in ("d", "w"):
        # §159: it ends with its last day: walk so many counted days.
        last = event
        for _ in range(period.count * (7 if period.unit == "w" else 1)):
            last += DAY
        return last
    # §160 ①: months and years are counted by the calendar: so many month names further.
    year, month = first.year, first.month
    for _ in range(period.count * (12 if period.unit == "y" else 1)):
        month += 1
        if month == 13:
            year, month = year + 1, 1
    days = []
    day = date(year, month, 1)
    while day.month == month:
        days.append(day)
        day += DAY
    # §160 ②: it ends on the day before the one that corresponds to the first counted day of the last month …
    for day in days:
        if day.day == first.day:
            return day - DAY
    # §160 ③: … or, where the last month has no such day, at the end of that month.
    return days[-1]


@pytest.mark.clause("5.1")
@pytest.mark.parametrize(
    ("event", "period", "zone", "last", "gone"),
    [pytest.param(*vector[1:], id=vector[0].replace(" ", "")) for vector in vectors()],
)
def test_a_period_ends_on_its_day(event: datetime, period: Period, zone: ZoneInfo, last: date, gone: date) -> None:
    """Each vector's event, in its zone, gives its last kept day and the day from which on the data is gone."""
    day = day_of(event, zone)
    assert due(day, period) == last
    assert destroyed_from(day, period) == gone


def test_there_are_vectors_for_every_unit_and_three_zones() -> None:
    """The vector file can't shrink unnoticed."""
    assert {vector[2].unit for vector in vectors()} == set(UNITS)
    assert {vector[3].key for vector in vectors()} == {"Asia/Seoul", "America/New_York", "Pacific/Apia"}
    assert len(vectors()) >= 50


@given(event=dates, period=calendar_periods | day_periods)
@example(event=date(2012, 2, 29), period=Period(1, "y"))
@example(event=date(2023, 2, 28), period=Period(1, "y"))
@example(event=date(2013, 8, 31), period=Period(6, "mo"))
@settings(derandomize=True, max_examples=600)
def test_due_is_what_the_civil_act_says(event: date, period: Period) -> None:
    """For any event and any period of days, weeks, months or years, `due` equals the slow reading of the Act."""
    assert due(event, period) == reference(event, period)
    assert destroyed_from(event, period) == reference(event, period) + DAY


@given(event=dates, period=calendar_periods | day_periods | clock_periods)
@settings(derandomize=True, max_examples=200)
def test_a_period_from_a_midnight_counts_that_day(event: date, period: Period) -> None:
    """From the first moment of a day a period ends a day earlier than from any later moment of that day (§157,
    proviso)."""
    midnight = start_of(event, SEOUL)
    assert due_from(midnight, SEOUL, period) == due(event - timedelta(days=1), period)
    for later in (timedelta(microseconds=1), timedelta(hours=23, minutes=59)):
        assert due_from(midnight + later, SEOUL, period) == due(event, period)


@given(event=dates, later=st.integers(0, 800), period=calendar_periods | day_periods | clock_periods)
@settings(derandomize=True, max_examples=300)
def test_a_later_event_never_ends_earlier(event: date, later: int, period: Period) -> None:
    """Ends keep the order of their events, and every period ends after its event."""
    assert event < due(event, period) <= due(event + later * DAY, period)


@given(moment=st.datetimes(datetime(1990, 1, 1), datetime(2120, 1, 1), timezones=zones), period=clock_periods)
@settings(derandomize=True, max_examples=300)
def test_hours_and_minutes_are_never_cut_short(moment: datetime, period: Period) -> None:
    """When the day comes on which the data must be gone, the count of hours or minutes is over; and less than two days
    ago."""
    zone = ZoneInfo("UTC")
    gone = start_of(destroyed_from(day_of(moment, zone), period), zone)
    assert timedelta(0) <= gone - (moment.astimezone(UTC) + period.delta()) < 2 * DAY


@given(moment=st.datetimes(datetime(1990, 1, 1), datetime(2120, 1, 1)).map(lambda m: m.replace(tzinfo=UTC)), zone=zones)
@settings(derandomize=True, max_examples=300)
def test_a_day_holds_its_moments(moment: datetime, zone: ZoneInfo) -> None:
    """A moment's day starts at or before it, and the next day starts after it, also where clocks change."""
    day = day_of(moment, zone)
    assert start_of(day, zone) <= moment < start_of(day + DAY, zone)


def test_a_moment_without_a_time_zone_has_no_day() -> None:
    """A naive moment is refused, not guessed."""
    with pytest.raises(ValueError, match="without a time zone"):
        day_of(datetime(2013, 3, 5, 9, 0), SEOUL)


@pytest.mark.clause("13.1")
def test_a_lead_is_plain_subtraction() -> None:
    """29 January to 5 February is 7 days of notice; the announced version of 2013 has just that."""
    assert lead(date(2013, 1, 29), date(2013, 2, 5)) == 7
    assert lead(date(2012, 2, 28), date(2012, 3, 1)) == 2
    assert lead(date(2013, 2, 5), date(2013, 2, 5)) == 0
    assert lead(date(2013, 2, 5), date(2013, 2, 4)) == -1


def test_no_notice_reaches_past_the_calendar() -> None:
    """What is announced on the last days that there are may be in force on the last of all."""
    for unit in ("min", "d", "w", "mo", "y"):
        assert earliest(date.max, Period(7, unit)) == date.max


@given(count=st.integers(1, 99999), unit=st.sampled_from(UNITS))
@example(count=999, unit="y")
@example(count=1000, unit="y")
@example(count=10000, unit="mo")
@settings(derandomize=True)
def test_a_period_is_read_as_it_is_written(count: int, unit: Unit) -> None:
    """Text to period to text is the same, alone and inside a policy; and whatever is read ends on a day, from any day
    of ours."""
    period = Period(count, unit)
    if count > {"y": 999, "mo": 9999}.get(unit, count):
        with pytest.raises(ValueError, match="such as"):
            Period.parse(str(period))
        return
    assert due(date(2500, 12, 31), period) > date(2500, 12, 31)
    assert Period.parse(str(period)) == period
    adapter = TypeAdapter(Period)
    assert adapter.validate_python(str(period)) == adapter.validate_json(adapter.dump_json(period)) == period
    assert adapter.validate_python(period) is period


@given(text=st.text(max_size=8))
@example(text="0d")
@example(text="05d")
@example(text="-1d")
@example(text="+1d")
@example(text="5 y")
@example(text="5y ")
@example(text="5y\n")
@example(text="5")
@example(text="y")
@example(text="5Y")
@example(text="1.5y")
@example(text="123456d")
@example(text="٥d")
@settings(derandomize=True)
def test_nothing_else_is_a_period(text: str) -> None:
    """Any other text is refused with an error that shows the form, and never repeats the text."""
    if re.fullmatch("[1-9][0-9]{0,4}(min|h|d|w|mo|y)", text):
        assert str(Period.parse(text)) == text
        return
    with pytest.raises(ValueError, match="such as `5y`"):
        Period.parse(text)
    with pytest.raises(ValidationError):
        TypeAdapter(Period).validate_python(text)


@pytest.mark.parametrize("value", [5, 5.0, None, ["5y"], True, b"5y"])
def test_a_period_is_text(value: object) -> None:
    """A number in the file is no period: it says no unit."""
    with pytest.raises(ValidationError, match="a period is text"):
        TypeAdapter(Period).validate_python(value)


@pytest.mark.parametrize(
    ("period", "en", "ko"),
    [
        ("1min", "1 minute", "1분"),
        ("30min", "30 minutes", "30분"),
        ("1h", "1 hour", "1시간"),
        ("12h", "12 hours", "12시간"),
        ("1d", "1 day", "1일"),
        ("30d", "30 days", "30일"),
        ("1w", "1 week", "1주"),
        ("2w", "2 weeks", "2주"),
        ("1mo", "1 month", "1개월"),
        ("6mo", "6 months", "6개월"),
        ("1y", "1 year", "1년"),
        ("5y", "5 years", "5년"),
    ],
)
def test_a_period_in_words(period: str, en: str, ko: str) -> None:
    """English tells one from many; Korean does not."""
    assert Period.parse(period).words("en") == en
    assert Period.parse(period).words("ko") == ko


@pytest.mark.parametrize("text", ["1mo", "5y"])
def test_months_and_years_have_no_fixed_length(text: str) -> None:
    """A length in seconds is refused for what the calendar counts."""
    with pytest.raises(ValueError, match="no fixed length"):
        Period.parse(text).delta()
