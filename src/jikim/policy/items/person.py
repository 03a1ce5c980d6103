"""What describes a person or a company in words: names, company names, free text, and small vocabularies."""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from datetime import date

from jikim.policy.items.answer import Accepted, refusal
from jikim.policy.items.normalised import bad_characters, read_code, read_line, read_text, third

LONGEST_NAME = 100
_SYMBOLS = frozenset(" -'’.,·・()/\u200c\u200d")
_DIGITS = 2  # `John Smith 3rd`, and the second of two people of one name
_EAST_ASIAN = re.compile(r"[\u3400-\u9fff가-힣]+")


def accept_name(value: object, country: str) -> Accepted:
    """1 to 100 letters of any script with the marks names have; at most two digits, so no number passes for a name."""
    name = read_line(value, LONGEST_NAME)
    letters = digits = 0
    for char in name:
        if char.isalpha():
            letters += 1
        elif char.isdecimal():
            digits += 1
        elif char not in _SYMBOLS and unicodedata.category(char) not in ("Mn", "Mc"):
            raise bad_characters()
    if not letters or digits > _DIGITS:
        raise refusal(
            "name",
            ko=("이름이 아닙니다", "이름만 입력하고 번호는 지워 주세요"),
            en=("this is not a name", "enter the name alone, without numbers"),
        )
    return Accepted(name)


def mask_name(value: str) -> str:
    """김*수, 남**수, 김*; Al***, and nothing of further words. Shows two letters at most."""
    if _EAST_ASIAN.fullmatch(value):
        if len(value) < 3:
            return value[: len(value) - 1] + "*"
        return value[0] + "*" * (len(value) - 2) + value[-1]
    first, _, rest = value.partition(" ")
    shown = 2 if len(first) > 4 else min(1, len(first) - 1)
    return first[: max(0, shown)] + "***" + (" ***" if rest else "")


def accept_company(value: object, country: str) -> Accepted:
    """1 to 100 characters on one line, with a letter or digit among them."""
    name = read_line(value, LONGEST_NAME)
    if not any(c.isalnum() for c in name):
        raise bad_characters()
    return Accepted(name)


def mask_company(value: str) -> str:
    return third(value, 3)


def accept_text(value: object, country: str) -> Accepted:
    """Up to 10,000 characters."""
    return Accepted(read_text(value))


def mask_text(value: str) -> str:
    """Nothing, not even the length."""
    return "***"


_GENDERS = {
    "female": "female", "f": "female", "여": "female", "여자": "female", "여성": "female",
    "male": "male", "m": "male", "남": "male", "남자": "male", "남성": "male",
    "other": "other", "기타": "other", "undisclosed": "undisclosed", "밝히지 않음": "undisclosed",
}  # fmt: skip
# From 14, the age below which the reference policy takes nobody.
AGE_BANDS = ("14-19", "20-29", "30-39", "40-49", "50-59", "60-69", "70+")
_TEENS = {"10대": "14-19", "70대 이상": "70+"} | {f"{n}0대": f"{n}0-{n}9" for n in range(2, 7)}
_AGES = {band: band for band in AGE_BANDS} | _TEENS
# ISO 3166-2:KR.
_PROVINCES = {
    "KR-11": "서울", "KR-26": "부산", "KR-27": "대구", "KR-28": "인천", "KR-29": "광주", "KR-30": "대전",
    "KR-31": "울산", "KR-41": "경기", "KR-42": "강원", "KR-43": "충북", "KR-44": "충남", "KR-45": "전북",
    "KR-46": "전남", "KR-47": "경북", "KR-48": "경남", "KR-49": "제주", "KR-50": "세종",
}  # fmt: skip
_REGIONS = {code.casefold(): code for code in _PROVINCES} | {name: code for code, name in _PROVINCES.items()}
_SUBDIVISION = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")


def _choose(value: object, words: dict[str, str]) -> str | None:
    return words.get(read_code(value, 32).casefold())


def accept_gender(value: object, country: str) -> Accepted:
    """`female`, `male`, `other` or `undisclosed`, or the Korean word."""
    return _chosen(_choose(value, _GENDERS), "female, male, other, undisclosed")


def accept_age_band(value: object, country: str) -> Accepted:
    """One of `AGE_BANDS`, or 10대, 20대, …; never an age or a year."""
    return _chosen(_choose(value, _AGES), ", ".join(AGE_BANDS))


_BIRTH = re.compile(r"((?:18|19|20)[0-9]{2})(?:[-./]|년)? ?([0-9]{1,2})(?:[-./]|월)? ?([0-9]{1,2})(?:일)?")


def accept_birth_date(value: object, country: str) -> Accepted:
    """A day by the calendar, as `1990-01-31`; written with points, 년·월·일, or as eight digits too."""
    found = _BIRTH.fullmatch(read_code(value, 32))
    if found is not None:
        with suppress(ValueError):
            return Accepted(date(*map(int, found.groups())).isoformat())
    raise refusal(
        "date",
        ko=("생년월일이 아닙니다", "1990-01-31처럼 입력해 주세요"),
        en=("this is no date of birth", "enter it like 1990-01-31"),
    )


def accept_region(value: object, country: str) -> Accepted:
    """A province of Korea by ISO 3166-2 code or short name; elsewhere a code of that form, unchecked beyond it."""
    chosen = _choose(value, _REGIONS)
    if chosen is None and country != "KR":
        code = read_code(value, 32).upper()
        if _SUBDIVISION.fullmatch(code) and code.startswith(f"{country}-"):
            chosen = code
    return _chosen(chosen, "KR-11 (서울), KR-26 (부산), …")


def _chosen(word: str | None, choices: str) -> Accepted:
    if word is None:
        raise refusal(
            "not-a-choice",
            ko=("선택할 수 있는 값이 아닙니다", f"이 중에서 선택해 주세요: {choices}"),
            en=("this is not one of the choices", f"choose one of {choices}"),
        )
    return Accepted(word)


def mask_choice(value: str) -> str:
    """Nothing: where there are few choices, a part tells the whole."""
    return "***"
