"""Deputies as pages: named on the page of one's own grants, confirmed by an officer on the page of whose they are, called
off by either of the two."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from litestar import post
from litestar.params import FromPath
from litestar.response import Response

from jikim.app import AsyncJikim
from jikim.db.driver import Steps
from jikim.handlers.deputies import Deputy, confirm_deputy, deputies, end_deputy, name_deputy
from jikim.handlers.sessions import Signed
from jikim.policy.decide import deny
from jikim.policy.period import day_of
from jikim.verbs.house import House, error_of
from jikim.web.forms import Form
from jikim.web.office.entering.proving import prove_first
from jikim.web.office.handlers import one, papers
from jikim.web.office.me import actor_of, officer_only
from jikim.web.office.once import first_time
from jikim.web.office.todo import CONFIRM, Todo
from jikim.web.page import Page


@post("/office/deputies", status_code=200)
async def named(page: Page, jk: AsyncJikim, me: Signed, form: Form) -> Response[Any]:
    """Who stands in for me, by which grant of mine, on which days."""
    await prove_first(page, jk, me, "/office/me", form)
    form.need("stands_in", "grant", "first", "last")
    begin, end = form.day("first"), form.day("last")
    grant = form.whole("grant") or 0
    if form.fine and begin is not None and end is not None and await first_time(page, jk, form):
        with form.catching():
            await jk.do(name_deputy, form["stands_in"], grant, begin, end, actor=await actor_of(jk, me))
            return page.to("/office/me")
    return await papers.show(page, jk, me, form)


@post("/office/deputies/{deputy:uuid}/end", status_code=200)
async def called_off(page: Page, jk: AsyncJikim, me: Signed, form: Form, deputy: FromPath[UUID]) -> Response[Any]:
    """Called off by me, whether I named them or am the deputy."""
    found = await _of(jk, deputy)
    if me.handler not in (found.handler, found.stands_in):
        raise error_of(deny(jk.policy, "gone"))
    with form.catching():
        await jk.do(end_deputy, found, actor=await actor_of(jk, me))
        return page.to("/office/me")
    return await papers.show(page, jk, me, form)


@post("/office/handlers/{handler:str}/deputy/{deputy:uuid}", status_code=200)
async def decided(
    page: Page, jk: AsyncJikim, me: Signed, form: Form, handler: FromPath[str], deputy: FromPath[UUID]
) -> Response[Any]:
    """An officer confirms it, or refuses or ends it."""
    officer_only(jk, me)
    await prove_first(page, jk, me, f"/office/handlers/{handler}", form)
    found = await _of(jk, deputy)
    with form.catching():
        act = confirm_deputy if form["do"] == "confirm" else end_deputy
        await jk.do(act, found, actor=await actor_of(jk, me))
        return page.to(f"/office/handlers/{handler}")
    return await one.show(page, jk, form, handler)


async def _of(jk: AsyncJikim, number: UUID) -> Deputy:
    for found in await jk.do(deputies):
        if found.deputy == number:
            return found
    raise error_of(deny(jk.policy, "gone"))


def waiting(house: House, me: Signed, _by: date) -> Steps[list[Todo]]:
    """Deputies that wait for an officer who is neither of the two."""
    every = (yield from deputies(house)) if me.officer else []
    return [
        Todo(
            "second", f"대리 확인: {found.handler}", f"A deputy to confirm: {found.handler}", f"/office/handlers/{found.handler}", CONFIRM,
            since=day_of(found.named, house.policy.zone), about=f"/office/handlers/{found.handler}#{found.deputy}",
        )
        for found in every if found.waits and me.handler not in (found.handler, found.stands_in)
    ]  # fmt: skip
