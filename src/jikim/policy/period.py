"""Periods and the days they end on.

A period starts on the day after its event and is counted by the calendar (Korean Civil Act §157, §160):
it ends at the end of the day before the one that corresponds to its first day, or at the end of the month
where the month has no such day. What it keeps is destroyed from the following midnight on. A notice's
lead is plain date subtraction. Days are those of the policy's time zone.

>>> due(date(2013, 3, 5), Period(5, "y"))
datetime.date(2018, 3, 5)
>>> due(date(2013, 8, 31), Period(6, "mo"))
datetime.date(2014, 2, 28)
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Literal, get_args
from zoneinfo import ZoneInfo

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import core_schema

Unit = Literal["min", "h", "d", "w", "mo", "y"]

# So long that no policy needs more, and no longer than a calendar reaches from any day of ours.
_TEXT = re.compile(r"[1-9][0-9]{0,4}(?:min|h|d|w)|[1-9][0-9]{0,3}mo|[1-9][0-9]{0,2}y")
_WORDS: dict[str, dict[str, tuple[str, str]]] = {
    "en": {
        "min": ("minute", "minutes"),
        "h": ("hour", "hours"),
        "d": ("day", "days"),
        "w": ("week", "weeks"),
        "mo": ("month", "months"),
        "y": ("year", "years"),
    },
    "ko": {
        "min": ("분", "분"),
        "h": ("시간", "시간"),
        "d": ("일", "일"),
        "w": ("주", "주"),
        "mo": ("개월", "개월"),
        "y": ("년", "년"),
    },
}

_EVERY = {(1, "d"): "매일", (1, "w"): "매주", (1, "mo"): "매월", (1, "y"): "매년"}

# Each unit as people name several of it.
UNIT_WORDS = {unit: {language: words[unit][1] for language, words in _WORDS.items()} for unit in get_args(Unit)}


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time as the policy writes it: `5y`, `6mo`, `2w`, `30d`, `12h`, `30min`."""

    count: int
    unit: Unit

    @classmethod
    def parse(cls, text: str) -> Period:
        """Reads `5y`. Raises ValueError for anything else."""
        if _TEXT.fullmatch(text) is None:
            raise ValueError("a period is a whole number and one of min, h, d, w, mo, y, such as `5y` or `30d`")
        count = text.rstrip("abcdefghijklmnopqrstuvwxyz")
        unit = text[len(count) :]
        if unit not in get_args(Unit):  # pragma: no cover - the pattern allows no other
            raise ValueError(unit)
        return cls(int(count), unit)  # type: ignore[arg-type]

    def words(self, language: str) -> str:
        """`5 years` or `5년`."""
        one, many = _WORDS[language][self.unit]
        if language == "ko":
            return f"{self.count}{one}"
        return f"{self.count} {one if self.count == 1 else many}"

    def every(self, language: str) -> str:
        """`every month`, `every 5 years`; `매월`, `5년마다`."""
        if language == "ko":
            return _EVERY.get((self.count, self.unit)) or f"{self.words('ko')}마다"
        return "every " + (self.words("en") if self.count != 1 else _WORDS["en"][self.unit][0])

    def approximate_days(self) -> float:
        """For comparing two periods in a check; never for a due day."""
        return self.count * {"min": 1 / 1440, "h": 1 / 24, "d": 1.0, "w": 7.0, "mo": 30.44, "y": 365.25}[self.unit]

    def delta(self) -> timedelta:
        """The length of a clock period (min, h, d, w). Months and years have none: ValueError."""
        match self.unit:
            case "min":
                return timedelta(minutes=self.count)
            case "h":
                return timedelta(hours=self.count)
            case "d":
                return timedelta(days=self.count)
            case "w":
                return timedelta(weeks=self.count)
            case _:
                raise ValueError(f"{self} is counted by the calendar and has no fixed length")

    def __str__(self) -> str:
        return f"{self.count}{self.unit}"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        def read(value: Any) -> Period:
            if isinstance(value, Period):
                return value
            if not isinstance(value, str):
                raise ValueError("a period is text such as `5y`")
            return cls.parse(value)

        return core_schema.no_info_plain_validator_function(
            read, serialization=core_schema.plain_serializer_function_ser_schema(str)
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler) -> Any:
        return {"type": "string", "pattern": f"^(?:{_TEXT.pattern})$", "examples": ["5y", "6mo", "30d"]}


def day_of(moment: datetime, zone: ZoneInfo) -> date:
    """The calendar day of an aware moment, in the policy's time zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone has no day")
    return moment.astimezone(zone).date()


def start_of(day: date, zone: ZoneInfo) -> datetime:
    """The first moment of a day in the policy's time zone."""
    return datetime.combine(day, time(), zone)


def due(event: date, period: Period) -> date:
    """The last day on which a period that an event started still runs (Civil Act §157, §159, §160).

    Hours and minutes end within the event's day or the day their count reaches; they never round down.
    """
    match period.unit:
        case "min" | "h":
            return event + timedelta(days=-(-period.delta() // timedelta(days=1)))
        case "d" | "w":
            return event + period.delta()
        case "mo" | "y":
            first = event + timedelta(days=1)
            months = first.year * 12 + first.month - 1 + period.count * (12 if period.unit == "y" else 1)
            year, month = divmod(months, 12)
            month += 1
            length = calendar.monthrange(year, month)[1]
            if first.day <= length:
                return date(year, month, first.day) - timedelta(days=1)
            return date(year, month, length)


def due_from(start: datetime, zone: ZoneInfo, period: Period) -> date:
    """The last day of a period that runs from a moment. The first day does not count, unless the period starts at its
    midnight (§157, proviso)."""
    local = start.astimezone(zone)
    event = local.date() - timedelta(days=1) if local.time() == time() else local.date()
    return due(event, period)


def over_before(today: date, period: Period) -> date:
    """The last day on which a period that an event started is over today.

    >>> over_before(date(2014, 3, 1), Period(6, "mo"))
    datetime.date(2013, 8, 31)
    """
    day = today - timedelta(days=int(period.approximate_days()) + 1)
    while due(day, period) >= today:
        day -= timedelta(days=1)
    while due(day + timedelta(days=1), period) < today:
        day += timedelta(days=1)
    return day


def destroyed_from(event: date, period: Period) -> date:
    """The day from whose midnight on the kept data must be gone: the day after `due`."""
    return due(event, period) + timedelta(days=1)


def next_run(last: datetime, every: Period, zone: ZoneInfo) -> datetime:
    """When work of every so often is due again."""
    if every.unit in ("mo", "y"):
        return start_of(destroyed_from(day_of(last, zone), every), zone)
    # A timer that fires each day at the same time must not find, seconds early, that nothing is due, and skip the day.
    return last + every.delta() - min(every.delta() / 24, timedelta(hours=1))


def lead(announced: date, effective: date) -> int:
    """Days of notice: 29 January to 5 February is 7."""
    return (effective - announced).days


def earliest(announced: date, promised: Period) -> date:
    """The first day that leaves the promised notice; the calendar's last where it reaches no further. Hours and minutes
    count as the days they reach into."""
    try:
        match promised.unit:
            case "d" | "w":
                return announced + promised.delta()
            case "mo" | "y":
                # The corresponding day, as a period from the day of the announcement ends on the day before it (Civil
                # Act §160).
                return due(announced - timedelta(days=1), promised) + timedelta(days=1)
            case _:
                return due(announced, promised)
    except (OverflowError, ValueError):
        return date.max


def enough(announced: date, effective: date, promised: Period) -> bool:
    """Whether the days between leave the promised notice."""
    return effective >= earliest(announced, promised) and lead(announced, effective) >= 0
