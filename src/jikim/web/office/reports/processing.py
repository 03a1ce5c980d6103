"""The register of processing (ROPA), as a page, CSV and paper."""

from __future__ import annotations

from litestar import get
from litestar.response import Response

from jikim.app import AsyncJikim
from jikim.handlers.sessions import Signed
from jikim.reports.processing import Processing, held, processing, responsible
from jikim.web.office.people.saying import office_book
from jikim.web.office.reports.making import made, paper
from jikim.web.office.sheet import Sheet, csv_of
from jikim.web.page import Page


async def _lines(page: Page, jk: AsyncJikim) -> list[Processing]:
    return processing(page.policy.file, office_book(page).voice, await jk.do(held))


def _sheet(page: Page, lines: list[Processing]) -> Sheet:
    say = page.say
    rows = [
        (
            one.record,
            one.whose,
            "; ".join(f"{name} ({basis})" for name, basis, _ in one.purposes),
            one.items,
            one.channels,
            "; ".join(name for name, _ in one.recipients),
            "; ".join(f"{name}: {task}" for name, task, _ in one.processors),
            ", ".join(sorted({country for _, _, country in one.processors if country})),
            one.ends,
            "; ".join(one.keeps),
            one.live + one.ended,
            one.resting,
        )
        for one in lines
    ]
    head = (
        say("기록", "record"),
        say("정보주체", "of whom"),
        say("목적과 근거", "purposes and basis"),
        say("항목", "items"),
        say("수집 경로", "collected through"),
        say("제공받는 자", "recipients"),
        say("수탁자와 업무", "processors and tasks"),
        say("국외", "other countries"),
        say("이용 기간", "used until"),
        say("분리 보관", "then archived"),
        say("이용 중", "active"),
        say("분리 보관 중", "archived"),
    )
    return Sheet(say("개인정보 처리 대장", "Register of processing"), head, rows, (10, 11))


@get("/office/reports/processing")
async def shown(page: Page, jk: AsyncJikim, me: Signed) -> Response[str]:
    """One card for each record kind, in the fields of GDPR Art. 30."""
    await made(page, jk, me, "processing", "page")
    who = responsible(page.policy.file, office_book(page).voice)
    return page.show("office/reports/processing.html", lines=await _lines(page, jk), who=who)


@get("/office/reports/processing.csv")
async def as_csv(page: Page, jk: AsyncJikim, me: Signed) -> Response[bytes]:
    """For a spreadsheet."""
    head = await made(page, jk, me, "processing", "csv")
    return csv_of(_sheet(page, await _lines(page, jk)), head, "processing", jk.now())


@get("/office/reports/processing.pdf")
async def as_pdf(page: Page, jk: AsyncJikim, me: Signed) -> Response[bytes]:
    """On paper: a sheet for each record kind, for twelve columns fit no page."""
    head = await made(page, jk, me, "processing", "pdf")
    whole, say = _sheet(page, await _lines(page, jk)), page.say
    who = responsible(page.policy.file, office_book(page).voice)
    sheets = [
        Sheet(
            say("책임", "Responsible"),
            (say("구분", "field"), say("내용", "content")),
            [
                (say("개인정보처리자", "controller"), who.controller),
                (say("서비스", "service"), who.service),
                (say("보호책임자", "privacy officer"), f"{who.officer}, {who.contact}"),
                *((say("안전성 확보조치", "safeguard"), name) for name, _ in who.safeguards),
            ],
            (),
            (1, 3),
        )
    ]
    for row in whole.rows:
        pairs = [(name, value) for name, value in zip(whole.head[1:], row[1:], strict=True) if value != ""]
        sheets.append(Sheet(str(row[0]), (say("구분", "field"), say("내용", "content")), pairs, (), (1, 3)))
    return await paper(page, jk, sheets, head, whole.title, "processing")
