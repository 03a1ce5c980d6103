"""/office/tasks/{task}: one task: taken on, given, done with words. Of two who do the same at once the second is told who was faster."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from jikim.app import AsyncJikim
from jikim.errors import ConflictError, JikimError
from jikim.handlers.sessions import Signed
from jikim.tasks.open_tasks import at_work, do_task, give_task, task_of
from jikim.web.forms import Form, Problem
from jikim.web.office.me import actor_of
from jikim.web.office.tasks.listing import common, owned
from jikim.web.page import Page


async def _show(page: Page, jk: AsyncJikim, me: Signed, task: UUID, form: Form) -> Response[str]:
    actor = await actor_of(jk, me)
    await jk.do(at_work, "task:look", actor)
    found = await jk.do(task_of, task, actor=actor)
    if found is None:
        return page.show("office/tasks/none.html", status=404)
    return page.show("office/tasks/task.html", form=form, one=found, **await common(page, jk))


@get("/office/tasks/{task:uuid}")
async def task(page: Page, jk: AsyncJikim, me: Signed, task: FromPath[UUID]) -> Response[str]:
    """One task."""
    return await _show(page, jk, me, task, Form(page.visitor))


async def _give(page: Page, jk: AsyncJikim, me: Signed, task: UUID, form: Form, to: str) -> Response[Any]:
    try:
        actor = await actor_of(jk, me)
        await jk.do(give_task, task, form["from"] or None, to, actor=actor)
    except ConflictError:
        form.problem = Problem(
            page.say("다른 사람이 먼저 담당했거나 완료했습니다.", "Somebody else took it on or finished it in the meantime."),
            page.say("아래에서 현재 상태를 확인해 주세요.", "Its current state is shown below."),
        )  # fmt: skip
    except JikimError as error:
        form.caught(error)
    return page.to(f"/office/tasks/{task}") if form.fine else await _show(page, jk, me, task, form)


@post("/office/tasks/{task:uuid}/take", status_code=200)
async def taken(
    page: Page, jk: AsyncJikim, me: Signed, request: Request[Any, Any, Any], task: FromPath[UUID]
) -> Response[Any]:
    """Takes it on."""
    return await _give(page, jk, me, task, await Form.of(request), me.handler)


@post("/office/tasks/{task:uuid}/give", status_code=200)
async def given(
    page: Page, jk: AsyncJikim, me: Signed, request: Request[Any, Any, Any], task: FromPath[UUID]
) -> Response[Any]:
    """An officer gives it to somebody."""
    form = await Form.of(request)
    form.need("owner")
    await owned(jk, form)
    if not form.fine:
        return await _show(page, jk, me, task, form)
    return await _give(page, jk, me, task, form, form["owner"])


@post("/office/tasks/{task:uuid}/done", status_code=200)
async def done(
    page: Page, jk: AsyncJikim, me: Signed, request: Request[Any, Any, Any], task: FromPath[UUID]
) -> Response[Any]:
    """It is done."""
    form = await Form.of(request)
    try:
        await jk.do(do_task, task, form["words"], actor=await actor_of(jk, me))
    except ConflictError:
        form.problem = Problem(
            page.say("이미 완료된 과제입니다.", "This task has already been completed."),
            page.say("입력하신 내용은 저장하지 않았습니다.", "What you wrote was not saved."),
        )
    except JikimError as error:
        form.caught(error)
    return page.to(f"/office/tasks/{task}") if form.fine else await _show(page, jk, me, task, form)
