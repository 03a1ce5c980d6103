"""Coming in: a session begins and its cookie goes out, in one place for every way in."""

from __future__ import annotations

from typing import Any

from litestar import Request
from litestar.response import Redirect

from jikim.accounts.sessions import end_session, enter
from jikim.app import AsyncJikim
from jikim.desk.impersonation import suspicion_of
from jikim.verbs.collect import Person
from jikim.web.account.stepping import onward
from jikim.web.door import SESSION_COOKIE
from jikim.web.page import Page


async def come_in(
    page: Page, jk: AsyncJikim, request: Request[Any, Any, Any], person: Person, to: str = "", guardian: bool = False
) -> Redirect:
    """Signs a person in, in this browser, and goes on. Whoever was signed in here before is signed out."""
    visitor = page.visitor
    if await jk.driver.run(suspicion_of(jk.house, person.subject)) is not None:
        # Its sessions would not open: whoever has its password learns where to turn.
        return page.to("/stopped")
    if visitor.session is not None:
        await jk.driver.run(end_session(jk.house, visitor.session.subject, visitor.session.session))
    browser = request.headers.get("user-agent", "")
    token = await jk.driver.run(enter(jk.house, person, browser=browser, address=visitor.address, guardian=guardian))
    visitor.set_cookie(SESSION_COOKIE, token)
    return page.to(onward(to))
