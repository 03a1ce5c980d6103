"""Signing in, and proving once more who one is. The answer is the same, and takes as long, whether there is such a name
or not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from litestar import Request, get, post
from litestar.response import Redirect, Response

from jikim.accounts.credentials import SignedIn, changed_at, prove, secrets_of, sign_in
from jikim.accounts.rate_limits import Try, within
from jikim.accounts.sessions import step_up
from jikim.alerts.raising import alert
from jikim.app import AsyncJikim
from jikim.clock import machine_moment
from jikim.policy.model import Duty
from jikim.policy.people import is_guest
from jikim.policy.period import day_of, due
from jikim.store.holding import Ref
from jikim.web.account.entering import come_in, first_page, is_away
from jikim.web.account.mailing import afterwards, write_to
from jikim.web.account.stepping import ask_proof, going_on, onward
from jikim.web.forms import Form, Problem
from jikim.web.page import Page
from jikim.web.visitor import Visitor

FROM_ONE_ADDRESS, SPAN = 120, timedelta(minutes=10)


@get("/sign-in")
async def sign_in_page(page: Page, jk: AsyncJikim, request: Request[Any, Any, Any]) -> Response[str]:
    """The form."""
    form = Form(page.visitor, {"next": request.query_params.get("next", "")})
    return _shown(page, jk, form, changed=page.told == "password-changed")


@post("/sign-in")
async def signing_in(
    page: Page, visitor: Visitor, jk: AsyncJikim, request: Request[Any, Any, Any], form: Form
) -> Response[str] | Redirect:
    """A name and a password."""
    if not form.need("name", "password"):
        return _shown(page, jk, form)
    if not await jk.do(within, "sign-in from", visitor.address, FROM_ONE_ADDRESS, SPAN):
        await jk.do(
            alert,
            "member-sign-in",
            "한 주소에서 회원 로그인을 지나치게 많이 시도하여 제한하고 있습니다",
            "One address tried to sign in as members too often and is being limited",
        )
        form.problem = too_often(visitor, None)
        return _shown(page, jk, form)
    found = await jk.do(sign_in, form["name"], form["password"], visitor.address, visitor.browser)
    if found.person is None or found.ref is None:
        form.problem = refused(jk, visitor, found)
        return _shown(page, jk, form)
    answer = await come_in(page, jk, request, found.person, form["next"])
    # Who is away is asked first; nobody is signed in yet who could change a password.
    if not await is_away(jk, found.person.subject) and await change_due(jk, found.ref):
        return page.to("/password", next=await first_page(jk, found.person.subject, form["next"]))
    return answer


def refused(jk: AsyncJikim, visitor: Visitor, found: SignedIn) -> Problem:
    """What whoever was not let in is told. Its person is written to where somebody goes on trying."""
    if found.tried.locks and found.account is not None:
        afterwards(write_to(jk, found.account, "account-locked", visitor.language))
    if not found.tried.allowed:
        return too_often(visitor, found.tried)
    return Problem(
        visitor.say("아이디 또는 비밀번호가 일치하지 않습니다.", "The ID or password is incorrect."),
        visitor.say(
            "대문자와 한/영 전환을 확인해 주세요. 여러 번 틀리면 잠시 기다려야 합니다.",
            "Check capitals and the keyboard’s language. After several wrong attempts you will have to wait.",
        ),
    )


def too_often(visitor: Visitor, tried: Try | None) -> Problem:
    """Too many tries: when it goes on."""
    seconds = 60 if tried is None else max(1, int((tried.open - machine_moment()).total_seconds()) + 1)
    minutes = -(-seconds // 60)
    return Problem(
        visitor.say(
            "비밀번호를 여러 번 잘못 입력하여 로그인이 일시 제한되었습니다.",
            "Signing in is temporarily blocked after too many attempts.",
        ),
        visitor.say(
            f"{minutes}분 뒤에 다시 시도해 주세요. 그동안 비밀번호를 재설정하실 수 있습니다.",
            f"Try again in about {minutes} minute{'s' if minutes > 1 else ''}. Meanwhile you can set a new password.",
        ),
    )


def duty_of_change(jk: AsyncJikim) -> Duty | None:
    """The duty by which passwords are to be changed from time to time."""
    return next((duty for name, duty in jk.policy.file.duties.items() if name == "credentials" and duty.every), None)


async def change_due(jk: AsyncJikim, ref: Ref) -> bool:
    """Whether a password is older than the policy's interval."""
    duty = duty_of_change(jk)
    if duty is None or duty.every is None:
        return False
    changed = await jk.do(changed_at, ref, secrets_of(jk.policy)[ref.kind].item)
    zone = jk.policy.zone
    return changed is not None and day_of(jk.now(), zone) > due(day_of(changed, zone), duty.every)


def _shown(page: Page, jk: AsyncJikim, form: Form, changed: bool = False) -> Response[str]:
    return page.show("account/sign_in.html", form=form, others=jk.settings.oidc, changed=changed)


@get("/step-up")
async def step_up_page(
    page: Page, visitor: Visitor, jk: AsyncJikim, request: Request[Any, Any, Any]
) -> Response[str] | Redirect:
    """The form of whoever is signed in already."""
    following = request.query_params.get("next", "")
    if visitor.session is None:
        return page.to("/sign-in", next=onward(following))
    if visitor.session.fresh:
        return page.to(onward(following))
    if visitor.session.guardian:
        # Who acts for a child proves themselves by their own account, never by the child's password.
        return page.to("/my/guardian")
    if is_guest(visitor.session.kind):
        return page.to("/guest")
    return ask_proof(page, jk, Form(visitor, {"next": following}))


@post("/step-up")
async def stepping_up(page: Page, visitor: Visitor, jk: AsyncJikim, form: Form) -> Response[str] | Redirect:
    """The password once more."""
    session = visitor.session
    if session is None:
        return page.to("/sign-in", next=onward(form["next"]))
    if session.guardian:
        return page.to("/my/guardian")
    if form.need("password"):
        found = await jk.do(prove, session.subject, form["password"], visitor.actor, visitor.browser)
        if found.ref is not None:
            await jk.do(step_up, session)
            if form["kept"] and (kept := await going_on(page, jk, form["kept"])) is not None:
                return kept
            return page.to(onward(form["next"]))
        form.problem = refused(jk, visitor, found)
    return ask_proof(page, jk, form)
