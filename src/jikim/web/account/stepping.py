"""Who one is, proved a moment ago: what every page asks before it shows, changes or ends a person's data (clauses 7.2,
10.1).

What was typed into a form goes through the proof, sealed, and comes back to the form's own address: nobody types it
twice. Passwords and files do not.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from litestar import Request
from litestar.response import Redirect, Response

from jikim.app import AsyncJikim
from jikim.web.forms import NEVER_BACK, Form
from jikim.web.page import Page
from jikim.web.sealed_tokens import seal, unseal

KEPT = timedelta(hours=1)


def step_up_first(page: Page) -> Redirect | None:
    """None where a person is signed in and proved who they are within ten minutes; else the way to do so, and back."""
    session = page.visitor.session
    if session is None:
        return page.to("/sign-in", next=page.visitor.path)
    return None if session.fresh else page.to("/step-up", next=page.visitor.path)


async def step_up_keeping(
    page: Page, jk: AsyncJikim, request: Request[Any, Any, Any]
) -> Redirect | Response[str] | None:
    """As `step_up_first`, for what a form posts: the proof is asked for at once, and what was typed goes on from there."""
    first, session = step_up_first(page), page.visitor.session
    if first is None or session is None or session.guardian or session.kind == "guest":
        return first
    typed = await Form.of(request)
    fields = [(name, value) for name, values in typed.many.items() if _goes_on(name) for value in values]
    kept = await seal(
        jk, "kept", {"to": page.visitor.path, "of": session.subject.hex, "fields": fields, "files": [*typed.files]}
    )
    form = Form(page.visitor, {"next": page.visitor.path, "kept": kept, "files": "yes" if typed.files else ""})
    return page.show("account/step_up.html", status=403, form=form)


async def going_on(page: Page, jk: AsyncJikim, kept: str) -> Response[str] | None:
    """What was typed before the proof, with a button that sends it where it was to go; None where it is nobody's here,
    or too old.

    Files do not go through it: the page says so, and has their fields.
    """
    said, session = await unseal(jk, "kept", kept, within=KEPT), page.visitor.session
    if said is None or session is None or said["of"] != session.subject.hex:
        return None
    return page.show("account/go_on.html", to=onward(said["to"]), fields=said["fields"], files=said["files"])


def _goes_on(name: str) -> bool:
    return name not in NEVER_BACK and not name.startswith("_")


def onward(wanted: str, otherwise: str = "/my") -> str:
    """Where to go next: a page of this site, whatever was asked for."""
    fine = (
        wanted.startswith("/")
        and not wanted.startswith(("//", "/en/", "/ko/", "/sign-", "/step-up"))
        and "\\" not in wanted
    )
    return wanted if fine and wanted.isprintable() and len(wanted) <= 300 else otherwise
