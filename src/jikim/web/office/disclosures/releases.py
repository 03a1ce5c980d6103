"""Releases that identify nobody: counts at once, records under pseudonyms by a second person; and their register."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from jikim.alerts.raising import alert
from jikim.app import AsyncJikim
from jikim.disclosures.demand_register import LAST, LATEST
from jikim.disclosures.pseudonyms import (
    TooSmallError,
    end_release,
    let_out,
    prepare_release,
    releasable,
    withdraw_release,
)
from jikim.disclosures.releases import open_to, release_counts, release_of, releases
from jikim.errors import JikimError
from jikim.handlers.officers import goes_alone
from jikim.handlers.sessions import Signed
from jikim.policy.decide import deny
from jikim.verbs.house import error_of
from jikim.web.downloads import as_file
from jikim.web.forms import Form, Problem
from jikim.web.office.disclosures.register import from_of
from jikim.web.office.entering.proving import prove_first
from jikim.web.office.me import actor_of, officer_only
from jikim.web.office.once import first_time
from jikim.web.page import Page
from jikim.web.visitor import Visitor

PATH = "/office/disclosures/releases"
SIZE = 25
STATES = {
    "asked": ("승인 대기", "waits for approval"),
    "released": ("제공", "released"),
    "refused": ("거절", "refused"),
    "withdrawn": ("취소됨", "withdrawn"),
    "over": ("목적 종료, 암호키 파기", "ended, key destroyed"),
}


async def _show(
    page: Page, jk: AsyncJikim, me: Signed, form: Form, begin: tuple[datetime, UUID] = (LATEST, LAST), **more: Any
) -> Response[Any]:
    house = jk.house
    offers = []
    for to, (purposes, records) in open_to(house).items():
        offers += [
            (f"{to}/{record}/{purpose}", to, record, purpose, releasable(house, to, record))
            for record in records
            for purpose in purposes
            if _covers(jk, record, purpose)
        ]
    rows = await jk.do(releases, *begin, limit=SIZE + 1)
    after = f"{rows[SIZE - 1].made.isoformat()}~{rows[SIZE - 1].release}" if len(rows) > SIZE else ""
    context = {"made": None, **more}
    return page.show(
        "office/disclosures/releases.html",
        form=form,
        rows=rows[:SIZE],
        after=after,
        offers=offers,
        states=STATES,
        handler=me.handler,
        sole=await jk.do(goes_alone, me.handler),
        **context,
    )


def _covers(jk: AsyncJikim, record: str, purpose: str) -> bool:
    rules, number = jk.policy.records.get(record), jk.policy.number("purpose", purpose)
    return rules is not None and number is not None and (number, rules.number) in jk.policy.reading


@get(PATH)
async def listed(
    page: Page, jk: AsyncJikim, me: Signed, visitor: Visitor, request: Request[Any, Any, Any]
) -> Response[Any]:
    """The register and the forms."""
    officer_only(jk, me)
    return await _show(page, jk, me, Form(visitor), from_of(request))


def _offer(form: Form) -> tuple[str, str, str]:
    to, _, rest = form["offer"].partition("/")
    record, _, purpose = rest.partition("/")
    return to, record, purpose


@post(PATH + "/counts", status_code=200)
async def counted(page: Page, jk: AsyncJikim, me: Signed, form: Form) -> Response[Any]:
    """Counts, and releases the counts."""
    officer_only(jk, me)
    if form.need("offer", "why") and await first_time(page, jk, form):
        to, record, purpose = _offer(form)
        with form.catching():
            made = await jk.do(
                release_counts, to, record, purpose=purpose, why=form["why"], actor=await actor_of(jk, me, purpose)
            )
            return await _show(page, jk, me, Form(page.visitor), made=made)
    return await _show(page, jk, me, form)


@get(PATH + "/{number:uuid}/counts.csv")
async def counted_csv(jk: AsyncJikim, me: Signed, number: FromPath[UUID]) -> Response[bytes]:
    """Exactly what left."""
    officer_only(jk, me)
    one = await jk.do(release_of, number)
    if one is None or one.kind != "aggregate":
        raise error_of(deny(jk.policy, "gone"))
    return as_file(f"counts-{one.number}.csv", "text/csv", one.content.encode())


@post(PATH + "/pseudonyms", status_code=200)
async def prepared(page: Page, jk: AsyncJikim, me: Signed, form: Form) -> Response[Any]:
    """Prepares a release of records; a second person lets it out."""
    officer_only(jk, me)
    if form.need("offer", "why", "ends") and (ends := form.day("ends")) is not None:
        to, record, purpose = _offer(form)
        with form.catching():
            if not await first_time(page, jk, form):
                return await _show(page, jk, me, form)
            await jk.do(
                prepare_release,
                to,
                record,
                purpose=purpose,
                items=form.many.get("items", []),
                quasi=form.many.get("quasi", []),
                why=form["why"],
                ends=ends,
                actor=await actor_of(jk, me, purpose),
            )
            return page.to(PATH)
    return await _show(page, jk, me, form)


@post(PATH + "/{number:uuid}/step", status_code=200)
async def stepped(page: Page, jk: AsyncJikim, me: Signed, form: Form, number: FromPath[UUID]) -> Response[Any]:
    """`release` (a CSV), `withdraw` or `end` one."""
    officer_only(jk, me)
    one = await jk.do(release_of, number)
    if one is None:
        raise error_of(deny(jk.policy, "gone"))
    if form["do"] == "release":
        await prove_first(page, jk, me, PATH, form)
    actor = await actor_of(jk, me, one.purpose)
    try:
        match form["do"]:
            case "release":
                content = await jk.do(let_out, one, actor=actor)
                await jk.do(
                    alert,
                    "release",
                    "가명정보를 제공했습니다",
                    "Pseudonymised records were released",
                    href=PATH,
                    actor=actor,
                )
                return as_file(f"pseudonyms-{one.number}.csv", "text/csv", content.encode())
            case "withdraw":
                await jk.do(withdraw_release, one, actor=actor)
            case "end":
                await jk.do(end_release, number, actor=actor)
            case _:
                form.wrong("do", "작업을 선택해 주세요.", "please choose what to do")
    except TooSmallError as error:
        form.problem = Problem(
            page.say(
                f"집단 {error.of}개 중 {error.groups}개가 {error.least}명 미만이므로 제공하지 않았습니다.",
                f"{error.groups} of {error.of} groups hold fewer than {error.least} people, so nothing was released.",
            ),
            page.say("항목을 줄이거나 범주화하여 다시 준비해 주세요.", "Prepare it again with fewer or coarser items."),
            jk.policy.file.recipients[one.to].clause or "",
        )
    except JikimError as error:
        form.caught(error)
    return await _show(page, jk, me, form) if not form.fine else page.to(PATH)
