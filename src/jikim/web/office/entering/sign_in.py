"""Signing in to the office: by passkey, or by password and code. Unknown names take the same steps, and who guesses
waits longer each time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from litestar import get, post
from litestar.response import Redirect, Response

from jikim.accounts.rate_limits import Try, forget_tries, try_secret, within
from jikim.alerts.raising import alert
from jikim.app import AsyncJikim
from jikim.errors import DeniedError, JikimError
from jikim.handlers.browsers import counted_as
from jikim.handlers.proofs import Proven, passkey_question, prove_by_passkey, prove_by_password
from jikim.handlers.register import in_register
from jikim.policy.ask import Actor
from jikim.policy.decide import deny
from jikim.web.forms import Form, Problem
from jikim.web.office.door import OFFICE_BROWSER
from jikim.web.office.entering import session
from jikim.web.office.entering.challenge import new_challenge, taken, where
from jikim.web.page import Page
from jikim.web.visitor import Visitor

WHAT = "office"
MOST, FAILURES, PER = 60, 10, timedelta(minutes=10)
_TOO_MANY = (
    "시도 횟수를 초과했습니다. 10분 뒤에 다시 시도해 주세요.",
    "Too many attempts. Please try again in ten minutes.",
)
_WRONG = ("아이디, 비밀번호 또는 인증번호가 일치하지 않습니다.", "The handler ID, password or code is incorrect.")


async def show(page: Page, jk: AsyncJikim, form: Form) -> Response[str]:
    """The page, with a question for a passkey where the site's address can have one."""
    challenge, site = await new_challenge(jk), where(jk)
    question = passkey_question(site.host, challenge.value) if site.passkeys else ""
    return page.show(
        "office/entering/sign_in.html",
        form=form,
        question=question,
        challenge=challenge.sealed,
        by_company=bool(jk.settings.office_oidc),
    )


@get("/office/sign-in")
async def sign_in(page: Page, jk: AsyncJikim, visitor: Visitor) -> Response[str]:
    """The form."""
    return await show(page, jk, Form(visitor))


@post("/office/sign-in", status_code=200)
async def by_password(page: Page, jk: AsyncJikim, visitor: Visitor, form: Form) -> Response[Any]:
    """A password and a code."""
    handler = form["handler"].lower()
    if not await jk.do(within, WHAT, visitor.address, MOST, PER):
        return await _no(page, jk, form, page.say(*_TOO_MANY))
    if not form.need("handler", "password", "code"):
        return await show(page, jk, form)
    tried, right = await try_password(jk, handler, visitor, form)
    if not tried.allowed:
        text = page.say(
            f"잘못된 시도가 이어져 {tried.open.astimezone(page.zone):%H:%M}까지 기다려야 합니다.",
            f"After several wrong attempts, please wait until {tried.open.astimezone(page.zone):%H:%M}.",
        )
        return await _no(page, jk, form, text)
    if right:
        return await _enter(page, jk, visitor, form, handler)
    return await _no(page, jk, form, page.say(*_WRONG))


@post("/office/sign-in/passkey", status_code=200)
async def by_passkey(page: Page, jk: AsyncJikim, visitor: Visitor, form: Form) -> Response[Any]:
    """A passkey's answer."""
    if not await jk.do(within, WHAT, visitor.address, MOST, PER):
        return await _no(page, jk, form, page.say(*_TOO_MANY))
    proven = await try_passkey(jk, form)
    if proven is None:
        await failed(jk, "unknown", visitor)
        return await _no(
            page, jk, form, page.say("등록되지 않은 패스키입니다.", "This passkey is not registered here.")
        )
    return await _enter(page, jk, visitor, form, proven.handler)


async def _enter(page: Page, jk: AsyncJikim, visitor: Visitor, form: Form, handler: str) -> Response[Any]:
    try:
        await session.begin(jk, visitor, handler)
    except DeniedError as error:
        form.problem = Problem.of(error, visitor)
        return await show(page, jk, form)
    answer: Redirect = page.to("/office")
    return answer


async def try_password(jk: AsyncJikim, handler: str, visitor: Visitor, form: Form) -> tuple[Try, bool]:
    """A password and a code of a handler, counted, and whether they are right."""
    counted = await jk.do(counted_as, handler, visitor.cookies.get(OFFICE_BROWSER, ""))
    tried = await jk.do(try_secret, WHAT, counted)
    right = tried.allowed and await jk.do(prove_by_password, handler, form["password"], form["code"])
    if right:
        await jk.do(forget_tries, WHAT, counted)
    elif tried.allowed:
        await failed(jk, handler, visitor, often=tried.locks)
    return tried, right


async def try_passkey(jk: AsyncJikim, form: Form) -> Proven | None:
    """Whose passkey answered the page's question, and which."""
    challenge, site = await taken(jk, form["challenge"]), where(jk)
    if challenge is None:
        return None
    return await jk.do(prove_by_passkey, form["passkey"], host=site.host, origin=site.origin, challenge=challenge)


async def failed(jk: AsyncJikim, handler: str, visitor: Visitor, *, often: bool = False) -> None:
    """A sign-in or a proof that failed is on the record: under whom it was tried for, where the register knows them. What
    else is typed there (a password in the wrong field, somebody's telephone number) is written down nowhere."""
    house = jk.house
    await count_failure(jk, visitor, often=often)
    try:
        named = handler if await jk.do(in_register, handler) else "unknown"
        await jk.driver.run(
            house.refuse(
                "office:sign-in",
                house.policy,
                Actor("outsider", named, 0, visitor.address),
                deny(house.policy, "wrong-secret"),
            )
        )
    except JikimError:
        return


async def count_failure(jk: AsyncJikim, visitor: Visitor, *, often: bool = False) -> None:
    """The officers are alerted where one handler's sign-in failed `often`, or those from one address did, whomever they
    were for."""
    if not await jk.do(within, "office failed", visitor.address, FAILURES, PER) or often:
        await jk.do(
            alert,
            "sign-in",
            "관리자 페이지의 로그인이나 본인 확인이 여러 번 실패했습니다",
            "Signing in to the office, or confirming who one is there, failed several times",
            href="/office/ledger?event=office:&refused=yes",
        )


async def _no(page: Page, jk: AsyncJikim, form: Form, text: str) -> Response[str]:
    form.problem = Problem(text)
    answer = await show(page, jk, form)
    answer.status_code = 422
    return answer
