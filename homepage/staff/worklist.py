"""A worklist of the back office: what waits, one matter, and what a handler does with it. Each declares its own part;
what they share stands here.

What is done twice is done once: an act asks under a lock how the matter stands. Before each act its page says what
becomes of the record, and after it what was recorded.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from jikim import JikimError, Ref
from jikim.web import (
    Form,
    FromPath,
    HandlerJikim,
    OpenRecord,
    Page,
    Problem,
    Redirect,
    Request,
    Response,
    Visitor,
    Waiting,
    get,
    post,
)

from ..site.books import Books

ALL = "/office/shop/today"  # every worklist on one page (`today.py`)
Pair = tuple[str, str]  # Korean and English
Doing = Callable[[HandlerJikim, OpenRecord, Form], Awaitable[Pair | None]]


async def nothing(_jk: HandlerJikim, _one: OpenRecord, _form: Form) -> None:
    """Nothing beside the event."""


async def no_more(_jk: HandlerJikim, _one: OpenRecord, _values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Nothing beside the record's own values."""
    return {}


@dataclass(frozen=True)
class Act:
    """What a handler does with a matter. `event`: what is then recorded of it; empty where it goes on as it is. `may`:
    whether it can be done.

    `do` does what goes with it, and answers why it was not done, in words; then nothing is recorded.
    """

    name: str
    event: str
    label: Pair
    done: Pair
    needs: tuple[str, ...] = ()
    may: Callable[[HandlerJikim, OpenRecord], bool] = lambda _jk, _one: True
    do: Doing = nothing
    hint: Pair = ("", "")
    opened: bool = False  # only once the matter was read
    asked: bool = False  # only where somebody asks for it: never the next act of a list
    after: Pair = ("", "")  # what becomes of the record where no event says it

    def fields(self) -> str:
        """Where its own fields stand."""
        return f"act_{self.name}"


@dataclass(frozen=True)
class Worklist:
    """One worklist: the record kind it works on, its words, which purposes it reads for, and its acts.

    `here`: which open records of the kind wait on this worklist. `reason`: a read says why. `due`: the last day of one,
    where a law or the house names it. `more` reads what hangs on the record along with it; `shown` is what its pages
    are told besides; `sound` looks at an act's form. `goes_on`: the worklist on which a record that stays open goes on.
    """

    path: str
    kind: str
    name: Pair
    one: Pair
    waits: Pair
    lead: Pair
    number: Pair
    empty: Pair
    clause: str
    reads: Mapping[str, tuple[str, ...]]
    acts: tuple[Act, ...]
    template: str
    here: Callable[[HandlerJikim, OpenRecord], bool] | None = None
    reason: Pair | None = None
    due: tuple[Pair, Callable[[HandlerJikim, OpenRecord], date | None]] | None = None
    more: Callable[[HandlerJikim, OpenRecord, Mapping[str, Any]], Awaitable[Mapping[str, Any]]] = no_more
    shown: Callable[[Page, HandlerJikim], Mapping[str, Any]] = lambda _page, _jk: {}
    sound: Callable[[Page, Form, Act], None] = lambda _page, _form, _act: None
    goes_on: str = ""
    pages: list[Any] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "pages", _pages(self))

    @property
    def place(self) -> tuple[str, str, str, str]:
        """Its line of the office's menu."""
        return self.path, *self.name, self.kind

    def at(self, ref: Ref) -> str:
        """A record's page."""
        return f"{self.path}/{ref.subject}/{ref.record}"

    def next_act(self, jk: HandlerJikim, one: OpenRecord) -> Act | None:
        """What is to be done with a record next; None where it waits for a day, or for somebody else."""
        return next((act for act in self.acts if not act.asked and act.may(jk, one)), None)

    async def waiting(self, page: Page, jk: HandlerJikim, query: Mapping[str, str]) -> Waiting:
        """A page of its list. The look is recorded."""
        having = partial(self.here, jk) if self.here else None
        return await jk.waiting(page, self.kind, query, having=having)

    def rows(self, jk: HandlerJikim) -> Mapping[str, Any]:
        """What the table of a list is told (`staff/parts.html`)."""
        due = self.due
        return {
            "next_act": lambda one: self.next_act(jk, one.record),
            "purpose": next((name for name in self.reads if name in jk.purposes), ""),
            "due": due and (due[0], lambda one: due[1](jk, one.record)),
        }


def short(ref: Ref) -> str:
    """A record's number as people read it out."""
    return f"{ref.record.hex[:4]}-{ref.record.hex[4:8]}".upper()


def today(page: Page) -> date:
    return page.now.astimezone(page.zone).date()


def _pages(worklist: Worklist) -> list[Any]:
    """The three pages of a worklist: its list, one matter, and what was done with it."""

    @get(worklist.path)
    async def listed(page: Page, jk: HandlerJikim, request: Request[Any, Any, Any]) -> Response[Any] | Redirect:
        """What waits, the oldest first, without a value; or straight to the one whose number was asked for."""
        query = request.query_params
        number = query.get("number", "")
        found = await jk.numbered(worklist.kind, number) if number else []
        if len(found) == 1:
            return page.to(worklist.at(found[0]))
        return page.show(
            "staff/list.html",
            worklist=worklist,
            waiting=await worklist.waiting(page, jk, query),
            number=number,
            several=len(found),
            short=short,
            rows=worklist.rows(jk),
            today=today(page),
        )

    @get(worklist.path + "/{subject:uuid}/{record:uuid}")
    async def matter(
        page: Page, jk: HandlerJikim, visitor: Visitor, subject: FromPath[UUID], record: FromPath[UUID]
    ) -> Response[str]:
        """One matter, without its values, and what can be done with it."""
        given = {"reason": page.say(*worklist.reason)} if worklist.reason else {}
        return await _show(worklist, page, jk, Ref(subject, record, worklist.kind), Form(visitor, given))

    @post(worklist.path + "/{subject:uuid}/{record:uuid}", status_code=200)
    async def worked(
        page: Page, jk: HandlerJikim, form: Form, subject: FromPath[UUID], record: FromPath[UUID]
    ) -> Response[Any]:
        """Reads it for a purpose, or does one of its acts."""
        ref = Ref(subject, record, worklist.kind)
        act = next((act for act in worklist.acts if act.name == form["do"]), None)
        if act is None:
            if worklist.reason:
                form.need("reason")
            return await _show(worklist, page, jk, ref, form, read=form.fine)
        form.need(*act.needs)
        worklist.sound(page, form, act)
        if not form.fine:
            return await _show(worklist, page, jk, ref, form, read=act.opened and bool(form["reason"]))
        async with Books.of(jk).alone(f"{worklist.kind}:{record.hex}"):
            return await _do(worklist, act, page, jk, ref, form)

    return [listed, matter, worked]


async def _do(worklist: Worklist, act: Act, page: Page, jk: HandlerJikim, ref: Ref, form: Form) -> Response[Any]:
    """Does an act of a matter that nobody else is at."""
    one = await jk.open_record(ref)
    if one is None:
        return _over(worklist, page, ref)
    if not act.may(jk, one):
        return await _show(worklist, page, jk, ref, Form(form.visitor), again=True)
    became = jk.becomes(page, one, act.event) if act.event else None
    try:
        refused = await act.do(jk, one, form)
        if refused is None and act.event and await jk.event(ref, act.event, reason=form["reason"]):
            Books.of(jk).forget(ref)
    except JikimError as error:
        form.caught(error)
        return await _show(worklist, page, jk, ref, form, read=act.opened)
    if refused is not None:
        form.problem = Problem(
            page.say(*refused),
            page.say(
                "이 건은 계속 진행 중입니다. 잠시 뒤에 다시 시도해 주세요.",
                "It stays open. Please try again in a moment.",
            ),
        )
        return await _show(worklist, page, jk, ref, form, read=act.opened)
    left = await jk.open_record(ref)
    waiting = await worklist.waiting(page, jk, {})
    return page.show(
        "staff/done.html",
        worklist=worklist,
        act=act,
        number=short(ref),
        short=short,
        became=became,
        reason=form["reason"],
        at=jk.now(),
        rows=worklist.rows(jk),
        here=left and worklist.next_act(jk, left),
        stays=left is not None,
        ref=ref,
        following=next((one for one in waiting.lines if one.ref != ref and worklist.next_act(jk, one.record)), None),
        all_of=ALL,
    )


def _over(worklist: Worklist, page: Page, ref: Ref) -> Response[str]:
    """The page of a record that is not open: nobody of the shop sees it any more."""
    return page.show("staff/over.html", status=404, worklist=worklist, number=short(ref))


async def _show(
    worklist: Worklist, page: Page, jk: HandlerJikim, ref: Ref, form: Form, *, read: bool = False, again: bool = False
) -> Response[str]:
    """One matter; `read`: with the values that the purpose needs, by a recorded read. `again`: the act was done
    meanwhile."""
    one = await jk.open_record(ref)
    if one is None:
        return _over(worklist, page, ref)
    purpose = form["purpose"] if form["purpose"] in worklist.reads else next(iter(worklist.reads))
    values, more = None, dict[str, Any]()
    # After a refusal too: what was typed stands beside what it answers.
    if read:
        held = [name for name in worklist.reads[purpose] if name in one.holds]
        try:
            values = await jk.use(ref, purpose=purpose, items=held, reason=form["reason"] if worklist.reason else "")
            more = {**await worklist.more(jk, one, values)}
        except JikimError as error:
            values = None
            form.caught(error)
    form.values.setdefault("day", today(page).isoformat())
    return page.show(
        worklist.template, worklist=worklist, one=one, number=short(ref), form=form, values=values, purpose=purpose, again=again, short=short,
        purposes=[name for name in worklist.reads if name in jk.purposes], acts=[act for act in worklist.acts if act.may(jk, one)],
        due=worklist.due and worklist.due[1](jk, one), today=today(page), becomes=lambda act: jk.becomes(page, one, act.event),
        **worklist.shown(page, jk), **more,
    )  # fmt: skip
