"""The first page of the morning: what is broken, overdue, waiting for a second person, due and open; a line a matter,
each with its next act.

As a list, or by its days in a week or a month.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from litestar import Request, get, post
from litestar.response import Response
from litestar.types import ControllerRouterHandler

from jikim.app import AsyncJikim
from jikim.handlers.sessions import Signed
from jikim.web.forms import Form
from jikim.web.office.todo import HASTE, WORDS, Matter, Source, Todo, matters
from jikim.web.office.views import FIELDS, LIFE, VIEWS, View, cookie_of, saved
from jikim.web.page import Page

WEEK = timedelta(days=7)
FARTHEST = timedelta(days=3 * 366)  # ahead; a calendar looks no further
Days = list[list[tuple[date, list[Matter]]]]


def today(sources: Sequence[Source]) -> list[ControllerRouterHandler]:
    """The page, made from what every room says of itself."""

    @get("/office")
    async def first(page: Page, jk: AsyncJikim, me: Signed, request: Request[Any, Any, Any]) -> Response[str]:
        """What is to be done, as it was asked for; `day`: a day of the week or month."""
        view, now = View.of(request.query_params), jk.house.today()
        begins, ends = _span(view.span, _day(request.query_params.get("day", ""), now))
        every = await jk.do(matters, sources, me, max(ends, now + WEEK) if view.span else None)
        found = [one for one in every if _fits(one, view, me)]
        together = Counter(one.first.together for one in found if one.first.together)
        rows: list[tuple[str, tuple[str, str], list[Matter]]] = []
        grid: Days = []
        if view.span:
            grid = _grid(found, begins, ends)
            # What is over, or has no day, stands beside the days that are to come.
            left = [one for one in found if one.due is None or (one.due < begins <= now <= ends)]
            found = [one for one in found if one in left or any(begins <= day <= ends for day, _ in _days(one))]
            rows = [("open", ("지난 기한과 기한 없음", "Overdue, or without a date"), left)]
        elif view.by:
            rows = [("open", ("할 일", "Matters"), sorted(found, key=_order(view.by)))]
        else:
            rows = [(state, WORDS[state], [one for one in found if one.state == state]) for state in HASTE]
        return page.show(
            "office/today.html", groups=[one for one in rows if one[2]], count=len(found), view=view, fields=FIELDS, today=now,
            saved=saved(page.visitor.cookies.get(VIEWS, ""), me.handler), words=WORDS, grid=grid, begins=begins, ends=ends,
            before=begins - timedelta(days=1), after=ends + timedelta(days=1),
            together=[(all_, many) for all_, many in together.items() if many > 1],
        )  # fmt: skip

    @post("/office/views", status_code=303)
    async def view_saved(page: Page, me: Signed, form: Form) -> Response[Any]:
        """Saves a view in this browser, or (`do=drop`) saves it no more."""
        view = View.of(form.values)
        others = [one for one in saved(page.visitor.cookies.get(VIEWS, ""), me.handler) if one != view]
        page.visitor.set_cookie(VIEWS, cookie_of(others if form["do"] == "drop" else [*others, view], me.handler), LIFE)
        return page.to("/office", **{name: word for name, word in view._asdict().items() if word})

    return [first, view_saved]


def _fits(one: Matter, view: View, me: Signed) -> bool:
    whose = {"mine": me.handler, "free": ""}.get(view.whose)
    return (whose is None or one.owner == whose) and view.state in ("", one.state)


def _order(by: str) -> Any:
    if by == "owner":
        return lambda one: (one.owner == "", one.owner, one.due or date.max)
    return lambda one: (one.due or date.max, HASTE.index(one.state))


def _day(text: str, now: date) -> date:
    try:
        asked = date.fromisoformat(text)
    except ValueError:
        return now
    return asked if abs(asked - now) <= FARTHEST else now


def _span(span: str, day: date) -> tuple[date, date]:
    """The first and last day of the week (from Monday on) or month of a day."""
    if span == "week":
        begins = day - timedelta(days=day.weekday())
        return begins, begins + timedelta(days=6)
    begins = day.replace(day=1)
    return begins, (begins + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def _days(one: Matter) -> list[tuple[date, Todo]]:
    """The days of a matter, each with what has it: what stands beside says the same again."""
    return [(part.due, part) for part in one.parts if part.due is not None and (part is one.first or not part.beside)]


def _grid(found: Sequence[Matter], begins: date, ends: date) -> Days:
    """Whole weeks from Monday on, each day with what has its last day then."""
    monday = begins - timedelta(days=begins.weekday())
    weeks = range((ends - monday).days // 7 + 1)
    by_day: dict[date, list[Matter]] = {}
    for one in found:
        for day, part in _days(one):
            by_day.setdefault(day, []).append(Matter((part,)))
    days = [[monday + timedelta(days=7 * week + n) for n in range(7)] for week in weeks]
    return [[(day, by_day.get(day, []) if begins <= day <= ends else []) for day in week] for week in days]
