"""Where a person is reached: e-mail, telephone, address."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from jikim.on_demand import on_demand
from jikim.policy.items.answer import Accepted, refusal
from jikim.policy.items.countries import COUNTRIES
from jikim.policy.items.normalised import bad_fields, canonical, read_code, read_line

if TYPE_CHECKING:
    import email_validator
    import phonenumbers
else:
    email_validator, phonenumbers = on_demand("email_validator"), on_demand("phonenumbers")


def accept_email(value: object, country: str) -> Accepted:
    """An address as RFC 5321/6531 allow it, without asking DNS (about 30 µs).

    The value keeps the local part's case, which the RFC leaves to the receiving server. The key does not: no
    provider in use tells `Kim@` from `kim@`, and two accounts that differ by it would be one person's mistake.
    """
    normalised = _read_email(read_line(value, 254))
    if normalised is None:
        raise refusal(
            "email",
            ko=("이메일 주소가 아닙니다", "name@example.com 같은 꼴로 입력해 주세요"),
            en=("this is not an e-mail address", "write it like name@example.com"),
        )
    return Accepted(normalised, normalised.casefold())


def _read_email(line: str) -> str | None:
    # The library's errors quote the address; they end here, so that no ItemError carries one as its context.
    try:
        return email_validator.validate_email(line, check_deliverability=False).normalized
    except (email_validator.EmailNotValidError, UnicodeError):
        return None


def mask_email(value: str) -> str:
    """a***@d***.com; a part of one or two letters is hidden whole."""
    local, _, domain = value.rpartition("@")
    host, dot, end = domain.rpartition(".")
    if not local or not host:
        return "***"
    return f"{local[: len(local) > 2]}***@{host[: len(host) > 2]}***{dot}{end}"


_NUMBER = re.compile(r"([+(]?[0-9][0-9 ().·/\-–]*)(?:[ ,]*(?:ext\.?|x|#|내선)[ ]?([0-9]{1,6})(?:번)?)?", re.IGNORECASE)
_KR_MOBILE = ("10", "11", "16", "17", "18", "19")
# Most numbers are one of these, and the library's whole reading of one takes ten times as long.
_PLAIN_KR = re.compile(r"0(?:10[- ]?[0-9]{4}|(?:1[16789]|2|[3-6][1-5])[- ]?[0-9]{3,4})[- ]?[0-9]{4}")
_NO_DIGITS = str.maketrans("", "", "- ")


def accept_phone(value: object, country: str) -> Accepted:
    """Any person's number in the numbering plan of `country`, or of its own where it starts with `+`.

    Value and key are E.164 (`+82212345678`); an extension is kept in the value alone, as RFC 3966 writes it
    (`+82212345678;ext=12`). Service numbers (118, 182, 1301) belong to nobody. A plain Korean number takes about 2 µs, another
    one 50.
    """
    if (plain := _plain_kr(value, country)) is not None:
        return plain
    e164, extension, _ = _read_number(value, country)
    return Accepted(f"{e164};ext={extension}" if extension else e164, e164)


def accept_mobile(value: object, country: str) -> Accepted:
    """A mobile number, E.164. Korean ones start with 010, 011, 016, 017, 018 or 019."""
    if (plain := _plain_kr(value, country, mobile=True)) is not None:
        return plain
    e164, extension, number = _read_number(value, country)
    if number.country_code == 82:
        mobile = str(number.national_number).startswith(_KR_MOBILE)
    else:
        types = phonenumbers.PhoneNumberType
        mobile = phonenumbers.number_type(number) in (types.MOBILE, types.FIXED_LINE_OR_MOBILE)
    if extension or not mobile:
        raise refusal(
            "not-mobile",
            ko=("휴대전화 번호가 아닙니다", "010-0000-0000 같은 휴대전화 번호를 입력해 주세요"),
            en=("this is not a mobile number", "enter a mobile number, such as 010-0000-0000"),
        )
    return Accepted(e164, e164)


@cache
def _kr_plan() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Korea's mobile numbers and its lines' numbers without their 0, as the library's numbering plan has them."""
    plan = phonenumbers.PhoneMetadata.metadata_for_region("KR")
    assert plan is not None
    patterns = [one and one.national_number_pattern for one in (plan.mobile, plan.fixed_line)]
    # A type without numbers has no pattern, and matches nothing.
    mobile, line = (re.compile(one or "(?!)") for one in patterns)
    return mobile, line


def _plain_kr(value: object, country: str, *, mobile: bool = False) -> Accepted | None:
    """A Korean number in its usual form, where it is one: what the library answers of it, too."""
    if country != "KR" or not isinstance(value, str) or _PLAIN_KR.fullmatch(value) is None:
        return None
    national = value.translate(_NO_DIGITS)[1:]
    mobiles, lines = _kr_plan()
    if mobiles.fullmatch(national) is None and (mobile or lines.fullmatch(national) is None):
        return None
    e164 = f"+82{national}"
    return Accepted(e164, e164)


def _read_number(value: object, country: str) -> tuple[str, str, phonenumbers.PhoneNumber]:
    found = _NUMBER.fullmatch(read_code(value, 48))
    # The library takes a number out of any sentence around it; a value must be the number alone.
    number = None if found is None else _parse(found[1], country)
    if found is None or number is None:
        raise refusal(
            "phone",
            ko=("전화번호가 아닙니다", "지역번호까지, 외국 번호는 +와 국가번호부터 입력해 주세요"),
            en=("this is not a telephone number", "enter it with its area code, or + and the country's code"),
        )
    if not phonenumbers.is_valid_number(number) or _is_short_010(number):
        if phonenumbers.is_valid_short_number(number):
            raise refusal(
                "short-number",
                ko=("특수번호는 개인의 전화번호가 될 수 없습니다", "연락받을 수 있는 번호를 입력해 주세요"),
                en=("a service number is nobody's telephone number", "enter a number where you can be reached"),
            )
        raise refusal(
            "no-such-number",
            ko=("번호 체계에 없는 전화번호입니다", "번호가 빠지거나 더해지지 않았는지 확인해 주세요"),
            en=("no such number exists in the country's numbering plan", "look for a missing or extra digit"),
        )
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164), found[2] or "", number


def _is_short_010(number: phonenumbers.PhoneNumber) -> bool:
    """010 is always followed by eight digits; the library's plan also allows seven, so a slip would pass."""
    national = str(number.national_number)
    return number.country_code == 82 and national.startswith("10") and len(national) != 10


def _parse(text: str, country: str) -> phonenumbers.PhoneNumber | None:
    try:
        return phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return None


def mask_phone(value: str) -> str:
    """010-****-5678 for Korea: the prefix, which is everybody's, and the last four.

    Elsewhere the last third, four digits at most: how long a prefix is differs.
    """
    number = value.partition(";")[0]
    digits = number.lstrip("+")
    if not number.startswith("+82") or len(digits) < 10:
        shown = min(4, len(digits) // 3)
        return "+" + "*" * (len(digits) - shown) + digits[len(digits) - shown :]
    national = digits[2:]
    if national.startswith("1") and len(national) == 8:  # a representative number: 1588-1234
        return f"{national[:2]}**-****"
    national = "0" + national
    prefix = 2 if national.startswith("02") else 4 if national.startswith("050") else 3
    return f"{national[:prefix]}-{'*' * (len(national) - prefix - 4)}-{national[-4:]}"


_ADDRESS_FIELDS = ("postcode", "line1", "line2", "country")
_LONGEST_LINE = 200
_KR_POSTCODE = re.compile(r"[0-9]{5}")
_POSTCODE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9 -]{0,10}[A-Za-z0-9])?")
_LEADING_POSTCODE = re.compile(r"[(\[]?([0-9]{5})[)\]]?[ ,]+(\S.*)")


def accept_address(value: object, country: str) -> Accepted:
    """An address as {postcode, line1, line2, country}, all but `line1` optional; or as one line of text.

    A Korean line may start with its postcode: `04524 서울특별시 …`. Korean postcodes have five digits (since August
    2015), others up to 12 letters and digits. `country` of the address comes before that of the service.
    """
    fields: dict[str, object]
    if isinstance(value, Mapping):
        fields = {k: v for k, v in value.items() if v is not None and v != ""}
        if not fields.keys() <= set(_ADDRESS_FIELDS) or "line1" not in fields:
            raise bad_fields(_ADDRESS_FIELDS)
    else:
        line = read_line(value, _LONGEST_LINE)
        found = _LEADING_POSTCODE.fullmatch(line) if country == "KR" else None
        fields = {"line1": line} if found is None else {"postcode": found[1], "line1": found[2]}
    land = read_code(fields.get("country", country), 8).upper()
    if land not in COUNTRIES:
        raise refusal(
            "country",
            ko=("국가 코드가 아닙니다", "KR, US처럼 두 글자 코드(ISO 3166)로 입력해 주세요"),
            en=("this is not a country's code", "use two letters of ISO 3166, such as KR or US"),
        )
    read = {"country": land, "line1": read_line(fields["line1"], _LONGEST_LINE)}
    if "line2" in fields:
        read["line2"] = read_line(fields["line2"], _LONGEST_LINE)
    if "postcode" in fields:
        postcode = read_code(fields["postcode"], 16)
        if (_KR_POSTCODE if land == "KR" else _POSTCODE).fullmatch(postcode) is None:
            raise refusal(
                "postcode",
                ko=("우편번호가 아닙니다", "한국 우편번호는 숫자 5자리입니다"),
                en=("this is not a postcode", "a Korean postcode has 5 digits"),
            )
        read["postcode"] = postcode
    return Accepted(canonical(read))


def mask_address(value: str) -> str:
    """The first word (a province) where it is a third of the line at most and no number, then stars."""
    fields = json.loads(value)
    line = str(fields["line1"])
    first = line.partition(" ")[0]
    shown = first if 3 * len(first) <= len(line) and not any(c.isdecimal() for c in first) else ""
    return f"{shown} ***".lstrip()
