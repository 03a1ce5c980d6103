"""Rules about the outside bodies that hear complaints: their numbers change, and a policy outlives them."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from jikim.policy import statutes
from jikim.policy.check.rule import rule
from jikim.policy.check.scope import Scope
from jikim.policy.finding import Finding, Severity
from jikim.urls import is_link

E, W, N = Severity.ERROR, Severity.WARNING, Severity.NOTE


@rule(body_out_of_date=W)
def numbers(scope: Scope) -> Iterator[Finding]:
    """A body is reached under the number and the address that it has on the day of the check (catalogue, `bodies`).

    Numbers are compared by their digits, addresses by their host.
    """
    for name, body in scope.policy.bodies.items():
        now = statutes.bodies(body.kind or "", scope.at)
        if now is None:
            continue
        if now.phone is None or now.url is None:
            yield scope.tell(
                "body-out-of-date",
                ("bodies", name, "phone"),
                f"`{name}`: {now.since}부터 번호가 바뀌었고 지금 번호는 확인하지 못했습니다",
                f"`{name}`: its number changed on {now.since}, and the present one is not known here",
                (
                    "지금 번호와 주소를 그 기관에 확인해 주세요",
                    f"ask the body for its present number and address ({now.source})",
                ),
                statute=scope.section("remedies"),
            )
            continue
        hint = (
            f"{scope.at}의 번호는 {now.phone}, 주소는 {now.url}",
            f"on {scope.at} the number is {now.phone} and the address {now.url}",
        )
        if body.phone and digits(body.phone) != digits(now.phone):
            yield scope.tell(
                "body-out-of-date",
                ("bodies", name, "phone"),
                f"`{name}`: 그 기관의 전화번호가 이것이 아닙니다",
                f"`{name}`: the body has another phone number",
                hint,
                statute=scope.section("remedies"),
            )
        if body.url and host(body.url) != host(now.url):
            yield scope.tell(
                "body-out-of-date",
                ("bodies", name, "url"),
                f"`{name}`: 그 기관의 인터넷 주소가 이것이 아닙니다",
                f"`{name}`: the body has another address on the web",
                hint,
                statute=scope.section("remedies"),
            )


@rule(body_unreachable=E, body_url_unusable=E)
def ways(scope: Scope) -> Iterator[Finding]:
    """A body that people are sent to can be reached: by telephone, on the web, where its address leads there, or by
    letter."""
    for name, body in scope.policy.bodies.items():
        if body.url and not is_link(body.url):
            yield scope.find("body-url-unusable", ("bodies", name, "url"))
        if not (body.phone or body.url or body.address):
            yield scope.find(
                "body-unreachable",
                ("bodies", name),
                name=name,
                statute=scope.section("remedies") or scope.law("complaint"),
            )


def digits(phone: str) -> str:
    """A number by its digits, as two of them are compared."""
    return "".join(letter for letter in phone if letter.isdigit())


def host(url: str) -> str:
    """An address by its host, as two of them are compared."""
    try:
        host = urlsplit(url if "//" in url else f"//{url}").hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")
