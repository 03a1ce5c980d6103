"""What was observed in the application's own database: what the policy would have refused, what it cannot judge, and which
record kinds it is enforced on."""

from __future__ import annotations

import asyncio
from typing import Any

from litestar import get
from litestar.response import Response

from jikim.app import AsyncJikim
from jikim.attach.written import of_file
from jikim.handlers.sessions import Signed
from jikim.observed.counts import observations, overdue_of
from jikim.observed.report import overdue_said, report
from jikim.verbs.modes import modes
from jikim.web.office.me import officer_only
from jikim.web.page import Page


@get("/office/observed")
async def observed(page: Page, jk: AsyncJikim, me: Signed) -> Response[Any]:
    """The report of the last 31 days, for officers."""
    officer_only(jk, me)
    rows, lost = await jk.do(observations)
    counted, overdue = await jk.do(overdue_of)
    mapping = jk.settings.attached
    tables = None if mapping is None else (await asyncio.to_thread(of_file, mapping)).items
    return page.show(
        "office/review/observed.html",
        told=report(jk.policy.file, rows, lost, tables, overdue),
        counted=counted,
        overdue=[(one, overdue_said(one, page.visitor.language)) for one in overdue],
        modes=await jk.do(modes),
    )
