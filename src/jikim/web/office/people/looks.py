"""Looks at values that rest and that the policy shows to nobody alone: what was asked for, and another person's yes or
no (5.8, 6.3)."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Response

from jikim.app import AsyncJikim
from jikim.db.driver import Steps
from jikim.errors import JikimError
from jikim.handlers.sessions import Signed
from jikim.policy.decide import deny
from jikim.policy.model.where import ReasonKind
from jikim.policy.render.terms import REASONS
from jikim.verbs.house import House, error_of
from jikim.verbs.looks import Look, look_of, looks
from jikim.web.forms import Form, Problem
from jikim.web.office.entering.proving import prove_first
from jikim.web.office.me import actor_of
from jikim.web.office.once import first_time
from jikim.web.office.people.saying import item_said, office_book
from jikim.web.office.todo import APPROVE, LOOK, Todo
from jikim.web.page import Page
from jikim.web.visitor import Visitor

STATES = {
    "asked": ("승인 대기", "waiting for approval"),
    "approved": ("승인됨", "approved"),
    "refused": ("거절됨", "refused"),
    "lapsed": ("유효 시간 지남", "expired"),
}


def decides(me: Signed, one: Look) -> bool:
    """Whether this handler may decide it: never who asked, and only with a grant for its purpose of keeping. The verb
    judges again."""
    return one.asker != me.handler and any(one.purpose in grant.keeping for grant in me.grants)


def mine(me: Signed, one: Look) -> bool:
    """Whether this handler sees it: who asked, who may decide, and officers."""
    return me.officer or one.asker == me.handler or decides(me, one)


@get("/office/people/looks")
async def listed(page: Page, jk: AsyncJikim, me: Signed, visitor: Visitor) -> Response[str]:
    """What was asked for of late; where this handler may decide, with the two buttons."""
    return await _listed(page, jk, me, Form(visitor))


async def _listed(page: Page, jk: AsyncJikim, me: Signed, form: Form) -> Response[str]:
    book, now = office_book(page), jk.now()
    rows = []
    for one in await jk.do(looks):
        if mine(me, one):
            over = one.until <= now and one.state != "refused"
            told = book.told(one.then)
            rows.append(
                {
                    "one": one,
                    "state": page.say(*STATES["lapsed" if over else one.state]),
                    "decides": one.state == "asked" and not over and decides(me, one),
                    "opens": one.state == "approved" and not over and one.asker == me.handler,
                    "record": told.voice.record(one.ref.kind),
                    "purpose": told.voice.text(one.then.policy.file.archive.purposes[one.purpose].label),
                    "reason_kind": page.say(*REASONS[ReasonKind(one.reason_kind)]),
                    "items": [item_said(told, one.ref.kind, item) for item in one.items],
                }
            )
    clause = page.policy.clause("kept-alone")
    return page.show("office/people/looks.html", rows=rows, form=form, clause=clause)


@post("/office/people/looks/{number:uuid}/decide", status_code=200)
async def decide(page: Page, jk: AsyncJikim, me: Signed, form: Form, number: FromPath[UUID]) -> Response[Any]:
    """The second person's yes or no."""
    one = await jk.do(look_of, number)
    if one is None or not mine(me, one):
        raise error_of(deny(page.policy, "gone"))
    await prove_first(page, jk, me, "/office/people/looks", form)
    actor = await actor_of(jk, me, one.purpose, kind=one.ref.kind)
    try:
        # What says neither yes nor no decides nothing.
        if form["decision"] in ("yes", "no") and await first_time(page, jk, form):
            await jk.by(actor).decide_look(number, form["decision"] == "yes")
    except JikimError as error:
        form.problem = Problem.of(error, page.visitor)
        return await _listed(page, jk, me, form)
    return page.to("/office/people/looks")


def waiting(house: House, me: Signed, _by: date) -> Steps[list[Todo]]:
    """Looks that wait for this handler's word, and this handler's own that may be opened now."""
    now, way, found = house.now(), "/office/people/looks", []
    for one in (yield from looks(house, 100)):
        day = one.until.astimezone(house.policy.zone).date()
        if one.until <= now:
            continue
        if one.state == "asked" and decides(me, one):
            said = (f"분리 보관 기록 열람 승인: {one.asker}", f"Archived record: approval requested by {one.asker}")
            found.append(Todo("second", *said, way, APPROVE, day, about=f"{way}:{one.number}"))
        elif one.state == "approved" and one.asker == me.handler:
            said = ("승인된 분리 보관 기록 열람: 한 시간 이내", "Archived record: approved, view it within the hour")
            found.append(Todo("due", *said, way, LOOK, day, about=f"{way}:{one.number}"))
    return found
