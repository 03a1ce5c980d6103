"""Signing in with an account elsewhere. It opens an account here once its person has proved this one by its password;
from then on by itself.

An address alone opens nothing, verified or not: who holds a mailbox today need not be who joined with it. A sign-in there
may be hours old: it proves who somebody is just now only where they were sent to be asked anew.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect, Response

from jikim.accounts.credentials import person_of, prove
from jikim.accounts.openid_accounts import link_outside, person_outside
from jikim.app import AsyncJikim
from jikim.mail.letters import site_of
from jikim.openid import ProviderError, begin, finish
from jikim.policy.ask import Actor
from jikim.verbs.collect import Person
from jikim.web.account.entering import come_in
from jikim.web.account.signing_in import refused
from jikim.web.account.stepping import onward
from jikim.web.forms import Form, Problem
from jikim.web.page import Page
from jikim.web.sealed_tokens import seal, unseal
from jikim.web.visitor import Visitor

COOKIE, LIFE = "jikim_oidc", timedelta(minutes=10)
# What is sealed for: the way back from a provider, and the password of the account that is tied to one there.
BACK, TIE = "oidc back", "oidc tie"
Answer = Response[str] | Redirect


def _provider(jk: AsyncJikim, name: str) -> Mapping[str, Any]:
    try:
        return jk.settings.oidc[name]
    except KeyError:
        raise NotFoundException from None


def _back(jk: AsyncJikim, page: Page, name: str) -> str:
    return f"{site_of(jk.settings, jk.policy)}{page.visitor.href(f'/sign-in/{name}/back')}"


def _failed(page: Page, jk: AsyncJikim) -> Answer:
    form = Form(page.visitor, {})
    form.problem = Problem(
        page.say("다른 계정으로 로그인하지 못했습니다.", "Signing in with another account did not work."),
        page.say(
            "비밀번호로 로그인하시거나 잠시 뒤에 다시 시도해 주세요.",
            "Sign in with your password, or try again in a moment.",
        ),
    )
    return page.show("account/sign_in.html", form=form, others=jk.settings.oidc, changed=False)


async def _off(page: Page, jk: AsyncJikim, name: str, following: str, *, proof: bool) -> Answer:
    """Off to the provider; what must come back with the browser goes with it, sealed, in a cookie of ten minutes."""
    try:
        begun = await begin(_provider(jk, name), _back(jk, page, name), proof=proof)
    except ProviderError:
        return _failed(page, jk)
    held = {
        "state": begun.state,
        "nonce": begun.nonce,
        "verifier": begun.verifier,
        "since": begun.since,
        "next": following,
    }
    page.visitor.set_cookie(COOKIE, await seal(jk, f"{BACK} {name}", held), int(LIFE.total_seconds()))
    return Redirect(begun.url, status_code=303)


@get("/sign-in/{name:str}")
async def go(page: Page, jk: AsyncJikim, request: Request[Any, Any, Any], name: FromPath[str]) -> Answer:
    """To the provider; with `prove`, to be asked there once more."""
    query = request.query_params
    return await _off(page, jk, name, query.get("next", ""), proof="prove" in query)


@get("/sign-in/{name:str}/back")
async def back(
    page: Page, visitor: Visitor, jk: AsyncJikim, request: Request[Any, Any, Any], name: FromPath[str]
) -> Answer:
    """Back from the provider, once for each time that somebody was sent there."""
    provider, query = _provider(jk, name), request.query_params
    held = await unseal(jk, f"{BACK} {name}", visitor.cookies.get(COOKIE, ""), within=LIFE)
    visitor.drop_cookie(COOKIE)
    if held is None or not hmac.compare_digest(held["state"].encode(), query.get("state", "").encode()):
        return _failed(page, jk)
    try:
        sent = held["nonce"], held["verifier"], held["since"]
        found = await finish(provider, _back(jk, page, name), query.get("code", ""), *sent)
    except ProviderError:
        return _failed(page, jk)
    person = await jk.do(person_outside, found.issuer, found.subject)
    if person is not None:
        again = partial(_off, page, jk, name, held["next"], proof=True) if found.proved is None else None
        return await come_in(page, jk, request, person, held["next"], proof=again)
    known = await jk.do(person_of, found.email, visitor.address) if found.email else None
    if known is None:
        return page.show("account/oidc_unknown.html")
    elsewhere = {"issuer": found.issuer, "account": found.subject}
    sealed = await seal(jk, f"{TIE} {name}", {**elsewhere, "subject": str(known.subject), "kind": known.kind})
    return _asked(page, provider, name, Form(visitor, {"sealed": sealed, "next": held["next"]}))


def _asked(page: Page, provider: Mapping[str, Any], name: str, form: Form) -> Answer:
    return page.show("account/oidc_prove.html", form=form, provider=name, label=provider["label"])


@post("/sign-in/{name:str}/prove")
async def proving(
    page: Page, visitor: Visitor, jk: AsyncJikim, request: Request[Any, Any, Any], form: Form, name: FromPath[str]
) -> Answer:
    """The password of the account here, once; then the two belong together."""
    provider = _provider(jk, name)
    held = await unseal(jk, f"{TIE} {name}", form["sealed"], within=LIFE)
    if held is None:
        return _failed(page, jk)
    if not form.need("password"):
        return _asked(page, provider, name, form)
    subject = UUID(held["subject"])
    found = await jk.do(
        prove, subject, form["password"], Actor("member", held["subject"], 0, visitor.address), visitor.browser
    )
    if found.ref is None:
        form.problem = refused(jk, visitor, found)
        return _asked(page, provider, name, form)
    await jk.do(link_outside, subject, held["issuer"], held["account"])
    return await come_in(page, jk, request, Person(subject, held["kind"]), onward(form["next"]))
