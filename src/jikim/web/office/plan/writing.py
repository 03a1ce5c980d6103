"""/office/plan: the plan in force, the draft that is being written, the versions before; an officer writes and
approves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from litestar import get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect, Response

from jikim.app import AsyncJikim
from jikim.db.driver import Steps
from jikim.errors import ConflictError, InvalidError, JikimError
from jikim.handlers.sessions import Signed
from jikim.monitoring.pausing import LIMITS, limits
from jikim.plan.management_plan import CYCLES, MONTHLY, MOST, approve_plan, draft_of, keep_plan, plan_of, save_plan
from jikim.plan.sections import MATTERS
from jikim.policy.period import Period
from jikim.verbs.house import House
from jikim.web.forms import Form, Problem
from jikim.web.office.me import actor_of, officer_only
from jikim.web.office.todo import APPROVE, CONFIRM, FILL_IN, Todo, haste_of, of_officers
from jikim.web.page import Page

AHEAD = timedelta(days=30)


@get("/office/plan")
async def plan(page: Page, jk: AsyncJikim, me: Signed) -> Response[str]:
    """The plan in force; the draft, where there is one."""
    found = await jk.do(plan_of)
    form = Form(page.visitor)
    return page.show("office/plan/plan.html", plan=found, matters=MATTERS, today=jk.house.today(), form=form)


@get("/office/plan/edit")
async def edit(page: Page, jk: AsyncJikim, me: Signed) -> Response[str]:
    """The form, filled in from the draft, the version in force, or the policy."""
    officer_only(jk, me)
    found = await jk.do(plan_of)
    now = found.draft or found.current
    cycle = now.cycle if now is not None else MONTHLY
    values = {
        **draft_of(jk.house, found, jk.settings),
        "cycle": str(cycle),
        "edit": str(found.draft.edit if found.draft is not None else 0),
        **{f"limit.{name}": str(most) for name, most in {**await jk.do(limits), **(now.limits if now else {})}.items()},
    }
    return _form(page, Form(page.visitor, values))


def _form(page: Page, form: Form) -> Response[str]:
    return page.show("office/plan/edit.html", form=form, matters=MATTERS, cycles=CYCLES, limits=LIMITS)


@post("/office/plan/edit")
async def saved(page: Page, jk: AsyncJikim, me: Signed, form: Form) -> Response[str] | Redirect:
    """Saves the draft."""
    officer_only(jk, me)
    try:
        every, seen = Period.parse(form["cycle"]), int(form["edit"] or "0")
    except ValueError:
        form.wrong("cycle", "점검 주기를 선택해 주세요", "please choose a cycle")
        return _form(page, form)
    form.need(*(matter.key for matter in MATTERS))
    held = {name: form[f"limit.{name}"] for name in LIMITS if form[f"limit.{name}"]}
    for name, text in held.items():
        if not (text.isascii() and text.isdecimal() and 0 < int(text[:9]) <= MOST):
            form.wrong(
                f"limit.{name}",
                f"1부터 {MOST:,}까지의 숫자로 입력해 주세요",
                f"please enter a number from 1 to {MOST:,}",
            )
    if not form.fine:
        return _form(page, form)
    try:
        await jk.do(
            save_plan,
            seen,
            {matter.key: form[matter.key] for matter in MATTERS},
            every,
            actor=await actor_of(jk, me),
            limits={name: int(text) for name, text in held.items()},
        )
    except ConflictError:
        form.problem = _changed(page)
    except JikimError as error:
        form.caught(error)
    return page.to("/office/plan") if form.fine else _form(page, form)


def _changed(page: Page) -> Problem:
    return Problem(
        page.say("다른 사람이 초안을 먼저 수정했습니다.", "Somebody else has changed the draft in the meantime."),
        page.say(
            "입력하신 내용은 아래에 그대로 있습니다. 복사한 뒤 초안을 다시 열어 주세요.",
            "What you wrote is still below: copy it, and open the draft again.",
        ),
    )


def _moved(page: Page) -> Problem:
    return Problem(
        page.say("초안이 그사이 변경되었습니다.", "The draft has changed in the meantime."),
        page.say("변경 내용을 확인하고 다시 승인해 주세요.", "Please review the changes and approve it again."),
    )


@post("/office/plan/approve")
async def approved(page: Page, jk: AsyncJikim, me: Signed, form: Form) -> Response[str] | Redirect:
    """Approves the draft as it was shown, with what its review found."""
    officer_only(jk, me)
    return await _signed(page, jk, me, form, approve_plan, form.whole("edit"))


@post("/office/plan/keep")
async def kept(page: Page, jk: AsyncJikim, me: Signed, form: Form) -> Response[str] | Redirect:
    """The yearly review changed nothing: the version in force, as it was shown, becomes a new one and is approved."""
    officer_only(jk, me)
    return await _signed(page, jk, me, form, keep_plan, form.whole("version"))


async def _signed(
    page: Page, jk: AsyncJikim, me: Signed, form: Form, sign: Callable[..., Steps[date]], seen: int | None
) -> Response[str] | Redirect:
    """Signs what was seen, or says on the plan's page what is missing."""
    try:
        await jk.do(sign, -1 if seen is None else seen, form["reason"], actor=await actor_of(jk, me))
        return page.to("/office/plan")
    except ConflictError:
        form.problem = _moved(page)
    except InvalidError as error:
        if error.item == "reason":
            form.caught(error)
        else:
            form.problem = Problem(error.said(page.visitor.language))
    found = await jk.do(plan_of)
    return page.show("office/plan/plan.html", plan=found, matters=MATTERS, today=jk.house.today(), form=form)


@get("/office/plan/versions/{number:int}")
async def version(page: Page, jk: AsyncJikim, me: Signed, number: FromPath[int]) -> Response[str]:
    """One version as it was approved."""
    found = await jk.do(plan_of)
    every = [one for one in (found.current, *found.before) if one is not None]
    one = next((one for one in every if one.version == number), None)
    if one is None:
        raise NotFoundException()
    return page.show("office/plan/version.html", one=one, matters=MATTERS, current=one == found.current)


@of_officers
def todos(house: House, me: Signed, by: date) -> Steps[list[Todo]]:
    """No plan yet; a draft that waits for approval; the yearly review."""
    found = yield from plan_of(house)
    todos: list[Todo] = []
    if found.draft is not None:
        todos.append(
            Todo(
                "open",
                "내부관리계획 초안 승인 대기",
                "A draft of the internal management plan waits for approval",
                "/office/plan",
                APPROVE,
            )
        )
    elif found.current is None:
        todos.append(
            Todo(
                "open",
                "내부관리계획을 수립해 주세요",
                "There is no internal management plan yet",
                "/office/plan",
                FILL_IN,
            )
        )
    if (
        found.current is not None
        and found.current.review is not None
        and found.current.review <= max(by, house.today() + AHEAD)
    ):
        review = found.current.review
        todos.append(
            Todo(
                haste_of(review, house.today()),
                "내부관리계획 검토 기한",
                "The internal management plan is due for review",
                "/office/plan",
                CONFIRM,
                review,
            )
        )
    return todos
