"""Rules about cookies: three choices, and nothing but the essential without consent."""

from __future__ import annotations

from collections.abc import Iterator

from jikim.policy.check.rule import rule
from jikim.policy.check.scope import Scope, listed
from jikim.policy.finding import Finding, Severity
from jikim.policy.model import ItemType

E, W, N = Severity.ERROR, Severity.WARNING, Severity.NOTE

CHOICES = ("all", "ask", "none")


@rule(cookie_choices=W, law="cookies")
def choices(scope: Scope) -> Iterator[Finding]:
    """People may accept all cookies, be asked each time, or refuse all: these three, each once (clause 9.3)."""
    cookies = scope.policy.cookies
    if cookies is None or sorted(cookies.choices) == sorted(CHOICES):
        return
    lacking = [choice for choice in CHOICES if choice not in cookies.choices]
    yield scope.find(
        "cookie-choices",
        ("cookies", "choices"),
        f"쿠키 선택지는 세 가지여야 합니다. 없는 것: {listed(lacking)}"
        if lacking
        else "같은 쿠키 선택지가 두 번 나옵니다",
        f"the three choices about cookies lack {listed(lacking)}"
        if lacking
        else "a choice about cookies is listed twice",
        ("`choices: [all, ask, none]`로 정해 주세요", "write `choices: [all, ask, none]`"),
    )


@rule(cookie_without_consent=W, essential_cookie_with_consent=N)
def consent(scope: Scope) -> Iterator[Finding]:
    """A cookie purpose that is not essential serves a purpose that waits for consent; an essential one asks for none.

    Source: what a service does not need is optional (PIPA §22⑤; ePrivacy Directive 5(3) where the GDPR applies).
    """
    cookies = scope.policy.cookies
    if cookies is None:
        return
    for name, cookie in cookies.purposes.items():
        if cookie.purpose is not None and cookie.purpose not in scope.policy.purposes:
            continue
        waits = cookie.purpose is not None and scope.by_consent(cookie.purpose)
        if not cookie.essential and not waits:
            why_ko = (
                f"`{cookie.purpose}` 목적은 동의를 받지 않습니다" if cookie.purpose else "동의를 받을 목적이 없습니다"
            )
            why_en = (
                f"`{cookie.purpose}` asks for no consent"
                if cookie.purpose
                else "no purpose is named whose consent is asked"
            )
            yield scope.find(
                "cookie-without-consent",
                ("cookies", "purposes", name),
                f"쿠키 목적 `{name}`: 꼭 필요한 것이 아닌데 {why_ko}",
                f"the cookie purpose `{name}` is not essential, and {why_en}",
                (
                    "`purpose`에 동의를 받는 목적을 적거나, 꼭 필요하면 `essential: true`로 정해 주세요",
                    "name a purpose with basis consent in `purpose`; or, if it is essential, write `essential: true`",
                ),
                statute=scope.law("cookies"),
            )
        elif cookie.essential and waits:
            yield scope.find(
                "essential-cookie-with-consent",
                ("cookies", "purposes", name),
                f"쿠키 목적 `{name}`: 꼭 필요하다면서 동의를 기다리는 목적을 가리킵니다",
                f"the cookie purpose `{name}` is essential, and yet points at a purpose that waits for consent",
                ("둘 가운데 하나를 고쳐 주세요", "change one of the two"),
            )


@rule(cookie_purpose_unused=N)
def used(scope: Scope) -> Iterator[Finding]:
    """A cookie purpose has a cookie in the table: what is not in the table is never set."""
    cookies = scope.policy.cookies
    if cookies is None:
        return
    served = {cookie.purpose for cookie in cookies.table.values()}
    for name in cookies.purposes:
        if name not in served:
            yield scope.find(
                "cookie-purpose-unused",
                ("cookies", "purposes", name),
                f"쿠키 목적 `{name}`: 표에 쿠키가 없습니다",
                f"the cookie purpose `{name}` has no cookie in the table",
                ("표에 쿠키를 더하거나 목적을 지워 주세요", "add its cookie to the table, or delete the purpose"),
            )


@rule(cookies_not_described=W, law="cookies")
def described(scope: Scope) -> Iterator[Finding]:
    """A policy that collects a cookie says how it is set and refused (PIPA §30①7)."""
    if scope.policy.cookies is not None:
        return
    for name, item in scope.policy.items.items():
        if item.type is ItemType.COOKIE_ID:
            yield scope.find(
                "cookies-not-described",
                ("items", name),
                f"`{name}`: 쿠키를 받으면서 `cookies`에 설명이 없습니다",
                f"`{name}` is a cookie, and the policy has no `cookies`",
                (
                    "쿠키의 목적과 거부 방법을 `cookies`에 적어 주세요",
                    "say in `cookies` what they are for and how to refuse them",
                ),
            )
