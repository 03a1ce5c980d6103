"""What a canary is made of: values that every validator takes, and that are obviously nobody's. Addresses are of the
company's own mailbox (RFC 5233: `letters+…@`), numbers of ranges that nobody is given.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from typing import Any

from jikim.policy.compiled import Policy
from jikim.policy.items.business import check_digit
from jikim.policy.model import ChannelKind, ItemType

_GIVEN = ("가상", "예시", "견본", "허구", "보기", "시늉")
_LETTERS = "abcdefghijkmnpqrstuvwxyz"


def _token() -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(10))


def _digits(count: int) -> str:
    return f"{secrets.randbelow(10**count):0{count}d}"


def _business_number() -> str:
    nine = f"99998{_digits(4)}"  # a tax office that does not exist
    return f"{nine[:3]}-{nine[3:5]}-{nine[5:]}{check_digit(nine)}"


def _making(token: str, address: str) -> Mapping[ItemType, Callable[[], Any]]:
    local, _, domain = address.partition("@")
    return {
        ItemType.LOGIN_ID: lambda: token,
        ItemType.PASSWORD: lambda: secrets.token_urlsafe(24),
        ItemType.PERSON_NAME: lambda: f"{secrets.choice(_GIVEN)} {token}",
        ItemType.EMAIL: lambda: f"{local}+{token}@{domain}",
        ItemType.COUNTRY: lambda: "KR",
        ItemType.MOBILE: lambda: f"010-0000-{_digits(4)}",
        ItemType.PHONE: lambda: f"02-555-01{_digits(2)}",
        ItemType.ADDRESS: lambda: {"postcode": "00000", "line1": f"가상특별시 예시구 없는길 {_digits(3)}"},
        ItemType.COMPANY: lambda: f"가상상사 {token}",
        ItemType.BUSINESS_NUMBER: _business_number,
        ItemType.TEXT: lambda: f"가상의 내용 {token}",
    }


def plantable(policy: Policy, kind: str) -> bool:
    """Whether somebody's record of a kind can be invented: it comes by a person's own channel, and each item that it
    requires can be made."""
    return channel_of(policy, kind) is not None and invented(policy, kind, "letters@example.com") is not None


def channel_of(policy: Policy, kind: str) -> str | None:
    """The first channel of a kind by which people enter it themselves."""
    channels = policy.file.channels
    return next((via for via in policy.file.records[kind].via if channels[via].kind is ChannelKind.SELF), None)


def invented(policy: Policy, kind: str, address: str) -> dict[str, Any] | None:
    """The values of one new canary: what the kind requires, and the e-mail address where it may have one."""
    items, rules = policy.file.items, policy.file.records[kind].items
    making = _making(_token(), address)
    wanted = [*rules.required, *(name for name in rules.optional if items[name].type is ItemType.EMAIL)]
    if any(items[name].type not in making for name in wanted):
        return None
    return {name: making[items[name].type]() for name in wanted}
