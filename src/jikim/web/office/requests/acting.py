"""What the desk does with a request: taking it on, confirming who asked, answering, refusing, postponing. Each tells
its person by a letter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias
from uuid import UUID

from litestar import post
from litestar.response import Response
from litestar.types import ControllerRouterHandler

from jikim.app import AsyncJikim, desk_letters
from jikim.cases.who_may import WORDING
from jikim.db.driver import Steps
from jikim.desk import request_steps
from jikim.handlers.sessions import Signed
from jikim.policy.ask import Actor
from jikim.verbs.house import House
from jikim.web.forms import Form
from jikim.web.office.me import actor_of
from jikim.web.office.requests.one import APART, HANDED, OF, Found, catching, seen_of, show_again, to_hand
from jikim.web.page import Page


async def act(
    page: Page, jk: AsyncJikim, me: Signed, found: Found, form: Form, steps: Callable[[Actor], Steps[Any]]
) -> Response[Any]:
    """Takes a step and shows the request again; what is wrong is said on its page."""
    if form.fine:
        with catching(page, form):
            await jk.driver.run(steps(await actor_of(jk, me, kind=WORDING)))
            return page.to(found.path)
    return await show_again(page, jk, me, found, form)


Step: TypeAlias = Callable[[House, UUID, UUID, Form, int | None, Actor], Steps[Any]]


def stepped(way: str, step: Step, *need: str) -> ControllerRouterHandler:
    """A step that its form says whole. `need`: the field that has to be there, and what is said of it in Korean and in
    English."""

    @post(f"/office/requests/{{subject:uuid}}/{{number:uuid}}/{way}", status_code=200, dependencies=OF)
    async def posted_step(page: Page, jk: AsyncJikim, me: Signed, form: Form, found: Found) -> Response[Any]:
        if need and not form[need[0]]:
            form.wrong(*need)
        subject, number = found.made.subject, found.made.request

        def taken(actor: Actor) -> Steps[Any]:
            return step(jk.house, subject, number, form, seen_of(form), actor)

        return await act(page, jk, me, found, form, taken)

    return posted_step


STEPS = [
    stepped("take", lambda house, subject, number, form, _, actor: request_steps.take(house, subject, number, form["from"] or None, actor=actor)),
    stepped(
        "answer",
        lambda house, subject, number, form, seen, actor: desk_letters.answer(house, subject, number, form["text"], actor=actor, seen=seen),
    ),
    stepped(
        "refuse",
        lambda house, subject, number, form, seen, actor: desk_letters.refuse(house, subject, number, form["reason"], actor=actor, seen=seen),
        "reason", "거절 사유를 입력해 주세요", "please give a reason for the refusal",
    ),
    # The reason of its postponement has ended: it is due today.
    stepped("resume", lambda house, subject, number, _, seen, actor: request_steps.resume(house, subject, number, actor=actor, seen=seen)),
]  # fmt: skip


@post("/office/requests/{subject:uuid}/{number:uuid}/do", status_code=200, dependencies=OF)
async def carried_out(page: Page, jk: AsyncJikim, me: Signed, form: Form, found: Found) -> Response[Any]:
    """What was asked for is done, and its person is told; of what is handed over, how it goes too."""
    made, said, seen = found.made, form["did"], seen_of(form)
    if not said:
        form.wrong("did", "처리 내용을 입력해 주세요", "please say what was done")
    if to_hand(found):
        if ways := HANDED.get(form["handed"]):
            how = ("전달 방법", "How it reaches you")[made.language == "en"]
            said = f"{said}\n{how}: {ways[made.language == 'en']}"
        else:
            form.wrong("handed", "전달 방법을 선택해 주세요", "please choose how it is handed over")

    def done(actor: Actor) -> Steps[Any]:
        give = desk_letters.hand_over if form["handed"] in APART else desk_letters.carry_out
        return give(jk.house, made.subject, made.request, said, actor=actor, seen=seen)

    return await act(page, jk, me, found, form, done)


@post("/office/requests/{subject:uuid}/{number:uuid}/confirm", status_code=200, dependencies=OF)
async def confirmed(page: Page, jk: AsyncJikim, me: Signed, form: Form, found: Found) -> Response[Any]:
    """It was the person."""
    made, seen = found.made, seen_of(form)
    if not form["proof"]:
        form.wrong("proof", "확인 방법을 선택해 주세요", "please choose how it was confirmed")
    rules = page.policy.records.get(made.record.kind) if made.record is not None else None
    # What is no item of the record is left out before anything is done: a correction is about items of its record
    # alone.
    items = [
        name
        for name in form.many.get("items", ())
        if rules is not None and name in rules.names and not page.policy.unreadable >> rules.names[name] & 1
    ]

    def confirm(actor: Actor) -> Steps[Any]:
        return request_steps.confirm(
            jk.house,
            made.subject,
            made.request,
            actor=actor,
            proof=form["proof"],  # type: ignore[arg-type]
            items=items,
            seen=seen,
        )

    return await act(page, jk, me, found, form, confirm)


@post("/office/requests/{subject:uuid}/{number:uuid}/postpone", status_code=200, dependencies=OF)
async def postponed(page: Page, jk: AsyncJikim, me: Signed, form: Form, found: Found) -> Response[Any]:
    """Postpones it, with its reason and a day."""
    if not form["delay"]:
        form.wrong("delay", "연기 사유를 입력해 주세요", "please give a reason for the postponement")
    made, until, seen = found.made, form.day("until"), seen_of(form)

    def postpone(actor: Actor) -> Steps[Any]:
        return desk_letters.postpone(
            jk.house, made.subject, made.request, form["delay"], actor=actor, until=until, seen=seen
        )

    return await act(page, jk, me, found, form, postpone)
