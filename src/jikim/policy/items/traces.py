"""What arises from use of a service: usage, access logs, cookie IDs, IP addresses."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping

from jikim.policy.items.answer import Accepted, refusal
from jikim.policy.items.normalised import LARGEST_FIELDS, canonical, read_code, read_fields, read_text, third, too_long

# cookie-octet of RFC 6265 §4.1.1: no space, quote, comma, semicolon or backslash.
_COOKIE = re.compile(r"[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]{1,256}")
# Four numbers without a leading zero are its only form.
_OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_IPV4 = re.compile(rf"{_OCTET}(?:\.{_OCTET}){{3}}")


def accept_record(value: object, country: str) -> Accepted:
    """A usage or access record: a mapping of JSON scalars, or text; 8 KiB at most."""
    if isinstance(value, Mapping):
        return Accepted(canonical(read_fields(value)))
    text = read_text(value, LARGEST_FIELDS)
    if len(text.encode()) > LARGEST_FIELDS:
        raise too_long(LARGEST_FIELDS, unit="bytes")
    return Accepted(text)


def mask_record(value: str) -> str:
    """Nothing: a record's shape is the application's own, so no part is known to be harmless."""
    return "***"


def accept_cookie_id(value: object, country: str) -> Accepted:
    """1 to 256 of the characters that a cookie may hold (RFC 6265). The key is the value: a guest is found by it."""
    if not isinstance(value, str) or _COOKIE.fullmatch(value) is None:
        raise refusal(
            "cookie-id",
            ko=("쿠키 식별자가 아닙니다", "쿠키에 쓸 수 있는 글자 256자 이내여야 합니다"),
            en=("this is not a cookie's identifier", "use up to 256 of the characters a cookie may hold"),
        )
    return Accepted(value, value)


def mask_cookie_id(value: str) -> str:
    return third(value, 4)


def accept_ip_address(value: object, country: str) -> Accepted:
    """An IPv4 or IPv6 address in its shortest form (RFC 5952), without a zone; value and key alike."""
    address = _read_address(read_code(value, 64))
    if address is None:
        raise refusal(
            "ip-address",
            ko=("IP 주소가 아닙니다", "192.0.2.1이나 2001:db8::1 같은 주소를 입력해 주세요"),
            en=("this is not an IP address", "give one such as 192.0.2.1 or 2001:db8::1"),
        )
    return Accepted(address, address)


def _read_address(text: str) -> str | None:
    if _IPV4.fullmatch(text) is not None:
        return text
    try:
        address = ipaddress.IPv6Address(text)
    except ValueError:
        return None
    # A dual-stack listener reports IPv4 callers as mapped ones; one caller is to have one form.
    return None if address.scope_id is not None else str(address.ipv4_mapped or address)


def mask_ip_address(value: str) -> str:
    """203.*.*.* or 2001:***, where that is a third of it at most."""
    mark = ":" if ":" in value else "."
    first = value.partition(mark)[0]
    if 3 * len(first) > sum(c.isalnum() for c in value):
        first = "*"
    return f"{first or '*'}:***" if mark == ":" else f"{first}.*.*.*"
