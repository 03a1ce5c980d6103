"""What will be destroyed when, as a picture and as a table: by months, by days, and one day with its rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from litestar import Request, get
from litestar.params import FromPath
from litestar.response import Response

from jikim.app import AsyncJikim
from jikim.db.driver import Steps
from jikim.handlers.sessions import Signed
from jikim.policy.decide import deny
from jikim.reading.calendar import Calendar, calendar, day_rules
from jikim.reading.open_records import overdue
from jikim.systems.standing import system_standings
from jikim.verbs.house import House, error_of
from jikim.verbs.then import then
from jikim.web.forms import day_or_none
from jikim.web.office.me import officer_only
from jikim.web.office.people.saying import office_book
from jikim.web.office.todo import APPROVE, LOOK, SOON, Todo, of_officers
from jikim.web.page import Page
from jikim.web.parts import Book, Html
from jikim.web.parts.card import because
from jikim.web.parts.heat import Band, Cell, heat

MOST_MONTHS = 120


class CalendarRow(NamedTuple):
    """One row of the table: when, of which kind, and how many. `resting`: they rest until then; else their life ends."""

    label: str
    href: str
    kind: str
    records: int
    held: int
    resting: bool


def next_month(month: date) -> date:
    return (month + timedelta(days=32)).replace(day=1)


def months_from(first: date, count: int) -> Iterator[date]:
    for _ in range(count):
        yield first
        first = next_month(first)


def _month(text: str) -> date | None:
    return day_or_none(f"{text}-01")


@get("/office/calendar")
async def shown(page: Page, jk: AsyncJikim, me: Signed, request: Request[Any, Any, Any]) -> Response[str]:
    """A year by months, ten years by months, or one month by days."""
    officer_only(jk, me)
    today = jk.house.today()
    month, years = _month(request.query_params.get("month", "")), request.query_params.get("span") == "years"
    first = month or today.replace(day=1)
    if month is not None:
        days = [first + timedelta(days=n) for n in range((next_month(first) - first).days)]
        found = await jk.do(calendar, days[0], days[-1])
        columns = [(day, str(day.day), f"/office/calendar/{day}") for day in days]
        counts = by_day(found)
    else:
        months = list(months_from(first, MOST_MONTHS if years else 12))
        past = date(1970, 1, 1)
        # What is past its day and still here belongs to today's work: it stands with the first month.
        found = await jk.do(calendar, past, next_month(months[-1]) - timedelta(days=1))
        columns = [(one, _name(page, one, years), f"/office/calendar?month={one:%Y-%m}") for one in months]
        counts = by_month(found, months[0])
    return page.show(
        "office/calendar/calendar.html",
        picture=_picture(page, counts, columns),
        lines=_lines(page, counts, columns, month is not None),
        found=found,
        month=month,
        years=years,
        total=sum(one.records for one in found.dues if one.resting),
        before=(first - timedelta(days=1)).replace(day=1),
        after=next_month(first),
        kind=office_book(page).voice.record,
        clause=page.policy.clause("irrecoverable"),
        aged=await jk.do(overdue),
        systems=[one for one in await jk.do(system_standings) if one.by is not None],
    )


def _name(page: Page, month: date, years: bool) -> str:
    """A month's name over its column: of ten years only each January's year."""
    if years:
        return f"{month.year}" if month.month == 1 else ""
    return page.say(f"{month.month}월", f"{month:%b}") + (f" ’{month:%y}" if month.month == 1 else "")


Counts = Mapping[tuple[str, bool, date], tuple[int, int]]


def by_day(found: Calendar) -> Counts:
    return {(one.kind, one.resting, one.day): (one.records, one.held) for one in found.dues}


def by_month(found: Calendar, first: date) -> Counts:
    counts: dict[tuple[str, bool, date], tuple[int, int]] = {}
    for one in found.dues:
        place = (one.kind, one.resting, max(one.day.replace(day=1), first))
        count, held = counts.get(place, (0, 0))
        counts[place] = (count + one.records, held + one.held)
    return counts


def _picture(page: Page, counts: Counts, columns: list[tuple[date, str, str]]) -> Any:
    book, bands = office_book(page), []
    for kind, resting in sorted({(kind, resting) for kind, resting, _ in counts}, key=lambda one: (not one[1], one[0])):
        cells = []
        for when, _, href in columns:
            count, held = counts.get((kind, resting, when), (0, 0))
            title = f"{page.day(when)} · {book.voice.record(kind)} · {count:,}" if count else ""
            cells.append(Cell(count, held, page.visitor.href(href) if count else "", title))
        bands.append(Band(book.voice.record(kind), "rest" if resting else "live", cells))
    title = page.say("일정 그림 (아래 표와 같은 내용)", "The calendar as a picture (the table below says the same)")
    return heat(title, bands, [name for _, name, _ in columns]) if bands else ""


def _lines(page: Page, counts: Counts, columns: list[tuple[date, str, str]], days: bool) -> list[CalendarRow]:
    book, found = office_book(page), []
    for when, _, href in columns:
        for kind, resting in sorted(
            {(kind, resting) for kind, resting, at in counts if at == when}, key=lambda one: (not one[1], one[0])
        ):
            count, held = counts[kind, resting, when]
            label = page.day(when) if days else page.month(when)
            found.append(CalendarRow(label, href, book.voice.record(kind), count, held, resting))
    return found


async def _said(jk: AsyncJikim, book: Book, kind: str, rules: Iterable[str]) -> list[Html]:
    """The rules that something rests under, each by the newest version that has it."""
    said = []
    for rule in rules:
        of = await jk.do(then, jk.now(), "rule", *jk.house.policy.bearing("rule", rule))
        said += [one for _, one in because(book.told(of), kind, [rule])]
    return said


@get("/office/calendar/{day:date}")
async def day(page: Page, jk: AsyncJikim, me: Signed, day: FromPath[date]) -> Response[str]:
    """One day: what rests until then, by its rules; what ends its life then, and what then becomes of it."""
    officer_only(jk, me)
    if day_or_none(day.isoformat()) is None:
        raise error_of(deny(page.policy, "gone"))
    book = office_book(page)
    found = await jk.do(calendar, day, day)
    ruled = await jk.do(day_rules, day)
    resting = [(one, book.voice.record(one.kind), await _said(jk, book, one.kind, one.rules)) for one in ruled]
    ending = [
        (
            one,
            book.voice.record(one.kind),
            bool(page.policy.file.records[one.kind].keep) if one.kind in page.policy.file.records else False,
        )
        for one in found.dues
        if not one.resting
    ]
    return page.show(
        "office/calendar/day.html",
        date=day,
        resting=resting,
        ending=ending,
        gone=day < jk.house.today(),
        month=f"{day:%Y-%m}",
        clause=page.policy.clause("irrecoverable"),
    )


@of_officers
def soon(house: House, me: Signed, by: date) -> Steps[list[Todo]]:
    """What is past its day and still here; what is destroyed within a week, as one; and after it each day until then."""
    today, todos, week = house.today(), list[Todo](), 0
    found = yield from calendar(house, date(1970, 1, 1), max(by, today + SOON))
    rests = sorted((one.day, one.records - one.held) for one in found.dues if one.resting and one.records > one.held)
    if late := sum(count for day, count in rests if day < today - timedelta(days=1)):
        ko, en = f"파기일이 지난 분리 보관 기록 {late:,}건", f"{late:,} archived parts are past their due date"
        todos.append(Todo("overdue", ko, en, "/office/calendar/sweep", APPROVE))
    near = [(day, count) for day, count in rests if today - timedelta(days=1) <= day <= today + SOON]
    if week := sum(count for _, count in near):
        ko, en = f"이번 주 파기 예정인 분리 보관 기록 {week:,}건", f"{week:,} archived parts to be destroyed this week"
        todos.append(Todo("due", ko, en, "/office/calendar", LOOK, near[0][0]))
    for day in sorted({day for day, _ in rests if day > today + SOON}):
        count = sum(many for one, many in rests if one == day)
        ko, en = f"파기 예정인 분리 보관 기록 {count:,}건", f"{count:,} archived parts to be destroyed"
        todos.append(Todo("open", ko, en, f"/office/calendar/{day}", LOOK, day))
    return todos
