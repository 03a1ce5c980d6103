"""Sign-ins held against each other, and what comes of it: a measure that is set out for an officer to decide (2.2)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Response

from jikim.app import AsyncJikim
from jikim.desk.measures import KIND, MEASURES, propose_measure
from jikim.desk.requests import person_of
from jikim.handlers.sessions import Signed
from jikim.policy.ask import Actor
from jikim.policy.compiled import Policy
from jikim.reading.sign_ins import WAYS, Way, compare_sign_ins, purposes_against_abuse
from jikim.web.forms import Form
from jikim.web.office.me import actor_of, refuse
from jikim.web.office.once import first_time
from jikim.web.office.people.saying import kind_said
from jikim.web.page import Page
from jikim.web.visitor import Visitor

DAYS, LEAST = (1, 7, 30, 90), (2, 3, 5, 10)


def purpose_of(policy: Policy, me: Signed) -> str | None:
    """The purpose against abuse that a grant of this handler's names; None where none does, or the policy has none."""
    return next((one for one in purposes_against_abuse(policy) if one in me.purposes()), None)


def measurable(policy: Policy, me: Signed, kind: str) -> bool:
    """Whether this handler may set out a measure against an account of a kind."""
    rules = policy.records.get(KIND)
    return rules is not None and kind in rules.record.of and purpose_of(policy, me) is not None


async def _actor(jk: AsyncJikim, me: Signed, kind: str) -> Actor:
    purpose = purpose_of(jk.policy, me)
    if purpose is None or kind not in jk.policy.records:
        refuse(jk, "grant")
    return await actor_of(jk, me, purpose, kind=kind)


@get("/office/sign-ins")
async def asked(page: Page, jk: AsyncJikim, me: Signed, visitor: Visitor) -> Response[str]:
    """What to hold against what, for how long back, and why. Nothing is read yet."""
    return await _shown(page, jk, me, Form(visitor, {"way": "address", "days": "7", "least": "3"}))


async def _shown(page: Page, jk: AsyncJikim, me: Signed, form: Form, **found: Any) -> Response[str]:
    rules = jk.policy.sign_ins()
    if rules is None or purpose_of(jk.policy, me) is None:
        refuse(jk, "grant")
    return page.show(
        "office/people/sign_ins.html",
        form=form,
        ways=[(way, page.say(*words)) for way, words in WAYS.items()],
        days=DAYS,
        least=LEAST,
        kind=rules.name,
        clause=jk.policy.reading[jk.policy.number("purpose", rules.record.for_[0]) or 0, rules.number].clause,
        measures=KIND in jk.policy.records,
        **found,
    )


@post("/office/sign-ins", status_code=200)
async def compared(page: Page, jk: AsyncJikim, me: Signed, form: Form) -> Response[str]:
    """Holds them against each other: recorded, with the reason. No value is shown."""
    way: Way = "account" if form["way"] == "account" else "address"
    days, least = (
        int(form[name]) if form[name] in map(str, offered) else offered[1]
        for name, offered in (("days", DAYS), ("least", LEAST))
    )
    groups = None
    if form.need("reason"):
        rules = jk.policy.sign_ins()
        actor = await _actor(jk, me, rules.name if rules is not None else "")
        with form.catching():
            groups = await jk.do(compare_sign_ins, way, days=days, least=least, reason=form["reason"], actor=actor)
    return await _shown(page, jk, me, form, groups=groups, way=way)


@get("/office/sign-ins/{subject:uuid}/measure")
async def before(page: Page, jk: AsyncJikim, me: Signed, visitor: Visitor, subject: FromPath[UUID]) -> Response[str]:
    """The form in which a handler sets out what was seen of an account."""
    return await _form(page, jk, me, subject, Form(visitor))


async def _form(page: Page, jk: AsyncJikim, me: Signed, subject: UUID, form: Form) -> Response[str]:
    await _actor(jk, me, KIND)
    person = await jk.do(person_of, subject)
    if person is None or not measurable(jk.policy, me, person.kind):
        refuse(jk, "gone")
    return page.show("office/people/measure.html", form=form, subject=subject, who=kind_said(page, person.kind))


@post("/office/sign-ins/{subject:uuid}/measure", status_code=200)
async def proposed(page: Page, jk: AsyncJikim, me: Signed, form: Form, subject: FromPath[UUID]) -> Response[Any]:
    """Sets it out. An officer who had no part in it decides."""
    actor, person = await _actor(jk, me, KIND), await jk.do(person_of, subject)
    if person is not None and form.need("evidence") and await first_time(page, jk, form):
        with form.catching():
            made = await jk.do(propose_measure, person, form["evidence"], actor=actor)
            return page.to(f"{MEASURES.path}/{made.number}")
    return await _form(page, jk, me, subject, form)
