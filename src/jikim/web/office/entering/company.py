"""Signing in, and proving once more who one is, by the company's own OpenID Connect provider.

A browser that comes back from elsewhere brings none of our cookies, which are this site's alone (`SameSite=Strict`).
What it comes back to therefore only sends it on to `done`, from here, where it brings them.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from litestar import Request, get
from litestar.exceptions import NotFoundException
from litestar.response import Redirect, Response

from jikim.accounts.rate_limits import within
from jikim.app import AsyncJikim
from jikim.errors import DeniedError
from jikim.handlers.company import arrive, prove_by_company
from jikim.handlers.sessions import Signed
from jikim.mail.letters import site_of
from jikim.openid import ProviderError, Vouched, begin, finish
from jikim.web.forms import Form, Problem
from jikim.web.office.door import OFFICE_COOKIE, signed_of
from jikim.web.office.entering import sign_in
from jikim.web.office.entering.proving import within_office
from jikim.web.page import Page
from jikim.web.sealed_tokens import seal, unseal
from jikim.web.visitor import Visitor

COOKIE, LIFE, USE = "jikim_office_company", timedelta(minutes=10), "office company"
Answer = Response[str] | Redirect


def _provider(jk: AsyncJikim) -> Mapping[str, str]:
    if not jk.settings.office_oidc:
        raise NotFoundException
    return jk.settings.office_oidc


def _back(jk: AsyncJikim, page: Page) -> str:
    return f"{site_of(jk.settings, jk.policy)}{page.visitor.href('/office/sign-in/company/back')}"


async def _failed(page: Page, jk: AsyncJikim, visitor: Visitor, problem: Problem | None = None) -> Response[str]:
    form = Form(visitor)
    form.problem = problem or Problem(
        page.say("회사 계정으로 로그인하지 못했습니다.", "Signing in with the company account did not work."),
        page.say(
            "다시 시도하거나 등록한 인증 수단으로 로그인해 주세요.", "Try again, or use your other sign-in method."
        ),
    )
    answer = await sign_in.show(page, jk, form)
    answer.status_code = 422
    return answer


async def _off(
    page: Page, jk: AsyncJikim, visitor: Visitor, me: Signed | None, to: str, *, consent: bool = False
) -> Answer:
    """Off to the provider, to sign in, or as `me` for a proof; with `consent` they are asked whether we may have a refresh
    token (OpenID Connect Core §11)."""
    provider = _provider(jk)
    more = {"acr_values": provider["acr"]} if provider["acr"] else {}
    if consent:
        more |= {"prompt": "consent"}
    try:
        begun = await begin(provider, _back(jk, page), scope=provider["scope"], proof=me is not None, **more)
    except ProviderError:
        return await _failed(page, jk, visitor)
    held = {
        "state": begun.state,
        "nonce": begun.nonce,
        "verifier": begun.verifier,
        "since": begun.since,
        "next": to,
        "proves": "" if me is None else me.handler,
        "consent": consent,
    }
    visitor.set_cookie(COOKIE, await seal(jk, USE, held), int(LIFE.total_seconds()))
    return Redirect(begun.url, status_code=303)


@get("/office/sign-in/company")
async def go(page: Page, jk: AsyncJikim, visitor: Visitor) -> Answer:
    """To the provider, to sign in."""
    return await _off(page, jk, visitor, None, "/office")


@get("/office/prove/company")
async def prove(page: Page, jk: AsyncJikim, visitor: Visitor, me: Signed, request: Request[Any, Any, Any]) -> Answer:
    """To the provider, to prove once more who one is."""
    return await _off(page, jk, visitor, me, within_office(request.query_params.get("next", "/office")))


@get("/office/sign-in/company/back")
async def back(page: Page, jk: AsyncJikim, request: Request[Any, Any, Any]) -> Response[str]:
    """Back from the provider, and on from here."""
    _provider(jk)
    brought = {name: request.query_params.get(name, "") for name in ("code", "state")}
    return page.show("office/entering/company.html", onward=f"/office/sign-in/company/done?{urlencode(brought)}")


@get("/office/sign-in/company/done")
async def done(page: Page, jk: AsyncJikim, visitor: Visitor, request: Request[Any, Any, Any]) -> Answer:
    """In, once for each time that somebody was sent there."""
    provider, query = _provider(jk), request.query_params
    held = await unseal(jk, USE, visitor.cookies.get(COOKIE, ""), within=LIFE)
    visitor.drop_cookie(COOKIE)
    if (
        held is None
        or not hmac.compare_digest(held["state"].encode(), query.get("state", "").encode())
        or not await jk.do(within, sign_in.WHAT, visitor.address, sign_in.MOST, sign_in.PER)
    ):
        return await _failed(page, jk, visitor)
    try:
        sent = held["nonce"], held["verifier"], held["since"]
        vouched = await finish(provider, _back(jk, page), query.get("code", ""), *sent)
        handler = vouched.claims.get(provider["claim"])
        if not isinstance(handler, str) or (provider["acr"] and vouched.claims.get("acr") != provider["acr"]):
            raise ProviderError(
                "the provider names no handler, or did not look as it was asked to",
                hint="sign in with the password, or try again in a moment",
                ko=(
                    "제공자가 취급자를 알려 주지 않았거나, 요청한 방식으로 확인하지 않았습니다",
                    "비밀번호로 로그인하거나 잠시 뒤에 다시 시도해 주세요",
                ),
            )
    except ProviderError:
        await sign_in.failed(jk, held["proves"] or "unknown", visitor)
        return await _failed(page, jk, visitor)
    try:
        if held["proves"]:
            return await _proven(page, jk, visitor, signed_of(request.scope), vouched, held)
        if "offline_access" in provider["scope"].split() and not vouched.refresh and not held["consent"]:
            # Without a refresh token nobody would learn that they were removed there. Some providers give one only to
            # whoever asks for consent; those that give it anyway are never asked twice.
            return await _off(page, jk, visitor, None, held["next"], consent=True)
        visitor.set_cookie(OFFICE_COOKIE, await jk.do(arrive, handler, vouched, visitor.address))
    except DeniedError as error:
        await sign_in.count_failure(jk, visitor)
        return await _failed(page, jk, visitor, Problem.of(error, visitor))
    return page.to(held["next"])


async def _proven(
    page: Page, jk: AsyncJikim, visitor: Visitor, me: Signed | None, vouched: Vouched, held: Mapping[str, Any]
) -> Answer:
    if me is None or me.handler != held["proves"]:
        await sign_in.failed(jk, held["proves"], visitor)
        return await _failed(page, jk, visitor)
    await jk.do(prove_by_company, me, vouched)
    return page.to(held["next"])
