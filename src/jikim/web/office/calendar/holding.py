"""Legal holds: all that stand, laid on a record by its number, released by their own; each with its reason. An
officer's alone."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from jikim.app import AsyncJikim
from jikim.db.driver import Steps
from jikim.errors import JikimError
from jikim.handlers.sessions import Signed
from jikim.reading.people import locate
from jikim.store.holding import Ref
from jikim.verbs.hold import LAST, holds
from jikim.verbs.house import House
from jikim.web.forms import Form, Problem
from jikim.web.office.disclosures.register import from_of
from jikim.web.office.me import actor_of, officer_only
from jikim.web.office.once import first_time
from jikim.web.office.people.saying import office_book
from jikim.web.office.todo import FINISH, Todo, of_officers
from jikim.web.page import Page
from jikim.web.visitor import Visitor

PAGE = 50


@get("/office/calendar/holds")
async def holds_page(
    page: Page, jk: AsyncJikim, me: Signed, visitor: Visitor, request: Request[Any, Any, Any]
) -> Response[str]:
    """Those that stand, the newest first, and the form that lays one."""
    form = Form(visitor, {"record": request.query_params.get("record", "")})
    return await _show(page, jk, me, form, from_of(request))


async def _show(
    page: Page, jk: AsyncJikim, me: Signed, form: Form, before: tuple[datetime, UUID] = LAST
) -> Response[str]:
    officer_only(jk, me)
    found = await jk.do(holds, before, PAGE + 1)
    return page.show(
        "office/calendar/holds.html",
        form=form,
        other=Form(page.visitor),
        rows=found[:PAGE],
        more=f"{found[PAGE - 1].laid.isoformat()}~{found[PAGE - 1].number}" if len(found) > PAGE else "",
        kind=office_book(page).voice.record,
        clause=page.policy.clause("ended"),
        paged=before != LAST,
    )


@post("/office/calendar/holds", status_code=200)
async def lay(page: Page, jk: AsyncJikim, me: Signed, form: Form) -> Response[Any]:
    """Lays one. A record may be under several; each is released by itself."""
    officer_only(jk, me)
    actor = await actor_of(jk, me)
    if form.need("record", "reason"):
        record = form.id("record")
        located = await jk.do(locate, record, actor=actor) if record is not None else None
        if located is None or located.ref is None or located.what not in ("record", "resting"):
            form.wrong(
                "record",
                "해당 번호의 기록이 없습니다. 정보주체 조회에서 기록 번호를 확인해 주세요.",
                "No record has this number. Look for it under People.",
            )
        elif await first_time(page, jk, form):
            try:
                await jk.by(actor).hold(located.ref, reason=form["reason"], because=form["because"])
            except JikimError as error:
                form.problem = Problem.of(error, page.visitor)
            else:
                return page.to("/office/calendar/holds")
    return await _show(page, jk, me, form)


@post("/office/calendar/holds/{number:uuid}/release", status_code=200)
async def lift(page: Page, jk: AsyncJikim, me: Signed, form: Form, number: FromPath[UUID]) -> Response[Any]:
    """Releases one, with its reason. Where it was the last, what is past its day goes at once."""
    officer_only(jk, me)
    subject, record = form.id("subject"), form.id("record")
    if subject is None or record is None:
        return page.to("/office/calendar/holds")
    if not form.need("release_reason"):
        return await _show(page, jk, me, _with(form, number))
    try:
        await jk.by(await actor_of(jk, me)).release(
            Ref(subject, record, form["kind"]), number, reason=form["release_reason"]
        )
    except JikimError as error:
        form.problem = Problem.of(error, page.visitor)
        return await _show(page, jk, me, _with(form, number))
    return page.to("/office/calendar/holds")


def _with(form: Form, number: UUID) -> Form:
    """The form of the list again, with what went wrong; what was typed to release one stays with that one."""
    again = Form(form.visitor, {"of": str(number), "release_reason": form["release_reason"]})
    again.problem, again.errors = form.problem, form.errors
    return again


@of_officers
def unfinished(house: House, me: Signed, _by: date) -> Steps[list[Todo]]:
    """Releases that were cut off: released again, they come to their end."""
    found = [one for one in (yield from holds(house, limit=200)) if one.released is not None]
    return (
        [
            Todo(
                "open",
                "완료되지 않은 파기 보류 해제",
                "Releases of holds that were cut off",
                "/office/calendar/holds",
                FINISH,
                None,
                len(found),
            )
        ]
        if found
        else []
    )
