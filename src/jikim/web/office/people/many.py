"""Reads of many, as a page: asked for, approved by an officer who did not ask, refused; the list of all there were."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from jikim.app import AsyncJikim
from jikim.db.driver import Steps
from jikim.errors import JikimError
from jikim.handlers.officers import goes_alone
from jikim.handlers.register import Granted
from jikim.handlers.sessions import Signed
from jikim.policy.compiled import Policy
from jikim.policy.decide import deny
from jikim.reading.mass import MOST, Mass, Query, ask_mass, decide_mass, mass_of, masses, review_mass
from jikim.verbs.house import House, error_of
from jikim.web.forms import Form, Problem
from jikim.web.office.entering.proving import prove_first
from jikim.web.office.me import actor_of
from jikim.web.office.once import first_time
from jikim.web.office.people.saying import item_said, kind_said, kinds, office_book
from jikim.web.office.people.workbook import new_password
from jikim.web.office.todo import APPROVE, LOOK, Todo
from jikim.web.page import Page
from jikim.web.sealed_tokens import seal
from jikim.web.visitor import Visitor

FILE = "many"  # what seals a file's password on its way through the page
STATES = {
    "asked": ("승인 대기", "waiting for approval"),
    "approved": ("승인됨", "approved"),
    "refused": ("거절됨", "refused"),
    "running": ("내려받는 중", "running"),
    "done": ("완료", "done"),
    "failed": ("중단됨", "cut off"),
    "lapsed": ("유효 시간 지남", "expired"),
}


def pairs(policy: Policy, me: Signed) -> list[tuple[str, str]]:
    """Which record kind a purpose may read of many people: pairs that a grant of the handler's reaches."""
    return [
        (purpose, kind)
        for purpose in me.purposes()
        for kind, rules in policy.records.items()
        if (reading := policy.reading.get((policy.number("purpose", purpose) or 0, rules.number))) is not None
        and not reading.aggregate
        and granted(me, purpose, kind)
    ]


def granted(me: Signed, purpose: str, kind: str) -> list[Granted]:
    """The handler's grants that name a purpose and reach a record kind."""
    return [one for one in me.grants if purpose in one.purposes and (one.kinds is None or kind in one.kinds)]


def mine(me: Signed, one: Mass) -> bool:
    """Whether this handler may see a read of many: an officer all, anybody their own."""
    return me.officer or one.asker == me.handler


@get("/office/people/many")
async def asked(page: Page, jk: AsyncJikim, me: Signed) -> Response[str]:
    """All there were: an officer's list, or one's own."""
    found = [one for one in await jk.do(masses, limit=200) if mine(me, one)]
    book = office_book(page)
    rows = [(one, state_of(page, jk, one), book.told(one.then).voice) for one in found]
    return page.show("office/people/many.html", rows=rows)


def state_of(page: Page, jk: AsyncJikim, one: Mass) -> str:
    """How it stands, in words."""
    return page.say(*STATES["lapsed" if one.lapsed(jk.now()) else one.state])


@get("/office/people/many/new")
async def new(
    page: Page, jk: AsyncJikim, me: Signed, visitor: Visitor, request: Request[Any, Any, Any]
) -> Response[str]:
    """First what for and of which records; then the items, the limits and the reason."""
    return await _form(page, me, Form(visitor, {name: request.query_params.get(name, "") for name in ("what",)}))


async def _form(page: Page, me: Signed, form: Form) -> Response[str]:
    offered = pairs(page.policy, me)
    if not offered:
        raise error_of(deny(page.policy, "grant"))
    book = office_book(page)
    purpose, _, kind = form["what"].partition("/")
    chosen = (purpose, kind) if (purpose, kind) in offered else None
    items: list[tuple[str, str]] = []
    if chosen is not None:
        rules = page.policy.records[kind]
        reading = page.policy.reading[page.policy.number("purpose", purpose) or 0, rules.number]
        mask = reading.items & ~page.policy.unreadable
        within = granted(me, purpose, kind)
        items = [
            (name, item_said(book, kind, name))
            for number, name in rules.spoken.items()
            if mask >> number & 1
            and any(one.items is None or page.policy.name("item", number) in one.items for one in within)
        ]
    return page.show(
        "office/people/many_new.html",
        form=form,
        chosen=chosen,
        items=items,
        most=MOST,
        ticked=set(form.many.get("item", ())),
        offered=[(f"{one}/{of}", f"{book.voice.purpose(one)} – {book.voice.record(of)}") for one, of in offered],
        channels=[(name, book.voice.channels([name])) for name in page.policy.file.channels],
        kinds=[(one, kind_said(page, one)) for one in kinds(page)],
    )


@post("/office/people/many/new", status_code=200)
async def ask(page: Page, jk: AsyncJikim, me: Signed, form: Form) -> Response[Any]:
    """Asks. Nothing is read; an officer decides."""
    purpose, _, kind = form["what"].partition("/")
    items = tuple(form.many.get("item", ()))
    if not items:
        form.wrong(
            "item",
            "항목을 하나 이상 선택해 주세요. 필요한 항목만 선택해 주세요.",
            "Please tick at least one item, and no more than you need.",
        )
    form.need("reason")
    ceiling = form.whole("ceiling", 7) or 0
    since, until = form.day("since"), form.day("until")
    if form.fine and await first_time(page, jk, form):
        query = Query(kind, purpose, items, ceiling, since, until, _of(form, "channel"), _of(form, "people"))
        try:
            number = await jk.do(
                ask_mass, query, actor=await actor_of(jk, me, purpose, kind=kind), reason=form["reason"]
            )
        except JikimError as error:
            form.caught(error)
        else:
            return page.to(f"/office/people/many/{number}")
    return await _form(page, me, form)


def _of(form: Form, name: str) -> tuple[str, ...]:
    return tuple(one for one in form.many.get(name, ()) if one)


async def found_of(page: Page, jk: AsyncJikim, me: Signed, number: UUID) -> Mass:
    """One read of many. Raises DeniedError for one that there is not, and for another's."""
    one = await jk.do(mass_of, number)
    if one is None or not mine(me, one):
        raise error_of(deny(page.policy, "gone"))
    return one


@get("/office/people/many/{number:uuid}")
async def one(page: Page, jk: AsyncJikim, me: Signed, visitor: Visitor, number: FromPath[UUID]) -> Response[str]:
    """What was asked, exactly; who decided; and, for who asked, the download while its hour runs."""
    return await show(page, jk, me, await found_of(page, jk, me, number), Form(visitor))


async def show(page: Page, jk: AsyncJikim, me: Signed, found: Mass, form: Form) -> Response[str]:
    """The page of one."""
    own, book = found.asker == me.handler, office_book(page).told(found.then)
    runs = own and found.runs(jk.now())
    password = new_password() if runs else ""
    return page.show(
        "office/people/many_one.html",
        one=found,
        then_voice=book.voice,
        form=form,
        state=state_of(page, jk, found),
        own=own,
        decides=me.officer and not own and found.state == "asked",
        runs=runs,
        password=password,
        file=await seal(jk, f"{FILE} {found.number}", {"password": password, "for": me.handler}) if runs else "",
        reviews=me.officer and not own and found.unseen,
        clause=page.policy.clause("grant"),
        items=[item_said(book, found.query.kind, name) for name in found.query.items],
        people=[kind_said(page, kind) for kind in found.query.people],
    )


@post("/office/people/many/{number:uuid}/decide", status_code=200)
async def decide(page: Page, jk: AsyncJikim, me: Signed, form: Form, number: FromPath[UUID]) -> Response[Any]:
    """The second person's yes or no."""
    found = await found_of(page, jk, me, number)
    await prove_first(page, jk, me, f"/office/people/many/{number}", form)
    try:
        await jk.do(decide_mass, found, form["decision"] == "yes", actor=await actor_of(jk, me))
    except JikimError as error:
        form.problem = Problem.of(error, page.visitor)
        return await show(page, jk, me, await found_of(page, jk, me, number), form)
    return page.to(f"/office/people/many/{number}")


@post("/office/people/many/{number:uuid}/review", status_code=200)
async def review(page: Page, jk: AsyncJikim, me: Signed, form: Form, number: FromPath[UUID]) -> Response[Any]:
    """What became of the file, in an officer's words."""
    found = await found_of(page, jk, me, number)
    if form.need("word"):
        with form.catching():
            await jk.do(review_mass, found, form["word"], actor=await actor_of(jk, me))
            return page.to(f"/office/people/many/{number}")
    return await show(page, jk, me, await found_of(page, jk, me, number), form)


def waiting(house: House, me: Signed, _by: date) -> Steps[list[Todo]]:
    """Reads of many: those that wait for this officer, this handler's own that may run now, and files of others that
    nobody has looked at yet."""
    now, found, alone = house.now(), [], (yield from goes_alone(house, me.handler))
    for one in (yield from masses(house, limit=200, waiting=True)):
        way, day = f"/office/people/many/{one.number}", one.asked.astimezone(house.policy.zone).date()
        others = me.officer and (alone or one.asker != me.handler)
        if one.state == "asked" and others:
            found.append(
                Todo(
                    "second",
                    f"대량 열람 승인: {one.asker}",
                    f"Bulk access requested by {one.asker}",
                    way,
                    APPROVE,
                    since=day,
                )
            )
        elif one.asker == me.handler and one.runs(now):
            found.append(
                Todo(
                    "due",
                    "승인된 대량 열람: 한 시간 이내에 내려받기",
                    "Your bulk access is approved: within the hour",
                    way,
                    LOOK,
                    since=day,
                )
            )
        elif others and one.unseen:
            found.append(
                Todo(
                    "open",
                    f"대량 열람 확인: {one.asker}, {one.people:,}명",
                    f"Review bulk access: {one.asker}, {one.people:,} people",
                    way,
                    LOOK,
                    since=_day(house, one),
                )
            )
    return found


def _day(house: House, one: Mass) -> date | None:
    return one.run.astimezone(house.policy.zone).date() if one.run is not None else None
