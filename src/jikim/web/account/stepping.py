"""Who one is, proved a moment ago: what every page asks before it shows, changes or ends a person's data (clauses 7.2, 10.1)."""

from __future__ import annotations

from litestar.response import Redirect

from jikim.web.page import Page


def step_up_first(page: Page) -> Redirect | None:
    """None where a person is signed in and proved who they are within ten minutes; else the way to do so, and back."""
    session = page.visitor.session
    if session is None:
        return page.to("/sign-in", next=page.visitor.path)
    return None if session.fresh else page.to("/step-up", next=page.visitor.path)


def onward(wanted: str, otherwise: str = "/my") -> str:
    """Where to go next: a page of this site, whatever was asked for."""
    fine = wanted.startswith("/") and not wanted.startswith(("//", "/en/", "/sign-", "/step-up")) and "\\" not in wanted
    return wanted if fine and wanted.isprintable() and len(wanted) <= 300 else otherwise
