"""Who one is, proved a moment ago: what every page asks before it shows, changes or ends a person's data (clauses 7.2,
10.1).

What was typed into a form goes through the proof (`web/typed.py`).
"""

from __future__ import annotations

from typing import Any

from litestar import Request
from litestar.response import Response

from jikim.accounts.sessions import Session
from jikim.app import AsyncJikim
from jikim.policy.people import is_guest
from jikim.web.forms import Form
from jikim.web.page import AnsweredError, Page
from jikim.web.typed import keep_typed, typed_before


async def proven(page: Page, jk: AsyncJikim, request: Request[Any, Any, Any]) -> Session:
    """The parameter `proven` of a page: who is signed in and proved who they are within ten minutes.

    Everybody else is answered with the way to do so, and back. What a form posted goes on from there. Raises StoreError
    where it cannot be known now: whoever is signed in is not asked to sign in.
    """
    session = page.visitor.session
    if page.visitor.unreached is not None:
        raise page.visitor.unreached
    if session is not None and session.fresh:
        return session
    if session is None:
        raise AnsweredError(page.to("/sign-in", next=page.visitor.path))
    if request.method == "GET" or session.guardian or is_guest(session.kind):
        raise AnsweredError(page.to("/step-up", next=page.visitor.path))
    typed = await Form.of(request)
    kept = await keep_typed(jk, typed, page.visitor.path, session.subject.hex)
    form = Form(page.visitor, {"next": page.visitor.path, "kept": kept, "files": "yes" if typed.files else ""})
    raise AnsweredError(ask_proof(page, jk, form, status=403))


def ask_proof(page: Page, jk: AsyncJikim, form: Form, *, status: int = 200) -> Response[str]:
    """The page of the proof: by the password, or by signing in anew with an account elsewhere."""
    return page.show("account/step_up.html", status=status, form=form, others=jk.settings.oidc)


async def going_on(page: Page, jk: AsyncJikim, kept: str) -> Response[str] | None:
    """What was typed before the proof, with a button that sends it where it was to go; None where it is nobody's here,
    or too old.

    Files do not go through it: the page says so, and has their fields.
    """
    session = page.visitor.session
    typed = await typed_before(jk, kept, session.subject.hex) if session is not None else None
    if typed is None:
        return None
    return page.show("account/go_on.html", to=onward(typed.to), fields=typed.fields, files=typed.files)


def onward(wanted: str, otherwise: str = "/my") -> str:
    """Where to go next: a page of this site, whatever was asked for."""
    fine = (
        wanted.startswith("/")
        and not wanted.startswith(("//", "/en/", "/ko/", "/sign-", "/step-up"))
        and "\\" not in wanted
    )
    return wanted if fine and wanted.isprintable() and len(wanted) <= 300 else otherwise
