"""Alerts, as officers see them: what is new, and what was before."""

from __future__ import annotations

from datetime import date
from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from jikim.alerts.raising import alerts, open_alerts, see
from jikim.app import AsyncJikim
from jikim.db.driver import Steps
from jikim.handlers.sessions import Signed
from jikim.policy.period import day_of
from jikim.verbs.house import House
from jikim.web.forms import whole
from jikim.web.office.me import actor_of, officer_only
from jikim.web.office.todo import LOOK, Todo, of_officers
from jikim.web.page import Page


@get("/office/alerts")
async def listed(page: Page, jk: AsyncJikim, me: Signed, request: Request[Any, Any, Any]) -> Response[str]:
    """The newest first, a page at a time."""
    officer_only(jk, me)
    before = whole(request.query_params.get("before", "")) or 2**31 - 1
    found = await jk.do(alerts, before)
    return page.show(
        "office/review/alerts.html",
        alerts=found,
        endpoint="alerts" in jk.settings.endpoints,
        mail=jk.settings.smtp is not None,
    )


@post("/office/alerts/{number:int}/seen", status_code=303)
async def seen(page: Page, jk: AsyncJikim, me: Signed, number: FromPath[int]) -> Response[Any]:
    """An officer has looked."""
    officer_only(jk, me)
    if 0 < number < 2**31:
        await jk.do(see, number, actor=await actor_of(jk, me))
    return page.to("/office/alerts")


@of_officers
def waiting(house: House, me: Signed, _by: date) -> Steps[list[Todo]]:
    """What nobody has looked at."""
    return [
        Todo(
            "open",
            one.ko,
            one.en,
            f"/office/alerts#alert-{one.number}",
            LOOK,
            since=day_of(one.at, house.policy.zone),
            about=one.href,
            beside=True,
        )
        for one in (yield from open_alerts(house))
    ]
