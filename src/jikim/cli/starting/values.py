"""What an option of `jikim init` may say, and what is wrong with it otherwise."""

from __future__ import annotations

from typing import get_args

from jikim.cli.exits import UsageError
from jikim.cli.options import Language
from jikim.particles import eun
from jikim.urls import is_base

_MOST = 80


def countries(text: str) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(part.strip().upper() for part in text.split(",") if part.strip()))
    if not found or not all(len(part) == 2 and part.isascii() and part.isalpha() for part in found):
        raise UsageError(
            f"`{text}` is no list of countries",
            hint="write two letters each: KR,DE,US",
            ko=(f"{eun(f'`{text}`')} 국가 목록이 아닙니다", "두 글자씩 적어 주세요: KR,DE,US"),
        )
    from jikim.policy.items.countries import COUNTRIES

    for part in found:
        if part not in COUNTRIES:
            raise UsageError(
                f"`{part}` is no country's code",
                hint="write two letters of ISO 3166: KR,DE,US",
                ko=(f"{eun(f'`{part}`')} 국가 코드가 아닙니다", "ISO 3166의 두 글자를 적어 주세요: KR,DE,US"),
            )
    return found


def languages(text: str) -> tuple[Language, ...]:
    words = tuple(dict.fromkeys(part.strip().lower() for part in text.split(",") if part.strip()))
    known: tuple[Language, ...] = get_args(Language)
    if not words or set(words) - set(known):
        raise UsageError(
            f"`{text}` is no list of languages",
            hint="write ko, en or ko,en",
            ko=(f"{eun(f'`{text}`')} 언어 목록이 아닙니다", "ko, en 또는 ko,en을 적어 주세요"),
        )
    return tuple(word for word in ("ko", "en") if word in words)


def plain(what: str, text: str) -> str:
    word = text.strip()
    if not word or len(word) > _MOST or not word.isprintable():
        raise UsageError(
            f"`{what}` needs one line of at most {_MOST} characters",
            hint="write it as people read it",
            ko=(f"`{what}`에는 {_MOST}자 이내의 한 줄이 필요합니다", "사람들이 읽는 대로 적어 주세요"),
        )
    return word


def both(what: str, korean: str | None, english: str | None) -> tuple[str, str] | None:
    if korean is None and english is None:
        return None
    one = plain(what, korean) if korean is not None else ""
    other = plain(f"{what}-en", english) if english is not None else ""
    return one or other, other or one


def url(text: str) -> str:
    word = plain("--url", text)
    if not is_base(word):
        raise UsageError(
            f"`{word}` is no address of a site",
            hint="write https://example.com",
            ko=(f"{eun(f'`{word}`')} 사이트 주소가 아닙니다", "https://example.com처럼 적어 주세요"),
        )
    return word


def email(text: str) -> str:
    word = plain("--email", text)
    name, at, host = word.partition("@")
    if not name or not at or "." not in host or " " in word:
        raise UsageError(
            f"`{word}` is no e-mail address",
            hint="write privacy@example.com",
            ko=(f"{eun(f'`{word}`')} 이메일 주소가 아닙니다", "privacy@example.com처럼 적어 주세요"),
        )
    return word
