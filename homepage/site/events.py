"""Events: a prize for an answer, until a day. Entering needs a consent that is given right there; a winner's name is
shown by another, and goes with it. What came of the consent is told (Network Act §50⑦)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from jikim import AsyncJikim, JikimError, Person, Ref
from jikim.web import Form, FromPath, HandlerJikim, Page, Redirect, Request, Response, Visitor, get, post, write

from ..signing import genuine, webhook_headers
from . import providers
from .books import Books
from .ordering import known
from .seeing import nothing

CONSENT, PUBLIC = "marketing.events", "publication/marketing.events"
PARTNER = "agreed-partner"
PARTNER_CONSENT, PARTNER_ITEMS = f"{PARTNER}/{CONSENT}", ("name", "email", "mobile")
# A prize of more has to be reported for tax with the winner's resident registration number (Income Tax Act §84), which
# the policy refuses.
UNTAXED = 50_000


@dataclass(frozen=True)
class Event:
    """One event. `until`: the last day on which it takes an entry. `prize`: what one is worth in won. Raises ValueError
    for one that would need what the policy refuses."""

    id: str
    until: date
    winners: int
    prize: int
    ko: str
    en: str
    what_ko: str
    what_en: str
    ask_ko: str
    ask_en: str

    def __post_init__(self) -> None:
        if self.prize > UNTAXED:
            raise ValueError(
                f"a prize of more than {UNTAXED} won needs a resident registration number, which the policy refuses"
            )

    def over(self, jk: AsyncJikim | HandlerJikim) -> bool:
        """Whether its last day is past."""
        return jk.now().astimezone(jk.policy.zone).date() > self.until

    def open(self, jk: AsyncJikim | HandlerJikim) -> bool:
        """Whether it takes an entry: until its last day is past, or somebody closes it before."""
        return not self.over(jk) and not Books.of(jk).closed(self.id)


EVENTS: Mapping[str, Event] = {
    one.id: one
    for one in (
        Event(
            "farthest-desk", date(2027, 6, 30), 5, 35_000, "가장 먼 내 자리", "The farthest desk",
            "어디에서 어디의 컴퓨터를 열어 보셨나요? 다섯 분께 USB 보안키를 드립니다.",
            "From where did you open which computer? Five people get a USB security key.",
            "어디에서, 왜 열었는지 적어 주세요.", "Tell us from where, and why.",
        ),
        Event(
            "first-week", date(2027, 3, 31), 3, 48_000, "첫 주 이야기", "The first week",
            "리모트뷰를 처음 쓴 한 주를 들려주세요. 세 분께 1년 이용권을 드립니다.",
            "Tell us about your first week. Three people get a licence for a year.",
            "무엇이 달라졌나요?", "What has changed?",
        ),
    )
}  # fmt: skip


@get("/events")
async def events(page: Page, jk: AsyncJikim) -> Response[str]:
    books = Books.of(jk)
    return page.show("rv/events.html", rows=[(one, one.open(jk), books.closed(one.id)) for one in EVENTS.values()])


@get("/events/{id:str}")
async def event(page: Page, visitor: Visitor, jk: AsyncJikim, id: FromPath[str]) -> Response[str]:
    return _show(page, jk, _event(page, id), Form(visitor, await known(jk, visitor)), visitor)


@post("/events/{id:str}", status_code=200)
async def enter(
    page: Page, visitor: Visitor, jk: AsyncJikim, form: Form, id: FromPath[str]
) -> Response[Any] | Redirect:
    found, books = _event(page, id), Books.of(jk)
    if not found.open(jk):
        return page.to(f"/events/{id}")
    form.need("name", "email", "answers")
    if not form.on("consent"):
        form.wrong(
            "consent",
            "응모하려면 이 동의가 필요합니다. 동의하지 않으셔도 다른 서비스는 그대로 이용하실 수 있습니다",
            "an entry needs this consent; without it everything else works as before",
        )
    if visitor.person is None and form["age"] not in ("yes", "no"):
        form.wrong("age", "만 14세 이상인지 선택해 주세요", "please say whether you are 14 or older")
    if form.fine:
        values = form.given(("name", "email", "mobile", "answers"))
        consents = [
            CONSENT,
            *([PUBLIC] if form.on("publication") else []),
            *([PARTNER_CONSENT] if form.on("partner") else []),
        ]
        try:
            async with books.alone(f"event:{id}:{visitor.person.subject if visitor.person else form['once']}"):
                ref, given = await _entered(
                    jk, books, visitor.person, id, values, consents, form["age"] == "yes", form["once"]
                )
            if ref is not None and CONSENT in given:
                with suppress(JikimError):  # The entry stands, whatever becomes of the letter.
                    facts = {"when": page.moment(jk.now()), "given": page.voice.purpose(CONSENT)}
                    await write(jk, ref, "consent-changed", page.visitor.language, **facts)
            return page.to(f"/events/{id}", said="entered" if ref else "again" if found.open(jk) else "")
        except JikimError as error:
            form.caught(error)
    return _show(page, jk, found, form, visitor)


async def _entered(
    jk: AsyncJikim,
    books: Books,
    person: Person | None,
    id: str,
    values: dict[str, Any],
    consents: list[str],
    old_enough: bool,
    once: str,
) -> tuple[Ref | None, list[str]]:
    """The entry, None where there is one already or the event was closed meanwhile; and the consents that were given
    with it. A consent that was given for an entry that is then refused is taken back."""
    if person is None:
        if once and books.placed(f"event:{once}"):
            return None, []
        given = consents
        done = await jk.collect(
            "event-entry", values, channel="event", subject="guest", old_enough=old_enough, consents=consents
        )
        if once:
            books.place(f"event:{once}", done.ref)
    else:
        if any(ref.subject == person.subject for ref, _ in books.still_open("event-entry", id)):
            return None, []
        actor = jk.acting("member", str(person.subject))
        before = set((await jk.by(actor).show(person.subject)).consents)
        given = [name for name in consents if _clause(jk, name) not in before]
        if given:
            await jk.by(actor).consent(person.subject, give=given)
        try:
            done = await jk.collect("event-entry", values, channel="event", subject=person, old_enough=True)
        except JikimError:
            if given:
                await jk.by(actor).consent(person.subject, withdraw=given)
            raise
    if books.enter(done.ref, id):
        return done.ref, given
    await jk.event(done.ref, "closed")
    if person is not None and given:
        await jk.by(jk.acting("member", str(person.subject))).consent(person.subject, withdraw=given)
    return None, []


def _clause(jk: AsyncJikim, name: str) -> str:
    """A consent as the record of consents writes it: with the items that it covers."""
    policy = jk.policy
    return policy.name("consent", policy.purpose_consents.get(name) or policy.recipient_consents[name])


def _show(page: Page, jk: AsyncJikim, found: Event, form: Form, visitor: Visitor) -> Response[str]:
    books = Books.of(jk)
    return page.show(
        "rv/event.html",
        event=found,
        form=form,
        guest=visitor.person is None,
        open=found.open(jk),
        closed=books.closed(found.id),
        left=bool(books.still_open("event-entry", found.id)),
        winners=books.winners(found.id),
        said=page.told,
        purpose=jk.policy.file.purposes[CONSENT],
        items=[jk.policy.file.items[name].label for name in ("name", "email", "mobile")],
        until=jk.policy.file.recipients["publication"].until,
        partner=jk.policy.file.recipients[PARTNER],
        untaxed=UNTAXED,
        given=[jk.policy.file.items[name].label for name in PARTNER_ITEMS],
    )


def _event(page: Page, id: str) -> Event:
    if id not in EVENTS:
        raise nothing(
            page, ("해당 이벤트가 없습니다", "There is no such event"), "/events", ("이벤트 보기", "See the events")
        )
    return EVENTS[id]


@post("/hooks/publication", status_code=200)
async def publication(request: Request[Any, Any, Any], jk: AsyncJikim) -> Response[Any]:
    """The board of winners receives as any recipient does: signed, only what the consent covers, and it deletes when it
    is told."""
    endpoint, body = jk.settings.endpoints.get(providers.BOARD), await request.body()
    headers = {name.lower(): value for name, value in request.headers.items()}
    if endpoint is None or not genuine(endpoint.secret, headers, body, jk.now()):
        return Response({"state": "refused"}, status_code=401)
    said, books = json.loads(body), Books.of(jk)
    if said["topic"] == "delete":
        books.unpublish(list(said.get("about", ())))
        answer = json.dumps({"subject_request_id": said["message"], "request_status": "completed"}).encode()
        return Response(answer, headers=webhook_headers(endpoint.secret, said["message"], answer, jk.now()))
    else:
        books.publish(said["message"], str(said["items"].get("name", "")))
    return Response({"receipt": said["message"], "state": "done"})


PAGES = [events, event, enter, publication]
