"""Invented people and their marked values, for any policy: each text that a validator lets through holds a mark of its
own.

Values that are numbers by nature (telephone and business numbers, cards, accounts) carry none: their digits could stand
anywhere by chance.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from random import Random
from typing import Any, NamedTuple

from jikim.drill.markers import Stem
from jikim.policy.compiled import Bringing, Policy, RecordRules, numbers_of
from jikim.policy.items.business import check_digit
from jikim.policy.model import ChannelKind, ItemType, SubjectKind
from jikim.store.holding import Ref
from jikim.uploads import Accepted, pack

_BUSINESS = "101" + "01" + "0000"  # a tax office that exists in no register, by its serial number


class Way(NamedTuple):
    """How a record of one kind comes in for one kind of person."""

    rules: RecordRules
    channel: str
    partner: str
    items: tuple[int, ...]


class Value(NamedTuple):
    """A planted value: whose, in which record, which item, its mark, and what people are found by (None: not by this
    one)."""

    ref: Ref
    item: int
    mark: str
    key: str | None


class Made(NamedTuple):
    """Values by item name, the mark of each marked one, and the look-up keys as they were given."""

    values: dict[str, Any]
    marks: dict[int, str]
    keys: dict[int, str]


def ways(policy: Policy, who: SubjectKind) -> list[Way]:
    """Every record kind that this kind of person can bring, each by the channel that brings the most; the account
    first."""
    found = []
    for rules in policy.records.values():
        if who not in rules.record.of:
            continue
        offers = [
            (bringing, via, _partner(policy, rules, bringing))
            for via in rules.record.via
            if (bringing := policy.bringing[_number(policy, via), rules.number, policy.people[who]]).required
            & ~bringing.allowed
            == 0
        ]
        # What a partner must be named for comes last, and only where one supplies it.
        offers = [one for one in offers if not one[0].supplied or one[2]]
        if offers:
            bringing, via, partner = max(
                offers,
                key=lambda one: (
                    not one[0].supplied,
                    policy.file.channels[one[1]].kind is not ChannelKind.HANDLER,
                    one[0].allowed.bit_count(),
                ),
            )
            items = tuple(item for item in numbers_of(bringing.allowed) if policy.types[item] not in policy.refused)
            found.append(Way(rules, via, partner, items))
    return sorted(found, key=lambda way: (not way.rules.single, not way.rules.unique))


def _number(policy: Policy, channel: str) -> int:
    number = policy.number("channel", channel)
    assert number is not None
    return number


def _partner(policy: Policy, rules: RecordRules, bringing: Bringing) -> str:
    if not bringing.supplied:
        return ""
    return next((name for name, one in policy.file.partners.items() if rules.name in one.records), "")


def invent(policy: Policy, way: Way, stem: Stem, rng: Random) -> Made:
    """Values for one record."""
    values: dict[str, Any] = {}
    marks: dict[int, str] = {}
    keys: dict[int, str] = {}
    for item in way.items:
        name = way.rules.spoken[item]
        contents = way.rules.record.items.contents.get(name)
        mark = stem.korean_mark() if rng.random() < 0.3 else stem.mark()
        if contents is not None:
            values[name] = contents_of(contents.type, mark)
            marks[item] = mark
            continue
        kind = policy.types[item]
        if kind in _LATIN:
            mark = stem.mark()
        value = value_of(kind, mark, rng)
        values[name] = value
        if kind in _MARKED:
            marks[item] = mark
            if way.rules.lookup >> item & 1 and isinstance(value, str):
                keys[item] = value
    return Made(values, marks, keys)


def contents_of(form: str, mark: str) -> Any:
    """Contents of this form with the mark in them."""
    match form:
        case "file":
            content = b"%PDF-1.7 " + mark.encode() + b" " + mark.encode("utf-16-le")
            return pack([Accepted("drill.pdf", "application/pdf", content, datetime(2026, 1, 1, tzinfo=UTC))])
        case "data":
            return {"drill": mark, "list": [mark]}
        case _:
            return f"a drill: {mark}, twice {mark}"


_LATIN = frozenset((ItemType.LOGIN_ID, ItemType.EMAIL, ItemType.COOKIE_ID, ItemType.PASSWORD))
_MARKED = frozenset(
    (
        ItemType.LOGIN_ID, ItemType.PASSWORD, ItemType.PERSON_NAME, ItemType.EMAIL, ItemType.ADDRESS, ItemType.COMPANY, ItemType.USAGE,
        ItemType.ACCESS_LOG, ItemType.COOKIE_ID, ItemType.PAYMENT, ItemType.TEXT, ItemType.SENSITIVE,
    )
)  # fmt: skip


def value_of(kind: ItemType, mark: str, rng: Random) -> Any:
    """A value of this type that passes, with the mark in it where text may stand. Numbers are of ranges that nobody is
    given."""
    serial = f"{rng.randrange(10_000):04}"
    business = _BUSINESS + "0"
    made: Mapping[ItemType, Any] = {
        ItemType.LOGIN_ID: mark,
        ItemType.PASSWORD: f"{mark} heron 7",
        ItemType.PERSON_NAME: mark,
        ItemType.EMAIL: f"{mark}@example.com",
        ItemType.COUNTRY: "KR",
        ItemType.MOBILE: f"010-0000-{serial}",
        ItemType.PHONE: f"02-555-01{serial[:2]}",
        ItemType.ADDRESS: {"postcode": "04524", "line1": f"서울특별시 가상구 {mark}"},
        ItemType.COMPANY: mark,
        ItemType.BUSINESS_NUMBER: business[:9] + check_digit(business[:9]),
        ItemType.USAGE: {"feature": mark},
        ItemType.ACCESS_LOG: {"path": f"/{mark}"},
        ItemType.COOKIE_ID: mark,
        ItemType.IP_ADDRESS: f"192.0.2.{int(serial) % 254 + 1}",
        ItemType.CARD: {"brand": "card", "last4": serial},
        ItemType.BANK_ACCOUNT: {"bank": "가상은행", "number": f"000000-00-00{serial}"},
        ItemType.PAYMENT: {"method": "card", "amount": 1000, "currency": "KRW", "approval": mark},
        ItemType.TEXT: f"a drill: {mark}",
        ItemType.GENDER: "undisclosed",
        ItemType.AGE_BAND: "30-39",
        ItemType.REGION: "KR-11",
        ItemType.BIRTH_DATE: f"19{serial[:2]}-01-01",
        ItemType.RESIDENT_NUMBER: f"{serial[:2]}0101-1{rng.randrange(10**6):06}",
        ItemType.ALIEN_NUMBER: f"{serial[:2]}0101-5{rng.randrange(10**6):06}",
        ItemType.PASSPORT: f"M{rng.randrange(10**8):08}",
        ItemType.DRIVER_LICENCE: f"11-{serial[:2]}-00{serial}-00",
        ItemType.SENSITIVE: f"a drill: {mark}",
    }
    return made[kind]
