"""Values, for a purpose: chosen records and items, masked; one item unmasked, on purpose; what rests, for its archive
purpose; all of it printed.

INVARIANT: no value is on a page that a `use` or a `consult` did not record for it a moment before. Values and reasons
travel in forms and answers, never in an address, and no answer is kept by a browser.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from jikim.answers import Card, RestingCard, Values
from jikim.app import AsyncJikim
from jikim.errors import DeniedError, InvalidError, JikimError
from jikim.handlers.sessions import Signed
from jikim.policy.decide import deny
from jikim.policy.model.where import ReasonKind
from jikim.policy.render.terms import REASONS
from jikim.reading.person import Known, Shown, read_resting, readable, resting_items, resting_purposes
from jikim.reading.person import read as read_values
from jikim.verbs.house import error_of
from jikim.web.downloads import as_pdf
from jikim.web.forms import Form, Problem
from jikim.web.office.me import actor_of
from jikim.web.office.once import first_time
from jikim.web.office.people.one import known_of
from jikim.web.office.people.paper import printed
from jikim.web.office.people.saying import head_of, item_said, kind_said, masked, office_book, plainly
from jikim.web.page import Page
from jikim.web.visitor import Visitor


@get("/office/people/{subject:uuid}/read")
async def choose(
    page: Page, jk: AsyncJikim, me: Signed, visitor: Visitor, request: Request[Any, Any, Any], subject: FromPath[UUID]
) -> Response[str]:
    """The records and items that a purpose may read, to be ticked; the fewest that serve."""
    known, _ = await known_of(jk, me, subject)
    return await _choose(page, jk, me, known, Form(visitor, {"purpose": request.query_params.get("purpose", "")}))


async def _choose(page: Page, jk: AsyncJikim, me: Signed, known: Known, form: Form) -> Response[str]:
    book, name = office_book(page), form["purpose"]
    actor = await actor_of(jk, me, name)
    may = readable(known, actor, name)
    if name not in me.purposes() or not may.items:
        raise error_of(deny(page.policy, "grant" if name not in me.purposes() else "purpose-not-covering"))
    rows = [
        (
            one,
            book.voice.record(one.ref.kind),
            [(item, item_said(book, one.ref.kind, item)) for item in may.items[one.ref.record]],
        )
        for one in known.records
        if one.ref.record in may.items
    ]
    return page.show(
        "office/people/choose.html",
        form=form,
        known=known,
        kind=kind_said(page, known.kind),
        purpose=name,
        said=book.voice.purpose(name),
        rows=rows,
        asks=may.reason,
        book=book,
        ticked=set(form.many.get("item", ())),
        purpose_clause=page.policy.file.purposes[name].clause,
    )


@post("/office/people/{subject:uuid}/read", status_code=200)
async def read(
    page: Page, jk: AsyncJikim, me: Signed, visitor: Visitor, form: Form, subject: FromPath[UUID]
) -> Response[Any]:
    """Reads what was ticked: shown masked, or set on paper."""
    known, _ = await known_of(jk, me, subject)
    purpose = form["purpose"]
    actor = await actor_of(jk, me, purpose)
    may = readable(known, actor, purpose)
    wanted = _ticked(known, form, may.items)
    if not wanted:
        form.wrong(
            "item",
            "열람할 항목을 하나 이상 선택해 주세요. 필요한 항목만 선택해 주세요.",
            "Please tick at least one item, and no more than you need.",
        )
    if may.reason:
        form.need("reason")
    if not form.fine:
        return await _choose(page, jk, me, known, form)
    on_paper = form["act"] == "print"
    plain = on_paper and form.on("unmasked")
    shown: Shown = "printed" if on_paper else "masked"
    pairs = [(record.ref, items) for record, items in wanted]
    try:
        found = await jk.do(read_values, pairs, purpose=purpose, actor=actor, reason=form["reason"], shown=shown)
    except InvalidError as error:
        form.caught(error)
        return await _choose(page, jk, me, known, form)
    book = office_book(page)
    cards = [_card(page, record, items, found.get(record.ref.record), plain=plain) for record, items in wanted]
    at, said = jk.now(), book.voice.purpose(purpose)
    if on_paper:
        paper = printed(page, head_of(page, me, said, form["reason"], at), str(subject), cards, at)
        return await as_pdf(f"print-{at.astimezone(page.zone):%Y%m%d-%H%M}.pdf", lambda: paper)
    return page.show(
        "office/people/values.html",
        form=form,
        known=known,
        kind=kind_said(page, known.kind),
        purpose=purpose,
        said=said,
        cards=cards,
        head=head_of(page, me, said, form["reason"], at),
        way=f"/office/people/{subject}/unmask",
        rests=None,
    )


def _ticked(known: Known, form: Form, may: Mapping[UUID, Sequence[str]]) -> list[tuple[Card, list[str]]]:
    """What was ticked, as `record/item`; what the purpose may not read falls away here, and the verb would refuse it."""
    ticked = set(form.many.get("item", ()))
    found = []
    for record in known.records:
        items = [item for item in may.get(record.ref.record, ()) if f"{record.ref.record}/{item}" in ticked]
        if items:
            found.append((record, items))
    return found


def _card(
    page: Page,
    record: Card | RestingCard,
    items: Sequence[str],
    found: Values | JikimError | None,
    *,
    plain: bool = False,
) -> dict[str, Any]:
    """A record as it is shown: each item with its value, masked unless it is to be plain; or why it was refused."""
    book, kind = office_book(page), record.ref.kind
    card: dict[str, Any] = {
        "record": record.ref.record,
        "name": book.voice.record(kind),
        "collected": record.collected,
        "problem": None,
        "values": [],
    }
    if not isinstance(found, Values):
        card["problem"] = Problem.of(found or error_of(deny(page.policy, "gone")), page.visitor)
        return card
    for item in items:
        value = found.get(item)
        said, hides = page.say("(비어 있음)", "(empty)"), False
        if value is not None:
            said = (plainly if plain else masked)(book, item, value)
            hides = not plain and said != plainly(book, item, value)
        card["values"].append({"item": item, "label": item_said(book, kind, item), "text": said, "hides": hides})
    return card


@post("/office/people/{subject:uuid}/unmask", status_code=200)
async def unmask(
    page: Page, jk: AsyncJikim, me: Signed, request: Request[Any, Any, Any], form: Form, subject: FromPath[UUID]
) -> Response[Any]:
    """One item of one record, unmasked: a further look, recorded as such. In the page where scripts run, else as a page
    of its own."""
    known, _ = await known_of(jk, me, subject)
    item, at, book = form["item"], jk.now(), office_book(page)
    record = _record(page, known, form)
    if isinstance(record, RestingCard):
        actor = await actor_of(jk, me, form["purpose"] or None, kind=record.ref.kind)
        values = await jk.do(read_resting, record.ref, [item], actor=actor, shown="unmasked", **_stated(form))
        said = book.voice.text(page.policy.file.archive.purposes[form["purpose"]].label)
    else:
        actor = await actor_of(jk, me, form["purpose"])
        found = await jk.do(
            read_values,
            [(record.ref, [item])],
            purpose=form["purpose"],
            actor=actor,
            reason=form["reason"],
            shown="unmasked",
        )
        one = found[record.ref.record]
        if isinstance(one, JikimError):
            raise one
        values, said = one, book.voice.purpose(form["purpose"])
    value = values.get(item)
    text = page.say("(비어 있음)", "(empty)") if value is None else plainly(book, item, value)
    label = item_said(book, record.ref.kind, item)
    name = "unmasked_part" if request.headers.get("hx-request") else "unmasked"
    return page.show(
        f"office/people/{name}.html",
        known=known,
        text=text,
        label=label,
        record=book.voice.record(record.ref.kind),
        head=head_of(page, me, said, form["reason"], at),
    )


def _stated(form: Form) -> dict[str, str]:
    """What a look into the archive states: its purpose, its reason and the kind of it, and of a demand its statute and
    document."""
    return {name: form[name] for name in ("purpose", "reason", "reason_kind", "statute", "document")}


def _record(page: Page, known: Known, form: Form) -> Card | RestingCard:
    """The record that a form names, of this person's; a part where it asks for what rests. Raises DeniedError for any
    other."""
    number = form.id("record")
    listed: Sequence[Card | RestingCard] = known.parts if form["rests"] else known.records
    for one in listed:
        if one.ref.record == number:
            return one
    raise error_of(deny(page.policy, "gone"))


@post("/office/people/{subject:uuid}/rest", status_code=200)
async def rest(
    page: Page, jk: AsyncJikim, me: Signed, visitor: Visitor, form: Form, subject: FromPath[UUID]
) -> Response[Any]:
    """What rests: its archive purpose and a reason are asked first; then it is read, masked (5.8, 6.3)."""
    known, _ = await known_of(jk, me, subject)
    part = _record(page, known, form)
    if not isinstance(part, RestingCard):
        raise error_of(deny(page.policy, "gone"))
    actor = await actor_of(jk, me, form["purpose"] or None, kind=part.ref.kind)
    book, policy = office_book(page), page.policy
    offered = [
        (name, book.voice.text(policy.file.archive.purposes[name].label))
        for name in resting_purposes(policy, part.ref.kind)
    ]
    reasons = [
        (one.value, page.say(*REASONS[one]))
        for one in ReasonKind
        if any(one in policy.file.archive.purposes[name].kinds for name, _ in offered)
    ]
    context: dict[str, Any] = {
        "seconded": any(policy.file.archive.purposes[name].second_person == "values" for name, _ in offered),
        "known": known,
        "kind": kind_said(page, known.kind),
        "part": part,
        "record_name": book.voice.record(part.ref.kind),
        "offered": offered,
        "reasons": reasons,
    }
    if not form["purpose"]:
        return page.show("office/people/rest.html", form=Form(visitor), **context)
    form.need("reason")
    if form["purpose"] not in dict(offered):
        form.wrong("purpose", "보관 목적을 선택해 주세요.", "Please choose a retention purpose.")
    if not form.fine:
        return page.show("office/people/rest.html", form=form, **context)
    items = resting_items(known, actor, part.ref, form["purpose"])
    try:
        if form["act"] == "ask":
            # Pressed twice, it asks once.
            if await first_time(page, jk, form):
                await jk.by(actor).ask_look(part.ref, items=items, **_stated(form))
            return page.to("/office/people/looks")
        values = await jk.do(read_resting, part.ref, items, actor=actor, shown="masked", **_stated(form))
    except (DeniedError, InvalidError) as error:
        form.caught(error)
        return page.show("office/people/rest.html", form=form, **context)
    said = dict(offered)[form["purpose"]]
    return page.show(
        "office/people/values.html",
        form=form,
        known=known,
        kind=context["kind"],
        purpose=form["purpose"],
        said=said,
        cards=[_card(page, part, items, values)],
        head=head_of(page, me, said, form["reason"], jk.now()),
        way=f"/office/people/{subject}/unmask",
        rests="yes",
    )
