"""Sessions: where a person is signed in, and ending any of it (clauses 8.3, 8.4)."""

from __future__ import annotations

from uuid import UUID

from litestar import get, post
from litestar.response import Redirect, Response

from jikim.accounts.sessions import Session, end_session, end_sessions, rules_of, sessions_of
from jikim.app import AsyncJikim
from jikim.cookies.rules import BROWSER
from jikim.web.account.entering import know_here
from jikim.web.door import SESSION_COOKIE
from jikim.web.forms import Form
from jikim.web.page import Page
from jikim.web.visitor import Visitor

# What browsers call themselves, the more telling name first.
BROWSERS = (
    ("Whale/", "Whale"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def browser_of(agent: str) -> str:
    """A browser and its system in words: `Whale, Windows`; empty for one that says nothing known."""
    names = [next((name for mark, name in table if mark in agent), "") for table in (BROWSERS, SYSTEMS)]
    return ", ".join(name for name in names if name)


@get("/sessions")
async def sessions(page: Page, jk: AsyncJikim, proven: Session) -> Response[str] | Redirect:
    """All of them, the newest first."""
    found = await jk.do(sessions_of, proven.subject)
    # Who acts for a child sees their own, and not from where the child comes.
    listed = [one for one in found if not proven.guardian or one.holder == proven.holder]
    return page.show(
        "account/sessions.html",
        listed=listed,
        rules=rules_of(jk.policy),
        browser_of=browser_of,
        changed=page.told == "password-changed",
    )


@post("/sessions/end")
async def end(page: Page, visitor: Visitor, jk: AsyncJikim, form: Form) -> Redirect:
    """Ends one session, or all the others, or every one with this."""
    session = visitor.session
    if session is None:
        return page.to("/sign-in", next="/sessions")
    which = form["session"]
    if session.guardian:
        which = str(session.session)
    if which == "others":
        await jk.do(end_sessions, session.subject, session.session)
        await know_here(visitor, jk, session.subject)
    elif which == "all":
        await jk.do(end_sessions, session.subject)
    else:
        try:
            await jk.do(end_session, session.holder, UUID(which))
        except ValueError:
            return page.to("/sessions")
    if which in ("all", str(session.session)):
        visitor.drop_cookie(SESSION_COOKIE)
        if which == "all" and visitor.browser:
            visitor.drop_cookie(BROWSER)
        return page.to("/")
    return page.to("/sessions")
