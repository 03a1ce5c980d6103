"""Proving once more who one is: before grants, destruction and reads of many; and the renewal of the proof in its
interval (10.6)."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.response import Redirect, Response

from jikim.app import AsyncJikim
from jikim.errors import JikimError
from jikim.handlers.proofs import Proven, passkey_question, renew_passkey, set_password
from jikim.handlers.sessions import Signed, end_office, prove_again
from jikim.policy.ask import Actor
from jikim.web.forms import Form, Problem
from jikim.web.office.door import OFFICE_COOKIE
from jikim.web.office.entering import session
from jikim.web.office.entering.challenge import new_challenge, where
from jikim.web.office.entering.sign_in import failed, try_passkey, try_password
from jikim.web.page import AnsweredError, Page
from jikim.web.typed import keep_typed, typed_before
from jikim.web.visitor import Visitor


async def prove_first(page: Page, jk: AsyncJikim, me: Signed, path: str, typed: Form | None = None) -> None:
    """Whoever did not prove who they are within ten minutes is asked to, and goes back to `path`, or on with what was
    `typed`."""
    if me.fresh:
        return
    if typed is None:
        raise AnsweredError(page.to("/office/prove", next=path))
    kept = await keep_typed(jk, typed, page.visitor.path, me.handler)
    form = Form(page.visitor, {"kept": kept, "files": "yes" if typed.files else ""})
    answer = await _show(page, jk, form, "prove", path)
    answer.status_code = 403
    raise AnsweredError(answer)


@get("/office/prove")
async def prove(page: Page, jk: AsyncJikim, visitor: Visitor, request: Request[Any, Any, Any]) -> Response[str]:
    """The form."""
    return await _show(page, jk, Form(visitor), "prove", request.query_params.get("next", "/office"))


@post("/office/prove", status_code=200)
async def proved(page: Page, jk: AsyncJikim, me: Signed, visitor: Visitor, form: Form) -> Response[Any]:
    """By password and code."""
    if form.need("password", "code") and await _right(jk, me, visitor, form):
        return await _proven(page, jk, me, form)
    return await _no(page, jk, form, "prove")


@post("/office/prove/passkey", status_code=200)
async def proved_by_passkey(page: Page, jk: AsyncJikim, me: Signed, visitor: Visitor, form: Form) -> Response[Any]:
    """By passkey."""
    if await _right_passkey(jk, me, visitor, form) is not None:
        return await _proven(page, jk, me, form)
    return await _no(page, jk, form, "prove")


@get("/office/renew")
async def renew(page: Page, jk: AsyncJikim, visitor: Visitor) -> Response[str]:
    """The form of the renewal."""
    return await _show(page, jk, Form(visitor), "renew", "/office")


@post("/office/renew", status_code=200)
async def renewed(page: Page, jk: AsyncJikim, me: Signed, visitor: Visitor, form: Form) -> Response[Any]:
    """A new password in the place of the old one; the session begins anew."""
    named = form.need("password_new")
    if not form.need("password", "code") or not await _right(jk, me, visitor, form):
        return await _no(page, jk, form, "renew")
    if not named:
        return await _show(page, jk, form, "renew", "/office")
    try:
        await jk.do(set_password, me.handler, form["password_new"], actor=Actor(me.kind, me.handler, 0, me.address))
    except JikimError as error:
        form.problem = Problem.of(error, visitor)
        return await _show(page, jk, form, "renew", "/office")
    return await _again(page, jk, me, visitor)


@post("/office/renew/passkey", status_code=200)
async def renewed_by_passkey(page: Page, jk: AsyncJikim, me: Signed, visitor: Visitor, form: Form) -> Response[Any]:
    """A passkey that was used again is good for another interval."""
    used = await _right_passkey(jk, me, visitor, form)
    if used is None:
        return await _no(page, jk, form, "renew")
    await jk.do(renew_passkey, used, actor=Actor(me.kind, me.handler, 0, me.address))
    return await _again(page, jk, me, visitor)


@post("/office/sign-out", status_code=303)
async def sign_out(page: Page, jk: AsyncJikim, me: Signed, visitor: Visitor) -> Redirect:
    """Out."""
    await jk.do(end_office, me)
    visitor.drop_cookie(OFFICE_COOKIE)
    return page.to("/office/sign-in")


def within_office(path: str) -> str:
    """A path of the office; its first page for anything else."""
    sound = path == "/office" or (
        path.startswith("/office/") and path.isprintable() and "//" not in path and "\\" not in path
    )
    return path if sound else "/office"


async def _proven(page: Page, jk: AsyncJikim, me: Signed, form: Form) -> Response[Any]:
    await jk.do(prove_again, me)
    typed = await typed_before(jk, form["kept"], me.handler)
    if typed is None:
        return page.to(within_office(form["next"]))
    to = within_office(typed.to)
    return page.show("office/entering/go_on.html", to=to, form=form, fields=typed.fields, files=typed.files)


async def _again(page: Page, jk: AsyncJikim, me: Signed, visitor: Visitor) -> Redirect:
    await session.begin(jk, visitor, me.handler)
    return page.to("/office")


async def _right(jk: AsyncJikim, me: Signed, visitor: Visitor, form: Form) -> bool:
    return (await try_password(jk, me.handler, visitor, form))[1]


async def _right_passkey(jk: AsyncJikim, me: Signed, visitor: Visitor, form: Form) -> Proven | None:
    used = await try_passkey(jk, form)
    if used is not None and used.handler == me.handler:
        return used
    await failed(jk, me.handler, visitor)
    return None


async def _show(page: Page, jk: AsyncJikim, form: Form, which: str, to: str) -> Response[str]:
    challenge, site = await new_challenge(jk), where(jk)
    return page.show(
        f"office/entering/{which}.html",
        form=form,
        question=passkey_question(site.host, challenge.value) if site.passkeys else "",
        challenge=challenge.sealed,
        next=within_office(to),
        clause=jk.policy.clause("grant"),
        by_company=bool(jk.settings.office_oidc),
    )


async def _no(page: Page, jk: AsyncJikim, form: Form, which: str) -> Response[str]:
    if not form.errors.keys() & {"password", "code"}:
        form.problem = Problem(
            page.say(
                "본인 확인에 실패했습니다. 다시 시도해 주세요.",
                "Your identity could not be confirmed. Please try again.",
            )
        )
    answer = await _show(page, jk, form, which, form["next"])
    answer.status_code = 422
    return answer
