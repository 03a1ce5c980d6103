"""Asking for new consents: whom it would reach before, who answered what after. Never whose answer: only how many."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Response

from jikim.app import AsyncJikim
from jikim.disclosures.new_consents import ask_people, askings, end, reach
from jikim.handlers.sessions import Signed
from jikim.web.forms import Form
from jikim.web.office.entering.proving import prove_first
from jikim.web.office.me import actor_of, officer_only
from jikim.web.office.once import first_time
from jikim.web.page import Page
from jikim.web.visitor import Visitor

PATH = "/office/disclosures/asking"


async def _show(page: Page, jk: AsyncJikim, form: Form, **more: Any) -> Response[Any]:
    context = {"people": None, "done": None, **more}
    return page.show(
        "office/disclosures/asking.html",
        form=form,
        rows=await jk.do(askings),
        names=list(jk.policy.recipient_consents),
        today=jk.house.today(),
        **context,
    )


@get(PATH)
async def listed(page: Page, jk: AsyncJikim, me: Signed, visitor: Visitor) -> Response[Any]:
    """The requests, and the form of a new one."""
    officer_only(jk, me)
    return await _show(page, jk, Form(visitor))


@post(PATH, status_code=200)
async def asked(page: Page, jk: AsyncJikim, me: Signed, form: Form) -> Response[Any]:
    """First the account, how many would be asked; with `sure`, they are."""
    officer_only(jk, me)
    await prove_first(page, jk, me, PATH, form)
    form.need("name", "until")
    form.need_words("why_{}")
    subject = form.id("person")
    if form["person"] and subject is None:
        form.wrong("person", "정보주체 번호 형식이 아닙니다.", "this is not a person’s number")
    until = form.day("until")
    if not form.fine or until is None:
        return await _show(page, jk, form)
    people = await jk.do(reach, form["name"], subject)
    if not people:
        form.wrong(
            "name",
            "동의를 요청할 대상이 없습니다. 모두 동의했거나 이미 요청 중입니다.",
            "there is nobody to ask: all agreed, or are being asked already",
        )
        return await _show(page, jk, form)
    if form["sure"] != "yes":
        return await _show(page, jk, form, people=people)
    if not await first_time(page, jk, form):
        return await _show(page, jk, form)
    with form.catching():
        _, count = await jk.do(
            ask_people,
            form["name"],
            why_ko=form["why_ko"],
            why_en=form["why_en"],
            until=until,
            subject=subject,
            actor=await actor_of(jk, me),
        )
        return await _show(page, jk, Form(page.visitor), done=count)
    return await _show(page, jk, form)


@post(PATH + "/{number:uuid}/end", status_code=200)
async def ended(page: Page, jk: AsyncJikim, me: Signed, form: Form, number: FromPath[UUID]) -> Response[Any]:
    """Takes a request back."""
    officer_only(jk, me)
    with form.catching():
        await jk.do(end, number, actor=await actor_of(jk, me))
        return page.to(PATH)
    return await _show(page, jk, form)
