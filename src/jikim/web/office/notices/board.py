"""/office/notices: the notices there are; writing one, seeing it as people will, posting it. What was posted stays as
it is."""

from __future__ import annotations

from typing import Any

from litestar import get, post
from litestar.params import FromQuery
from litestar.response import Response

from jikim.app import AsyncJikim
from jikim.cases.who_may import at_desk
from jikim.desk.notices import PAGE, Notice, post_notice
from jikim.desk.notices import notices as list_notices
from jikim.handlers.sessions import Signed
from jikim.web.desk.notices import KINDS
from jikim.web.forms import Form
from jikim.web.office.me import actor_of
from jikim.web.office.once import first_time
from jikim.web.page import Page

WRITTEN = ("ordinary", "important")  # a change of the policy is announced by publishing it


@get("/office/notices")
async def notices(page: Page, jk: AsyncJikim, before: FromQuery[int | None] = None) -> Response[str]:
    """The notices, the newest first."""
    found = await jk.do(list_notices, before, PAGE + 1)
    older = found[PAGE - 1].number if len(found) > PAGE else None
    return page.show(
        "office/notices/notices.html",
        rows=found[:PAGE],
        older=older,
        first=before is None,
        kind_of=lambda one: page.say(*KINDS[one.kind]),
    )


async def _write(page: Page, jk: AsyncJikim, me: Signed, form: Form, preview: Notice | None = None) -> Response[str]:
    await jk.do(at_desk, "notice:write", None, await actor_of(jk, me), officer=True)
    return page.show(
        "office/notices/write.html",
        form=form,
        preview=preview,
        kinds=[(kind, page.say(*KINDS[kind])) for kind in WRITTEN],
        kind=page.say(*KINDS[preview.kind]) if preview else "",
    )


@get("/office/notices/new")
async def writing(page: Page, jk: AsyncJikim, me: Signed) -> Response[str]:
    """The form."""
    return await _write(page, jk, me, Form(page.visitor))


@post("/office/notices/new", status_code=200)
async def written(page: Page, jk: AsyncJikim, me: Signed, form: Form) -> Response[Any]:
    """Shows it as people will see it; or posts what was shown."""
    form.need_words("title_{}", "body_{}")
    effective = form.day("effective")
    kind: Any = form["kind"] if form["kind"] in WRITTEN else "ordinary"
    words = {name: form[name] for name in ("title_ko", "title_en", "body_ko", "body_en")}
    if not form.fine:
        return await _write(page, jk, me, form)
    if form["do"] != "post":
        return await _write(page, jk, me, form, Notice(0, jk.now(), kind, effective, **words))
    if not await first_time(page, jk, form):
        return await _write(page, jk, me, form)
    with form.catching():
        made = await jk.do(post_notice, **words, kind=kind, effective=effective, actor=await actor_of(jk, me))
        return page.to(f"/notices/{made.number}")
    return await _write(page, jk, me, form)
