"""A register of the house as a file: every case with what is known of it, for who asks to see it (GDPR 30(4)); made by an officer, recorded."""

from __future__ import annotations

from litestar import get
from litestar.response import Response
from litestar.types import ControllerRouterHandler

from jikim.app import AsyncJikim
from jikim.cases.listing import closed_cases, open_cases
from jikim.cases.register import DUE, FILES, Register
from jikim.handlers.sessions import Signed
from jikim.web.office.me import actor_of
from jikim.web.office.reports.making import made, paper
from jikim.web.office.sheet import Sheet, csv_of
from jikim.web.page import Page

MOST = 2_000


def sheets_of(register: Register) -> list[ControllerRouterHandler]:
    """The register as CSV, and on paper a sheet for each case."""
    name = register.path.rpartition("/")[2]

    async def whole(page: Page, jk: AsyncJikim, me: Signed) -> Sheet:
        actor, language = await actor_of(jk, me), page.visitor.language
        rows = [
            *await jk.do(open_cases, register, actor=actor, limit=MOST),
            *await jk.do(closed_cases, register, actor=actor, limit=MOST),
        ]
        fields = [one for one in register.files if one.name not in (DUE, FILES)]
        head = [page.say("상태", "state"), page.say("기한", "due"), page.say("담당자", "owner")]
        lines = [
            (
                *(one.said(case.said.get(one.name, ""), language) for one in fields),
                page.say(*register.states[case.state]),
                page.day(case.due),
                case.owner or "",
            )
            for case in rows
        ]
        return Sheet(page.say(*register.many), [*(page.say(*one.words) for one in fields), *head], lines)

    @get(f"{register.path}/register.csv")
    async def as_csv(page: Page, jk: AsyncJikim, me: Signed) -> Response[bytes]:
        head = await made(page, jk, me, name, "csv")
        return csv_of(await whole(page, jk, me), head, name, jk.now())

    @get(f"{register.path}/register.pdf")
    async def as_pdf(page: Page, jk: AsyncJikim, me: Signed) -> Response[bytes]:
        head = await made(page, jk, me, name, "pdf")
        one, columns = await whole(page, jk, me), (page.say("구분", "field"), page.say("내용", "content"))
        sheets = [
            Sheet(str(row[0]), columns, [(name, value) for name, value in zip(one.head, row, strict=True) if value], (), (1, 3))
            for row in one.rows
        ]  # fmt: skip
        return await paper(page, jk, sheets, head, one.title, name)

    return [as_csv, as_pdf]
