"""My data: in ninety seconds what is held, what is open and what rests; then every record as its card; and one record
by itself (7.1)."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, get
from litestar.params import FromPath
from litestar.response import Response

from jikim.answers import Card, RequestCard, RestingCard
from jikim.app import AsyncJikim
from jikim.desk.requests import requests_of
from jikim.mail.queue import doubtful_of
from jikim.publishing.version_consents import questions_of
from jikim.verbs.then import in_force
from jikim.web.member.filters import Choice, actor_key, actors, choose, is_use, lives_by, purposes, rests_by, untils
from jikim.web.member.glance import glance
from jikim.web.member.looking import Seen, gone, part_of
from jikim.web.page import Page
from jikim.web.parts.card import live_card, resting_card
from jikim.web.parts.traces import Traces

PAGE = 20
WHOLE = 1_000
FILTERS = ("kind", "why", "until", "who")


@get("/my")
async def my(page: Page, jk: AsyncJikim, request: Request[Any, Any, Any], seen: Seen) -> Response[Any]:
    """Everything about the person who is signed in."""
    dossier, book = seen.dossier, seen.book
    telling, traces = seen.telling, Traces(seen.telling)
    kinds = list(page.policy.file.records)
    there = {card.ref.kind for card in dossier.cards} | {part.ref.kind for part in dossier.resting}
    filters = [
        choose(request, "kind", book.say("기록", "Record"), [Choice(kind, book.voice.record(kind)) for kind in kinds if kind in there]),
        choose(request, "why", book.say("사유", "Reason"), purposes(seen, (name for card in dossier.cards for name in card.why))),
        choose(request, "until", book.say("언제까지", "Until when"), untils(seen)),
        choose(request, "who", book.say("개인정보 이용 내역", "Who used it"), actors(seen, filter(is_use, telling.uses))),
    ]  # fmt: skip
    chosen = {each.name: each.chosen for each in filters}

    def used(record: UUID) -> bool:
        return not chosen["who"] or any(
            is_use(use) and actor_key(use.body) == chosen["who"] for use in traces.uses(record)
        )

    def place(card: Card | RestingCard) -> tuple[bool, int, datetime]:
        kind = card.ref.kind
        return isinstance(card, RestingCard), kinds.index(kind) if kind in kinds else len(kinds), card.collected

    shown: list[Card | RestingCard] = [
        card
        for card in dossier.cards
        if chosen["kind"] in ("", card.ref.kind)
        and (not chosen["why"] or chosen["why"] in card.why)
        and lives_by(chosen["until"], card)
        and used(card.ref.record)
    ]
    shown += [
        part
        for part in dossier.resting
        if chosen["kind"] in ("", part.ref.kind)
        and not chosen["why"]
        and rests_by(chosen["until"], part, seen.today)
        and used(part.ref.record)
    ]
    part = part_of(request, page.visitor.href("/my"), sorted(shown, key=place), PAGE, FILTERS)
    cards = [
        live_card(book, dossier, card, seen.given, seen.today, traces, line=True)
        if isinstance(card, Card)
        else resting_card(book, dossier, card, seen.today, traces, line=True)
        for card in part.things
    ]
    doubted = {one.record for one in await jk.do(doubtful_of, seen.subject)}
    waiting = [one for one in await jk.do(questions_of, seen.subject) if one.given is None]
    asked = await jk.do(requests_of, seen.subject)
    return page.show(
        "my/data.html",
        seen=seen,
        waiting=waiting,
        minute=glance(seen, asked),
        filters_listed=filters,
        part=part,
        cards=cards,
        filtered=any(chosen.values()),
        due=_confirmation_due(seen),
        doubtful=[card for card in dossier.cards if card.ref.record in doubted],
    )


def _confirmation_due(seen: Seen) -> bool:
    """Whether it is time to ask whether the data is still right: the duty's interval since it was last given or
    corrected (8.1)."""
    duty = seen.page.policy.file.duties.get("current-data")
    main = seen.main
    if duty is None or duty.every is None or main is None:
        return False
    confirmed = [
        datetime.fromisoformat(str(use["at"]))
        for use in seen.dossier.uses
        if use.get("record") == str(main.ref.record)
        and str(use["event"]) in ("record:correct:allowed", "record:confirm:allowed")
    ]
    last = max([main.collected, *confirmed])
    return (seen.today - last.astimezone(seen.page.zone).date()).days > duty.every.approximate_days()


@get("/my/record/{record:uuid}")
async def record(page: Page, jk: AsyncJikim, record: FromPath[UUID], seen: Seen) -> Response[Any]:
    """One record with its whole history: its card, or its parts that rest."""
    card = seen.card(record)
    parts = [part for part in seen.dossier.resting if part.ref.record == record]
    if card is None and not parts:
        raise gone(page)
    book = seen.book
    traces = Traces(seen.telling)
    drawn = [live_card(book, seen.dossier, card, seen.given, seen.today, traces, WHOLE)] if card else []
    drawn += [resting_card(book, seen.dossier, part, seen.today, traces, WHOLE) for part in parts]
    told = card or parts[0]
    asked = next((one for one in seen.dossier.requests if card and one.request == card.frozen), None)
    return page.show(
        "my/record.html",
        seen=seen,
        card=card,
        cards=drawn,
        record_name=book.told(seen.telling.records[told.policy]).voice.record(told.ref.kind),
        asked=asked,
        requests=[(one, await _corrected(page, jk, one)) for one in seen.dossier.requests if one.record == record],
    )


async def _corrected(page: Page, jk: AsyncJikim, one: RequestCard) -> str:
    """The items of a correction, by the words of its end, else of today's."""
    then = await jk.do(in_force, one.closed or jk.now())
    return then.voice(page.visitor.language).items(one.items)
