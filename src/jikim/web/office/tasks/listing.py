"""/office/tasks: what is to be done, mine, nobody's or everyone's; what was done; filing one by hand."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromQuery
from litestar.response import Response

from jikim.app import AsyncJikim
from jikim.db.driver import Steps
from jikim.errors import JikimError
from jikim.handlers.register import Worker, workers
from jikim.handlers.sessions import Signed
from jikim.policy.period import day_of
from jikim.tasks.filing import file_own
from jikim.tasks.open_tasks import PAGE, Task, at_work, done_tasks, open_tasks
from jikim.verbs.house import House
from jikim.web.forms import Form
from jikim.web.office.me import actor_of
from jikim.web.office.once import first_time
from jikim.web.office.todo import FINISH, TAKE_ON, Todo, haste_of
from jikim.web.page import Page

KINDS: dict[str, tuple[str, str]] = {
    "own": ("직접 등록", "filed by hand"), "request": ("권리 행사 요청", "request"), "complaint": ("민원", "complaint"),
    "late-records": ("예상 기간이 지난 기록", "records open for too long"),
    "promise": ("이행 안 된 약속", "broken promise"), "shred": ("종이 파기", "paper to destroy"),
    "processor-findings": ("수탁자 점검 결과", "findings about a processor"), "review": ("접속 기록 점검", "access review"),
}  # fmt: skip
MOST_TODOS = 100
ASIDE = {
    "shred": "/office/cabinet?which=due",
    "promise": "",
}  # filed by what has a line of its own: that page, or the task's link


async def owners(jk: AsyncJikim) -> list[Worker]:
    """Who can be given a task."""
    return [one for one in await jk.do(workers) if one.left is None and one.kind != "staff"]


async def owned(jk: AsyncJikim, form: Form) -> None:
    """Says it where a form names an owner who is none: what else is typed there would stand in the ledger."""
    if form["owner"] and form["owner"] not in {one.handler for one in await owners(jk)}:
        form.wrong("owner", "목록에서 선택해 주세요", "choose somebody of the list")


async def common(page: Page, jk: AsyncJikim) -> dict[str, Any]:
    """What the templates of tasks name: people by name, kinds by word."""
    people = await owners(jk)
    names = {one.handler: one.name or one.handler for one in people}
    return {
        "today": day_of(page.now, page.zone), "language": page.visitor.language,
        "kind_of": lambda one: page.say(*KINDS.get(one.kind, (one.kind, one.kind))),
        "owner_of": lambda one: names.get(one.owner or "", "") if one.here else "",
        "name_of": lambda handler: names.get(handler or "", handler or ""), "people": people,
    }  # fmt: skip


async def _list(page: Page, jk: AsyncJikim, me: Signed, form: Form, whose: str, after: str) -> Response[str]:
    run, house = jk.driver.run, jk.house
    actor = await actor_of(jk, me)
    await run(at_work(house, "task:list", actor))
    cursor = _cursor(after)
    rows: list[Task]
    if whose == "done":
        rows = await run(done_tasks(house, (cursor[0], cursor[1]) if cursor else None, PAGE + 1, actor=actor))
        more = f"{rows[PAGE - 1].closed:%Y-%m-%dT%H:%M:%S.%f%z}_{rows[PAGE - 1].task}" if len(rows) > PAGE else ""
    else:
        of = {"mine": [me.handler], "nobody": [""]}.get(whose)
        behind = (cursor[0].date(), cursor[1]) if cursor else None
        rows = await run(open_tasks(house, of, behind, PAGE + 1, actor=actor))
        more = f"{rows[PAGE - 1].due.isoformat()}_{rows[PAGE - 1].task}" if len(rows) > PAGE else ""
    return page.show(
        "office/tasks/tasks.html", form=form, rows=rows[:PAGE], more=more, first=not cursor, whose=whose if whose in ("mine", "nobody", "done") else "all",
        **await common(page, jk),
    )  # fmt: skip


def _cursor(text: str) -> tuple[datetime, UUID] | None:
    at, _, task = text.partition("_")
    try:
        return datetime.fromisoformat(at), UUID(task)
    except ValueError:
        return None


@get("/office/tasks")
async def tasks(
    page: Page, jk: AsyncJikim, me: Signed, whose: FromQuery[str] = "all", after: FromQuery[str] = ""
) -> Response[str]:
    """The list."""
    return await _list(page, jk, me, Form(page.visitor), whose, after)


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
            await jk.do(at_work, "task:file", actor)
            made = await jk.do(file_own, form["text"], form["owner"] or None, last, actor=actor)
            return page.to(f"/office/tasks/{made}")
        except JikimError as error:
            form.caught(error)
    return await _list(page, jk, me, form, "all", "")


def todos(house: House, me: Signed, _by: date) -> Steps[list[Todo]]:
    """One's own tasks by their day, and an officer's what is nobody's."""
    mine = yield from open_tasks(house, [me.handler], limit=MOST_TODOS)
    nobodys = (yield from open_tasks(house, [""], limit=MOST_TODOS)) if me.officer else []
    today = house.today()
    return [
        Todo(
            haste_of(one.due, today),
            one.title("ko"),
            one.title("en"),
            f"/office/tasks/{one.task}",
            FINISH if one.owner else TAKE_ON,
            one.due,
            owner=one.owner or "",
            about=ASIDE.get(one.kind) or (one.href if one.kind in ASIDE else ""),
            beside=one.kind in ASIDE,
        )
        for one in (*mine, *nobodys)
    ]
