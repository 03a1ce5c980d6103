"""Reads beyond the plan's limits: what was paused, lifted with a reason and judged afterwards; and the limits that
hold, for everybody whom they watch."""

from __future__ import annotations

from datetime import date
from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from jikim.app import AsyncJikim
from jikim.db.driver import Steps
from jikim.handlers.officers import goes_alone
from jikim.handlers.sessions import Signed
from jikim.monitoring.explaining import explanations
from jikim.monitoring.pausing import HIGHEST, LIMITS, judge, lift, limits, pauses
from jikim.policy.period import day_of
from jikim.verbs.house import House
from jikim.web.forms import Form, whole
from jikim.web.office.me import actor_of, officer_only
from jikim.web.office.todo import JUDGE, Todo, of_officers
from jikim.web.page import Page
from jikim.web.visitor import Visitor

# By whether it was lifted.
WAITS = {
    False: ("열람 정지 확인", "An access suspension to review"),
    True: ("해제한 열람 정지의 판단", "A lifted suspension to judge"),
}


async def _show(page: Page, jk: AsyncJikim, me: Signed, form: Form, before: int = HIGHEST) -> Response[Any]:
    found = await jk.do(pauses, before)
    rows = found if me.officer else [one for one in found if one.whose == me.handler]
    held = await jk.do(limits)
    return page.show(
        "office/review/monitoring.html",
        form=form,
        pauses=rows,
        words=LIMITS,
        explained={one.about: one for one in await jk.do(explanations, None, "pause:")},
        today=jk.house.today(),
        limits=held,
        more=len(found) == 50 and found[-1].number,
    )


@get("/office/monitoring")
async def listed(
    page: Page, jk: AsyncJikim, me: Signed, visitor: Visitor, request: Request[Any, Any, Any]
) -> Response[Any]:
    """The pauses, the newest first: an officer's look at all, anybody's at their own."""
    before = whole(request.query_params.get("before", "")) or HIGHEST
    return await _show(page, jk, me, Form(visitor), before)


@post("/office/monitoring/{number:int}", status_code=200)
async def answered(page: Page, jk: AsyncJikim, me: Signed, form: Form, number: FromPath[int]) -> Response[Any]:
    """`lift`, or the verdict: `fine` or `misuse`; each with words."""
    officer_only(jk, me)
    actor, act, reason = await actor_of(jk, me), form["do"], form["reason"]
    if form.need("reason") and 0 < number <= HIGHEST:
        with form.catching():
            if act == "lift":
                await jk.do(lift, number, reason, actor=actor)
            elif act in ("fine", "misuse"):
                await jk.do(judge, number, "fine" if act == "fine" else "misuse", reason, actor=actor)
    return page.to("/office/monitoring") if form.fine else await _show(page, jk, me, form)


@of_officers
def waiting(house: House, me: Signed, _by: date) -> Steps[list[Todo]]:
    """Pauses that nobody lifted or judged yet, but one's own; where one is the only officer, that too."""
    found, alone = list[Todo](), (yield from goes_alone(house, me.handler))
    for one in (yield from pauses(house)):
        if one.judged is None and (alone or one.whose != me.handler):
            ko, en = (
                ("열람 정지 확인", "An access suspension to review")
                if one.lifted is None
                else ("해제한 열람 정지의 판단", "A lifted suspension to judge")
            )
            found.append(
                Todo(
                    "second",
                    f"{ko}: {one.whose}",
                    f"{en}: {one.whose}",
                    f"/office/monitoring#pause-{one.number}",
                    JUDGE,
                    since=day_of(one.at, house.policy.zone),
                )
            )
    return found
