"""Finding people: the list in pages, an exact value, a number. What cannot be searched because it is sealed is said,
with the ways there are."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.response import Response

from jikim.app import AsyncJikim
from jikim.cases.listing import case_by
from jikim.desk.complaints import COMPLAINTS
from jikim.desk.request_register import REQUESTS
from jikim.errors import InvalidError, JikimError
from jikim.handlers.sessions import Signed
from jikim.policy.model.where import ReasonKind
from jikim.policy.render.terms import REASONS
from jikim.reading.people import PAGE, ListedPerson, Order, locate, people, working
from jikim.verbs.show_resting import find_resting
from jikim.web.forms import Form
from jikim.web.office.me import actor_of
from jikim.web.office.people.saying import kind_said, kinds, office_book
from jikim.web.office.records.listing import place_after
from jikim.web.office.requests.one import lookups
from jikim.web.page import Page
from jikim.web.visitor import Visitor


def _after(query: Any) -> ListedPerson | None:
    rank = query.get("rank", "0")
    if (place := place_after(query)) is None or not rank.isdecimal() or len(rank) > 4:
        return None
    return ListedPerson(place[1], "", True, place[0], None, rank=int(rank))


@get("/office/people")
async def listed(
    page: Page, jk: AsyncJikim, me: Signed, visitor: Visitor, request: Request[Any, Any, Any]
) -> Response[str]:
    """A page of the list, and the forms that find one person."""
    return await _show(page, jk, me, Form(visitor), request.query_params)


async def _show(
    page: Page,
    jk: AsyncJikim,
    me: Signed,
    form: Form,
    query: Any,
    found: list[Any] | None = None,
    rested: list[Any] | None = None,
) -> Response[str]:
    sought = Form(page.visitor, {name: query.get(name, "") for name in ("kind", "state", "since", "until", "order")})
    chosen = sought.values
    orders = _orders(page)
    actor = await actor_of(jk, me)
    rows = await jk.do(
        people,
        actor=actor,
        kinds=[chosen["kind"]] if chosen["kind"] in kinds(page) else (),
        states=[chosen["state"]] if chosen["state"] in ("here", "left", "away") else (),
        since=sought.day("since"),
        until=sought.day("until"),
        order=next((one for one in orders if one == chosen["order"]), "newest"),
        after=_after(query),
        limit=PAGE + 1,
    )
    more = rows[PAGE - 1] if len(rows) > PAGE else None
    book = office_book(page)
    keeping = page.policy.file.archive.purposes
    # A demand by law names one person's record: nobody is looked for by it.
    listed = {one for purpose in keeping.values() for one in purpose.kinds} - {ReasonKind.DEMAND_BY_LAW}
    return page.show(
        "office/people/people.html",
        form=form,
        rows=rows[:PAGE],
        more=more,
        sought=sought,
        chosen=chosen,
        orders=list(orders.items()),
        kinds=[(one, kind_said(page, one)) for one in kinds(page)],
        said=lambda kind: kind_said(page, kind),
        items=lookups(page),
        # What rests is found by one value; of a name and a number there the part may hold one alone.
        resting=[one for one in lookups(page) if not page.policy.file.items[one[0]].lookup_with],
        found=found,
        rested=rested,
        keepings=[(name, book.voice.text(one.label)) for name, one in keeping.items()],
        paged=_after(query) is not None,
        reason_kinds=[(one.value, page.say(*REASONS[one])) for one in ReasonKind if one in listed],
    )


def _orders(page: Page) -> dict[Order, str]:
    return {
        "newest": page.say("최근 등록순", "newest first"),
        "oldest": page.say("오래된 등록순", "oldest first"),
        "kind": page.say("종류별", "by kind"),
        "state": page.say("상태별", "by state"),
    }


@post("/office/people/find", status_code=200)
async def by_value(page: Page, jk: AsyncJikim, me: Signed, form: Form) -> Response[Any]:
    """By the exact value of an item. The value travels in the form alone, and comes back into no address."""
    found = None
    if form.need("value"):
        try:
            actor = await actor_of(jk, me, item=form["item"])
            found = await jk.by(actor).find(form["item"], form["value"])
        except InvalidError as error:
            form.wrong("value", *_both(error))
    if found is not None and len(found) == 1:
        return page.to(f"/office/people/{found[0].subject}")
    return await _show(page, jk, me, form, {}, found)


@post("/office/people/rested", status_code=200)
async def by_rested_value(page: Page, jk: AsyncJikim, me: Signed, form: Form) -> Response[Any]:
    """By the exact value of an item among what rests, for a keeping purpose, with a reason."""
    rested = None
    if form.need("rested_value", "keeping", "reason"):
        try:
            actor = await actor_of(jk, me, form["keeping"], item=form["rested_item"])
            rested = await jk.by(actor).do(
                find_resting,
                form["rested_item"],
                form["rested_value"],
                purpose=form["keeping"],
                reason=form["reason"],
                reason_kind=form["reason_kind"],
            )
        except InvalidError as error:
            form.wrong("rested_value", *_both(error))
        except JikimError as error:
            form.caught(error)
    return await _show(page, jk, me, form, {}, rested=rested)


def _both(error: InvalidError) -> tuple[str, str]:
    return error.said("ko"), error.said("en")


@post("/office/people/number", status_code=200)
async def by_number(page: Page, jk: AsyncJikim, me: Signed, form: Form) -> Response[Any]:
    """By the number of a person, a record, a request or a complaint."""
    if form.need("number"):
        text = form["number"].strip()
        actor = await actor_of(jk, me)
        try:
            number = UUID(text)
        except ValueError:
            await jk.do(working, "people:locate", actor)
            for register in (COMPLAINTS, REQUESTS):
                case = await jk.do(case_by, register, text)
                if case is not None:
                    return page.to(f"/office/people/{case.subject}")
        else:
            located = await jk.do(locate, number, actor=actor)
            if located is not None:
                return page.to(
                    f"/office/people/{located.subject}", **({"record": str(located.ref.record)} if located.ref else {})
                )
        form.wrong(
            "number",
            "조회 결과가 없습니다. 기록이 파기되었거나 번호가 잘못되었을 수 있습니다.",
            "Nothing has this number. The record may have been destroyed, or the number may be mistyped.",
        )
    return await _show(page, jk, me, form, {})
