"""A session of the office begins in this browser, known to the handler from now on: in one place for every way in."""

from __future__ import annotations

from jikim.app import AsyncJikim
from jikim.handlers.browsers import LIFE, know_browser
from jikim.handlers.sessions import begin_office
from jikim.web.office.door import OFFICE_BROWSER, OFFICE_COOKIE
from jikim.web.visitor import Visitor


async def begin(jk: AsyncJikim, visitor: Visitor, handler: str) -> None:
    """Begins it. The caller has checked the proof. Raises DeniedError for who may hold no grant."""
    visitor.set_cookie(OFFICE_COOKIE, await jk.do(begin_office, handler, visitor.address))
    token = await jk.do(know_browser, handler, visitor.cookies.get(OFFICE_BROWSER, ""))
    visitor.set_cookie(OFFICE_BROWSER, token, int(LIFE.total_seconds()))
