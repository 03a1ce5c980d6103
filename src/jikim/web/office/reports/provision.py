"""The register of disclosures: what left, by receiver and month as a picture and a table, all of it as CSV, streamed, and
on paper."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Sequence
from typing import Any

from litestar import Request, get
from litestar.response import Response, Stream

from jikim.app import AsyncJikim
from jikim.handlers.sessions import Signed
from jikim.reports.provision import Provided, Summed, provided, summed
from jikim.web.office.reports.making import Days, days_of, made, paper
from jikim.web.office.sheet import Sheet, headers, streamed
from jikim.web.page import Page
from jikim.web.parts.bars import Bar, bars


def _receiver(page: Page, one: Provided | Summed) -> str:
    return one.then.receiver("processor" if one.entrusted else "recipient", one.to, page.visitor.language)


async def _summed(page: Page, jk: AsyncJikim, days: Days) -> Sheet:
    say = page.say
    found = await jk.do(summed, *days.moments(page))
    rows = [
        (
            page.month(one.month),
            _receiver(page, one),
            say("위탁", "entrusted") if one.entrusted else say("제공", "provided"),
            one.messages,
            one.people,
        )
        for one in found
    ]
    head = (
        say("월", "month"),
        say("누구에게", "to whom"),
        say("구분", "as"),
        say("건", "messages"),
        say("인원", "people"),
    )
    return Sheet(say("제공·위탁 대장", "Register of disclosures"), head, rows, (3, 4), (2, 4, 2, 1, 1))


def _columns(page: Page) -> Sequence[str]:
    say = page.say
    return (
        say("일시", "at"),
        say("누구에게", "to whom"),
        say("구분", "as"),
        say("정보주체 번호", "whose"),
        say("기록 번호", "record"),
        say("버전", "version"),
        say("항목", "items"),
        say("목적", "purpose"),
        say("상태", "state"),
    )


def _row(page: Page, one: Provided) -> Sequence[Any]:
    voice = one.then.voice(page.visitor.language)
    return (
        f"{one.at.astimezone(page.zone):%Y-%m-%d %H:%M:%S}",
        _receiver(page, one),
        page.say("위탁", "entrusted") if one.entrusted else page.say("제공", "provided"),
        str(one.subject),
        str(one.record),
        one.version,
        voice.items(one.items),
        voice.purpose(one.purpose) if one.purpose else "",
        one.state,
    )


@get("/office/reports/provision")
async def shown(page: Page, jk: AsyncJikim, me: Signed, request: Request[Any, Any, Any]) -> Response[str]:
    """By receiver and month."""
    days = days_of(page, jk, request)
    await made(page, jk, me, "provision", "page", days.said(page))
    sheet = await _summed(page, jk, days)
    totals: Counter[str] = Counter()
    for row in sheet.rows:
        totals[row[1]] += row[3]
    picture = bars(sheet.title, [Bar(name, count, "frozen") for name, count in totals.most_common()])
    return page.show(
        "office/reports/provision.html",
        days=days,
        sheet=sheet,
        picture=picture,
        clause=page.policy.clause("no-recipient"),
    )


@get("/office/reports/provision.csv")
async def as_csv(page: Page, jk: AsyncJikim, me: Signed, request: Request[Any, Any, Any]) -> Stream:
    """One line for each thing that left."""
    days = days_of(page, jk, request)
    head = await made(page, jk, me, "provision", "csv", days.said(page))
    since, until = days.moments(page)

    async def rows() -> AsyncIterator[Sequence[Sequence[Any]]]:
        last: Provided | None = None
        while found := await jk.do(provided, since, until, last):
            yield [_row(page, one) for one in found]
            last = found[-1]

    title = page.say("제공·위탁 대장", "Register of disclosures")
    return Stream(
        streamed(title, head, _columns(page), rows()),
        media_type="text/csv",
        headers=headers("provision", "csv", jk.now()),
    )


@get("/office/reports/provision.pdf")
async def as_pdf(page: Page, jk: AsyncJikim, me: Signed, request: Request[Any, Any, Any]) -> Response[bytes]:
    """On paper: by receiver and month."""
    days = days_of(page, jk, request)
    head = await made(page, jk, me, "provision", "pdf", days.said(page))
    sheet = await _summed(page, jk, days)
    return await paper(page, jk, [sheet], head, sheet.title, "provision")
