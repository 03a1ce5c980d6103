"""Rules about cookies: refusing is a choice, and nothing but the essential goes without consent."""

from __future__ import annotations

from collections.abc import Iterator

from jikim.policy.check.rule import rule
from jikim.policy.check.scope import Scope
from jikim.policy.finding import Finding, Severity
from jikim.policy.model import ItemType

E, W, N = Severity.ERROR, Severity.WARNING, Severity.NOTE


@rule(cookie_choices=W, law="cookies")
def choices(scope: Scope) -> Iterator[Finding]:
    """People may refuse all cookies that are not essential, and each choice is listed once (clause 9.3; ePrivacy
    Directive 5(3) where the GDPR applies)."""
    cookies = scope.policy.cookies
    if cookies is None:
        return
    refused = "none" in cookies.choices
    if refused and len(set(cookies.choices)) == len(cookies.choices):
        return
    yield scope.tell(
        "cookie-choices",
        ("cookies", "choices"),
        "같은 쿠키 선택지가 두 번 나옵니다" if refused else "쿠키를 거부하는 선택지가 없습니다",
        "a choice about cookies is listed twice" if refused else "nobody can refuse the cookies",
        (
            "`choices: [all, ask, none]`처럼 `none`을 넣어 한 번씩 적어 주세요",
            "list each once, `none` among them: `choices: [all, ask, none]`",
        ),
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
                name=name,
                why_ko=why_ko,
                why_en=why_en,
                statute=scope.law("cookies"),
            )
        elif cookie.essential and waits:
            yield scope.find("essential-cookie-with-consent", ("cookies", "purposes", name), name=name)


@rule(cookie_purpose_unused=N)
def used(scope: Scope) -> Iterator[Finding]:
    """A cookie purpose has a cookie in the table: what is not in the table is never set."""
    cookies = scope.policy.cookies
    if cookies is None:
        return
    served = {cookie.purpose for cookie in cookies.table.values()}
    for name in cookies.purposes:
        if name not in served:
            yield scope.find("cookie-purpose-unused", ("cookies", "purposes", name), name=name)


@rule(cookies_not_described=W, law="cookies")
def described(scope: Scope) -> Iterator[Finding]:
    """A policy that collects a cookie says how it is set and refused (PIPA §30①7)."""
    if scope.policy.cookies is not None:
        return
    for name, item in scope.policy.items.items():
        if item.type is ItemType.COOKIE_ID:
            yield scope.find("cookies-not-described", ("items", name), name=name)
