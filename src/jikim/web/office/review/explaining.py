"""Explanations (소명): one's own to write, and for an officer those of others to judge."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Response

from jikim.app import AsyncJikim
from jikim.db.driver import Steps
from jikim.errors import ConflictError, JikimError
from jikim.handlers.sessions import Signed
from jikim.monitoring.explaining import PATH, explain, explanations, judge_explanation
from jikim.policy.ask import Actor
from jikim.policy.period import day_of
from jikim.verbs.house import House
from jikim.web.forms import Form, Problem
from jikim.web.office.me import actor_of, officer_only
from jikim.web.office.todo import JUDGE, Act, Todo, haste_of
from jikim.web.page import Page

EXPLAIN = Act("소명 작성", "Explain", "열람 사유", "what the access was for")


async def _show(page: Page, jk: AsyncJikim, me: Signed, form: Form) -> Response[Any]:
    rows = await jk.do(explanations, None if me.officer else me.handler)
    rows = sorted(rows, key=lambda one: one.reader != me.handler)
    return page.show("office/review/explanations.html", form=form, rows=rows, today=jk.house.today())


@get(PATH)
async def listed(page: Page, jk: AsyncJikim, me: Signed) -> Response[Any]:
    """One's own; an officer's view has everybody's."""
    return await _show(page, jk, me, Form(page.visitor))


def _caught(form: Form, error: JikimError, conflict: Problem) -> None:
    form.caught(error)
    if isinstance(error, ConflictError):
        form.problem = conflict


@post(PATH + "/{number:uuid}", status_code=200)
async def explained(page: Page, jk: AsyncJikim, me: Signed, form: Form, number: FromPath[UUID]) -> Response[Any]:
    """Its reader's words."""
    form.values["of"] = str(number)
    if form.need("words"):
        try:
            await jk.do(explain, number, form["words"], actor=Actor(me.kind, me.handler, 0, me.address))
        except JikimError as error:
            said = page.say("이미 제출한 소명입니다.", "It has been submitted already.")
            _caught(form, error, Problem(said, page.say("한 번만 제출할 수 있습니다.", "It can be submitted once.")))
    return page.to(PATH) if form.fine else await _show(page, jk, me, form)


@post(PATH + "/{number:uuid}/judge", status_code=200)
async def judged(page: Page, jk: AsyncJikim, me: Signed, form: Form, number: FromPath[UUID]) -> Response[Any]:
    """`do`: `fine` or `misuse`, with a reason."""
    officer_only(jk, me)
    form.values["of"] = str(number)
    if form["do"] not in ("fine", "misuse"):
        form.wrong("reason", "판단을 선택해 주세요", "please choose a judgement")
    if form.need("reason") and form.fine:
        try:
            await jk.do(judge_explanation, number, form["do"], form["reason"], actor=await actor_of(jk, me))
        except JikimError as error:
            said = page.say(
                "이미 판단했거나 소명을 기다리고 있습니다.",
                "It has been judged already, or its explanation is awaited.",
            )
            wait = page.say(
                "소명을 기다리는 동안에는 판단할 수 없습니다.", "While an explanation is awaited, it cannot be judged."
            )
            _caught(form, error, Problem(said, wait))
    return page.to(PATH) if form.fine else await _show(page, jk, me, form)


def waiting(house: House, me: Signed, _by: date) -> Steps[list[Todo]]:
    """One's own to write, by its day; and of access reviews those that can be judged, but one's own. A pause's is
    judged with the pause."""
    found, today = [], house.today()
    for one in (yield from explanations(house, None if me.officer else me.handler)):
        way = f"{PATH}#e-{one.number}"
        if one.reader == me.handler and one.said is None:
            ko, en = f"소명 요청: {one.ko}", f"Please explain: {one.en}"
            found.append(Todo(haste_of(one.due, today), ko, en, way, EXPLAIN, one.due, owner=me.handler))
        elif (
            me.officer
            and one.reader != me.handler
            and one.about.startswith("review:")
            and not one.verdict
            and one.heard(today)
        ):
            since = day_of(one.said or one.asked, house.policy.zone)
            ko, en = f"소명 판단: {one.reader}", f"An explanation to judge: {one.reader}"
            found.append(Todo("second", ko, en, way, JUDGE, since=since))
    return found
