"""A report as a table: shown on a page, streamed as CSV that no spreadsheet runs, set on paper. Each carries what for,
who and when."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from litestar.response import Response

from jikim.paper import Block, Facts, Heading, Paper, Paragraph, Table
from jikim.web.downloads import attachment
from jikim.web.member.as_csv import cell
from jikim.web.page import Page

BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Sheet:
    """A table. `numbers` are its columns of numbers, `widths` their shares on paper, `notes` what stands under it."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[Any]]
    numbers: Sequence[int] = ()
    widths: Sequence[float] = ()
    notes: Sequence[str] = field(default=())


def lines(rows: Sequence[Sequence[Any]]) -> bytes:
    """Rows as CSV (RFC 4180); a cell that would be a formula gets an apostrophe."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\r\n").writerows([[cell(one) for one in row] for row in rows])
    return buffer.getvalue().encode()


def opening(title: str, head: Sequence[tuple[str, str]], columns: Sequence[str]) -> bytes:
    """How every CSV begins: its name, what for, who and when; then the columns."""
    return BOM + lines([(title,), *head, (), columns])


def headers(name: str, ending: str, at: datetime) -> dict[str, str]:
    return attachment(f"{name}-{at:%Y%m%d}.{ending}")


def csv_of(sheet: Sheet, head: Sequence[tuple[str, str]], name: str, at: datetime) -> Response[bytes]:
    """A sheet as a CSV file."""
    content = opening(sheet.title, head, sheet.head) + lines(sheet.rows)
    return Response(content, media_type="text/csv", headers=headers(name, "csv", at))


async def streamed(
    title: str, head: Sequence[tuple[str, str]], columns: Sequence[str], pages: AsyncIterator[Sequence[Sequence[Any]]]
) -> AsyncIterator[bytes]:
    """A CSV that is longer than memory should hold: its rows come in pages."""
    yield opening(title, head, columns)
    async for rows in pages:
        yield lines(rows)


def paper_of(
    page: Page, sheets: Sequence[Sheet], head: Sequence[tuple[str, str]], title: str, at: datetime, most: int = 2_000
) -> Paper:
    """Sheets on paper, one after another. What is beyond `most` rows stands in the CSV, and the paper says so."""
    blocks: list[Block] = [Facts(list(head))]
    for sheet in sheets:
        blocks.append(Heading(sheet.title))
        if not sheet.rows:
            blocks.append(Paragraph(page.say("없습니다.", "None."), soft=True))
            continue
        rows = [[_text(one) for one in row] for row in sheet.rows[:most]]
        blocks.append(Table(list(sheet.head), rows, list(sheet.widths)))
        if len(sheet.rows) > most:
            blocks.append(
                Paragraph(
                    page.say(
                        f"앞의 {most:,}행만 포함했습니다. 전체는 CSV로 내려받아 주세요.",
                        f"The first {most:,} lines; the CSV has all.",
                    ),
                    soft=True,
                )
            )
        blocks += [Paragraph(note, soft=True) for note in sheet.notes]
    foot = " · ".join(text for _, text in head[:3])
    controller = page.voice.text(page.policy.file.service.controller)
    return Paper(title, page.visitor.language, at, blocks, under=f"{controller} · {page.day(at)}", foot=foot)


def _text(value: Any) -> str:
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)
