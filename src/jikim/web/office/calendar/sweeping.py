"""What a sweep would do, today or on another day, told before it does; and the approval of one that would destroy more
than it may alone."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any, TypeVar, cast

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from jikim.app import AsyncJikim
from jikim.db.driver import Driver, Steps
from jikim.errors import JikimError
from jikim.handlers.sessions import Signed
from jikim.jobs.retention_sweep import Swept, sweep
from jikim.policy.period import start_of
from jikim.reading.calendar import calendar
from jikim.verbs.approve import proposals
from jikim.verbs.house import House
from jikim.web.forms import Form, Problem, day_or_none
from jikim.web.office.entering.proving import prove_first
from jikim.web.office.me import actor_of, officer_only
from jikim.web.office.people.saying import office_book
from jikim.web.office.todo import APPROVE, Todo, of_officers
from jikim.web.page import Page
from jikim.web.visitor import Visitor

T = TypeVar("T")
FARTHEST = timedelta(days=3660)


class _Across:
    """The loop's driver for a job in a thread: it runs steps there and waits. For a dry run alone, which restricts
    nothing."""

    def __init__(self, jk: AsyncJikim, loop: asyncio.AbstractEventLoop) -> None:
        self._jk, self._loop = jk, loop

    def run(self, steps: Steps[T]) -> T:
        return asyncio.run_coroutine_threadsafe(self._jk.driver.run(steps), self._loop).result()

    @contextmanager
    def gathering(self) -> Iterator[None]:
        yield


async def dry(jk: AsyncJikim, at: datetime | None) -> Swept:
    """What a sweep would do at a moment. Nothing is changed."""
    across = cast("Driver", _Across(jk, asyncio.get_running_loop()))
    return await asyncio.to_thread(lambda: sweep(across, jk.house, dry_run=True, at=at))


@get("/office/calendar/sweep")
async def swept(
    page: Page, jk: AsyncJikim, me: Signed, visitor: Visitor, request: Request[Any, Any, Any]
) -> Response[str]:
    """The account before: what rests from then on, what goes, what waits; and the plans that wait for a second person."""
    officer_only(jk, me)
    return await _show(page, jk, Form(visitor, {"at": request.query_params.get("at", "")}))


async def _show(page: Page, jk: AsyncJikim, form: Form) -> Response[str]:
    today = jk.house.today()
    at = day_or_none(form["at"]) if form["at"] else today
    if at is None or not today <= at <= today + FARTHEST:
        form.wrong(
            "at", "오늘부터 10년 이내의 날짜를 선택해 주세요.", "Please choose a day from today on, within ten years."
        )
        at = today
    done = await dry(jk, None if at == today else start_of(at, page.zone))
    counts = {(one.kind, one.day): one for one in (await jk.do(calendar, date(1970, 1, 1), at)).dues if one.resting}
    days = [(kind, due, counts.get((kind, due))) for kind, due, _ in done.days]
    now = jk.now()
    plans = [one for one in await jk.do(proposals) if one.until is None or one.until > now]
    return page.show(
        "office/calendar/sweep.html",
        form=form,
        done=done,
        at=at,
        today=today,
        days=days,
        plans=plans,
        kind=office_book(page).voice.record,
        parts_count=sum(one.records - one.held for _, _, one in days if one is not None),
        clause=page.policy.clause("ended"),
    )


@post("/office/calendar/sweep/{plan:str}", status_code=200)
async def approved(page: Page, jk: AsyncJikim, me: Signed, form: Form, plan: FromPath[str]) -> Response[Any]:
    """An officer says yes to exactly that plan, for a day; the next sweep carries it out."""
    officer_only(jk, me)
    await prove_first(page, jk, me, "/office/calendar/sweep", form)
    try:
        await jk.by(await actor_of(jk, me)).approve(plan)
    except JikimError as error:
        form.problem = Problem.of(error, page.visitor)
        return await _show(page, jk, form)
    return page.to("/office/calendar/sweep")


@of_officers
def waiting(house: House, me: Signed, _by: date) -> Steps[list[Todo]]:
    """Plans of sweeps that wait for a second person."""
    found = yield from proposals(house)
    return [
        Todo(
            "second",
            f"파기 승인: {one.people:,}명의 기록",
            f"A destruction to approve: records of {one.people:,} people",
            "/office/calendar/sweep",
            APPROVE,
            since=one.proposed.astimezone(house.policy.zone).date(),
            about=f"sweep:{one.proposed.isoformat()}",
        )
        for one in found
        if one.until is None and house.now() - one.proposed < timedelta(days=7)
    ]
