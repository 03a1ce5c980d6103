"""Coming back: who left a short while ago, or whose account was set apart because nobody used it, signs in and is asked.

Nothing of theirs is shown here: everything is hidden until they say that they come back.
"""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from jikim.app import AsyncJikim
from jikim.desk.impersonation import suspicion_of
from jikim.errors import ConflictError, DeniedError
from jikim.policy.ask import Actor
from jikim.web.account.entering import Answer, ask_back, come_in, passed
from jikim.web.forms import Form
from jikim.web.page import Page
from jikim.web.visitor import Visitor


@get("/come-back")
async def over(page: Page) -> Response[Any]:
    """Whoever asks signs in first: their pass stands in the form that they are shown then."""
    return _over(page)


@get("/come-back/{token:str}")
async def asked(page: Page, jk: AsyncJikim, token: FromPath[str]) -> Response[Any]:
    """By the link in a letter, to who has forgotten the password. Opening it uses it up for nobody."""
    found = await passed(jk, token)
    return ask_back(page, found[1], token, "") if found is not None else _over(page)


def _over(page: Page) -> Response[Any]:
    return page.show("account/come_back_over.html", status=410)


@post("/come-back")
async def answered(page: Page, visitor: Visitor, jk: AsyncJikim, request: Request[Any, Any, Any], form: Form) -> Answer:
    """Comes back and is signed in, or has it erased now."""
    # Who is back has nothing to decide here, nor who left anew since: a page that stayed open erases nobody.
    found = await passed(jk, form["to"])
    if found is None:
        return _over(page)
    (person, time), known = found
    if await jk.do(suspicion_of, person.subject) is not None:
        # It stands still until an officer has looked, and so does what it holds.
        return page.to("/stopped")
    actor = Actor("member", str(person.subject), 0, visitor.address)
    try:
        if form["what"] == "back":
            await jk.by(actor).come_back(person.subject, time=time)
            return await come_in(page, jk, request, person, form["next"])
        if not form.on("sure"):
            form.wrong("sure", "확인 표시를 해 주세요", "please tick this to confirm")
            return ask_back(page, known, form["to"], form["next"], form)
        await jk.by(actor).leave(person.subject, now=True, time=time)
    except (DeniedError, ConflictError):
        return _over(page)
    return page.show("account/erased.html")
