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
    return some(asked, "chosen", asked.evidence.choices)


def choices(asked: Asked) -> Finding:
    """What a visitor may choose is what the policy names; refusing is always among it."""
    cookies = asked.policy.file.cookies
    said = (
        ready("처리방침에 정한 선택지를 모두 제시합니다.", "Each choice that the policy names is offered.")
        if cookies is not None and "none" in cookies.choices
        else broken("쿠키를 거부할 수 없습니다.", "Cookies cannot be refused.")
    )
    signal = (refusals(asked, "cookies:signal"),) if cookies is not None and cookies.honour_gpc else ()
    return all_of(refusals(asked, "cookies:choices"), said, chosen(asked), *signal)


def browser_help(asked: Asked) -> Finding:
    return seen_of_pages(
        asked,
        has_paths("/help/cookies"),
        ("브라우저 설정을 안내하는 화면이 없습니다.", "The page about browser settings is missing."),
        (
            "주요 브라우저의 설정 방법을 안내하는 화면을 제공합니다.",
            "A page explains the settings of current browsers.",
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
            "화면에서 사용하는 쿠키 가운데 처리방침에 없는 것이 있습니다.",
            "The pages use a cookie that the policy does not declare.",
        ),
        ("화면에서 사용하는 쿠키는 모두 처리방침에 공개되어 있습니다.", "Each cookie that the pages use is declared."),
    )
    return all_of(declared(asked), seen)


MECHANISMS = (
    Mechanism("cookies", page_cookies, also=("cookies.table",), words="cookies.table"),
    Mechanism("cookies.purposes", unasked, also=("clauses.cookies-declared",)),
    Mechanism("clauses.cookie-choices", choices),
    Mechanism("clauses.browser-help", browser_help),
)
