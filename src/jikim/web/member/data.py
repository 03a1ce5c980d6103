"""My data: in ninety seconds what is held, what is open and what rests; then every record as its card; and one record
by itself (7.1)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from litestar import Request, get
from litestar.params import FromPath
from litestar.response import Response

from jikim.accounts.sessions import Session
from jikim.answers import Card, RequestCard, RestingCard
from jikim.app import AsyncJikim
from jikim.desk.requests import requests_of
from jikim.mail.queue import doubtful_of
from jikim.policy.compiled import Policy
from jikim.publishing.version_consents import questions_of
from jikim.verbs.show_part import Part, Wanted, counted, show_part
from jikim.verbs.then import in_force
from jikim.web.account.stepping import onward
from jikim.web.member.filters import (
    Choice,
    Filter,
    actor_key,
    actors,
    choose,
    is_allowed_use,
    is_use,
    purposes,
    rests_by,
    untils,
)
from jikim.web.member.glance import glance, since_of
from jikim.web.member.looking import Seen, gone, list_page, look, number_of, passworded, served, subject_of, told
from jikim.web.page import Page
from jikim.web.parts.card import live_card, resting_card
from jikim.web.parts.traces import Traces, said_actor

PAGE = 20
NEWEST = 1_000  # so many entries of the ledger are read; of who has more, each record's own page reads all
WHOLE = 1_000
FILTERS = ("kind", "why", "until", "who")


@get("/my")
async def my(page: Page, jk: AsyncJikim, request: Request[Any, Any, Any], proven: Session) -> Response[Any]:
    """What is known of the person who is signed in: in short, and the page of it that is asked for."""
    subject, actor = subject_of(page.visitor), page.visitor.actor
    await served(page, jk)
    doubted = {one.record for one in await jk.do(doubtful_of, subject)}
    chosen = {name: request.query_params.get(name, "") for name in FILTERS}
    while True:
        wanted = _wanted(page.policy, jk.now().astimezone(page.zone).date(), number_of(request), **chosen)
        part = await jk.by(actor).do(show_part, subject, wanted, doubted)
        seen = await told(page, jk, part.dossier, part.older)
        filters = _filters(request, seen, part, chosen["who"])
        if chosen == (there := {each.name: each.chosen for each in filters}):
            break
        # A choice that there is not counts as none: the list is asked for again without it.
        chosen = there
    due = _confirmation_due(seen)
    if due and part.older:
        # It may have been confirmed before the newest entries: all are asked.
        due = _confirmation_due(await look(page, jk))
    traces = Traces(seen.telling, partial=part.older is not None)
    cards = [
        live_card(seen.book, seen.dossier, card, seen.given, seen.today, traces, line=True)
        if isinstance(card, Card)
        else resting_card(seen.book, seen.dossier, card, seen.today, traces, line=True)
        for card in part.page
    ]
    since = since_of(seen)
    counts = (
        part.counts
        if since is None
        else await jk.do(counted, subject, None, False, [one.ref.record for one in part.dossier.resting], since)
    )
    waiting = [one for one in await jk.do(questions_of, subject) if one.given is None]
    asked = await jk.do(requests_of, subject)
    return page.show(
        "my/data.html",
        seen=seen,
        waiting=waiting,
        minute=glance(seen, asked, counts, since),
        filters_listed=filters,
        part=list_page(request, page.visitor.href("/my"), part.page, PAGE, part.number, part.total, FILTERS),
        cards=cards,
        filtered=any(chosen.values()),
        due=due,
        onward=onward(request.query_params.get("next", ""), ""),
        doubtful=[card for card in seen.dossier.cards if card.ref.record in doubted],
    )


def _wanted(policy: Policy, today: date, number: int, kind: str, why: str, until: str, who: str) -> Wanted:
    """What the filters choose: records of a kind, for a purpose, that live or rest until then, used by somebody."""
    kinds = None
    if kind or why or until not in ("", "lives", "frozen"):
        kinds = [
            rules.number
            for name, rules in policy.records.items()
            if kind in ("", name) and (not why or why in rules.record.for_) and until in ("", "lives", "frozen")
        ]

    def rests(part: RestingCard) -> bool:
        return kind in ("", part.ref.kind) and not why and rests_by(until, part, today)

    def used(use: Mapping[str, Any]) -> bool:
        return is_allowed_use(use) and actor_key(use) == who

    order = [rules.number for rules in policy.records.values()]
    main = [rules.number for name, rules in policy.records.items() if passworded(policy, name)]
    return Wanted(order, kinds, until == "frozen", used if who else None, rests, number, PAGE, NEWEST, main)


def _filters(request: Request[Any, Any, Any], seen: Seen, part: Part, who: str) -> list[Filter]:
    """What the list can be narrowed to: what there is of each."""
    book, policy = seen.book, seen.page.policy
    held = [name for one in part.counts if (name := policy.name("record", one.kind)) in policy.records]
    there = {*held, *(one.ref.kind for one in seen.dossier.resting)}
    by = actors(seen, filter(is_use, seen.telling.uses))
    if who and part.total and who not in {choice.value for choice in by}:
        by.append(Choice(who, said_actor(book, who)))
    return [
        choose(request, "kind", book.say("기록", "Record"), [Choice(kind, book.voice.record(kind)) for kind in policy.file.records if kind in there]),
        choose(request, "why", book.say("사유", "Reason"), purposes(seen, (one for name in held for one in policy.records[name].record.for_))),
        choose(request, "until", book.say("언제까지", "Until when"), untils(seen)),
        choose(request, "who", book.say("개인정보 이용 내역", "Who used it"), by),
    ]  # fmt: skip


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
