"""All reports on one page, with what is held, what went and what was destroyed as pictures; and the register of
destructions on paper."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from litestar import get
from litestar.response import Response

from jikim.app import AsyncJikim
from jikim.handlers.sessions import Signed
from jikim.policy.period import day_of, start_of
from jikim.reports.destruction import Certificate, certificates
from jikim.reports.processing import held
from jikim.reports.provision import summed
from jikim.web.office.calendar.certificates import register_sheet
from jikim.web.office.calendar.picture import months_from, next_month
from jikim.web.office.me import officer_only
from jikim.web.office.people.saying import office_book
from jikim.web.office.reports.making import made, paper
from jikim.web.page import Page
from jikim.web.parts.bars import Bar, bars


@get("/office/reports")
async def index(page: Page, jk: AsyncJikim, me: Signed) -> Response[str]:
    """The reports, and three pictures of the last twelve months."""
    officer_only(jk, me)
    book, today = office_book(page), jk.house.today()
    counts = await jk.do(held)
    first = (today.replace(day=1) - timedelta(days=335)).replace(day=1)
    months = list(months_from(first, 12))
    span = (start_of(first, page.zone), start_of(next_month(months[-1]), page.zone))
    gone: Counter[date] = Counter()
    for one in await jk.do(certificates, since=span[0], limit=2_000):
        gone[day_of(one.at, page.zone).replace(day=1)] += one.count
    went: Counter[str] = Counter()
    for sent in await jk.do(summed, *span):
        went[sent.then.receiver("processor" if sent.entrusted else "recipient", sent.to, page.visitor.language)] += (
            sent.messages
        )
    say = page.say
    holding = [
        Bar(f"{book.voice.record(kind)}", live + ended, "live")
        for kind, (live, ended, _) in counts.items()
        if live + ended
    ]
    resting = [Bar(f"{book.voice.record(kind)}", rests, "rest") for kind, (_, _, rests) in counts.items() if rests]
    pictures = [
        (say("이용 중인 기록", "Active records"), holding),
        (say("분리 보관 중인 기록", "Archived records"), resting),
        (
            say("월별 파기 건수", "Destroyed, by month"),
            [Bar(page.month(one), gone[one], "bar-gone") for one in months] if gone else [],
        ),
        (
            say("제공과 위탁 (최근 12개월)", "Provided and entrusted (twelve months)"),
            [Bar(name, count, "frozen") for name, count in went.most_common()],
        ),
    ]
    return page.show("office/reports/index.html", pictures=[(title, bars(title, rows)) for title, rows in pictures])


@get("/office/reports/destruction.pdf")
async def destruction_pdf(page: Page, jk: AsyncJikim, me: Signed) -> Response[bytes]:
    """The register of destructions as a paper."""
    head = await made(page, jk, me, "destruction", "pdf")
    found: list[Certificate] = []
    while len(found) < 2_000 and (some := await jk.do(certificates, before=found[-1] if found else None, limit=500)):
        found += some
    sheet = register_sheet(page, found)
    narrow = type(sheet)(
        sheet.title,
        sheet.head,
        [(str(row[0])[:8], *row[1:]) for row in sheet.rows],
        sheet.numbers,
        (2, 3, 2, 3, 1, 2.4, 3, 1.2, 2, 1.8),
    )
    return await paper(page, jk, [narrow], head, sheet.title, "destruction")
