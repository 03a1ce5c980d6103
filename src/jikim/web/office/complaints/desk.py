"""/office/complaints: the complaints desk (11.2). A complaint is found by its number; its words are opened on purpose, by a recorded use."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Response

from jikim.app import AsyncJikim
from jikim.app import desk_letters as telling
from jikim.db.driver import Steps
from jikim.desk.complaints import (
    KIND,
    WORDS,
    Complaint,
    close_complaint,
    complaint_by,
    complaints_closed,
    complaints_waiting,
    history_of,
    look_at,
    normal_number,
    take_complaint,
)
from jikim.desk.requests import is_here, person_of
from jikim.errors import ConflictError, DeniedError, JikimError
from jikim.handlers.sessions import Signed, acting
from jikim.paper import Block, Facts, Heading, Paper, Paragraph, pdf
from jikim.policy.period import day_of
from jikim.policy.render.voice import Voice
from jikim.uploads import unpack
from jikim.verbs.house import House
from jikim.web.forms import Form, Problem
from jikim.web.office.me import actor_of
from jikim.web.office.requests.letter import foot_of
from jikim.web.office.requests.words import common, read
from jikim.web.office.todo import Todo, haste_of
from jikim.web.page import Page

PAGE = 50


async def _common(page: Page, jk: AsyncJikim) -> dict[str, Any]:
    shared = await common(page, jk)
    return {**shared, "state_of": lambda state: page.say(*WORDS[state])}


@get("/office/complaints")
async def complaints(
    page: Page, jk: AsyncJikim, me: Signed, which: FromQuery[str] = "", after: FromQuery[str] = "", number: FromQuery[str] = ""
) -> Response[Any]:  # fmt: skip
    """The list; or the one of a number that somebody read out."""
    if number:
        return page.to(f"/office/complaints/{normal_number(number)}")
    run, house, actor = jk.driver.run, jk.house, await actor_of(jk, me, kind=KIND)
    cursor = _cursor(after)
    if which == "closed":
        rows = await run(complaints_closed(house, actor=actor, before=cursor, limit=PAGE + 1))
        more = f"{rows[PAGE - 1].closed}_{rows[PAGE - 1].ref.record}" if len(rows) > PAGE else ""
    else:
        behind = (cursor[0].date(), cursor[1]) if cursor else None
        rows = await run(complaints_waiting(house, actor=actor, after=behind, limit=PAGE + 1))
        more = f"{rows[PAGE - 1].due}_{rows[PAGE - 1].ref.record}" if len(rows) > PAGE else ""
    return page.show(
        "office/complaints/complaints.html", rows=rows[:PAGE], more=more, first=cursor is None, which=which if which == "closed" else "open",
        **await _common(page, jk),
    )  # fmt: skip


def _cursor(text: str) -> tuple[datetime, UUID] | None:
    at, _, number = text.partition("_")
    try:
        return datetime.fromisoformat(at), UUID(number)
    except ValueError:
        return None


async def _show(page: Page, jk: AsyncJikim, me: Signed, number: str, form: Form, **more: Any) -> Response[str]:
    run, house = jk.driver.run, jk.house
    one = await run(complaint_by(house, number))
    if one is None:
        await run(complaints_waiting(house, actor=await actor_of(jk, me, kind=KIND), limit=0))
        return page.show("office/complaints/none.html", status=404)
    steps = await run(history_of(house, one.ref, actor=await actor_of(jk, me, kind=KIND)))
    context: dict[str, Any] = {"words": {}, "files": [], "purpose": "", "opened_words": False, **more}
    return page.show(
        "office/complaints/complaint.html", form=form, one=one, steps=steps, person=await run(person_of(house, one.ref.subject)),
        here=await run(is_here(house, one.ref.subject)), path_of=f"/office/complaints/{one.number}",
        **context, **await _common(page, jk),
    )  # fmt: skip


@get("/office/complaints/{number:str}")
async def complaint(page: Page, jk: AsyncJikim, me: Signed, number: FromPath[str]) -> Response[str]:
    """One complaint, without a word of it."""
    return await _show(page, jk, me, number, Form(page.visitor))


@post("/office/complaints/{number:str}/open", status_code=200)
async def opened(page: Page, jk: AsyncJikim, me: Signed, number: FromPath[str]) -> Response[str]:
    """Opens its words, and so begins to look at it."""
    run, house = jk.driver.run, jk.house
    one = await run(complaint_by(house, number))
    if one is None:
        return await _show(page, jk, me, number, Form(page.visitor))
    # Who does not work at this desk is refused here.
    actor = await actor_of(jk, me, kind=KIND)
    await run(history_of(house, one.ref, actor=actor))
    if one.state == "received":
        # Where somebody else has begun to look at it meanwhile, that is as good.
        with suppress(ConflictError):
            await run(look_at(house, one.ref, actor=actor))
    words, purpose = await read(jk, me, one.ref, f"complaint {one.number}")
    files = unpack(words.pop("files", b""))
    return await _show(
        page, jk, me, number, Form(page.visitor), words=words, files=files, purpose=purpose, opened_words=True
    )


async def _act(page: Page, jk: AsyncJikim, me: Signed, number: str, form: Form, what: str) -> Response[Any]:
    one = await jk.driver.run(complaint_by(jk.house, number))
    if one is None:
        return await _show(page, jk, me, number, form)
    try:
        actor = await actor_of(jk, me, kind=KIND)
        steps: Steps[Any]
        if what == "take":
            steps = take_complaint(jk.house, one.ref, form["from"] or None, actor=actor)
        elif what == "answer":
            steps = telling.answer_complaint(jk.house, one.ref, form["answer"], actor=actor)
        else:
            steps = close_complaint(jk.house, one.ref, actor=actor)
        await jk.driver.run(steps)
    except ConflictError:
        form.problem = Problem(
            page.say("다른 담당자가 이 민원을 먼저 처리했습니다.", "Another handler has acted on this complaint in the meantime."),
            page.say("아래에서 현재 상태를 확인해 주세요.", "Its current state is shown below."),
        )  # fmt: skip
    except JikimError as error:
        form.caught(error)
    return page.to(f"/office/complaints/{one.number}") if form.fine else await _show(page, jk, me, number, form)


@post("/office/complaints/{number:str}/take", status_code=200)
async def taken(
    page: Page, jk: AsyncJikim, me: Signed, request: Request[Any, Any, Any], number: FromPath[str]
) -> Response[Any]:
    """Takes it on."""
    return await _act(page, jk, me, number, await Form.of(request), "take")


@post("/office/complaints/{number:str}/answer", status_code=200)
async def answered(
    page: Page, jk: AsyncJikim, me: Signed, request: Request[Any, Any, Any], number: FromPath[str]
) -> Response[Any]:
    """Answers it; the person is told that there is an answer."""
    return await _act(page, jk, me, number, await Form.of(request), "answer")


@post("/office/complaints/{number:str}/close", status_code=200)
async def closed(
    page: Page, jk: AsyncJikim, me: Signed, request: Request[Any, Any, Any], number: FromPath[str]
) -> Response[Any]:
    """It is over."""
    return await _act(page, jk, me, number, await Form.of(request), "close")


@get("/office/complaints/{number:str}/letter.pdf")
async def letter_pdf(page: Page, jk: AsyncJikim, me: Signed, number: FromPath[str]) -> Response[Any]:
    """The answer as a letter, with its purpose, who printed it and when."""
    run, house = jk.driver.run, jk.house
    one = await run(complaint_by(house, number))
    if one is None:
        return await _show(page, jk, me, number, Form(page.visitor))
    await run(history_of(house, one.ref, actor=await actor_of(jk, me, kind=KIND)))
    values, purpose = await read(jk, me, one.ref, f"letter of complaint {one.number}", ("name", "address", "answer"))
    made = await asyncio.to_thread(pdf, _letter(page, me, one, values, purpose))
    return Response(
        made, media_type="application/pdf",
        headers={"content-disposition": f'attachment; filename="complaint-{one.number}.pdf"', "cache-control": "no-store"},
    )  # fmt: skip


def _letter(page: Page, me: Signed, one: Complaint, values: dict[str, Any], purpose: str) -> Paper:
    voice = Voice(page.policy.file, one.language)
    say, name, answer = voice.say, str(values.get("name", "")), str(values.get("answer", ""))
    waits = say(
        "민원이 접수되었으며 위의 기한까지 답변드립니다.", "We received your complaint and answer it by the day above."
    )
    blocks: list[Block] = [
        Paragraph(say(f"{name} 님께" if name else f"민원 번호 {one.number}의 신청인께", name or f"To whoever complained under {one.number}")),
        Facts([
            (say("민원 번호", "Complaint"), one.number), (say("접수일", "Received"), voice.date(day_of(one.opened, page.zone))),
            (say("답변 기한", "To be answered by"), voice.date(one.due)),
        ]),
        *([Heading(say("답변", "Our answer")), Paragraph(answer)] if answer else [Paragraph(waits)]),
        Paragraph(f"{voice.date(day_of(page.now, page.zone))}\n{voice.text(page.policy.file.service.controller)}"),
    ]  # fmt: skip
    return Paper(
        say("민원에 대한 답변", "Our answer to your complaint") if answer else say("민원 접수 안내", "We have received your complaint"),
        one.language, page.now, blocks, under=voice.text(page.policy.file.service.name), foot=foot_of(page, me, voice, purpose),
    )  # fmt: skip


def todos(house: House, me: Signed) -> Steps[list[Todo]]:
    """Each complaint that waits for an answer, for who may see the desk."""
    actor = yield from acting(house, me, kind=KIND)
    try:
        rows = yield from complaints_waiting(house, actor=actor, limit=100)
    except DeniedError:
        return []
    today = house.today()
    return [
        Todo(haste_of(one.due, today), f"민원 {one.number} 답변", f"Answer complaint {one.number}", f"/office/complaints/{one.number}", one.due)
        for one in rows
        if one.waiting and (me.officer or one.owner in (None, me.handler))
    ]  # fmt: skip
