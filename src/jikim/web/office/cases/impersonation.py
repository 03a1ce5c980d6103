"""A report's own part (8.2): what stands still, and what ending the membership would do to each record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jikim.app import AsyncJikim
from jikim.cases.cases import Case
from jikim.handlers.sessions import Signed
from jikim.verbs.leave import inventory_of
from jikim.web.office.cases.pages import Own
from jikim.web.office.requests.words import fates
from jikim.web.page import Page


async def _more(page: Page, jk: AsyncJikim, _me: Signed, case: Case) -> Mapping[str, Any]:
    if case.closed is not None:
        return {"frozen": [], "plan": []}
    facts, policy, _ = await jk.do(inventory_of, case.subject)
    frozen = [policy.name("record", one.kind) for one in facts if one.frozen]
    return {"frozen": frozen, "plan": fates(page, await jk.leaving_plan(case.subject))}


OWN = Own("office/cases/impersonation.html", more=_more)
