"""/office/impersonation: the accounts that stand still because somebody reported them; an officer releases one, or ends the membership."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from jikim.app import AsyncJikim
from jikim.db.driver import Steps
from jikim.desk.impersonation import end_account, release_account, suspicion_of, suspicions
from jikim.desk.requests import person_of, records_here
from jikim.errors import DeniedError, JikimError
from jikim.handlers.sessions import Signed, acting
from jikim.verbs.house import House
from jikim.web.forms import Form, Problem
from jikim.web.office.me import actor_of
from jikim.web.office.requests.words import common, fates
from jikim.web.office.todo import Todo, haste_of
from jikim.web.page import Page

LOOK = timedelta(days=3)  # by then an officer should have looked: the account stands still meanwhile


@get("/office/impersonation")
async def reports(page: Page, jk: AsyncJikim, me: Signed) -> Response[str]:
    """What waits."""
    rows = await jk.driver.run(suspicions(jk.house, actor=await actor_of(jk, me)))
    return page.show("office/impersonation/reports.html", rows=rows, **await common(page, jk))


async def _show(page: Page, jk: AsyncJikim, me: Signed, subject: UUID, form: Form) -> Response[str]:
    run, house = jk.driver.run, jk.house
    await run(suspicions(house, actor=await actor_of(jk, me), limit=0))
    one = await run(suspicion_of(house, subject))
    if one is None:
        # What was wrong with a form is said even where another officer has settled the report.
        status = 422 if not form.fine else 404
        return page.show("office/impersonation/none.html", form=form, status=status)
    here = {ref.record: ref.kind for ref, _, _ in await run(records_here(house, subject))}
    return page.show(
        "office/impersonation/report.html", form=form, one=one, person=await run(person_of(house, subject)),
        frozen=[here[record] for record in one.records if record in here], plan=fates(page, await jk.leaving_plan(subject)), **await common(page, jk),
    )  # fmt: skip


@get("/office/impersonation/{subject:uuid}")
async def report(page: Page, jk: AsyncJikim, me: Signed, subject: FromPath[UUID]) -> Response[str]:
    """One report, and what either decision would do."""
    return await _show(page, jk, me, subject, Form(page.visitor))


async def _decide(page: Page, jk: AsyncJikim, me: Signed, subject: UUID, form: Form, field: str) -> Response[Any]:
    if not form[field]:
        form.wrong(field, "사유를 적어 주세요", "please say why")
    if field == "confirmed" and not form.on("sure"):
        form.wrong("sure", "위 내용을 확인하고 표시해 주세요", "please read the above and tick this")
    if form.fine:
        try:
            actor = await actor_of(jk, me)
            act = end_account if field == "confirmed" else release_account
            await jk.driver.run(act(jk.house, subject, reason=form[field], actor=actor))
            return page.to("/office/impersonation")
        except DeniedError as error:
            if error.why != "gone":
                form.caught(error)
            else:
                form.problem = Problem(
                    page.say("다른 보호책임자가 먼저 처리했습니다.", "Another officer has dealt with it in the meantime."),
                )  # fmt: skip
        except JikimError as error:
            form.caught(error)
    return await _show(page, jk, me, subject, form)


@post("/office/impersonation/{subject:uuid}/release", status_code=200)
async def released(
    page: Page, jk: AsyncJikim, me: Signed, request: Request[Any, Any, Any], subject: FromPath[UUID]
) -> Response[Any]:
    """The account is its owner's."""
    return await _decide(page, jk, me, subject, await Form.of(request), "released")


@post("/office/impersonation/{subject:uuid}/end", status_code=200)
async def ended(
    page: Page, jk: AsyncJikim, me: Signed, request: Request[Any, Any, Any], subject: FromPath[UUID]
) -> Response[Any]:
    """The misuse is confirmed: the membership ends."""
    return await _decide(page, jk, me, subject, await Form.of(request), "confirmed")


def todos(house: House, me: Signed) -> Steps[list[Todo]]:
    """Reports that wait, for officers."""
    if not me.officer:
        return []
    try:
        rows = yield from suspicions(house, actor=(yield from acting(house, me)), limit=100)
    except DeniedError:
        return []
    today, zone = house.today(), house.policy.zone
    return [
        Todo(
            haste_of(due := (one.opened.astimezone(zone) + LOOK).date(), today), f"도용 신고 {str(one.report)[:8].upper()} 확인",
            f"Look at impersonation report {str(one.report)[:8].upper()}", f"/office/impersonation/{one.subject}", due,
        )
        for one in rows
    ]  # fmt: skip
