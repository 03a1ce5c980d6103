"""/guest: whoever left something without joining opens it by a one-time link to the e-mail or phone they gave (0.1).

The answer is the same, and as quick, whether or not anybody is known by an address. Guests never merge: where one
address left several things, the link reaches each of them, one at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Response

from jikim.accounts.links import make_link, take_link
from jikim.accounts.order_passwords import order_secrets
from jikim.accounts.rate_limits import within
from jikim.accounts.sessions import end_session, enter
from jikim.answers import Person
from jikim.app import AsyncJikim
from jikim.clock import machine_moment
from jikim.desk.requests import records_here
from jikim.errors import JikimError
from jikim.mail.letters import site_of
from jikim.mail.returned import back_to
from jikim.policy.languages import prefix
from jikim.policy.model import Language
from jikim.policy.people import is_guest
from jikim.web.account.mailing import afterwards
from jikim.web.desk.reaching import Address, address_in
from jikim.web.desk.reaching import post as post_to
from jikim.web.door import SESSION_COOKIE
from jikim.web.forms import Form
from jikim.web.page import Page
from jikim.web.sealed_tokens import seal, unseal

Answer = Response[str] | Redirect
LIFE = timedelta(minutes=30)
MOST = 8  # so many guests of one address does a link reach: its text has to fit a mail


@get("/guest")
async def guest(page: Page, jk: AsyncJikim) -> Answer:
    """The question: under which e-mail or phone."""
    return asked_page(page, jk, Form(page.visitor))


def asked_page(page: Page, jk: AsyncJikim, form: Form) -> Response[str]:
    """The question, and the other doors of guests."""
    return page.show("desk/guest.html", form=form, orders=bool(order_secrets(jk.policy)))


@post("/guest")
async def ask(page: Page, jk: AsyncJikim, form: Form) -> Answer:
    """Sends a link where there is something to see; says the same in either case."""
    address = address_in(
        jk,
        form,
        "이메일 주소로 요청하시거나 개인정보 보호책임자에게 연락해 주세요",
        "enter your e-mail address, or contact the privacy officer",
    )
    if address is None:
        return asked_page(page, jk, form)
    # Looked for and sent in a task of its own, so that the answer's time tells nothing.
    afterwards(_send_links(jk, address, page.visitor.language, page.visitor.address))
    return page.show("desk/guest_sent.html", minutes=int(LIFE.total_seconds() // 60), by_mail=address.mail)


async def _send_links(jk: AsyncJikim, address: Address, language: Language, origin: str) -> None:
    few = await jk.do(within, "guest", address.key, 5, timedelta(hours=1))
    if not (few and await jk.do(within, "guest-from", origin, 30, timedelta(hours=1))):
        return
    guests: dict[UUID, Person] = {}
    for item in address.items:
        try:
            found = await jk.by(jk.actor).find(item, address.text)
        except JikimError:
            continue
        guests |= {person.subject: person for person in found if person.guest}
    if not guests:
        return
    people = list(guests.values())[:MOST]
    token = await jk.do(make_link, people[0].subject, people[0].kind, "guest", LIFE)
    where = f"{site_of(jk.settings, jk.policy)}{prefix(jk.policy.file.service.languages, language)}/guest/{token}"
    if len(people) > 1:
        where += f"?s={await _seal(jk, [person.subject for person in people])}"
    back = await _back(jk, people[0], address)
    await post_to(jk, address, "guest-link", language, back, link=where, minutes=str(int(LIFE.total_seconds() // 60)))


async def _back(jk: AsyncJikim, person: Person, address: Address) -> str:
    """Where the link comes back to: only where one record of theirs alone can hold the address, so that no other is in
    doubt for it."""
    numbers = {jk.policy.number("item", name) for name in address.items}
    holding = [ref for ref, _, items in await jk.do(records_here, person.subject) if numbers & set(items)]
    return await jk.do(back_to, holding[0]) if address.mail and len(holding) == 1 else ""


async def _seal(jk: AsyncJikim, subjects: Sequence[UUID]) -> str:
    until = (machine_moment() + LIFE).isoformat()
    return await seal(jk, "guests", {"of": [one.hex for one in subjects], "until": until})


async def _others(jk: AsyncJikim, sealed: str) -> list[UUID]:
    said = await unseal(jk, "guests", sealed) if sealed else None
    if said is None or datetime.fromisoformat(str(said.get("until"))) <= machine_moment():
        return []
    return [UUID(hex=one) for one in said["of"]]


@get("/guest/{token:str}")
async def arrive(page: Page, token: FromPath[str], s: FromQuery[str] = "") -> Answer:
    """A button, so that a program that looks into mails does not use the link up."""
    return page.show("desk/guest_open.html", token=token, s=s, form=Form(page.visitor))


@post("/guest/{token:str}")
async def opening(
    page: Page, jk: AsyncJikim, request: Request[Any, Any, Any], form: Form, token: FromPath[str]
) -> Answer:
    """Opens what the link is for, once."""
    person = await jk.do(take_link, token, "guest")
    if person is None:
        return page.show("desk/guest_over.html", status=410)
    await enter_as(page, jk, request, person)
    if len(await _others(jk, form["s"])) > 1:
        return page.to("/guest-others", s=form["s"])
    return page.to("/my")


async def enter_as(page: Page, jk: AsyncJikim, request: Request[Any, Any, Any], person: Person) -> None:
    """Begins a guest's session in the place of the one that ran."""
    before = page.visitor.session
    if before is not None:
        await jk.do(end_session, before.holder, before.session)
    browser = request.headers.get("user-agent", "")
    token = await jk.do(enter, person, browser=browser, address=page.visitor.address)
    page.visitor.set_cookie(SESSION_COOKIE, token)


async def _of_set(page: Page, jk: AsyncJikim, sealed: str) -> list[tuple[UUID, str, datetime | None]]:
    """The guests that a sealed set names, where the visitor is one of them: with the first thing that each left."""
    session = page.visitor.session
    subjects = await _others(jk, sealed)
    if session is None or not is_guest(session.kind) or session.subject not in subjects:
        return []
    found: list[tuple[UUID, str, datetime | None]] = []
    for subject in subjects:
        steps = (await jk.leaving_plan(subject)).steps
        if steps:
            first = min(steps, key=lambda step: step.facts.collected).facts
            found.append((subject, page.policy.name("record", first.kind), first.collected))
    return found


@get("/guest-others")
async def others(page: Page, jk: AsyncJikim, s: FromQuery[str] = "") -> Answer:
    """What else the same address left: each is opened by itself."""
    found = await _of_set(page, jk, s)
    if not found:
        return page.to("/guest")
    assert page.visitor.session is not None
    return page.show(
        "desk/guest_others.html", found=found, s=s, here=page.visitor.session.subject, form=Form(page.visitor)
    )


@post("/guest-others")
async def other(page: Page, jk: AsyncJikim, request: Request[Any, Any, Any], form: Form) -> Answer:
    """Goes over to another of the same address."""
    found = await _of_set(page, jk, form["s"])
    subject = next((subject for subject, _, _ in found if subject.hex == form["of"]), None)
    if subject is None:
        return page.to("/guest")
    assert page.visitor.session is not None
    await enter_as(page, jk, request, Person(subject, page.visitor.session.kind))
    return page.to("/my")
