"""Correcting any other record: asking freezes it at once, finishing or cancelling ends the freeze (7.4a); who had a
wrong version is told (7.4b).

What its person can type they put right themselves; the rest (an order's lines, a payment) the desk corrects, within the
policy's time.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Response

from jikim.answers import Card, Correction
from jikim.app import AsyncJikim
from jikim.desk.requests import cancel_request, file_request
from jikim.errors import JikimError
from jikim.web.forms import Form
from jikim.web.member.edit import receivers
from jikim.web.member.fields import changes, fields
from jikim.web.member.looking import Seen, gone, look
from jikim.web.member.telling import tell
from jikim.web.page import Page


@get("/my/record/{record:uuid}/correct")
async def correction(page: Page, record: FromPath[UUID], seen: Seen) -> Response[Any]:
    """The way to a correction of one record, wherever it stands."""
    card = seen.card(record)
    if card is None:
        raise gone(page)
    return _show(page, seen, card)


@post("/my/record/{record:uuid}/correct")
async def correct(page: Page, jk: AsyncJikim, record: FromPath[UUID], seen: Seen, form: Form) -> Response[Any]:
    """Asks for a correction, finishes it, or cancels it."""
    card = seen.card(record)
    if card is None:
        raise gone(page)
    with form.catching():
        match form["do"]:
            case "ask":
                return await _ask(page, jk, seen, card, form)
            case "finish":
                return await _finish(page, jk, seen, card, form)
            case "cancel":
                return await _cancel(page, jk, seen, card)
    return _show(page, seen, card, form)


async def _ask(page: Page, jk: AsyncJikim, seen: Seen, card: Card, form: Form) -> Response[Any]:
    items = [item for item in form.many.get("items", []) if item in _askable(card)]
    if not items:
        form.wrong("items", "정정할 항목을 하나 이상 선택해 주세요", "please choose at least one item that is wrong")
        return _show(page, seen, card, form)
    await jk.do(file_request, seen.subject, "correct", card.ref, "page", page.visitor.actor, items=items)
    after = await look(page, jk)
    return _show(page, after, after.card(card.ref.record) or card, asked=True)


async def _finish(page: Page, jk: AsyncJikim, seen: Seen, card: Card, form: Form) -> Response[Any]:
    if card.frozen is None:
        return page.to(f"/my/record/{card.ref.record}/correct")
    listed = fields(seen, card, _asked(seen, card))
    wanted = changes(seen, card, listed, form)
    if not form.fine:
        return _show(page, seen, card, form)
    if not wanted:
        form.wrong(
            listed[0].name if listed else "items",
            "변경된 내용이 없습니다. 정정할 내용을 입력하거나 요청을 취소해 주세요",
            "nothing has changed; please enter the correct value, or cancel the request",
        )
        return _show(page, seen, card, form)
    told = receivers(seen, card, wanted)
    done = await jk.by(page.visitor.actor).correct(Correction(card.frozen, card.ref), wanted)
    after = await look(page, jk)
    now = after.card(card.ref.record) or card
    await tell(page, jk, now, "correction-done", record=seen.book.voice.record(card.ref.kind))
    names = tuple(seen.book.voice.item(name, card.ref.kind) for name in wanted)
    return _show(page, after, now, done=names, told=told if done.told else [])


async def _cancel(page: Page, jk: AsyncJikim, seen: Seen, card: Card) -> Response[Any]:
    if card.frozen is not None:
        try:
            await jk.do(cancel_request, seen.subject, card.frozen, page.visitor.actor)
        except JikimError:
            # One that was asked for through the SDK is none of the desk's: it is closed by the verb.
            await jk.by(page.visitor.actor).refuse_correction(
                Correction(card.frozen, card.ref), reason="taken back by the person"
            )
    after = await look(page, jk)
    return _show(page, after, after.card(card.ref.record) or card, cancelled=True)


def _askable(card: Card) -> list[str]:
    """The items of a record whose correction can be asked for: those whose values can be seen, by the names that verbs
    take."""
    return [name for name in (item.removeprefix(f"{card.ref.kind}.") for item in card.items) if name in card.values]


def _asked(seen: Seen, card: Card) -> tuple[str, ...]:
    """The items that the open correction is about."""
    return next((one.items for one in seen.dossier.requests if one.request == card.frozen), ())


def _show(page: Page, seen: Seen, card: Card, form: Form | None = None, **more: Any) -> Response[Any]:
    book = seen.book
    asked_for = _asked(seen, card)
    listed = fields(seen, card, asked_for) if card.frozen else []
    typed = {field.name for field in listed}
    right = page.policy.file.rights.get("correct")
    context = {"asked": False, "done": (), "told": [], "cancelled": False, **more}
    return page.show(
        "my/correct.html",
        seen=seen,
        card=card,
        form=form or Form(page.visitor),
        fields=listed,
        record_name=book.voice.record(card.ref.kind),
        items=[(item, book.voice.item(item, card.ref.kind)) for item in _askable(card)],
        by_desk=[
            book.voice.item(item.removeprefix(f"{card.ref.kind}."), card.ref.kind)
            for item in asked_for
            if item.removeprefix(f"{card.ref.kind}.") not in typed
        ],
        within=book.voice.answer(right) if right else "",
        would_tell=receivers(seen, card, card.values),
        **context,
    )
