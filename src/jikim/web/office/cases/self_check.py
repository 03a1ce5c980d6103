"""A self-check's own part (PIPA §30-2): what the running system answers now, or answered when the check ended."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jikim.app import AsyncJikim
from jikim.cases.cases import Case
from jikim.handlers.sessions import Signed
from jikim.plan.self_check import AREAS, answers
from jikim.web.office.cases.pages import Own
from jikim.web.page import Page


async def _more(page: Page, jk: AsyncJikim, _me: Signed, case: Case) -> Mapping[str, Any]:
    return {"areas": AREAS, "answered": () if case.closed else await jk.do(answers)}


OWN = Own("office/cases/self_check.html", more=_more)
