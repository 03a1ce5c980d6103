"""Handing records on by hand: first to whom, why, and what will leave of each; then `provide` or `entrust`, as
everybody uses them.

INVARIANT: what is queued is what was shown: the items that the form names, of the records that are looked up anew.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from litestar import post
from litestar.params import FromPath
from litestar.response import Response

from jikim.app import AsyncJikim
from jikim.disclosures.handing_on import Way, declared, leaving, ways
from jikim.errors import JikimError
from jikim.handlers.sessions import Signed
from jikim.policy.ask import Actor
from jikim.policy.compiled import numbers_of
from jikim.reading.open_records import Open, open_records
from jikim.verbs.hand_over import Topic, hand
from jikim.web.forms import Form, Problem
from jikim.web.office.me import actor_of
from jikim.web.office.once import first_time
from jikim.web.office.people.saying import item_said, office_book
from jikim.web.office.records.listing import purposes_of, reached, refs_of, show
from jikim.web.page import AnsweredError, Page


@dataclass(frozen=True)
class Sheet:
    """One record, and what will leave of it by name and in words; empty: nothing. `problem`: it was refused, or would be;
    `message`: it was queued under this number."""

    one: Open
    names: list[str]
    said: str
    problem: Problem | None = None
    message: UUID | None = None

    @property
    def value(self) -> str:
        return f"{self.one.ref.subject}/{self.one.ref.record}"


@dataclass(frozen=True)
class Asked:
    """What a form asks: by which way, as whom, which records, which items of them."""

    way: Way
    actor: Actor
    sheets: list[Sheet]
    items: list[tuple[str, str]] = field(default_factory=list)  # every item that can leave: its name, and in words


async def _asked(page: Page, jk: AsyncJikim, me: Signed, kind: str, form: Form) -> Asked:
    """What the form names, looked up anew. Where it names no record, or no way that this policy and grant have, the list
    says so."""
    way = next((one for one in ways(page.policy, kind, purposes_of(me)) if one.value == form["to"]), None)
    if way is None:
        form.wrong("to", "제공하거나 위탁할 곳을 선택해 주세요.", "Please choose the recipient.")
    refs = refs_of(kind, form.many.get("record", ()))
    if not refs:
        form.wrong("record", "기록을 하나 이상 선택해 주세요.", "Please tick at least one record.")
    if way is None or not form.fine:
        raise AnsweredError(await show(page, jk, me, kind, form))
    actor = await actor_of(jk, me, way.purpose, kind=kind)
    found = await jk.do(open_records, kind, actor=actor, only=refs)
    book, policy, rules = office_book(page), page.policy, page.policy.records[kind]
    wanted = set(form.many.get("item", ())) if form.on("chosen") else None
    sheets, every = [], 0
    for one in found:
        mask = leaving(policy, way, one.facts.items, actor)
        every |= mask
        names = [policy.name("item", number) for number in numbers_of(mask)]
        names = [name for name in names if wanted is None or name in wanted]
        sheets.append(Sheet(one, names, ", ".join(item_said(book, kind, name) for name in names)))
    items = [policy.name("item", number) for number in numbers_of(every & rules.items)]
    return Asked(way, actor, sheets, [(name, item_said(book, kind, name)) for name in items])


def _spoken(page: Page, kind: str, item: str) -> str:
    """An item as a verb is asked for it: `lines` of an order, not `order.lines`."""
    return page.policy.records[kind].spoken.get(page.policy.number("item", item) or 0, item)


@post("/office/records/{kind:str}/hand-on/before", status_code=200)
async def hand_before(page: Page, jk: AsyncJikim, me: Signed, form: Form, kind: FromPath[str]) -> Response[Any]:
    """To whom, why, and what will leave of each record. Nothing is changed."""
    reached(page, me, kind)
    asked = await _asked(page, jk, me, kind, form)
    return await _before(page, jk, kind, form, asked)


async def _foreseen(page: Page, jk: AsyncJikim, kind: str, asked: Asked, one: Sheet) -> Sheet:
    """A record with what would be refused of it, as the act itself would say it."""
    if not one.names:
        return one
    spoken = [_spoken(page, kind, name) for name in one.names]
    topic: Topic = "provide" if asked.way.space == "recipient" else "entrust"
    try:
        by = jk.by(asked.actor)
        await by.do(hand, topic, one.one.ref, asked.way.to, asked.way.purpose, spoken, act_by="may_leave")
    except JikimError as error:
        return Sheet(one.one, [], "", Problem.of(error, page.visitor))
    return one


def tells_corrections(page: Page) -> bool:
    """Whether the policy promises that receivers are told of corrections."""
    right = page.policy.file.rights.get("correct")
    return right is not None and bool(right.tell_recipients)


async def _before(page: Page, jk: AsyncJikim, kind: str, form: Form, asked: Asked) -> Response[Any]:
    sheets = [await _foreseen(page, jk, kind, asked, one) for one in asked.sheets]
    asked = replace(asked, sheets=sheets, items=[] if all(one.problem for one in sheets) else asked.items)
    return page.show(
        "office/records/hand_on.html",
        kind=kind,
        form=form,
        handed=asked,
        said=declared(page.policy, asked.way.space, asked.way.to),
        several=len(asked.sheets) > 1,
        ticked=set(form.many.get("item", ())) if form.on("chosen") else {name for name, _ in asked.items},
        by_system=page.policy.handle(asked.way.space, asked.way.to) in jk.settings.endpoints,
        told=tells_corrections(page),
    )


@post("/office/records/{kind:str}/hand-on", status_code=200)
async def handed_on(page: Page, jk: AsyncJikim, me: Signed, form: Form, kind: FromPath[str]) -> Response[Any]:
    """Queues it, one record after another, and says what became of each."""
    reached(page, me, kind)
    asked = await _asked(page, jk, me, kind, form)
    if not asked.sheets:
        form.wrong("record", "선택한 기록이 그사이 끝났습니다.", "The selected records have ended in the meantime.")
    elif not any(one.names for one in asked.sheets):
        form.wrong("item", "제공할 항목을 하나 이상 선택해 주세요.", "Please tick at least one item.")
    if not form.fine or not await first_time(page, jk, form):
        return await _before(page, jk, kind, form, asked)
    rows, way = [], asked.way
    for sheet in asked.sheets:
        if not sheet.names:
            continue
        spoken = [_spoken(page, kind, name) for name in sheet.names]
        try:
            actor = await actor_of(jk, me, way.purpose, kind=kind)
            act = jk.by(actor).provide if way.space == "recipient" else jk.by(actor).entrust
            queued = await act(sheet.one.ref, to=way.to, purpose=way.purpose, items=spoken)
            rows.append(Sheet(sheet.one, sheet.names, sheet.said, message=queued.message))
        except JikimError as error:
            rows.append(Sheet(sheet.one, sheet.names, sheet.said, Problem.of(error, page.visitor)))
    return page.show(
        "office/records/handed_on.html",
        kind=kind,
        rows=rows,
        way=way,
        at=jk.now(),
        done=sum(one.problem is None for one in rows),
        said=declared(page.policy, way.space, way.to),
        by_system=page.policy.handle(way.space, way.to) in jk.settings.endpoints,
    )
