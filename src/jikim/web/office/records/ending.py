"""Recording that something happened to records, by hand: first what becomes of each, then the deed, through the verb
that everybody uses.

INVARIANT: nothing is ended that was not shown: what the second form names is looked up anew, and each record goes
through the decision and the statement that looks at the handler's grant. Several share one reason, which stands in the
ledger of each.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from litestar import post
from litestar.params import FromPath
from litestar.response import Response

from jikim.app import AsyncJikim
from jikim.errors import DeniedError, JikimError
from jikim.handlers.sessions import Signed
from jikim.policy.compiled import numbers_of
from jikim.policy.plan import ends_on
from jikim.reading.open_records import Open, becomes, events_for, open_records
from jikim.web.forms import Form, Problem
from jikim.web.office.me import actor_of
from jikim.web.office.once import first_time
from jikim.web.office.people.saying import item_said, office_book
from jikim.web.office.records.listing import done_of, reached, refs_of, show
from jikim.web.page import AnsweredError, Page
from jikim.web.parts import Html
from jikim.web.parts.card import because


@dataclass(frozen=True)
class Rests:
    """Items that rest until a day, and the rules that keep them."""

    items: str
    until: date
    rules: list[Html]


@dataclass(frozen=True)
class Account:
    """What becomes of one record: what rests and why, what is destroyed; `waits`: a correction or a hold is open.
    `until`: the last day before time ends it, where it goes on; `problem`: it was refused."""

    one: Open
    fate: str
    rests: list[Rests]
    goes: str
    clause: str
    problem: Problem | None = None
    until: date | None = None

    @property
    def value(self) -> str:
        return f"{self.one.ref.subject}/{self.one.ref.record}"


def account(page: Page, one: Open, event: str) -> Account:
    """What an event would make of a record now, in words; or why it cannot happen to it."""
    book, kind = office_book(page), one.ref.kind
    try:
        step = becomes(one, event, page.now)
    except DeniedError as error:
        return Account(one, "", [], "", "", Problem.of(error, page.visitor))

    def named(items: int) -> str:
        return ", ".join(item_said(book, kind, one.policy.name("item", number)) for number in numbers_of(items))

    rests = [
        Rests(
            named(part.items),
            part.due,
            [said for _, said in because(book, kind, [one.policy.name("rule", number) for number, _ in part.rules])],
        )
        for part in step.parts
    ]
    over = ends_on(one.policy, one.rules, step.facts.collected, step.facts.events)
    until = over - timedelta(days=1) if over is not None else None
    return Account(one, step.fate, rests, named(step.destroyed), step.clause, until=until)


async def _asked(page: Page, jk: AsyncJikim, me: Signed, kind: str, form: Form) -> list[Open]:
    """The records that a form names, looked up anew. Where it names none, or no event that a handler may record, the list
    says so."""
    if form["event"] not in events_for(page.policy.records[kind]):
        form.wrong("event", "무엇을 기록할지 선택해 주세요.", "Please choose what to record.")
    refs = refs_of(kind, form.many.get("record", ()))
    if not refs:
        form.wrong("record", "기록을 하나 이상 선택해 주세요.", "Please tick at least one record.")
    if not form.fine:
        raise AnsweredError(await show(page, jk, me, kind, form))
    actor = await actor_of(jk, me, kind=kind)
    return await jk.do(open_records, kind, actor=actor, only=refs)


@post("/office/records/{kind:str}/before", status_code=200)
async def before(page: Page, jk: AsyncJikim, me: Signed, form: Form, kind: FromPath[str]) -> Response[Any]:
    """What becomes of each record if the event happens now. Nothing is changed."""
    reached(page, me, kind)
    found = await _asked(page, jk, me, kind, form)
    return _show_before(page, jk, kind, form, found)


def _show_before(page: Page, jk: AsyncJikim, kind: str, form: Form, found: list[Open]) -> Response[Any]:
    event = form["event"]
    return page.show(
        "office/records/before.html",
        kind=kind,
        event=event,
        said=done_of(page, event),
        form=form,
        several=len(found) > 1,
        ends=events_for(page.policy.records[kind])[event],
        rows=[account(page, one, event) for one in found],
        gone=len(form.many.get("record", ())) - len(found),
    )


@post("/office/records/{kind:str}", status_code=200)
async def ended(page: Page, jk: AsyncJikim, me: Signed, form: Form, kind: FromPath[str]) -> Response[Any]:
    """Records it, one record after another, and says what was recorded of each."""
    reached(page, me, kind)
    found = await _asked(page, jk, me, kind, form)
    if len(found) > 1:
        form.need("reason")
    if not found or not form.fine or not await first_time(page, jk, form):
        return _show_before(page, jk, kind, form, found)
    event, rows = form["event"], []
    for one in found:
        told = account(page, one, event)
        try:
            actor = await actor_of(jk, me, kind=kind)
            await jk.by(actor).event(one.ref, event, reason=form["reason"])
        except JikimError as error:
            told = replace(told, problem=Problem.of(error, page.visitor))
        rows.append(told)
    return page.show(
        "office/records/ended.html",
        kind=kind,
        event=event,
        said=done_of(page, event),
        rows=rows,
        at=jk.now(),
        ends=events_for(page.policy.records[kind])[event],
        done=sum(one.problem is None for one in rows),
    )
