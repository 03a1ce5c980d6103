"""The pages of a register, made from its declaration: a list of what is open or closed, one case with what may be done,
and each step."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any

from litestar import get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Response
from litestar.types import ControllerRouterHandler

from jikim.app import AsyncJikim
from jikim.app import desk_letters as telling
from jikim.cases.cases import Case, clause_of, file_by_hand, listed_for, may, take_on
from jikim.cases.listing import case_by, closed_cases, files_of, history_of, offers, open_cases, second_cases
from jikim.cases.numbering import normal_number
from jikim.cases.register import DUE, FILES, RARE, Field, Register
from jikim.db.driver import Steps
from jikim.desk.requests import person_of
from jikim.errors import ConflictError, JikimError
from jikim.handlers.register import workers
from jikim.handlers.sessions import Signed, acting
from jikim.particles import eun
from jikim.policy.period import due
from jikim.verbs.house import House
from jikim.web import multipart
from jikim.web.forms import Form, Problem
from jikim.web.office.me import actor_of
from jikim.web.office.once import first_time
from jikim.web.office.requests.words import common, cursor_of
from jikim.web.office.todo import JUDGE, LOOK, TAKE_ON, Act, Source, Todo, haste_of
from jikim.web.page import Page
from jikim.web.uploading import one_of, packed

PAGE = 50
BY_HAND = "own"  # the kind of what somebody of the office filed


@dataclass(frozen=True)
class Own:
    """What a register's pages have beside what all have: parts by template (of one case, and beside it), and what they
    name."""

    template: str = ""
    aside: str = ""
    context: Mapping[str, Any] = field(default_factory=dict)
    beside: Mapping[str, str] = field(
        default_factory=dict
    )  # kinds whose matter has a line of its own: that page, or none for the case's link
    more: Callable[[Page, AsyncJikim, Signed, Case], Awaitable[Mapping[str, Any]]] | None = None
    after: Callable[[AsyncJikim, Signed, Case, str], Awaitable[None]] | None = (
        None  # what follows a step that was taken
    )


async def show(
    page: Page,
    jk: AsyncJikim,
    me: Signed,
    register: Register,
    own: Own,
    number: str,
    form: Form | None = None,
    typed_in: str = "",
    **more: Any,
) -> Response[str]:
    """One case: how it stands, the register's own part, the steps that are open to who looks, and what happened.
    `typed_in`: the step whose form came."""
    actor = await actor_of(jk, me, kind=register.reads or None)
    one = await jk.do(case_by, register, number, actor=actor)
    if one is None:
        await jk.do(may, register, "list", None, actor)
        raise page.missing("office/cases/none.html", register=register)
    steps = await jk.do(history_of, register, one, actor=actor)
    context = {
        **own.context,
        **(await own.more(page, jk, me, one) if own.more is not None else {}),
        **await common(page, jk),
        **more,
    }
    context["step_of"] = lambda step: page.say(*register.named.get(step, (step, step)))
    return page.show(
        "office/cases/one.html",
        register=register,
        own=own,
        form=form or Form(page.visitor),
        none_typed=Form(page.visitor),
        typed_in=typed_in,
        one=one,
        steps=steps,
        offered=await jk.do(offers, register, one, actor=actor),
        person=None if register.house else await jk.do(person_of, one.subject),
        path_of=f"{register.path}/{one.number}",
        fields=register.fields,
        seen=seen_of(one),
        **context,
    )


async def acted(
    page: Page,
    jk: AsyncJikim,
    me: Signed,
    register: Register,
    own: Own,
    number: str,
    form: Form,
    do: Callable[[Case, Any], Steps[Any]],
    step: str = "",
) -> Response[Any]:
    """Does something with a case, and shows it; what went wrong is said beside it, in the form of that `step`."""
    one = await jk.do(case_by, register, number)
    if one is not None and form.fine:
        try:
            await jk.driver.run(do(one, await actor_of(jk, me, kind=register.reads or None)))
            if step and own.after is not None:
                await own.after(jk, me, one, step)
            return page.to(f"{register.path}/{one.number}")
        except ConflictError:
            ko, en = register.one
            form.problem = Problem(
                page.say(f"이 {eun(ko)} 그사이 이미 처리되었습니다.", f"This {en.lower()} was acted on already."),
                page.say("아래에서 현재 상태를 확인해 주세요.", "Its current state is shown below."),
            )
        except JikimError as error:
            form.caught(error)
    return await show(page, jk, me, register, own, number, form, step)


async def show_list(
    page: Page,
    jk: AsyncJikim,
    me: Signed,
    register: Register,
    own: Own,
    which: str = "",
    after: str = "",
    form: Form | None = None,
) -> Response[Any]:
    """What is open, of whoever's, or what is closed; and the register's own part."""
    house, actor = jk.house, await actor_of(jk, me, kind=register.reads or None)
    cursor, which = cursor_of(after), which if which in ("mine", "nobody", "closed") else "open"
    if which == "closed":
        rows = await jk.do(closed_cases, register, actor=actor, before=cursor, limit=PAGE + 1)
    else:
        behind = (cursor[0].date(), cursor[1]) if cursor else None
        whose = {"mine": [me.handler], "nobody": [""]}.get(which)
        rows = await jk.do(open_cases, register, actor=actor, whose=whose, after=behind, limit=PAGE + 1)
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return page.show(
        "office/cases/list.html",
        register=register,
        own=own,
        form=form or Form(page.visitor),
        rows=rows[:PAGE],
        more=f"{last.closed or last.due}_{last.id}" if last else "",
        first=cursor is None,
        which=which,
        clause=clause_of(house, register),
        **await common(page, jk),
    )


async def owned(jk: AsyncJikim, form: Form) -> None:
    """Says it where a form names an owner who is none: what else is typed there would stand in the ledger."""
    people = [one.handler for one in await jk.do(workers) if one.left is None and one.kind != "staff"]
    if form["owner"] and form["owner"] not in people:
        form.wrong("owner", "목록에서 선택해 주세요", "choose somebody from the list")


def pages_of(register: Register, own: Own) -> list[ControllerRouterHandler]:
    """List, one, taking on, giving to somebody, and a page for each step that has a form."""

    @get(register.path)
    async def listed(
        page: Page,
        jk: AsyncJikim,
        me: Signed,
        which: FromQuery[str] = "",
        after: FromQuery[str] = "",
        number: FromQuery[str] = "",
    ) -> Response[Any]:
        if number:
            return page.to(f"{register.path}/{normal_number(number)}")
        return await show_list(page, jk, me, register, own, which, after)

    @get(f"{register.path}/{{number:str}}")
    async def one(page: Page, jk: AsyncJikim, me: Signed, number: FromPath[str]) -> Response[str]:
        return await show(page, jk, me, register, own, number)

    def handed(way: str) -> ControllerRouterHandler:
        @post(f"{register.path}/{{number:str}}/{way}", status_code=200)
        async def taken(page: Page, jk: AsyncJikim, me: Signed, form: Form, number: FromPath[str]) -> Response[Any]:
            if way == "give":
                form.need("owner")
                await owned(jk, form)
            to = form["owner"] if way == "give" else None

            def take(case: Case, actor: Any) -> Steps[None]:
                return take_on(jk.house, register, case.subject, case.id, form["from"] or None, to, actor=actor)

            return await acted(page, jk, me, register, own, number, form, take)

        return taken

    def stepped(name: str) -> ControllerRouterHandler:
        asks = [asked for step in register.steps if step.name == name for asked in step.asks if asked.shown]
        sure = any(step.sure[0] for step in register.steps if step.name == name)

        @post(f"{register.path}/{{number:str}}/{name}", status_code=200, opt=_opt(asks))
        async def step(page: Page, jk: AsyncJikim, me: Signed, form: Form, number: FromPath[str]) -> Response[Any]:
            _filled(jk, form, asks)
            if sure and not form.on("sure"):
                form.wrong("sure", "위 내용을 확인하고 표시해 주세요", "please read the above and tick this")

            files = await packed(form, jk.settings) if _opt(asks) else b""

            def act(case: Case, actor: Any) -> Steps[None]:
                if form["seen"] not in ("", seen_of(case)):
                    raise ConflictError.meanwhile()
                given = {one.name: form[one.name] for one in asks}
                return telling.act(jk.house, register, case, name, given, files, actor=actor)

            return await acted(page, jk, me, register, own, number, form, act, name)

        return step

    @post(register.path, status_code=200, opt=_opt(register.files))
    async def filed(page: Page, jk: AsyncJikim, me: Signed, form: Form) -> Response[Any]:
        _filled(jk, form, register.files)
        await owned(jk, form)
        files = await packed(form, jk.settings) if _opt(register.files) else b""
        if form.fine and await first_time(page, jk, form):
            actor, owner = await actor_of(jk, me), form["owner"] or None
            with form.catching():
                made = await jk.do(file_by_hand, register, BY_HAND, form.values, files, owner=owner, actor=actor)
                return page.to(f"{register.path}/{made}")
        return await show_list(page, jk, me, register, own, form=form)

    @get(f"{register.path}/{{number:str}}/files/{{step:int}}/{{n:int}}")
    async def file(
        jk: AsyncJikim, me: Signed, number: FromPath[str], step: FromPath[int], n: FromPath[int]
    ) -> Response[Any]:
        actor = await actor_of(jk, me)
        case = await jk.do(case_by, register, number, actor=actor)
        return one_of(await jk.do(files_of, register, case, step, actor=actor) if case else b"", n, jk.policy)

    names = dict.fromkeys(one.name for one in register.steps if one.button[0])
    own_pages = [*([filed] if register.files else []), *([file] if FILES in register.fields else [])]
    return [listed, one, handed("take"), handed("give"), *map(stepped, names), *own_pages]


def _opt(asks: Sequence[Field]) -> Mapping[str, Any]:
    """What a form's route takes: files, where it asks for some."""
    return multipart.FILES if any(one.kind == "file" for one in asks) else {}


def _filled(jk: AsyncJikim, form: Form, asks: Sequence[Field]) -> None:
    """Says what is wrong with a form of these fields. A case's day is none that is over."""
    form.need(*(one.name for one in asks if not (one.optional or one.kind == "file")))
    if any(one.name == DUE for one in asks) and "0" < form[DUE] < jk.house.today().isoformat():
        form.wrong(DUE, "지난 날짜입니다. 오늘 이후로 선택해 주세요", "this date is in the past. Choose today or later")


def seen_of(case: Case) -> str:
    """What of a case a form was filled in from: whoever rewrites it names that."""
    return sha256(case.sealed or b"").hexdigest()[:16]


def next_act(register: Register, state: str) -> Act:
    """The step that the office owes in a state, and what its form asks for; a judgement, where it is one of several; a
    look, where it is taken elsewhere than on the page."""
    owed = [one for one in register.steps if state in one.from_ and "person" not in one.by and one.guard not in RARE]
    steps = [one for one in owed if one.title[0]]
    if len(steps) < len(owed) and all(one.second for one in steps):
        return LOOK
    if len({one.name for one in steps}) != 1:
        return JUDGE
    ko, en = steps[0].asks[0].words if steps[0].asks else steps[0].words
    return Act(*steps[0].title, ko, en[:1].lower() + en[1:])


def todos_of(register: Register, own: Own) -> Source:
    """Each case that waits for the desk, for who may see it."""

    def todos(house: House, me: Signed, by: date) -> Steps[list[Todo]]:
        actor = yield from acting(house, me, kind=register.reads or None)
        if not (yield from listed_for(house, register, actor)):
            return []
        whose = None if me.officer else [me.handler, ""]
        rows = yield from open_cases(house, register, actor=actor, whose=whose, waiting=True, limit=100)
        seconds = (yield from second_cases(house, register, actor=actor, limit=20)) if register.seconds else []
        today, (ko, en) = house.today(), register.todo
        last = max(by, due(today, register.ahead)) if register.ahead is not None else date.max
        return [
            Todo(
                haste_of(one.due, today),
                ko.format(number=one.number, title=one.title("ko")),
                en.format(number=one.number, title=one.title("en")),
                f"{register.path}/{one.number}",
                TAKE_ON if register.house and not one.owner else next_act(register, one.state),
                one.due,
                owner=one.owner or "",
                about=own.beside.get(one.kind) or (one.href if one.kind in own.beside else ""),
                beside=one.kind in own.beside,
            )
            for one in rows
            if one.due <= last
        ] + [_second(register, one) for one in seconds]

    return todos


def _second(register: Register, one: Case) -> Todo:
    """What was done in time, and waits for somebody else than who did it: nobody is late with that."""
    ko, en = register.seconds[one.state].title
    named = (one.title("ko"), one.title("en")) if register.house else (one.number, one.number)
    said = f"{register.one[0]} {named[0]} {ko}", f"{en} {register.one[1].lower()} {named[1]}"
    return Todo("second", *said, f"{register.path}/{one.number}", next_act(register, one.state), owner=one.owner or "")
