"""Registers on paper and as CSV: whose print-out it is, when and what for stand on each page (safety notice §12); no
cell begins like a formula."""

from __future__ import annotations

import asyncio
import csv
import io
from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

from litestar import Request, get
from litestar.response import Response
from litestar.types import ControllerRouterHandler

from jikim.app import AsyncJikim
from jikim.handlers.sessions import Signed
from jikim.paper import Block, Paper, Paragraph, Table, pdf
from jikim.web.downloads import as_file
from jikim.web.member.as_csv import cell
from jikim.web.office.people.saying import head_of
from jikim.web.office.sheet import Sheet
from jikim.web.page import Page

Whole: TypeAlias = Callable[[Page, AsyncJikim, Signed, Request[Any, Any, Any]], Awaitable[Sheet]]


def register_files(path: str, name: str, whole: Whole) -> list[ControllerRouterHandler]:
    """A register as CSV and as PDF, beside its page."""

    @get(f"{path}.csv")
    async def as_csv(page: Page, jk: AsyncJikim, me: Signed, request: Request[Any, Any, Any]) -> Response[bytes]:
        return table_csv(page, me, f"{name}.csv", await whole(page, jk, me, request))

    @get(f"{path}.pdf")
    async def as_pdf(page: Page, jk: AsyncJikim, me: Signed, request: Request[Any, Any, Any]) -> Response[bytes]:
        return await table_pdf(page, me, f"{name}.pdf", await whole(page, jk, me, request))

    return [as_csv, as_pdf]


def table_csv(page: Page, me: Signed, name: str, sheet: Sheet) -> Response[bytes]:
    """A register as CSV, with a byte order mark so that a spreadsheet reads Hangul."""
    what = page.say("대장 내려받기", "download of the register")
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for line in (*head_of(page, me, what, "", page.now), (), sheet.head, *sheet.rows):
        writer.writerow([cell(value) for value in line])
    return as_file(name, "text/csv", ("\ufeff" + out.getvalue()).encode())


async def table_pdf(page: Page, me: Signed, name: str, sheet: Sheet) -> Response[bytes]:
    """A register as PDF."""
    foot = f"{page.say('대장 출력', 'print-out of the register')} · {me.name} ({me.handler}) · {page.moment(page.now)}"
    none = Paragraph(page.say("해당하는 내역이 없습니다.", "None."))
    body: list[Block] = [Table(sheet.head, sheet.rows, sheet.widths) if sheet.rows else none]
    paper = Paper(sheet.title, page.visitor.language, page.now, body, under=foot, foot=foot)
    return as_file(name, "application/pdf", await asyncio.to_thread(pdf, paper))
