"""/guest-visits: a browser's visits opened by that browser (0.1).

Whoever merely looked at pages gave no address that a link could go to. Their visits are a guest's who is nothing but
this browser, and its sealed cookie is the proof: who brings it sees that guest's data, corrects it and ends it, as any
guest does.
"""

from __future__ import annotations

from typing import Any

from litestar import Request, post
from litestar.response import Redirect, Response

from jikim.accounts.sessions import enter
from jikim.app import AsyncJikim
from jikim.cookies.visits import Trace
from jikim.desk.requests import person_of
from jikim.web.cookies.keeper import Keeper
from jikim.web.desk.guests import asked_page
from jikim.web.door import SESSION_COOKIE
from jikim.web.forms import Form, Problem
from jikim.web.page import Page


@post("/guest-visits")
async def visits(
    page: Page, jk: AsyncJikim, request: Request[Any, Any, Any], keeper: Keeper
) -> Response[str] | Redirect:
    """Opens what this browser's visits left. Who is signed in has their visits among their own data."""
    if page.visitor.member:
        return page.to("/my")
    kept, key = keeper.visits, await keeper.key()
    trace = Trace.opened(key, kept.cookie, page.visitor.cookies.get(kept.cookie)) if kept is not None else None
    person = await jk.do(person_of, trace.guest) if trace is not None and trace.guest else None
    if person is None or not person.guest:
        form = Form(page.visitor)
        form.problem = Problem(
            page.say("이 브라우저에서 남긴 방문 기록이 없습니다.", "This browser has left no record of a visit."),
            page.say(
                "방문 기록은 쿠키를 허용하신 경우에만 저장됩니다.",
                "Visits are recorded only if you allowed the cookie for it.",
            ),
        )
        return asked_page(page, jk, form)
    browser = request.headers.get("user-agent", "")
    token = await jk.do(enter, person, browser=browser, address=page.visitor.address)
    page.visitor.set_cookie(SESSION_COOKIE, token)
    return page.to("/my")
