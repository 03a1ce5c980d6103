"""Inspections of several processors on one page: each ticked one with its result and its evidence, in words, as a file
of its own, or by one file that shows all of them (4.7)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from litestar import get, post
from litestar.response import Response

from jikim.app import AsyncJikim
from jikim.handlers.sessions import Signed
from jikim.processors.inspections import Result, record_inspection
from jikim.processors.processor_status import ProcessorStatus, processor_statuses
from jikim.web.forms import Form
from jikim.web.multipart import FILES
from jikim.web.office.me import actor_of, officer_only
from jikim.web.office.processors.waiting import INSPECTIONS
from jikim.web.office.todo import SOON
from jikim.web.office.together import MOST, each
from jikim.web.page import Page
from jikim.web.uploading import packed


def key_of(one: ProcessorStatus) -> str:
    return f"{one.space}.{one.name}"


async def _rows(jk: AsyncJikim) -> dict[str, ProcessorStatus]:
    """Who is inspected, the one whose day comes first before the others."""
    every = [one for one in await jk.do(processor_statuses, jk.settings.endpoints) if one.next and one.over is None]
    return {key_of(one): one for one in sorted(every, key=lambda one: one.next or date.max)[:MOST]}


async def _show(page: Page, jk: AsyncJikim, form: Form, refused: Mapping[str, Form], done: int) -> Response[Any]:
    rows = await _rows(jk)
    return page.show(
        "office/processors/inspections.html",
        form=form,
        rows=rows,
        refused=refused,
        done=done,
        today=jk.house.today(),
        blank=Form(page.visitor),
        picked=[] if form.values else [key for key, one in rows.items() if _soon(jk, one)],
        status=422 if refused else 200,
    )


def _soon(jk: AsyncJikim, one: ProcessorStatus) -> bool:
    """Whether today's list names it: it is ticked from the first."""
    return one.next is not None and one.next <= jk.house.today() + SOON


@get(INSPECTIONS)
async def inspections(page: Page, jk: AsyncJikim, me: Signed) -> Response[Any]:
    """The rows."""
    officer_only(jk, me)
    return await _show(page, jk, Form(page.visitor), {}, 0)


@post(INSPECTIONS, status_code=200, opt=FILES)
async def inspected(page: Page, jk: AsyncJikim, me: Signed, form: Form) -> Response[Any]:
    """Records each that is ticked."""
    officer_only(jk, me)
    rows, actor = await _rows(jk), await actor_of(jk, me)
    form.need("day")
    form.day("day")
    of_all = await packed(form, jk.settings)

    async def act(key: str, row: Form) -> None:
        files = await packed(row, jk.settings) or of_all
        if not row.fine or not form.fine:
            return
        result: Result = "findings" if row["result"] == "findings" else "sound"
        given = {"day": form["day"], "text": row["text"]}
        await jk.do(record_inspection, rows[key].space, rows[key].name, result, given, files, actor=actor)

    done, refused = await each(page, jk, form, list(rows), act)
    # What was done is told by the answer itself; an address could tell of what was not.
    again = Form(page.visitor) if form.fine and not refused else form
    return await _show(page, jk, again, refused, len(done))
