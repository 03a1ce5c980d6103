"""My data: in ninety seconds what is held, what is open and what rests; then every record as its card; and one record by itself (7.1)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from litestar import Request, get
from litestar.params import FromPath
from litestar.response import Response

from jikim.answers import Card, RequestCard, RestingCard
from jikim.app import AsyncJikim
from jikim.mail.queue import doubtful_of
from jikim.publishing.version_consents import questions_of
from jikim.verbs.then import Told, in_force
from jikim.web.account.stepping import step_up_first
from jikim.web.member.filters import Choice, actor_key, actors, choose, lives_by, purposes, rests_by, untils
from jikim.web.member.looking import Seen, gone, look, part_of
from jikim.web.page import Page
from jikim.web.parts import Html, summary, together
from jikim.web.parts.card import live_card, resting_card
from jikim.web.parts.traces import Traces, done, purpose_of, receiver, who

PAGE = 20
WHOLE = 1_000
FILTERS = ("kind", "why", "until", "who")
# What counts as a use of the data, and what as handing it on.
USES = ("record:use", "archive:consult")


@get("/my")
async def my(page: Page, jk: AsyncJikim, request: Request[Any, Any, Any]) -> Response[Any]:
    """Everything about the person who is signed in."""
    if (first := step_up_first(page)) is not None:
        return first
    seen = await look(page, jk)
    dossier, book = seen.dossier, seen.book
    telling, traces = seen.telling, Traces(seen.telling)
    kinds = list(page.policy.file.records)
    there = {card.ref.kind for card in dossier.cards} | {part.ref.kind for part in dossier.resting}
    filters = [
        choose(request, "kind", book.say("기록", "record"), [Choice(kind, book.voice.record(kind)) for kind in kinds if kind in there]),
        choose(request, "why", book.say("사유", "reason"), purposes(seen, (name for card in dossier.cards for name in card.why))),
        choose(request, "until", book.say("언제까지", "until when"), untils(seen)),
        choose(request, "who", book.say("개인정보 이용 내역", "who used it"), actors(seen, filter(_is_use, telling.uses))),
    ]  # fmt: skip
    chosen = {each.name: each.chosen for each in filters}

    def used(record: UUID) -> bool:
        return not chosen["who"] or any(
            _is_use(use) and actor_key(use.body) == chosen["who"] for use in traces.uses(record)
        )

    def place(card: Card | RestingCard) -> tuple[bool, int, datetime]:
        kind = card.ref.kind
        return isinstance(card, RestingCard), kinds.index(kind) if kind in kinds else len(kinds), card.collected

    shown: list[Card | RestingCard] = [
        card for card in dossier.cards
        if chosen["kind"] in ("", card.ref.kind) and (not chosen["why"] or chosen["why"] in card.why)
        and lives_by(chosen["until"], card) and used(card.ref.record)
    ]  # fmt: skip
    shown += [
        part for part in dossier.resting
        if chosen["kind"] in ("", part.ref.kind) and not chosen["why"] and rests_by(chosen["until"], part, seen.today)
        and used(part.ref.record)
    ]  # fmt: skip
    part = part_of(request, page.visitor.href("/my"), sorted(shown, key=place), PAGE, FILTERS)
    cards = [
        live_card(book, dossier, card, seen.given, seen.today, traces) if isinstance(card, Card)
        else resting_card(book, dossier, card, seen.today, traces)
        for card in part.things
    ]  # fmt: skip
    doubted = {one.record for one in await jk.driver.run(doubtful_of(jk.house, seen.subject))}
    waiting = [one for one in await jk.driver.run(questions_of(jk.house, seen.subject)) if one.given is None]
    return page.show(
        "my/data.html", seen=seen, waiting=waiting, minute=_minute(seen), filters_listed=filters, part=part, cards=cards,
        filtered=any(chosen.values()), due=_confirmation_due(seen),
        doubtful=[card for card in dossier.cards if card.ref.record in doubted],
    )  # fmt: skip


def _is_use(use: Told) -> bool:
    event, _, outcome = str(use.body["event"]).rpartition(":")
    return event in USES and outcome == "allowed"


def _is_refused(use: Any) -> bool:
    """Whether the policy refused somebody a record; a wrong password is its own person's."""
    event = str(use["event"])
    return event.endswith(":denied") and "record" in use and not event.startswith(("record:match", "record:check"))


def _confirmation_due(seen: Seen) -> bool:
    """Whether it is time to ask whether the data is still right: the duty's interval since it was last given or corrected (8.1)."""
    duty = seen.page.policy.file.duties.get("current-data")
    main = seen.main
    if duty is None or duty.every is None or main is None:
        return False
    confirmed = [
        datetime.fromisoformat(str(use["at"])) for use in seen.dossier.uses
        if use.get("record") == str(main.ref.record) and str(use["event"]) in ("record:correct:allowed", "record:confirm:allowed")
    ]  # fmt: skip
    last = max([main.collected, *confirmed])
    return (seen.today - last.astimezone(seen.page.zone).date()).days > duty.every.approximate_days()


def _many(count: int, name: str) -> str:
    return f"{count:,} {name}" if count == 1 else f"{count:,} {name}s"


def _minute(seen: Seen) -> Html:
    """What matters in ninety seconds."""
    book, dossier, telling = seen.book, seen.dossier, seen.telling
    say = book.say
    frozen = sum(card.frozen is not None for card in dossier.cards)
    asked = sum(request.state == "open" for request in dossier.requests)
    refused = sum(_is_refused(use) for use in dossier.uses)
    used = [use for use in telling.uses if _is_use(use)]
    n, parts = len(dossier.cards), len(dossier.resting)
    held = (
        say(f"기록 {n:,}건. 아래에서 모두 확인하실 수 있습니다.", f"{_many(n, 'record')}, all below.")
        if n
        else say("이용 중인 기록이 없습니다.", "No active records.")
    )
    rests = none = say("없습니다.", "None.")
    if parts:
        first = book.voice.date(min(part.until for part in dossier.resting) + timedelta(days=1))
        rests = say(
            f"{parts:,}건. 본인 외에는 보관 목적으로만 열람할 수 있으며, {first}부터 차례로 파기합니다.",
            f"{_many(parts, 'part')}. Beside you, it is read for the reason it is kept alone; the first goes on {first}.",
        )
    opened = none
    if asked or frozen:
        opened = say(
            f"정정 요청 {asked:,}건. 이용 정지된 기록 {frozen:,}건.",
            f"{_many(asked, 'correction')} asked for; {_many(frozen, 'record')} suspended meanwhile.",
        )
    last = say("이용 내역이 없습니다.", "It has not been used yet.")
    if used:
        at, by = book.day(datetime.fromisoformat(str(used[-1].body["at"]))), who(book, used[-1])
        what = purpose_of(book, used[-1]).strip() or done(book, used[-1])
        last = say(
            f"총 {len(used):,}건. 최근 이용: {at}, {by}, {what}.",
            f"{_many(len(used), 'time')}; last by {by} on {at}: {what}.",
        )
    if refused:
        last += say(
            f" 처리방침에 따라 거절된 시도 {refused:,}건.",
            f" Refused by the policy: {_many(refused, 'attempt')}.",
        )
    # Each receiver by its newest name.
    to = {one.known: receiver(book.told(one.then), one.to) for one in telling.went}.values()
    names = [part for place, name in enumerate(to) for part in (", " if place else "", name)]
    lines: list[tuple[str, Html | str]] = [
        (say("보유 중인 기록", "What we hold"), held),
        (say("분리 보관 중인 기록", "Archived"), rests),
        (say("진행 중인 요청", "In progress"), opened),
        (say("개인정보 이용 내역", "How it was used"), last),
        (
            say("제공·위탁 내역", "Who received it"),
            together(names) if to else say("제공·위탁 내역이 없습니다.", "Nobody."),
        ),
    ]
    return summary(say("한눈에 보기", "At a glance"), lines)


@get("/my/record/{record:uuid}")
async def record(page: Page, jk: AsyncJikim, record: FromPath[UUID]) -> Response[Any]:
    """One record with its whole history: its card, or its parts that rest."""
    if (first := step_up_first(page)) is not None:
        return first
    seen = await look(page, jk)
    card = seen.card(record)
    parts = [part for part in seen.dossier.resting if part.ref.record == record]
    if card is None and not parts:
        raise gone(page)
    book = seen.book
    traces = Traces(seen.telling)
    drawn = [live_card(book, seen.dossier, card, seen.given, seen.today, traces, WHOLE)] if card else []
    drawn += [resting_card(book, seen.dossier, part, seen.today, traces, WHOLE) for part in parts]
    kind = card.ref.kind if card else parts[0].ref.kind
    asked = next((one for one in seen.dossier.requests if card and one.request == card.frozen), None)
    return page.show(
        "my/record.html", seen=seen, card=card, cards=drawn, record_name=book.voice.record(kind), asked=asked,
        requests=[(one, await _corrected(page, jk, one)) for one in seen.dossier.requests if one.record == record],
    )  # fmt: skip


async def _corrected(page: Page, jk: AsyncJikim, one: RequestCard) -> str:
    """The items of a correction, by the words of its end, else of today's."""
    then = await jk.driver.run(in_force(jk.house, one.closed or jk.now()))
    return then.voice(page.visitor.language).items(one.items)
