"""Coming in: a session begins and its cookie goes out, in one place for every way in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from litestar import Request
from litestar.response import Redirect, Response

from jikim.accounts.browsers import know_browser
from jikim.accounts.sessions import end_session, enter
from jikim.app import AsyncJikim
from jikim.clock import machine_moment
from jikim.cookies.rules import BROWSER
from jikim.desk.impersonation import suspicion_of
from jikim.desk.measures import suspended
from jikim.mail.queue import doubtful_of
from jikim.store.rows import PersonRow, person_row
from jikim.verbs.collect import Person
from jikim.web.account.measures import against
from jikim.web.account.stepping import onward
from jikim.web.door import SESSION_COOKIE
from jikim.web.forms import Form
from jikim.web.page import Page
from jikim.web.sealed_tokens import seal, unseal
from jikim.web.visitor import Visitor

Answer = Response[Any] | Redirect
COME_BACK, PASS = "come-back", timedelta(minutes=30)


class Pass(NamedTuple):
    """Lets who has just proved who they are come back, for half an hour, from the n-th time that they are away."""

    person: Person
    time: int


async def come_in(
    page: Page,
    jk: AsyncJikim,
    request: Request[Any, Any, Any],
    person: Person,
    to: str = "",
    *,
    proof: Callable[[], Awaitable[Answer]] | None = None,
) -> Answer:
    """Signs a person in, in this browser, and goes on. Whoever was signed in here before is signed out. Who is away is
    asked whether they come back, and not signed in.

    `proof`: how who has not proved just now who they are is asked to; None where they have.
    """
    visitor = page.visitor
    if await jk.do(suspicion_of, person.subject) is not None:
        # Its sessions would not open: whoever has its password learns where to turn.
        return page.to("/stopped")
    if await jk.do(suspended, person.subject):
        # What stands against the account, and why, is read and objected to there.
        return await (against(page, jk, person.subject) if proof is None else proof())
    known = await jk.driver.run(person_row(person.subject))
    if known is not None and known.away is not None:
        if proof is not None:
            return await proof()
        return ask_back(page, known, await pass_for(jk, person, known.times_away), to)
    if visitor.session is not None:
        await jk.do(end_session, visitor.session.holder, visitor.session.session)
    browser = request.headers.get("user-agent", "")
    token = await jk.do(enter, person, browser=browser, address=visitor.address, proved=proof is None)
    visitor.set_cookie(SESSION_COOKIE, token)
    await know_here(visitor, jk, person.subject)
    return page.to(await first_page(jk, person.subject, to))


async def first_page(jk: AsyncJikim, subject: UUID, to: str) -> str:
    """Where who has come in goes on; whose mail came back (8.1) sees that first."""
    if not await jk.do(doubtful_of, subject):
        return onward(to)
    return f"/my?{urlencode({'next': onward(to)})}" if onward(to) != "/my" else "/my"


async def is_away(jk: AsyncJikim, subject: UUID) -> bool:
    """Whether somebody can come back: they left a short while ago, or their account was set apart."""
    # Whatever the policy says now: their time runs on where the grace was taken out of it.
    known = await jk.driver.run(person_row(subject))
    return known is not None and known.away is not None


async def pass_for(jk: AsyncJikim, person: Person, time: int) -> str:
    """A `Pass`, sealed. It stands in a form; in an address only where a letter brings it."""
    return await seal(jk, COME_BACK, {"subject": str(person.subject), "kind": person.kind, "time": time})


async def passed(jk: AsyncJikim, sealed: str) -> tuple[Pass, PersonRow] | None:
    """What a pass says, and how its person stands. None for any other text, once it is over, and for any other time that
    they are away."""
    said = await unseal(jk, COME_BACK, sealed, within=PASS)
    if said is None:
        return None
    given = Pass(Person(UUID(said["subject"]), said["kind"]), said["time"])
    known = await jk.driver.run(person_row(given.person.subject))
    if known is None or known.away is None or known.times_away != given.time:
        return None
    return None if known.until is None or known.until <= jk.now() else (given, known)


def ask_back(page: Page, known: PersonRow, sealed: str, following: str, form: Form | None = None) -> Response[Any]:
    """What the account is, until when, and the two ways on."""
    return page.show(
        "account/come_back.html",
        form=form or Form(page.visitor),
        sealed=sealed,
        next=onward(following),
        dormant=known.away == "dormant",
        until=None if known.until is None or known.until.year > 9000 else known.until,
    )


async def know_here(visitor: Visitor, jk: AsyncJikim, subject: UUID) -> None:
    """This browser is known to an account for as long as the policy's cookie says; without that cookie none is."""
    rules, now = (visitor.cookie_state.rules if visitor.cookie_state is not None else None), machine_moment()
    if rules is None or BROWSER not in rules.table or (life := rules.seconds(BROWSER, now)) is None:
        return
    token = await jk.do(know_browser, subject, visitor.browser, now + timedelta(seconds=life))
    visitor.set_cookie(BROWSER, token, life)
