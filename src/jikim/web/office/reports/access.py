"""Access records of a span of days: a look on the page, all of it as CSV, streamed, and on paper."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Any

from litestar import Request, get
from litestar.response import Response, Stream

from jikim.app import AsyncJikim
from jikim.handlers.sessions import Signed
from jikim.policy.reasons import REASONS
from jikim.reports.access_records import Access, span
from jikim.reports.access_records import page as page_of
from jikim.web.office.deeds import deed
from jikim.web.office.reports.making import Days, days_of, made, paper
from jikim.web.office.sheet import Sheet, headers, streamed
from jikim.web.page import Page

SHOWN, ON_PAPER = 200, 2_000


def _filters(request: Request[Any, Any, Any]) -> tuple[bool, str]:
    return request.query_params.get("who") == "all", request.query_params.get("handler", "").strip()[:40]


async def _pages(jk: AsyncJikim, page: Page, days: Days, everybody: bool, handler: str) -> AsyncIterator[list[Access]]:
    since, until = days.moments(page)
    where = await jk.do(span, since, until)
    while where.low <= where.high:
        found, where = await jk.do(page_of, where, since, until, everybody=everybody, actor=handler)
        if found:
            yield found


async def _first(jk: AsyncJikim, page: Page, days: Days, everybody: bool, handler: str, most: int) -> list[Access]:
    found: list[Access] = []
    async for some in _pages(jk, page, days, everybody, handler):
        found += some
        if len(found) >= most:
            break
    return found[:most]


def _columns(page: Page) -> Sequence[str]:
    say = page.say
    return (
        say("원장 위치", "Position"),
        say("일시", "Time"),
        say("식별자", "Who"),
        say("접속지", "From"),
        say("수행 업무", "What was done"),
        say("정보주체 번호", "Person"),
        say("기록 번호", "Record number"),
        say("기록", "Record"),
        say("항목", "Items"),
        say("목적", "Purpose"),
        say("사유", "Reason"),
        say("거절", "Refused"),
    )


def _rows(page: Page, found: Sequence[Access], *, file: bool = False) -> list[Sequence[Any]]:
    """The rows for who reads them; for a spreadsheet (`file`) the moment is one that it sorts by."""
    language = page.visitor.language
    rows: list[Sequence[Any]] = []
    for one in found:
        event, _, end = one.event.rpartition(":")
        reason = REASONS.get(one.denied) if end == "denied" else None  # type: ignore[call-overload]
        refused = (
            ""
            if end != "denied"
            else page.say(reason.ko, reason.en)
            if reason is not None
            else page.say("거절", "refused")
        )
        rows.append(
            (
                one.position,
                f"{one.at.astimezone(page.zone):%Y-%m-%d %H:%M:%S}" if file else page.moment(one.at, seconds=True),
                one.actor,
                one.origin,
                deed(page, event),
                one.subject,
                one.record,
                one.told.kind(language),
                ", ".join(one.told.items(language)),
                one.told.purpose(language),
                one.reason,
                refused,
            )
        )
    return rows


@get("/office/reports/access")
async def shown(page: Page, jk: AsyncJikim, me: Signed, request: Request[Any, Any, Any]) -> Response[str]:
    """The first of them, and the ways to all."""
    days, (everybody, handler) = days_of(page, jk, request), _filters(request)
    await made(page, jk, me, "access", "page", days.said(page))
    found = await _first(jk, page, days, everybody, handler, SHOWN + 1)
    return page.show(
        "office/reports/access.html",
        days=days,
        everybody=everybody,
        handler=handler,
        rows=_rows(page, found[:SHOWN]),
        more=len(found) > SHOWN,
        columns=_columns(page),
        shown=SHOWN,
        clause=page.policy.clause("audit"),
    )


@get("/office/reports/access.csv")
async def as_csv(page: Page, jk: AsyncJikim, me: Signed, request: Request[Any, Any, Any]) -> Stream:
    """All of them, in pieces as they are read out."""
    days, (everybody, handler) = days_of(page, jk, request), _filters(request)
    head = await made(page, jk, me, "access", "csv", days.said(page))

    async def rows() -> AsyncIterator[Sequence[Sequence[Any]]]:
        async for some in _pages(jk, page, days, everybody, handler):
            yield _rows(page, some, file=True)

    title = page.say("접속 기록", "Access records")
    return Stream(
        streamed(title, head, _columns(page), rows()), media_type="text/csv", headers=headers("access", "csv", jk.now())
    )


@get("/office/reports/access.pdf")
async def as_pdf(page: Page, jk: AsyncJikim, me: Signed, request: Request[Any, Any, Any]) -> Response[bytes]:
    """On paper: the first two thousand, without the long numbers."""
    days, (everybody, handler) = days_of(page, jk, request), _filters(request)
    head = await made(page, jk, me, "access", "pdf", days.said(page))
    found = await _first(jk, page, days, everybody, handler, ON_PAPER + 1)
    columns, rows = _columns(page), _rows(page, found)
    keep = (1, 2, 3, 4, 5, 8, 9)
    cut = [tuple(str(row[n])[:8] if n == 5 else row[n] for n in keep) for row in rows]
    title = page.say("접속 기록", "Access records")
    sheet = Sheet(title, [columns[n] for n in keep], cut, (), (3, 3, 2, 2, 2, 3, 2))
    return await paper(page, jk, [sheet], head, title, "access")
