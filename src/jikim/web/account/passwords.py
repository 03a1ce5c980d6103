"""Passwords: changed by whoever knows the old one, or set anew by a one-time link to the address that was given.

A new password is a correction by its owner, recorded like any. It ends the other sessions; one that is set by a link
ends all of them. What /forgot answers, and how long it takes, is the same whether anybody has that name or not.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Response

from jikim.accounts.credentials import WHAT, account_of, name_key, person_of, prove, secrets_of
from jikim.accounts.links import end_links, make_link, take_link
from jikim.accounts.rate_limits import forget_tries, within
from jikim.accounts.sessions import end_sessions
from jikim.app import AsyncJikim
from jikim.errors import JikimError
from jikim.policy.ask import Actor
from jikim.policy.model import ItemType
from jikim.store.holding import Ref
from jikim.store.rows import person_row
from jikim.verbs.collect import Person
from jikim.verbs.correct import correct_now
from jikim.web.account.entering import know_here, pass_for
from jikim.web.account.mailing import afterwards, write_to, write_to_address
from jikim.web.account.newcomer import read_password
from jikim.web.account.signing_in import change_due, duty_of_change, refused
from jikim.web.account.stepping import onward
from jikim.web.forms import Form, Problem
from jikim.web.page import Page
from jikim.web.visitor import Visitor

USE, LIFE = "reset", timedelta(minutes=30)
FROM_ONE_ADDRESS, FOR_ONE_NAME, SPAN = 30, 5, timedelta(hours=1)
# What others know of somebody, which a password must not hold.
KNOWN = (ItemType.LOGIN_ID, ItemType.EMAIL, ItemType.MOBILE, ItemType.PHONE, ItemType.PERSON_NAME)
Answer = Response[str] | Redirect


@get("/password")
async def password_page(page: Page, visitor: Visitor, jk: AsyncJikim, request: Request[Any, Any, Any]) -> Answer:
    """The form; it says so where the policy's interval is over."""
    if visitor.session is None:
        return page.to("/sign-in", next="/password")
    if not visitor.member:
        return page.to("/my")
    form = Form(visitor, {"next": request.query_params.get("next", "")})
    ref = await jk.do(account_of, visitor.session.subject)
    return page.show(
        "account/password.html", form=form, **_due(page, jk, ref is not None and await change_due(jk, ref))
    )


def _due(page: Page, jk: AsyncJikim, due: bool) -> Mapping[str, Any]:
    duty = duty_of_change(jk)
    period = page.voice.period(duty.every) if duty is not None and duty.every is not None else ""
    return {"due": due and bool(period), "period": period, "clause": duty.clause if duty is not None else None}


@post("/password")
async def change(page: Page, visitor: Visitor, jk: AsyncJikim, form: Form) -> Answer:
    """The old one, and the new one twice."""
    session = visitor.session
    if session is None or session.guardian or not visitor.member:
        return page.to("/sign-in", next="/password")
    if form.need("password", "password_new", "password_again"):
        found = await jk.do(prove, session.subject, form["password"], visitor.actor, visitor.browser)
        if found.ref is None:
            form.problem = refused(jk, visitor, found)
        else:
            await _set(page, jk, found.ref, form, visitor.actor)
    if not form.fine:
        return page.show("account/password.html", form=form, **_due(page, jk, False))
    await jk.do(end_sessions, session.subject, session.session)
    await know_here(visitor, jk, session.subject)
    return page.to(onward(form["next"], "/sessions"), said="password-changed")


async def _set(page: Page, jk: AsyncJikim, ref: Ref, form: Form, actor: Actor) -> None:
    """Sets a new password as a correction by its owner; what is wrong with it is said beside its field."""
    secret = secrets_of(jk.policy)[ref.kind]
    known = await _known(jk, ref)
    typed = read_password(form, "password_new", known)
    if typed is None:
        return
    if typed == form["password"]:
        form.wrong(
            "password_new",
            "현재 비밀번호와 다른 비밀번호를 입력해 주세요",
            "choose one that differs from the current one",
        )
        return
    try:
        await jk.by(actor).do(correct_now, ref, {secret.item: typed})
    except JikimError as error:
        form.caught(error)
        return
    house = jk.house
    # Who knows the new one need not wait for the tries of before, under any of their names; nor does another link set
    # yet another.
    for key in (str(ref.subject), *(name_key(house, value) for value in known)):
        await jk.do(forget_tries, WHAT, key)
    await jk.do(end_links, ref.subject, USE)
    when = page.moment(jk.now())
    afterwards(write_to(jk, ref, "password-changed", page.visitor.language, when=when))


async def _known(jk: AsyncJikim, ref: Ref) -> list[str]:
    """What others know of a person, read for the purpose of telling people apart, and recorded. A frozen record is left
    alone."""
    policy, purpose = jk.policy, secrets_of(jk.policy)[ref.kind].purpose
    rules = policy.records[ref.kind]
    items = [
        name
        for name in policy.file.purposes[purpose].items
        if name in rules.names and policy.file.items[name].type in KNOWN
    ]
    try:
        values = await jk.by(jk.actor).use(ref, purpose=purpose, items=items)
    except JikimError:
        return []
    return [str(value) for value in values.values() if value]


@get("/forgot")
async def forgot_page(page: Page) -> Response[str]:
    """The question whose password it is."""
    return page.show("account/forgot.html")


@post("/forgot")
async def forgot(page: Page, visitor: Visitor, jk: AsyncJikim, form: Form) -> Answer:
    """Sends a link, if there is anybody; the answer does not say."""
    if not form.need("name"):
        return page.show("account/forgot.html", form=form)
    few = await jk.do(within, "forgot from", visitor.address, FROM_ONE_ADDRESS, SPAN)
    if not (await jk.do(within, "forgot", form["name"][:200].casefold(), FOR_ONE_NAME, SPAN) and few):
        form.problem = Problem(
            page.say("요청 횟수를 초과했습니다.", "Too many requests."),
            page.say("한 시간 뒤에 다시 시도해 주세요.", "Please try again in an hour."),
        )
        return page.show("account/forgot.html", form=form)
    person = await jk.do(person_of, form["name"], visitor.address)
    afterwards(_send_link(page, jk, person, form["name"]))
    return page.show("account/forgot_sent.html", minutes=int(LIFE.total_seconds() // 60))


async def _send_link(page: Page, jk: AsyncJikim, person: Person | None, typed: str) -> None:
    account = await jk.do(account_of, person.subject) if person is not None else None
    if account is None or person is None:
        return
    known = await jk.driver.run(person_row(person.subject))
    if known is not None and known.away is not None:
        # Nothing of theirs is read, their address neither: who types it is written to there, and comes back first.
        if "@" in typed:
            link = f"/come-back/{await pass_for(jk, person, known.times_away)}"
            await write_to_address(jk, typed, "come-back", page.visitor.language, link=link)
        return
    token = await jk.do(make_link, person.subject, person.kind, USE, LIFE)
    await write_to(
        jk,
        account,
        "reset-link",
        page.visitor.language,
        link=f"/reset/{token}",
        minutes=str(int(LIFE.total_seconds() // 60)),
    )


@get("/reset/{token:str}")
async def reset_page(page: Page, token: FromPath[str]) -> Response[str]:
    """The form. Opening it uses the link up for nobody: programs open links in mails before people do."""
    return page.show("account/reset.html", token=token)


@post("/reset/{token:str}")
async def reset(page: Page, visitor: Visitor, jk: AsyncJikim, form: Form, token: FromPath[str]) -> Answer:
    """A new password; the link is used up with it."""
    if read_password(form, "password_new", ()) is None:
        return page.show("account/reset.html", form=form, token=token)
    person = await jk.do(take_link, token, USE)
    account = await jk.do(account_of, person.subject) if person is not None else None
    if person is None or account is None:
        return page.show("account/reset_over.html", status=410)
    await _set(page, jk, account, form, Actor("member", str(person.subject), 0, visitor.address))
    if not form.fine:
        again = await jk.do(make_link, person.subject, person.kind, USE, LIFE)
        return page.show("account/reset.html", form=form, token=again)
    await jk.do(end_sessions, person.subject)
    return page.to("/sign-in", said="password-changed")
