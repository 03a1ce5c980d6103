"""A child joins with a guardian's consent (PIPA §22-2): who the guardian is comes first and nothing else; the guardian agrees
or refuses by a link that is mailed to them; what nobody has agreed to is over by the record's own time.

The guardian's answer by e-mail is done here, on paper and by phone in the office (`office/people/consents.py`); the decree's
other ways are the application's, which tells the event. Nothing of the child is taken before it.
"""

from __future__ import annotations

from datetime import timedelta

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Response

from jikim.accounts.links import make_link, take_link
from jikim.accounts.rate_limits import within
from jikim.app import AsyncJikim
from jikim.mail.letters import site_of
from jikim.policy.ask import Actor
from jikim.policy.languages import prefix
from jikim.policy.model import GuardianWay, ItemType
from jikim.policy.render.terms import GUARDIAN_WAYS
from jikim.store.holding import Ref
from jikim.verbs.collect import Person
from jikim.web.account.mailing import write_to_address
from jikim.web.account.newcomer import CONTROLS
from jikim.web.forms import Form, Problem
from jikim.web.page import Page
from jikim.web.visitor import Visitor

ASK, CHILD = "guardian", "child"
Answer = Response[str] | Redirect


def ask_guardian(page: Page, jk: AsyncJikim, form: Form) -> Response[str]:
    """The form of a child: who their guardian is, and how they are reached."""
    kind = jk.policy.file.refuse.guardian or ""
    items = jk.policy.file.items
    asked = [(name, CONTROLS.get(items[name].type, ("text", None, None))[0]) for name in _items(jk, kind)]
    ways = page.voice.either([page.voice.word(GUARDIAN_WAYS, way) for way in jk.policy.file.refuse.ways])
    return page.show("account/join_child.html", form=form, asked=asked, days=_days(jk), ways=ways)


def contact_of(jk: AsyncJikim, kind: str) -> str:
    """By which item a guardian is reached: their e-mail address, where it is asked for."""
    items, asked = jk.policy.file.items, _items(jk, kind)
    by_mail = next((name for name in asked if items[name].type is ItemType.EMAIL), None)
    return by_mail or next(name for name in asked if items[name].type is not ItemType.PERSON_NAME)


def _items(jk: AsyncJikim, kind: str) -> tuple[str, ...]:
    return jk.policy.records[kind].record.items.required


def _days(jk: AsyncJikim) -> int:
    """How long the guardian has: the time after which the record is over by itself."""
    after = jk.policy.records[jk.policy.file.refuse.guardian or ""].record.ends.after
    return int(after.approximate_days()) if after is not None else 0


@post("/join/guardian")
async def asked(page: Page, visitor: Visitor, jk: AsyncJikim, form: Form) -> Answer:
    """Takes who the guardian is, and writes to them."""
    kind = jk.policy.file.refuse.guardian
    if kind is None:
        return page.to("/join")
    form.need(*_items(jk, kind))
    items = jk.policy.file.items
    contact = contact_of(jk, kind)
    few = form.fine and await jk.do(within, "join to", form[contact].casefold(), 6, timedelta(hours=1))
    if form.fine and not (few and await jk.do(within, "join from", visitor.address, 60, timedelta(hours=1))):
        form.problem = Problem(
            visitor.say("시도 횟수를 초과했습니다.", "Too many attempts."),
            visitor.say("한 시간 뒤에 다시 시도해 주세요.", "Please try again in an hour."),
        )
    if not form.fine:
        return ask_guardian(page, jk, form)
    rules = jk.policy.records[kind].record
    with form.catching():
        taken = await jk.by(jk.actor._replace(origin="")).collect(
            kind, form.given(_items(jk, kind)), channel=rules.via[0], subject=rules.of[0].value, old_enough=False
        )
        if GuardianWay.EMAIL not in jk.policy.file.refuse.ways or items[contact].type is not ItemType.EMAIL:
            # The office calls them, or sends them the paper (`office/people/consents.py`).
            return page.show("account/join_guardian.html", step="later", days=_days(jk), token="")
        life = timedelta(days=_days(jk))
        token = await jk.do(make_link, taken.ref.subject, rules.of[0].value, ASK, life)
        where = f"{_site(jk, visitor)}/join/guardian/{token}"
        days = str(_days(jk))
        await write_to_address(jk, form[contact], "guardian-asked", visitor.language, link=where, days=days)
        return page.show("account/join_guardian.html", step="sent", days=_days(jk), token="")
    return ask_guardian(page, jk, form)


def _site(jk: AsyncJikim, visitor: Visitor) -> str:
    return site_of(jk.settings, jk.policy) + prefix(jk.policy.file.service.languages, visitor.language)


@get("/join/guardian/{token:str}")
async def answering(page: Page, jk: AsyncJikim, token: FromPath[str]) -> Answer:
    """What would be collected of the child, and two buttons; a program that looks into mails decides nothing."""
    if jk.policy.file.refuse.guardian is None:
        return page.to("/join")
    return page.show("account/join_guardian.html", step="ask", days=_days(jk), token=token)


@post("/join/guardian/{token:str}")
async def answered(page: Page, jk: AsyncJikim, form: Form, token: FromPath[str]) -> Answer:
    """Agrees, and gets the link by which the child goes on; or refuses, and all that was taken goes."""
    if jk.policy.file.refuse.guardian is None or form["answer"] not in ("agree", "refuse"):
        return page.to("/join")
    person = await jk.do(take_link, token, ASK)
    record = await _record(jk, person) if person is not None else None
    if person is None or record is None:
        return page.show("account/join_guardian.html", status=410, step="over", days=_days(jk), token="")
    if form["answer"] == "refuse":
        await jk.by(Actor("guardian", str(person.subject))).leave(person.subject)
        return page.show("account/join_guardian.html", step="refused", days=_days(jk), token="")
    await jk.by(jk.actor).event(record, jk.policy.records[record.kind].record.ends.unless[0])
    child = await jk.do(make_link, person.subject, person.kind, CHILD, timedelta(days=_days(jk)))
    return page.show("account/join_guardian.html", step="agreed", days=_days(jk), token=child)


async def _record(jk: AsyncJikim, person: Person) -> Ref | None:
    """The record of who a child's guardian is, while it lives."""
    cards = (await jk.by(Actor("guardian", str(person.subject))).show(person.subject)).cards
    kind = jk.policy.file.refuse.guardian
    return next((card.ref for card in cards if card.ref.kind == kind and card.state == "live"), None)
