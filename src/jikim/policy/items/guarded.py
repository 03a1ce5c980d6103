"""Unique identifiers of Korean law (PIPA §24): the form of each, normalised, and how little of it is shown."""

from __future__ import annotations

import re

from jikim.policy.detect.shapes import born
from jikim.policy.items.answer import Accepted, refusal
from jikim.policy.items.normalised import bad_characters, read_code

_NO_DIGIT = re.compile(r"[^0-9]")
_SEPARATED = re.compile(r"[0-9 .-]+")
_PASSPORT = re.compile(r"M(?:[0-9]{8}|[0-9]{3}[A-Z][0-9]{4})")
_FOREIGN = re.compile(r"[A-Z0-9]{6,9}")


def accept_resident_number(value: object, country: str) -> Accepted:
    """Thirteen digits that tell a day of birth, as `900101-1234567`. No check digit: numbers issued since October 2020
    have none."""
    return _thirteen(value, alien=False)


def accept_alien_number(value: object, country: str) -> Accepted:
    """The same with a foreigner's seventh digit, 5 to 8."""
    return _thirteen(value, alien=True)


def _thirteen(value: object, *, alien: bool) -> Accepted:
    digits = _digits(value, 13)
    found = born(digits)
    if found is None or found.alien is not alien:
        raise refusal(
            "number",
            ko=("번호의 형식이 맞지 않습니다", "앞 6자리와 뒤 7자리를 확인해 입력해 주세요"),
            en=("this is no such number", "check its six and seven digits"),
        )
    return Accepted(f"{digits[:6]}-{digits[6:]}")


def _digits(value: object, count: int) -> str:
    code = read_code(value, 24)
    digits = _NO_DIGIT.sub("", code)
    if not _SEPARATED.fullmatch(code):
        raise bad_characters()
    if len(digits) != count:
        raise refusal(
            "length",
            ko=("자릿수가 맞지 않습니다", f"숫자 {count}자리를 입력해 주세요"),
            en=("it has another number of digits", f"enter its {count} digits"),
        )
    return digits


def accept_passport(value: object, country: str) -> Accepted:
    """`M12345678`, since December 2021 `M123A4567`; from elsewhere 6 to 9 letters and digits."""
    code = read_code(value, 24).upper().replace(" ", "").replace("-", "")
    if not (_PASSPORT if country == "KR" else _FOREIGN).fullmatch(code):
        raise refusal(
            "number",
            ko=("여권번호의 형식이 맞지 않습니다", "여권에 적힌 번호를 그대로 입력해 주세요(예: M123A4567)"),
            en=("this is no passport number", "enter it as the passport shows it, like M123A4567"),
        )
    return Accepted(code)


def accept_licence(value: object, country: str) -> Accepted:
    """Twelve digits, as `11-22-333333-44`."""
    digits = _digits(value, 12)
    return Accepted(f"{digits[:2]}-{digits[2:4]}-{digits[4:10]}-{digits[10:]}")


def mask_number(value: str) -> str:
    """The first two characters, and nothing of the rest."""
    return f"{value[:2]}***"
