"""A task's own part (10.10): filing one by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

from litestar import Request, post
from litestar.response import Response
from litestar.types import ControllerRouterHandler

from jikim.app import AsyncJikim
from jikim.cases.cases import may
from jikim.errors import JikimError
from jikim.handlers.sessions import Signed
from jikim.tasks.filing import TASKS, file_own
from jikim.web.forms import Form
from jikim.web.office.cases.pages import Own, owned, show_list
from jikim.web.office.me import actor_of
from jikim.web.office.once import first_time
from jikim.web.page import Page

OWN = Own(
    listing="office/cases/file_task.html",
    beside={"shred": "/office/cabinet?which=due", "apart": "/office/cabinet?which=apart", "promise": ""},
)


@post("/office/tasks", status_code=200)
async def filed(page: Page, jk: AsyncJikim, me: Signed, request: Request[Any, Any, Any]) -> Response[Any]:
    """Files one by hand."""
    form = await Form.of(request)
    form.need("text", "due")
    last = None
    try:
        last = date.fromisoformat(form["due"]) if form["due"] else None
    except ValueError:
        form.wrong("due", "날짜를 2026-11-30 형식으로 입력해 주세요", "write the day as 2026-11-30")
    if last is not None and last < jk.house.today():
        form.wrong("due", "지난 날짜입니다. 오늘 이후로 선택해 주세요", "that day is over. Choose today or later")
    await owned(jk, form)
    if form.fine and last is not None and await first_time(page, jk, form):
        try:
            actor = await actor_of(jk, me)
            await jk.do(may, TASKS, "file", None, actor)
            made = await jk.do(file_own, form["text"], form["owner"] or None, last, actor=actor)
            return page.to(f"{TASKS.path}/{made}")
        except JikimError as error:
            form.caught(error)
    return await show_list(page, jk, me, TASKS, OWN, form=form)


PAGES: list[ControllerRouterHandler] = [filed]
