"""What every report has: an officer who has it made, recorded; a span of days; a head with purpose, person and time;
its PDF."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from litestar import Request
from litestar.response import Response

from jikim.app import AsyncJikim
from jikim.handlers.sessions import Signed
from jikim.policy.period import start_of
from jikim.reports.noting import note
from jikim.web.downloads import as_pdf
from jikim.web.forms import Form
from jikim.web.office.me import actor_of, officer_only
from jikim.web.office.people.saying import head_of
from jikim.web.office.sheet import Sheet, paper_of
from jikim.web.page import Page


class Days(NamedTuple):
    """From one day to another, both included; `asked` says what of the request was no day."""

    since: date
    until: date
    asked: Form

    def moments(self, page: Page) -> tuple[datetime, datetime]:
        return start_of(self.since, page.zone), start_of(self.until + timedelta(days=1), page.zone)

    def said(self, page: Page) -> str:
        return f"{page.day(self.since)} – {page.day(self.until)}"

    @property
    def query(self) -> str:
        return f"since={self.since}&until={self.until}"


def days_of(page: Page, jk: AsyncJikim, request: Request[Any, Any, Any]) -> Days:
    """The days that a request asks for, in whichever order; the last three months where it names none."""
    today, asked = jk.house.today(), Form(page.visitor, dict(request.query_params))
    first = (today.replace(day=1) - timedelta(days=62)).replace(day=1)
    since, until = sorted((asked.day("since") or first, asked.day("until") or today))
    return Days(since, until, asked)


async def made(page: Page, jk: AsyncJikim, me: Signed, report: str, form: str, span: str = "") -> list[tuple[str, str]]:
    """Records that a report is made, and answers its head: what for, who, when."""
    officer_only(jk, me)
    await jk.do(note, report, actor=await actor_of(jk, me), form=form, span=span)
    said = page.say("개인정보 보호책임자의 관리와 점검", "the privacy officer’s management and review")
    return head_of(page, me, said + (f" · {span}" if span else ""), "", jk.now())


async def paper(
    page: Page, jk: AsyncJikim, sheets: Sequence[Sheet], head: Sequence[tuple[str, str]], title: str, name: str
) -> Response[bytes]:
    """Sheets as a PDF."""
    at = jk.now()
    return await as_pdf(f"{name}-{at:%Y%m%d}.pdf", lambda: paper_of(page, sheets, head, title, at))
