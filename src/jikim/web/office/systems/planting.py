"""/office/systems/canaries: the officers' register of canaries; one is planted, and one leaves before its day."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect, Response

from jikim.app import AsyncJikim
from jikim.handlers.sessions import Signed
from jikim.systems.canaries import end, label_of, pairs, plant
from jikim.verbs.house import By
from jikim.verbs.planted import canaries
from jikim.web.forms import Form, whole
from jikim.web.office.me import actor_of, officer_only
from jikim.web.office.once import first_time
from jikim.web.page import Page

PATH = "/office/systems/canaries"
DAYS = 30


async def _list(page: Page, jk: AsyncJikim, form: Form) -> Response[Any]:
    policy, language = jk.policy, page.visitor.language
    every = [
        (f"{system}/{kind}", f"{label_of(policy, system)[language == 'en']}: {page.voice.record(kind)}")
        for system, kind in pairs(policy)
    ]
    return page.show(
        "office/systems/canaries.html",
        form=form,
        canaries=(await jk.do(canaries))[::-1],
        every=every,
        days=DAYS,
        label_of=lambda system: label_of(policy, system)[language == "en"],
        probes=jk.settings.canaries,
        address=jk.settings.canary_address,
        mailbox=jk.settings.canary_mailbox,
    )


@get(PATH)
async def listed(page: Page, jk: AsyncJikim, me: Signed) -> Response[Any]:
    """The register, to an officer."""
    officer_only(jk, me)
    return await _list(page, jk, Form(page.visitor))


@post(PATH)
async def planting(page: Page, jk: AsyncJikim, me: Signed, form: Form) -> Response[Any] | Redirect:
    """Plants one."""
    officer_only(jk, me)
    system, _, kind = form["pair"].partition("/")
    days, address, again = whole(form["days"]) or 0, jk.settings.canary_address or "", form["again"] == "yes"
    if await first_time(page, jk, form):
        with form.catching():
            by, actor = By(jk.house, jk.actor), await actor_of(jk, me)
            await jk.driver.run(plant(by, system, kind, days=days, again=again, address=address, actor=actor))
            return page.to(PATH)
    return await _list(page, jk, form)


@post(PATH + "/{number:uuid}/end", status_code=303)
async def ended(page: Page, jk: AsyncJikim, me: Signed, number: FromPath[UUID]) -> Redirect:
    """One leaves now."""
    officer_only(jk, me)
    one = next((one for one in await jk.do(canaries) if one.number == number), None)
    if one is None:
        raise NotFoundException()
    await jk.driver.run(end(By(jk.house, jk.actor), one, await actor_of(jk, me)))
    return page.to(PATH)
