"""Coming in: a session begins and its cookie goes out, in one place for every way in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from litestar import Request
from litestar.response import Redirect

from jikim.accounts.browsers import know_browser
from jikim.accounts.sessions import end_session, enter
from jikim.app import AsyncJikim
from jikim.clock import machine_moment
from jikim.cookies.rules import BROWSER
from jikim.desk.impersonation import suspicion_of
from jikim.store.rows import person_row
from jikim.verbs.collect import Person
from jikim.web.account.stepping import onward
from jikim.web.door import SESSION_COOKIE
from jikim.web.page import Page
from jikim.web.sealed_tokens import seal, unseal
from jikim.web.visitor import Visitor

COME_BACK, PASS = "come-back", timedelta(minutes=30)


async def come_in(
    page: Page, jk: AsyncJikim, request: Request[Any, Any, Any], person: Person, to: str = ""
) -> Redirect:
    """Signs a person in, in this browser, and goes on. Whoever was signed in here before is signed out."""
    visitor = page.visitor
    if await jk.do(suspicion_of, person.subject) is not None:
        # Its sessions would not open: whoever has its password learns where to turn.
        return page.to("/stopped")
    if await is_away(jk, person.subject):
        return page.to("/come-back", to=await pass_for(jk, person), next=onward(to))
    if visitor.session is not None:
        await jk.do(end_session, visitor.session.holder, visitor.session.session)
    browser = request.headers.get("user-agent", "")
    token = await jk.do(enter, person, browser=browser, address=visitor.address)
    visitor.set_cookie(SESSION_COOKIE, token)
    await know_here(visitor, jk, person.subject)
    return page.to(onward(to))


async def is_away(jk: AsyncJikim, subject: UUID) -> bool:
    """Whether somebody can come back: they left a short while ago, or their account was set apart."""
    # Whatever the policy says now: their time runs on where the grace was taken out of it.
    known = await jk.driver.run(person_row(subject))
    return known is not None and known.away is not None


async def pass_for(jk: AsyncJikim, person: Person) -> str:
    """What lets who has just proved who they are come back, for half an hour."""
    return await seal(jk, COME_BACK, {"subject": str(person.subject), "kind": person.kind})


async def passed(jk: AsyncJikim, sealed: str) -> Person | None:
    """Whose pass it is; None for any other text, and once it is over."""
    said = await unseal(jk, COME_BACK, sealed, within=PASS)
    return None if said is None else Person(UUID(said["subject"]), said["kind"])


async def know_here(visitor: Visitor, jk: AsyncJikim, subject: UUID) -> None:
    """This browser is known to an account for as long as the policy's cookie says; without that cookie none is."""
    rules, now = (visitor.cookie_state.rules if visitor.cookie_state is not None else None), machine_moment()
    if rules is None or BROWSER not in rules.table or (life := rules.seconds(BROWSER, now)) is None:
        return
    token = await jk.do(know_browser, subject, visitor.browser, now + timedelta(seconds=life))
    visitor.set_cookie(BROWSER, token, life)
