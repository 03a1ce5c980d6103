"""Section 9: cookies, as the gate lets them out that every answer goes through."""

from __future__ import annotations

from jikim.prove.mechanism import (
    Asked,
    Finding,
    Mechanism,
    all_of,
    broken,
    has_paths,
    ready,
    refusals,
    seen_of_pages,
    some,
)


def declared(asked: Asked) -> Finding:
    return refusals(asked, "cookies:undeclared", "cookies:life")


def unasked(asked: Asked) -> Finding:
    return all_of(refusals(asked, "cookies:unasked"), chosen(asked))


def chosen(asked: Asked) -> Finding:
    return some(
        asked.evidence.choices,
        "지금까지 받은 쿠키 선택은 {n}건입니다.",
        "Cookie choices made so far: {n}.",
        "아직 아무도 쿠키를 고르지 않았습니다.",
        "Nobody has made a cookie choice yet.",
    )


def choices(asked: Asked) -> Finding:
    cookies = asked.policy.file.cookies
    offered = set(cookies.choices) if cookies is not None else set()
    said = (
        ready(
            "모두 허용, 그때마다 묻기, 모두 거부 세 가지를 고를 수 있습니다.",
            "One chooses among all, being asked each time, and none.",
        )
        if {"all", "ask", "none"} <= offered
        else broken("세 가지 선택을 모두 주지 않습니다.", "Not all three choices are offered.")
    )
    signal = (refusals(asked, "cookies:signal"),) if cookies is not None and cookies.honour_gpc else ()
    return all_of(refusals(asked, "cookies:choices"), said, chosen(asked), *signal)


def browser_help(asked: Asked) -> Finding:
    return seen_of_pages(
        asked,
        has_paths("/help/cookies"),
        ("브라우저 설정을 알려 주는 화면이 없습니다.", "The page about browsers is not there."),
        (
            "요즘 브라우저의 설정 방법을 알려 주는 화면이 열려 있습니다.",
            "The page on how today's browsers are set is there.",
        ),
    )


def page_cookies(asked: Asked) -> Finding:
    """Where pages were looked at: those that they set themselves are declared."""
    if asked.evidence.pages is None:
        return declared(asked)
    seen = seen_of_pages(
        asked,
        lambda one: one.evidence.pages is not None and one.evidence.pages.cookies,
        (
            "화면이 쓰는 쿠키 가운데 방침에 없는 것이 있습니다.",
            "The pages use a cookie that the policy does not declare.",
        ),
        ("화면이 쓰는 쿠키는 모두 방침에 있습니다.", "Each cookie that the pages use is declared."),
    )
    return all_of(declared(asked), seen)


_DECLARED = ("선언하지 않은 쿠키는 서버가 내보내지 않습니다.", "A cookie that is not declared never leaves the server.")
_UNASKED = (
    "꼭 필요하지 않은 쿠키는 허락하기 전에는 내보내지 않습니다.",
    "A cookie that is not essential leaves only once it is allowed.",
)

MECHANISMS = (
    Mechanism("cookies", *_DECLARED, page_cookies),
    Mechanism("cookies.table", *_DECLARED, page_cookies),
    Mechanism("cookies.purposes", *_UNASKED, unasked),
    Mechanism("clauses.cookies-declared", *_UNASKED, unasked),
    Mechanism(
        "clauses.cookie-choices",
        "세 가지 선택과 브라우저의 거부 신호(GPC)를 서버가 그대로 지킵니다.",
        "The server keeps to the three choices, and to the browser's own signal (GPC).",
        choices,
    ),
    Mechanism(
        "clauses.browser-help",
        "브라우저마다 설정하는 방법을 알려 드립니다.",
        "A page says how to set this in each browser.",
        browser_help,
    ),
)
