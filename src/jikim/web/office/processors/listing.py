"""All processors, partners and recipients abroad, with what is missing of each; and the particulars of overseas
transfers, on paper too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from litestar import Request, get
from litestar.response import Response

from jikim.app import AsyncJikim
from jikim.handlers.sessions import Signed
from jikim.processors.processor_status import WORDS, ProcessorStatus, processor_statuses
from jikim.web.office.disclosures.printing import register_files
from jikim.web.office.me import officer_only
from jikim.web.office.sheet import Sheet
from jikim.web.page import Page

SPACES = {
    "processor": ("수탁자", "Processors"),
    "partner": ("제휴사", "Partners"),
    "recipient": ("국외의 제3자", "Third parties abroad"),
}
GROUNDS = {
    "contract-published": ("계약 이행에 필요하여 공개", "needed for the contract, and published"),
    "consent": ("동의", "consent"),
    "law": ("법률·조약", "law or treaty"),
    "certified": ("인증", "certification"),
    "adequacy": ("적정성 인정", "adequacy"),
    "standard-clauses": ("표준 계약 조항", "standard clauses"),
    "binding-rules": ("구속력 있는 기업 규칙", "binding corporate rules"),
    "derogation": ("특정한 상황의 예외(GDPR 제49조)", "a derogation (GDPR, Article 49)"),
}


@get("/office/processors")
async def listed(page: Page, jk: AsyncJikim, me: Signed) -> Response[str]:
    """Everyone, by kind."""
    officer_only(jk, me)
    rows = await jk.do(processor_statuses, jk.settings.endpoints)
    groups = [(SPACES[space], [one for one in rows if one.space == space]) for space in SPACES]
    return page.show(
        "office/processors/list.html", groups=[one for one in groups if one[1]], words=WORDS, today=jk.house.today()
    )


async def _abroad(jk: AsyncJikim, me: Signed) -> list[ProcessorStatus]:
    officer_only(jk, me)
    file, found = jk.policy.file, await jk.do(processor_statuses, jk.settings.endpoints)
    named = {(one.space, one.name) for one in found}
    # Third parties of which the policy states no country are listed too: what is not said is missing, not domestic.
    found += [
        ProcessorStatus("recipient", name, one, None, (), (), None, ("country",), {}, None)
        for name, one in file.recipients.items()
        if ("recipient", name) not in named
        and one.under in ("consent", "service", "counterparty", "legitimate-interest")
    ]
    return [one for one in found if one.former is None and one.country != file.service.country]


def _head(page: Page) -> tuple[str, ...]:
    return (
        page.say("이전받는 자", "recipient"),
        page.say("국가", "country"),
        page.say("항목", "items"),
        page.say("이전 시기와 방법", "when and how"),
        page.say("목적과 기간", "purpose and period"),
        page.say("연락처", "contact"),
        page.say("거부 방법", "how to refuse"),
        page.say("근거", "ground"),
    )


def _rows(page: Page, rows: Sequence[ProcessorStatus]) -> list[tuple[str, ...]]:
    voice = page.voice
    found: list[tuple[str, ...]] = []
    for one in rows:
        what = one.abroad
        # Of whom no country is said, nobody knows whether there is a transfer at all.
        missing = page.say("미기재", "not stated") if one.country else "–"
        until = getattr(one.declared, "until", None)
        period = "" if until is None or isinstance(until, tuple) else voice.text(until)
        if isinstance(until, tuple):
            period = page.say("탈퇴하거나 계약이 끝날 때까지", "until withdrawal or the end of the contract")
        country = voice.country(one.country) if one.country else page.say(*WORDS["country"])
        found.append(
            (
                voice.text(one.declared.label),
                country,
                voice.items(one.declared.items),
                f"{voice.text(what.when)} · {voice.text(what.how)}" if what else missing,
                " · ".join(part for part in (voice.purposes(one.declared.purposes), period) if part),
                what.contact if what else missing,
                voice.text(what.refuse) if what else missing,
                page.say(*GROUNDS[what.ground]) if what else missing,
            )
        )
    return found


@get("/office/processors/abroad")
async def abroad(page: Page, jk: AsyncJikim, me: Signed) -> Response[str]:
    """Who is abroad, or of whom the policy says no country, with the particulars of the transfer."""
    rows = await _abroad(jk, me)
    return page.show("office/processors/abroad.html", head=_head(page), rows=_rows(page, rows))


async def _whole(page: Page, jk: AsyncJikim, me: Signed, _request: Request[Any, Any, Any]) -> Sheet:
    title = page.say("개인정보 국외 이전 현황", "Transfers abroad")
    return Sheet(title, _head(page), _rows(page, await _abroad(jk, me)))


AS_FILES = register_files("/office/processors/abroad", "abroad", _whole)
