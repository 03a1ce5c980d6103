"""A report's own part (8.2): what stands still, and what ending the membership would do to each record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from jikim.app import AsyncJikim
from jikim.cases.cases import Case
from jikim.desk.impersonation import outcome_told, outcomes_owed
from jikim.handlers.sessions import Signed
from jikim.policy.model import Language
from jikim.verbs.leave import inventory_of
from jikim.web.desk.reaching import address_of, post
from jikim.web.office.cases.pages import Own
from jikim.web.office.me import actor_of
from jikim.web.office.requests.words import fates
from jikim.web.page import Page


async def _more(page: Page, jk: AsyncJikim, _me: Signed, case: Case) -> Mapping[str, Any]:
    if case.closed is not None:
        return {"frozen": [], "plan": []}
    facts, policy, _ = await jk.do(inventory_of, case.subject)
    frozen = [policy.name("record", one.kind) for one in facts if one.frozen]
    return {"frozen": frozen, "plan": fates(page, await jk.leaving_plan(case.subject))}


# What a decision came to, for who reported: nothing of the account's holder.
_OUTCOMES: Mapping[str, Mapping[Language, str]] = {
    "release": {
        "ko": "도용으로 보지 않아 계정의 정지를 해제했습니다",
        "en": "it was not found to be impersonation, and the account was restored",
    },
    "end": {
        "ko": "도용으로 확인하여 계정을 종료했습니다",
        "en": "impersonation was confirmed, and the account was closed",
    },
}


async def _tell(jk: AsyncJikim, me: Signed, case: Case, step: str) -> None:
    """Who reported is told the outcome; what could not be sent waits for the officer to tell."""
    actor = await actor_of(jk, me)
    for owed in await jk.do(outcomes_owed, case, actor=actor):
        to, language = address_of(jk, owed.said.get("address", "")), cast("Language", owed.kind)
        said = {"number": case.number, "outcome": _OUTCOMES[step][language]}
        if to is not None and await post(jk, to, "impersonation-decided", language, **said):
            await jk.do(outcome_told, owed, actor=actor)


OWN = Own("office/cases/impersonation.html", more=_more, after=_tell)
OUTCOMES_OWN = Own(beside={"ko": "", "en": ""})
