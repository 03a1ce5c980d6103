"""One person: their records as cards with their life lines, holds, freezes and requests. No value stands here: one
names a purpose first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from litestar import Request, get
from litestar.params import FromPath
from litestar.response import Response

from jikim.answers import Card, Ref, RestingCard
from jikim.app import AsyncJikim
from jikim.cases.listing import cases_of
from jikim.desk.complaints import COMPLAINTS
from jikim.desk.request_register import REQUESTS
from jikim.desk.requests import requests_of
from jikim.handlers.sessions import Signed
from jikim.policy.ask import EVERYTHING, Actor
from jikim.policy.compiled import mask_of
from jikim.policy.decide import deny
from jikim.policy.render.voice import capital
from jikim.reading.person import Known, look, purposes, readable
from jikim.verbs.hold import Hold
from jikim.verbs.house import error_of
from jikim.verbs.receipt import letter_of
from jikim.verbs.then import gone
from jikim.web.office.me import actor_of
from jikim.web.office.people.guardians import links_of
from jikim.web.office.people.saying import item_said, kind_said, office_book
from jikim.web.office.people.sign_ins import measurable
from jikim.web.page import Page
from jikim.web.parts import Book, Html, Own, chip, draw, element
from jikim.web.parts.card import because, purposes_then, why


@dataclass(frozen=True)
class Drawn:
    """A card: its name, state and picture, and what stands under its questions."""

    number: UUID
    name: str
    state: Html
    picture: Html
    rows: list[tuple[str, Html | str]]
    holds: list[Hold]
    resting: bool
    order: date
    kind: str


async def known_of(jk: AsyncJikim, me: Signed, subject: UUID) -> tuple[Known, Actor]:
    """What there is of a person, and the actor who looks. Raises DeniedError where nothing is known of them."""
    actor = await actor_of(jk, me)
    known = await jk.do(look, subject, actor=actor._replace(kinds=_kinds(jk, me)))
    if known is None:
        raise error_of(deny(jk.policy, "gone"))
    return known, actor


def _kinds(jk: AsyncJikim, me: Signed) -> int:
    """The record kinds that any of the handler's grants reaches."""
    found = 0
    for one in me.grants:
        numbers = (
            EVERYTHING if one.kinds is None else mask_of(jk.policy.number("record", name) or 0 for name in one.kinds)
        )
        found |= numbers
    return found


@get("/office/people/{subject:uuid}")
async def person(
    page: Page, jk: AsyncJikim, me: Signed, request: Request[Any, Any, Any], subject: FromPath[UUID]
) -> Response[str]:
    """The person, and the purposes for which this handler may read anything of theirs."""
    known, _ = await known_of(jk, me, subject)
    book, today = office_book(page), jk.house.today()
    offered = []
    for name in dict.fromkeys(me.purposes()):
        actor = await actor_of(jk, me, name)
        if name in purposes(known, actor):
            asks = readable(known, actor, name)
            offered.append((name, book.voice.purpose(name), len(asks.items), asks.reason))
    cards = [live(book, known, one, today) for one in known.records] + [
        rests(book, known, one, today) for one in known.parts
    ]
    asked = await jk.do(requests_of, subject) if me.officer else []
    complaints = await jk.do(cases_of, COMPLAINTS, subject) if me.officer else []
    rights = [(one, one.right(page.visitor.language), page.say(*REQUESTS.states[one.state])) for one in asked]
    told = [(one, page.say(*COMPLAINTS.states[one.state])) for one in complaints]
    return page.show(
        "office/people/person.html",
        letter=None if known.here else await jk.do(letter_of, subject),
        asked=rights,
        complaints=told,
        known=known,
        kind=kind_said(page, known.kind),
        cards=sorted(cards, key=lambda one: one.order, reverse=True),
        offered=offered,
        marked=request.query_params.get("record", ""),
        book=book,
        went=await jk.do(gone, known.went),
        measurable=measurable(page.policy, me, known.kind) and known.here,
        links=await links_of(jk, me, subject),
    )


def live(book: Book, known: Known, one: Card, today: date) -> Drawn:
    """A record that lives, or has ended and waits for the sweep: what was collected by the words of then, the rest by
    those of today."""
    then, record = book.told(known.told[one.policy]), book.policy.records.get(one.ref.kind)
    begun = one.collected.astimezone(book.zone).date()
    ended = one.ended.astimezone(book.zone).date() if one.ended else None
    ends, rests_for = "", ""
    rows: list[tuple[str, Html | str]] = [(book.say("항목", "Items"), _items(then, one.ref.kind, one.items))]
    if record is not None:
        ends = capital(book.voice.ends(record.ends))
        kept = [keep for keep in record.keep if not keep.only or known.kind in keep.only]
        if kept:
            rests_for = book.voice.period(max(kept, key=lambda keep: keep.for_.approximate_days()).for_)
        rows += purposes_then(book, then, one.ref.kind, record.for_)
        rows.append((book.say("목적과 근거", "Purposes and basis"), why(book, record.for_, record.for_)))
        rows.append(
            (
                book.say("보유 기간", "Until"),
                ends
                + (book.say(f", 이후 {rests_for} 분리 보관", f", then archived for {rests_for}") if rests_for else ""),
            )
        )
    rows.append(
        (
            book.say("수집 출처", "Source"),
            f"{then.voice.channels([one.source or one.channel])}, {book.day(one.collected)}",
        )
    )
    if one.frozen:
        rows.insert(
            0,
            (
                book.say("이용 정지", "Suspended"),
                book.say(
                    f"정정 요청 {str(one.frozen)[:8]} 처리 중이므로 이용과 제공을 정지했습니다.",
                    f"Correction {str(one.frozen)[:8]} is open: neither used nor provided.",
                ),
            ),
        )
    state = "frozen" if one.frozen else "lives" if one.state == "live" else "ended"
    own = Own(begun, today, ended=ended, ends=ends, rests=rests_for, frozen=bool(one.frozen))
    return _drawn(book, then, known, one.ref, state, own, rows, resting=False)


def rests(book: Book, known: Known, one: RestingCard, today: date) -> Drawn:
    """A part that rests, by the version that it was collected under."""
    others = [book.told(one) for one in known.told.values()]
    book = book.told(known.told[one.policy])
    begun, ended = (moment.astimezone(book.zone).date() for moment in (one.collected, one.ended))
    rules = because(book, one.ref.kind, [name for name, _ in one.rules], *others)
    own = Own(begun, today, ended=ended, until=one.until, rests=rules[0][0] if rules else "")
    rows: list[tuple[str, Html | str]] = [
        (book.say("항목", "Items"), _items(book, one.ref.kind, one.items)),
        (
            book.say("보유 기간", "Until"),
            book.say(
                f"{book.voice.date(one.until)}까지, 다음 날 파기",
                f"{book.voice.date(one.until)}, destroyed the day after",
            ),
        ),
    ]
    if rules:
        rows.append((book.say("목적과 근거", "Purposes and basis"), element("ul", *(said for _, said in rules))))
    return _drawn(book, book, known, one.ref, "rests", own, rows, resting=True, suffix=str(one.until))


def _drawn(
    book: Book,
    then: Book,
    known: Known,
    ref: Ref,
    state: str,
    own: Own,
    rows: list[tuple[str, Html | str]],
    *,
    resting: bool,
    suffix: str = "",
) -> Drawn:
    """A record's line, named by the words of `then`, the version that it was collected under."""
    record = ref.record
    return Drawn(
        record,
        then.voice.record(ref.kind),
        chip(book, state),
        draw(book, own, f"l{record}{suffix}"),
        rows,
        known.holds_on(record),
        resting,
        own.begun,
        ref.kind,
    )


def _items(book: Book, kind: str, items: tuple[str, ...]) -> str:
    return ", ".join(item_said(book, kind, one) for one in items)
