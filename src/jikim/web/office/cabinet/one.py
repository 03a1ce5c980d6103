"""One paper: where it lies, until when and why, and how it was destroyed."""

from __future__ import annotations

from typing import Any

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Response

from jikim.app import AsyncJikim
from jikim.cabinet.paper import Paper
from jikim.cabinet.paper_register import look_paper, paper_of
from jikim.cabinet.papers import METHODS, destroy_paper, move_paper
from jikim.cabinet.reckoning import retention_of
from jikim.handlers.register import workers
from jikim.handlers.sessions import Signed
from jikim.policy.decide import deny
from jikim.verbs.house import error_of
from jikim.web.forms import Form
from jikim.web.office.cabinet.listing import PATH
from jikim.web.office.entering.proving import prove_first
from jikim.web.office.me import actor_of, manned
from jikim.web.office.people.saying import office_book
from jikim.web.page import Page
from jikim.web.parts.card import sentence
from jikim.web.visitor import Visitor


async def _paper(jk: AsyncJikim, me: Signed, number: int) -> Paper:
    manned(jk, me)
    plain = await jk.do(paper_of, number) if number < 2**31 else None
    found = None
    if plain is not None:
        found = await jk.do(look_paper, number, actor=await actor_of(jk, me, kind=plain.kind))
    if found is None:
        raise error_of(deny(jk.policy, "gone"))
    return found


async def _show(page: Page, jk: AsyncJikim, me: Signed, found: Paper, form: Form) -> Response[Any]:
    others = [one for one in await jk.do(workers) if one.left is None and one.handler != me.handler]
    book = office_book(page)
    keeps = [sentence(book.told(of), keep) for of, keep in await jk.do(retention_of, found.kind, found.ref)]
    return page.show(
        "office/cabinet/paper.html",
        form=form,
        one=found,
        today=jk.house.today(),
        methods=METHODS,
        allowed=jk.policy.file.archive.paper,
        others=others,
        keeps=keeps,
        clause=jk.policy.clause("paper"),
    )


@get(PATH + "/{number:int}")
async def one(page: Page, jk: AsyncJikim, me: Signed, visitor: Visitor, number: FromPath[int]) -> Response[Any]:
    """The paper."""
    return await _show(page, jk, me, await _paper(jk, me, number), Form(visitor))


@post(PATH + "/{number:int}/move", status_code=200)
async def moved(page: Page, jk: AsyncJikim, me: Signed, form: Form, number: FromPath[int]) -> Response[Any]:
    """To another place."""
    found = await _paper(jk, me, number)
    if form.need("cabinet", "shelf"):
        with form.catching():
            await jk.do(
                move_paper, found, form["cabinet"], form["shelf"], actor=await actor_of(jk, me, kind=found.kind)
            )
            return page.to(f"{PATH}/{number}")
    return await _show(page, jk, me, found, form)


@post(PATH + "/{number:int}/destroy", status_code=200)
async def destroyed(page: Page, jk: AsyncJikim, me: Signed, form: Form, number: FromPath[int]) -> Response[Any]:
    """Confirms that it was shredded or burnt, with the day and who looked on."""
    found = await _paper(jk, me, number)
    await prove_first(page, jk, me, f"{PATH}/{number}", form)
    form.need("method", "day", "witness")
    day = form.day("day")
    here = {one.handler for one in await jk.do(workers) if one.left is None}
    if form["witness"] and form["witness"] not in here:
        form.wrong("witness", "현재 등록된 취급자가 아닙니다.", "not a current handler")
    if form.fine and day is not None:
        with form.catching():
            await jk.do(
                destroy_paper,
                found,
                method=form["method"],
                day=day,
                witness=form["witness"],
                actor=await actor_of(jk, me, kind=found.kind),
            )
            return page.to(f"{PATH}/{number}")
    return await _show(page, jk, me, await _paper(jk, me, number), form)
