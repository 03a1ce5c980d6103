"""Papers that wait for one's own word, confirmed on the page of one's own grants, and the files that show papers
(10.7-10.9)."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Response

from jikim.app import AsyncJikim
from jikim.db.driver import Steps
from jikim.handlers.officers import officers
from jikim.handlers.papers import Paper, confirm_paper, scan_of, waiting_for
from jikim.handlers.register import accept_grant, words_of, worker
from jikim.handlers.sessions import Signed
from jikim.policy.ask import Actor
from jikim.policy.period import day_of
from jikim.verbs.house import House
from jikim.web.forms import Form
from jikim.web.office.entering.proving import prove_first
from jikim.web.office.handlers.listing import deputies_of, renewal_due
from jikim.web.office.me import actor_of
from jikim.web.office.todo import CONFIRM_OWN, Todo
from jikim.web.page import Page
from jikim.web.uploading import one_of
from jikim.web.visitor import Visitor


@get("/office/me")
async def mine(page: Page, jk: AsyncJikim, me: Signed, visitor: Visitor) -> Response[str]:
    """What I may do: each grant with its purposes, record kinds, items and end; and what waits for my word."""
    return await show(page, jk, me, Form(visitor))


@post("/office/me/{handler:str}/{paper:uuid}", status_code=200)
async def confirmed(
    page: Page, jk: AsyncJikim, me: Signed, form: Form, handler: FromPath[str], paper: FromPath[UUID]
) -> Response[Any]:
    """I was trained, or have taken a duty over: with a word."""
    await prove_first(page, jk, me, "/office/me", form)
    if form.need("word"):
        with form.catching():
            # It is one's own, whatever one may do beside.
            actor = Actor(me.kind if me.officer else "handler", me.handler, 0, me.address)
            await jk.do(confirm_paper, handler, paper, form["word"], actor=actor)
            return page.to("/office/me")
    return await show(page, jk, me, form)


@post("/office/me/grants/{number:int}", status_code=200)
async def accepted(page: Page, jk: AsyncJikim, me: Signed, form: Form, number: FromPath[int]) -> Response[Any]:
    """I know what a grant of mine reaches, and answer for it."""
    await prove_first(page, jk, me, "/office/me", form)
    with form.catching():
        await jk.do(accept_grant, number, actor=Actor(me.kind, me.handler, 0, me.address))
        return page.to("/office/me")
    return await show(page, jk, me, form)


@get("/office/handlers/{handler:str}/paper/{paper:uuid}/{n:int}")
async def file(
    jk: AsyncJikim, me: Signed, handler: FromPath[str], paper: FromPath[UUID], n: FromPath[int]
) -> Response[bytes]:
    """One file that shows a paper."""
    return one_of(await jk.do(scan_of, handler, paper, actor=await actor_of(jk, me)), n, jk.policy, "paper")


async def show(page: Page, jk: AsyncJikim, me: Signed, form: Form) -> Response[str]:
    """The page of what I may do, what waits for my word, and who stands in for me."""
    one, standings = await jk.do(worker, me.handler), await jk.do(officers)
    return page.show(
        "office/handlers/mine.html",
        **await deputies_of(jk, me.handler),
        form=form,
        worker=one,
        standing=standings.get(me.handler),
        givers=sorted(standings.keys() - {me.handler}),
        renewal=renewal_due(jk.house, one),
        reaches=await jk.do(words_of, me.grants),
        papers=await jk.do(waiting_for, me.handler),
        status=200 if form.fine else 422,
    )


def waiting(house: House, me: Signed, _by: date) -> Steps[list[Todo]]:
    """What waits for one's own word."""
    papers, today = (yield from waiting_for(house, me.handler)), house.today()
    given = [day_of(one.given, house.policy.zone) for one in me.grants if one.waits]
    told = [day for day in given if day < today]
    words = ("내 권한 확인", "Confirm your access rights")
    grants = (
        [Todo("second", *words, "/office/me#grants", CONFIRM_OWN, count=len(told), since=min(told))] if told else []
    )
    return [*grants, *(_todo(house, one) for one in papers)]


def _todo(house: House, one: Paper) -> Todo:
    words = (
        ("교육 이수 확인", "Confirm your training")
        if one.kind == "training"
        else (f"인수 확인: {one.handler}", f"Confirm the handover from {one.handler}")
    )
    return Todo("second", *words, "/office/me#confirm", CONFIRM_OWN, since=day_of(one.at, house.policy.zone))
