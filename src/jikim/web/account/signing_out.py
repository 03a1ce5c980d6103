"""Signing out: the session ends on the server, and its cookie with it."""

from __future__ import annotations

from litestar import post
from litestar.response import Redirect

from jikim.accounts.sessions import end_session
from jikim.app import AsyncJikim
from jikim.web.door import SESSION_COOKIE
from jikim.web.page import Page
from jikim.web.visitor import Visitor


@post("/sign-out")
async def sign_out(page: Page, visitor: Visitor, jk: AsyncJikim) -> Redirect:
    """Ends this session."""
    if visitor.session is not None:
        await jk.do(end_session, visitor.session.holder, visitor.session.session)
    visitor.drop_cookie(SESSION_COOKIE)
    return page.to("/")
