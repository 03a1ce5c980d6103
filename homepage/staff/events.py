"""Events: once the last day is past, winners drawn by chance, told, handed to the partner they agreed to (3.2); then
the event ends, and with it every other entry (5.1).

Drawn once, by numbers alone and among all who entered in time: nobody reads an entry for it. The winners' own entries end once what they agreed to has
arrived: an entry that ends before takes what waits to leave with it.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from jikim import DeniedError, Ref
from jikim.web import Form, FromPath, HandlerJikim, Page, Redirect, Response, Visitor, get, post

from ..site import providers
from ..site.books import Books
from ..site.events import CONSENT, EVENTS, PARTNER, PARTNER_ITEMS, UNTAXED, Event
from .worklist import short

PATH, KIND = "/office/shop/events", "event-entry"
ACTS = {
    "draw": ("당첨자 뽑기", "Draw the winners"),
    "tell": ("당첨자에게 알리기", "Notify the winners"),
    "close": ("이벤트 끝내기", "Close the event"),
    "finish": ("당첨자의 응모 끝내기", "End the winners’ entries"),
}
DRAWN, TOLD, NAMED, HANDED = "drawn", "told", "named", "handed"
RECEIVERS = {PARTNER: HANDED, providers.BOARD: NAMED}
ON_ITS_WAY = ("waiting", "sending", "sent", "unclear")  # the states of a message that has not arrived


@dataclass(frozen=True)
class EventState:
    """How an event stands: whether its last day is past, its open entries, its winners, how many were told, named and
    handed over; and to whom how much of it is still on its way. Numbers alone."""

    event: Event
    over: bool
    entries: Sequence[Ref]
    winners: Sequence[Ref]
    told: int
    handed: int
    named: int
    closed: bool
    queued: Mapping[str, int]  # by receiver: what has not arrived

    @property
    def others(self) -> list[Ref]:
        return [ref for ref in self.entries if ref not in self.winners]

    def may(self, act: str) -> bool:
        """Whether an act is the next one."""
        return {
            "draw": self.over and not self.closed and not self.winners and bool(self.entries),
            "tell": bool(self.winners) and self.told < len(self.winners),
            "close": not self.closed and (not self.winners or self.told == len(self.winners)),
            "finish": self.closed and bool(self.entries) and not any(self.queued.values()),
        }.get(act, False)

    @property
    def next_act(self) -> tuple[str, str] | None:
        """The label of the act that is next once no more entries come in; None where nothing is to be done."""
        ready = self.over or self.closed
        return next((words for act, words in ACTS.items() if ready and self.may(act)), None)


async def _state_of(jk: HandlerJikim, event: Event) -> EventState:
    books = Books.of(jk)
    entries = [ref for ref, _ in books.still_open(KIND, event.id)]
    winners = [ref for ref in entries if books.sent(ref, DRAWN)]
    told = sum(bool(books.sent(ref, TOLD)) for ref in winners)
    arrived, queued = dict.fromkeys(RECEIVERS, 0), dict.fromkeys(RECEIVERS, 0)
    for to, what in RECEIVERS.items():
        for ref in winners:
            states = [await jk.state_of(ref, UUID(message)) for message, _ in books.sent(ref, what)]
            arrived[to] += states[-1:] == ["done"]
            queued[to] += any(one in ON_ITS_WAY for one in states)
    return EventState(
        event,
        event.over(jk),
        entries,
        winners,
        told,
        arrived[PARTNER],
        arrived[providers.BOARD],
        books.closed(event.id),
        queued,
    )


@get(PATH)
async def events(page: Page, jk: HandlerJikim) -> Response[str]:
    """Each event with its numbers. Without a grant for entries, nobody sees it."""
    await jk.waiting(page, KIND, {})
    return page.show("staff/events.html", rows=[await _state_of(jk, one) for one in EVENTS.values()], path_of=PATH)


async def with_an_act(page: Page, jk: HandlerJikim) -> list[EventState]:
    """The events that somebody has something to do for. Without a grant for entries, nobody sees them."""
    await jk.waiting(page, KIND, {})
    return [state for one in EVENTS.values() if (state := await _state_of(jk, one)).next_act]


@get(PATH + "/{id:str}")
async def event(page: Page, jk: HandlerJikim, visitor: Visitor, id: FromPath[str]) -> Response[Any] | Redirect:
    """One event, and what is to be done with it next."""
    if id not in EVENTS:
        return page.to(PATH)
    return await _show(page, jk, EVENTS[id], Form(visitor))


@post(PATH + "/{id:str}", status_code=200)
async def worked(page: Page, jk: HandlerJikim, form: Form, id: FromPath[str]) -> Response[Any] | Redirect:
    """Draws, tells, closes."""
    acts = {"draw": _draw, "tell": _tell, "close": _close, "finish": _finish}
    if id not in EVENTS:
        return page.to(PATH)
    await jk.waiting(page, KIND, {})
    async with Books.of(jk).alone(f"event:{id}"):
        state, done = await _state_of(jk, EVENTS[id]), ""
        if not state.may(form["do"]):
            return await _show(page, jk, EVENTS[id], form, again=True)
        with form.catching():
            done = await acts[form["do"]](page, jk, state)
        return await _show(page, jk, EVENTS[id], form, done=done)


async def _draw(page: Page, jk: HandlerJikim, state: EventState) -> str:
    """By chance, among the entries that are still open; one whose person has left, or took the consent back, is none."""
    books, left, drawn = Books.of(jk), list(state.entries), 0
    while left and drawn < state.event.winners:
        ref = left.pop(secrets.randbelow(len(left)))
        if await jk.open_record(ref) is None:
            books.forget(ref)
            continue
        books.send(ref, DRAWN, state.event.id, jk.now())
        drawn += 1
    return page.say(f"응모 가운데 {drawn}건을 무작위로 뽑았습니다.", f"Entries drawn at random: {drawn}.")


async def _tell(page: Page, jk: HandlerJikim, state: EventState) -> str:
    """Each by a mail; the name to the board and the prize's sender get what the winner agreed to, and of the others
    nothing."""
    books, event, told, alone = Books.of(jk), state.event, 0, 0
    for ref in state.winners:
        if books.sent(ref, TOLD):
            continue
        try:
            to = (await jk.use(ref, purpose=CONSENT, items=["email"]))["email"]
        except DeniedError:
            books.forget(ref)  # Its person has left, or took the consent back: it is no entry any more.
            continue
        # An entry does not say which language its person reads: it is the first of the policy's.
        language = jk.policy.file.service.languages[0]
        await jk.write_now(to, "event-won", language, event=event.ko if language == "ko" else event.en)
        books.send(ref, TOLD, event.id, jk.now())
        told += 1
        named = await _provide(jk, ref, providers.BOARD, ["name"])
        if named:
            books.send(ref, NAMED, named, jk.now())
            books.expect_name(named, event.id)
        handed = await _provide(jk, ref, PARTNER, PARTNER_ITEMS)
        if handed:
            books.send(ref, HANDED, handed, jk.now())
        alone += not handed
    return page.say(
        f"당첨자 {told}명에게 알렸습니다. 제공에 동의하지 않은 {alone}명의 경품은 회사가 직접 보냅니다.",
        f"Winners notified: {told}. Prizes that the company sends itself, as the winner did not agree to the partner: {alone}.",
    )


async def _provide(jk: HandlerJikim, ref: Ref, to: str, items: Sequence[str]) -> str:
    """The number under which it leaves; empty where its person did not agree."""
    one = await jk.open_record(ref)
    if one is None:
        return ""
    try:
        sent = await jk.provide(ref, to=to, purpose=CONSENT, items=[name for name in items if name in one.holds])
    except DeniedError as error:
        if error.why != "no-consent":
            raise
        return ""
    return str(sent.message)


async def _close(page: Page, jk: HandlerJikim, state: EventState) -> str:
    books = Books.of(jk)
    books.close(state.event.id, jk.now())
    # From here on nobody enters; who did since the page was read has not won.
    entries = [ref for ref, _ in books.still_open(KIND, state.event.id)]
    ended = await _end(jk, [ref for ref in entries if ref not in state.winners])
    return page.say(
        f"이벤트를 끝냈습니다. 당첨되지 않은 응모 {ended}건이 끝났습니다.",
        f"The event is closed. Entries that did not win and have ended: {ended}.",
    )


async def _finish(page: Page, jk: HandlerJikim, state: EventState) -> str:
    ended = await _end(jk, state.entries)
    return page.say(f"당첨자의 응모 {ended}건이 끝났습니다.", f"Winners’ entries that have ended: {ended}.")


async def _end(jk: HandlerJikim, entries: Sequence[Ref]) -> int:
    ended = 0
    for ref in entries:
        # Its person may have left, or taken the consent back: then it is over already.
        if await jk.open_record(ref) is not None:
            await jk.event(ref, "closed")
            ended += 1
        Books.of(jk).forget(ref)
    return ended


async def _show(
    page: Page, jk: HandlerJikim, event: Event, form: Form, *, done: str = "", again: bool = False
) -> Response[str]:
    await jk.waiting(page, KIND, {})
    state, one = await _state_of(jk, event), None
    for ref in state.entries:
        if (one := await jk.open_record(ref)) is not None:
            break
    books = Books.of(jk)
    return page.show(
        "staff/event.html",
        event=event,
        state=state,
        form=form,
        done=done,
        again=again,
        path_of=PATH,
        labels=ACTS,
        at=jk.now(),
        untaxed=UNTAXED,
        becomes=jk.becomes(page, one, "closed") if one else None,
        short=short,
        numbers=[short(ref) for ref in state.winners],
        # Who did not agree to the partner gets the prize from the company itself.
        ours=[ref for ref in state.winners if books.sent(ref, TOLD) and not books.sent(ref, HANDED)],
        partner=jk.policy.file.recipients[PARTNER],
        by_hand=[
            (jk.policy.file.recipients[to], f"/office/handing/recipient/{to}/{CONSENT}")
            for to, count in state.queued.items()
            if count and to not in jk.settings.endpoints
        ],
        PARTNER=PARTNER,
        BOARD=providers.BOARD,
    )


PAGES = [events, event, worked]
PLACE = (PATH, "이벤트", "Events", KIND)
