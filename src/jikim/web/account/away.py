"""Coming back: who left a short while ago, or whose account was set apart because nobody used it, signs in and is asked.

Nothing of theirs is shown here: everything is hidden until they say that they come back.
"""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.response import Redirect, Response

from jikim.app import AsyncJikim
from jikim.desk.impersonation import suspicion_of
from jikim.errors import ConflictError, DeniedError
from jikim.policy.ask import Actor
from jikim.store.rows import person_row
from jikim.web.account.entering import come_in, is_away, passed
from jikim.web.account.stepping import onward
from jikim.web.forms import Form
from jikim.web.page import Page
from jikim.web.visitor import Visitor

Answer = Response[Any] | Redirect


@get("/come-back")
async def asked(page: Page, jk: AsyncJikim, request: Request[Any, Any, Any]) -> Answer:
    """What the account is, until when, and the two ways on."""
    query = request.query_params
    return await _asked(page, jk, query.get("to", ""), query.get("next", ""))


async def _asked(page: Page, jk: AsyncJikim, sealed: str, following: str, form: Form | None = None) -> Answer:
    person = await passed(jk, sealed)
    known = await jk.driver.run(person_row(person.subject)) if person is not None else None
    if known is None or known.away is None or known.until is None or known.until <= jk.now():
        return page.show("account/come_back_over.html", status=410)
    return page.show(
        "account/come_back.html",
        form=form or Form(page.visitor),
        sealed=sealed,
        next=onward(following),
        dormant=known.away == "dormant",
        until=None if known.until.year > 9000 else known.until,
    )


@post("/come-back")
async def answered(page: Page, visitor: Visitor, jk: AsyncJikim, request: Request[Any, Any, Any], form: Form) -> Answer:
    """Comes back and is signed in, or has it erased now."""
    person = await passed(jk, form["to"])
    # Who is back has nothing to decide here: a page that stayed open erases nobody.
    if person is None or not await is_away(jk, person.subject):
        return page.show("account/come_back_over.html", status=410)
    if await jk.do(suspicion_of, person.subject) is not None:
        # It stands still until an officer has looked, and so does what it holds.
        return page.to("/stopped")
    actor = Actor("member", str(person.subject), 0, visitor.address)
    try:
        if form["what"] == "back":
            await jk.by(actor).come_back(person.subject)
            return await come_in(page, jk, request, person, form["next"])
        if not form.on("sure"):
            form.wrong("sure", "확인 표시를 해 주세요", "please tick this to confirm")
            return await _asked(page, jk, form["to"], form["next"], form)
        await jk.by(actor).leave(person.subject, now=True)
    except (DeniedError, ConflictError):
        return page.show("account/come_back_over.html", status=410)
    return page.show("account/erased.html")


PAGES = [asked, answered]
