"""The yearly notice of use and provision: whether it is owed, what one person's letter says, and the run that sends
them."""

from __future__ import annotations

from datetime import date
from typing import Any

from litestar import get, post
from litestar.response import Response

from jikim.app import AsyncJikim
from jikim.db.driver import Steps
from jikim.errors import JikimError
from jikim.handlers.sessions import Signed
from jikim.mail.letters import letter
from jikim.policy.model import Language
from jikim.reading.person import look
from jikim.reports.usage import begin, is_owed, notice, owed, runs
from jikim.verbs.house import House
from jikim.web.forms import Form, Problem
from jikim.web.office.entering.proving import prove_first
from jikim.web.office.me import actor_of, officer_only
from jikim.web.office.todo import Act, Todo
from jikim.web.page import Page
from jikim.web.visitor import Visitor


@get("/office/reports/usage")
async def shown(page: Page, jk: AsyncJikim, me: Signed, visitor: Visitor) -> Response[str]:
    """Whether one is owed, the years there were, and the form of a preview."""
    return await _show(page, jk, me, Form(visitor))


async def _show(page: Page, jk: AsyncJikim, me: Signed, form: Form, shown: Any = None) -> Response[str]:
    officer_only(jk, me)
    found, there = await jk.do(owed), await jk.do(runs)
    last = jk.house.today().year - 1
    return page.show(
        "office/reports/usage.html",
        form=form,
        owed=found,
        runs=there,
        last=last,
        begun=any(one.year == last for one in there),
        letter=shown,
        law=page.voice.statute(found.law.id) if found.law is not None else "",
    )


@post("/office/reports/usage/preview", status_code=200)
async def preview(page: Page, jk: AsyncJikim, me: Signed, form: Form) -> Response[Any]:
    """One person's letter as it would be, without their address. Recorded as a look at that person."""
    officer_only(jk, me)
    form.need("year")
    subject, year = form.id("subject"), form.whole("year", 4) or 0
    if form["year"] and not 2000 <= year <= jk.house.today().year:
        form.wrong("year", "연도를 2026 형식으로 입력해 주세요", "please enter the year as 2026")
    if subject is None:
        form.wrong(
            "subject",
            "정보주체 번호를 입력해 주세요. 정보주체 조회에서 확인할 수 있습니다.",
            "Please enter a person’s number. Look for it under People.",
        )
    if subject is None or not form.fine:
        return await _show(page, jk, me, form)
    known = await jk.do(look, subject, actor=await actor_of(jk, me))
    if known is None:
        form.wrong("subject", "해당 번호의 정보주체가 없습니다.", "Nobody has this number.")
        return await _show(page, jk, me, form)
    language: Language = page.visitor.language
    found = await jk.do(notice, subject, year)
    facts = {
        name: text for name, text in (("used", found.used_said(language)), ("went", found.went_said(language))) if text
    }
    written = letter(
        page.policy,
        jk.house.today(),
        language,
        "usage-notice",
        year=str(year),
        site=page.policy.file.service.url.rstrip("/"),
        **facts,
    )
    return await _show(page, jk, me, form, written)


@post("/office/reports/usage", status_code=200)
async def begun(page: Page, jk: AsyncJikim, me: Signed, form: Form) -> Response[Any]:
    """Begins last year's notices. The daily work sends them in batches, each person once."""
    officer_only(jk, me)
    await prove_first(page, jk, me, "/office/reports/usage", form)
    try:
        await jk.do(begin, jk.house.today().year - 1, actor=await actor_of(jk, me))
    except JikimError as error:
        form.problem = Problem.of(error, page.visitor)
        return await _show(page, jk, me, form)
    return page.to("/office/reports/usage")


def waiting(house: House, me: Signed, _by: date) -> Steps[list[Todo]]:
    """Last year's notices, where they are owed and have not begun."""
    if not me.officer:
        return []
    last = house.today().year - 1
    # Whether one is owed may take counting many people: asked last.
    if any(one.year == last for one in (yield from runs(house))) or not (yield from is_owed(house)):
        return []
    return [
        Todo(
            "open",
            f"{last}년 이용·제공 내역 통지",
            f"The notice of use and provision of {last}",
            "/office/reports/usage",
            Act("통지 시작", "Start", "발송 확인", "confirmation to send"),
        )
    ]
