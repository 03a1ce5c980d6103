"""The cabinet: what lies where, what is due, what went; a new paper; labels for a sheet."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.response import Response

from jikim.app import AsyncJikim
from jikim.cabinet.paper import WITHIN, Paper
from jikim.cabinet.paper_register import HIGHEST, counts, paper_of, papers
from jikim.cabinet.papers import METHODS, enter_paper
from jikim.db.driver import Steps
from jikim.handlers.sessions import Signed
from jikim.mail.letters import site_of
from jikim.paper import Label, label_sheet
from jikim.policy.decide import deny
from jikim.store.holding import Ref
from jikim.store.rows import record_rows
from jikim.verbs.house import House, error_of
from jikim.web.downloads import as_file
from jikim.web.forms import Form
from jikim.web.office.disclosures.printing import table_csv
from jikim.web.office.me import actor_of, manned
from jikim.web.office.once import first_time
from jikim.web.office.sheet import Sheet
from jikim.web.office.todo import DESTROY, MOVE, Todo, haste_of
from jikim.web.page import Page
from jikim.web.visitor import Visitor

SIZE, MOST, SHEET = 50, 5_000, 200
PATH = "/office/cabinet"


def number_of(text: str) -> int | None:
    """A paper's number, from its label (`J-000012`), a scanned address or plain digits."""
    digits = text.strip().rpartition("/")[2].upper().removeprefix("J-")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 9 else None


async def _show(page: Page, jk: AsyncJikim, form: Form, request: Request[Any, Any, Any]) -> Response[Any]:
    given = request.query_params
    which, cabinet = given.get("which", "kept"), given.get("cabinet", "").replace("\0", "")
    before = number_of(given.get("before", "")) or HIGHEST
    due = jk.house.today() if which == "due" else None
    state = {"gone": "destroyed", "apart": "apart"}.get(which, "kept")
    rows = await jk.do(papers, state=state, due=due, cabinet=cabinet, before=before, limit=SIZE + 1)
    return page.show(
        "office/cabinet/list.html",
        form=form,
        rows=rows[:SIZE],
        more=rows[SIZE - 1].number if len(rows) > SIZE else 0,
        which=which,
        cabinet=cabinet,
        counts=await jk.do(counts),
        today=jk.house.today(),
        methods=METHODS,
    )


@get(PATH)
async def listed(
    page: Page, jk: AsyncJikim, me: Signed, visitor: Visitor, request: Request[Any, Any, Any]
) -> Response[Any]:
    """What lies there, is due, or went; one cabinet or all."""
    manned(jk, me)
    return await _show(page, jk, Form(visitor), request)


@get(PATH + "/find")
async def found(
    page: Page, jk: AsyncJikim, me: Signed, visitor: Visitor, request: Request[Any, Any, Any]
) -> Response[Any]:
    """A paper by the number on its label: what a scanner types goes in here."""
    manned(jk, me)
    number = number_of(request.query_params.get("number", ""))
    if number is not None and await jk.do(paper_of, number) is not None:
        return page.to(f"{PATH}/{number}")
    form = Form(visitor, {"number": request.query_params.get("number", "")})
    form.wrong(
        "number",
        "해당 번호의 종이 문서가 없습니다. 예: J-000012",
        "no document has this number; numbers look like J-000012",
    )
    return await _show(page, jk, form, request)


def _record_of(house: House, subject: UUID, record: UUID) -> Steps[int | None]:
    rows = yield from record_rows(subject, house.now(), record=record)
    return rows[0].kind if rows else None


@post(PATH, status_code=200)
async def entered(page: Page, jk: AsyncJikim, me: Signed, request: Request[Any, Any, Any], form: Form) -> Response[Any]:
    """Enters a paper: of a record, or of a kind alone."""
    manned(jk, me)
    form.need("kind", "cabinet", "shelf")
    ref = None
    received = form.day("received")
    if form["person"] or form["record"]:
        subject, record = form.id("person"), form.id("record")
        kind = await jk.do(_record_of, subject, record) if subject and record else None
        if subject and record and kind is not None:
            ref = Ref(subject, record, jk.policy.name("record", kind))
            form.values["kind"] = ref.kind
        else:
            form.wrong(
                "record",
                "해당 정보주체에게 없는 기록입니다. 두 번호를 다시 확인해 주세요.",
                "this person has no such record: please check both numbers",
            )
    if form.fine and await first_time(page, jk, form):
        with form.catching():
            made = await jk.do(
                enter_paper,
                form["kind"],
                cabinet=form["cabinet"],
                shelf=form["shelf"],
                received=received,
                ref=ref,
                note=form["note"],
                actor=await actor_of(jk, me, kind=form["kind"]),
            )
            return page.to(f"{PATH}/{made.number}")
    return await _show(page, jk, form, request)


@get(PATH + "/labels.pdf")
async def labels(page: Page, jk: AsyncJikim, me: Signed, request: Request[Any, Any, Any]) -> Response[bytes]:
    """A sheet of labels: of these numbers (`numbers=3,4`), or of the newest. A label says number, place and kind,
    nobody's name."""
    manned(jk, me)
    asked = [number_of(one) for one in request.query_params.get("numbers", "").split(",") if one.strip()]
    rows: list[Paper] = []
    if asked:
        for number in [one for one in asked if one is not None][:SHEET]:
            one = await jk.do(paper_of, number)
            rows += [one] if one is not None and one.state == "kept" else []
    else:
        rows = await jk.do(papers, limit=24)
    if not rows:
        raise error_of(deny(jk.policy, "gone"))
    site = site_of(jk.settings, jk.policy)
    made = [
        Label(
            one.label,
            f"{site}{PATH}/{one.number}",
            (one.of.label(page.visitor.language), f"{one.cabinet} · {one.shelf}"),
        )
        for one in rows
    ]
    return as_file(
        "labels.pdf", "application/pdf", await asyncio.to_thread(label_sheet, made, page.visitor.language, page.now)
    )


@get(PATH + "/papers.csv")
async def listed_csv(page: Page, jk: AsyncJikim, me: Signed, request: Request[Any, Any, Any]) -> Response[bytes]:
    """What was destroyed, or (`which=kept`) what lies there, as CSV."""
    manned(jk, me)
    state = "kept" if request.query_params.get("which") == "kept" else "destroyed"
    rows = await jk.do(papers, state=state, limit=MOST)
    head = (
        page.say("번호", "number"),
        page.say("종류", "kind"),
        page.say("서류함", "cabinet"),
        page.say("칸", "shelf"),
        page.say("접수일", "received"),
        page.say("파기 예정일", "due"),
        page.say("파기일", "destroyed"),
        page.say("방법", "method"),
        page.say("파기 담당자", "by"),
        page.say("입회", "witness"),
    )
    lines = [
        (
            one.label,
            one.of.label(page.visitor.language),
            one.cabinet,
            one.shelf,
            one.received.isoformat(),
            one.due.isoformat() if one.due else "",
            one.destroyed.isoformat() if one.destroyed else "",
            page.say(*METHODS[one.method]) if one.method else "",
            one.done_by,
            one.witness,
        )
        for one in rows
    ]
    return table_csv(page, me, "papers.csv", Sheet("", head, lines))


def waiting(house: House, me: Signed, _by: date) -> Steps[list[Todo]]:
    """Papers that are due, and papers whose record rests although they lie among those in use."""
    if not me.grants:
        return []
    found, today, todos = (yield from counts(house)), house.today(), list[Todo]()
    if found.due:
        last, words = (found.first or today) + WITHIN, ("파기할 종이 문서", "Papers to destroy")
        way = f"{PATH}?which=due"
        todos.append(Todo(haste_of(last, today), *words, f"{PATH}/shredding", DESTROY, last, found.due, about=way))
    if found.mixed:
        last, words = (
            (found.mixed_since or today) + WITHIN,
            ("분리 보관함으로 옮길 종이 문서", "Papers for the separate cabinet"),
        )
        todos.append(Todo(haste_of(last, today), *words, f"{PATH}?which=apart", MOVE, last, found.mixed))
    return todos
