"""Who does not join again after misuse: what bars somebody, by measure and day, and an objection that is right."""

from __future__ import annotations

from typing import Any

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Response

from jikim.app import AsyncJikim
from jikim.desk.barring import bars, lift_bar
from jikim.handlers.sessions import Signed
from jikim.web.forms import Form
from jikim.web.office.me import actor_of, officer_only, refuse
from jikim.web.office.requests.words import common
from jikim.web.page import Page
from jikim.web.visitor import Visitor


@get("/office/rejoining")
async def listed(page: Page, jk: AsyncJikim, me: Signed, visitor: Visitor) -> Response[str]:
    """What stands, the earliest end first: no hash is shown, and no name is known."""
    _asked(jk, me)
    return await _listed(page, jk, Form(visitor))


def _asked(jk: AsyncJikim, me: Signed) -> None:
    """Raises DeniedError where the policy bars nobody, and for a handler."""
    if jk.policy.file.rejoining is None:
        refuse(jk, "gone")
    officer_only(jk, me)


async def _listed(page: Page, jk: AsyncJikim, form: Form, typed: str = "") -> Response[str]:
    """`typed`: by which measure's form it came."""
    declared = jk.policy.file.items
    rows = [
        (one, page.voice.join([page.voice.item(name) if name in declared else name for name in one.items]))
        for one in await jk.do(bars)
    ]
    return page.show(
        "office/people/rejoining.html",
        rows=rows,
        form=form,
        typed=typed,
        none_typed=Form(page.visitor),
        lifted=page.told,
        clause=jk.policy.clause("rejoining"),
        **await common(page, jk),
    )


@post("/office/rejoining/{number:str}", status_code=200)
async def lifted(page: Page, jk: AsyncJikim, me: Signed, form: Form, number: FromPath[str]) -> Response[Any]:
    """Lifts what came of a measure, with the reason, which is recorded."""
    _asked(jk, me)
    if form.need("reason"):
        with form.catching():
            await jk.do(lift_bar, number, form["reason"], actor=await actor_of(jk, me))
            return page.to("/office/rejoining", said=number)
    return await _listed(page, jk, form, number)
