"""Registers on paper and as CSV: whose print-out it is, when and what for stand on each page (safety notice §12); no
cell begins like a formula."""

from __future__ import annotations

import asyncio
import csv
import io
from collections.abc import Iterable, Sequence

from litestar.response import Response

from jikim.handlers.sessions import Signed
from jikim.paper import Block, Paper, Paragraph, Table, pdf
from jikim.web.downloads import as_file
from jikim.web.member.as_csv import cell
from jikim.web.office.people.saying import head_of
from jikim.web.page import Page


def table_csv(
    page: Page, me: Signed, name: str, head: Sequence[str], rows: Iterable[Sequence[object]], *, what: str
) -> Response[bytes]:
    """A register as CSV, with a byte order mark so that a spreadsheet reads Hangul. `what` is the purpose of the
    download."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for line in (*head_of(page, me, what, "", page.now), (), head):
        writer.writerow([cell(value) for value in line])
    for row in rows:
        writer.writerow([cell(value) for value in row])
    return as_file(name, "text/csv", ("\ufeff" + out.getvalue()).encode())


async def table_pdf(
    page: Page,
    me: Signed,
    name: str,
    title: str,
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    what: str,
    widths: Sequence[float] = (),
    blocks: Sequence[Block] = (),
) -> Response[bytes]:
    """A register as PDF. `what` is the purpose of the print-out."""
    foot = f"{what} · {me.name} ({me.handler}) · {page.moment(page.now)}"
    body: list[Block] = [*blocks]
    body.append(Table(head, rows, widths) if rows else Paragraph(page.say("해당하는 내역이 없습니다.", "None.")))
    made = await asyncio.to_thread(pdf, Paper(title, page.visitor.language, page.now, body, under=foot, foot=foot))
    return as_file(name, "application/pdf", made)
