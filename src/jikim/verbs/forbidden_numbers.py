"""Numbers that are never taken, in every value and in what people of the office write: one search, and the record's
kind decides what counts.

What is refused is told by where it stands, what it is and how sure that is; the number is never repeated.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from jikim.db.driver import MUCH, Steps, aside
from jikim.errors import InvalidError
from jikim.policy.compiled import Policy
from jikim.policy.detect import Hit, SearchError, excuses, find_refused
from jikim.policy.model import IDENTIFIERS, ItemType

# What has letters and digits of its own kind (a login, a cookie's name) may look like a passport; these have a date or
# a check digit.
_SURE = frozenset({ItemType.RESIDENT_NUMBER, ItemType.ALIEN_NUMBER, ItemType.CARD})
_CODES = frozenset(
    {ItemType.LOGIN_ID, ItemType.EMAIL, ItemType.COMPANY, ItemType.PERSON_NAME, ItemType.COOKIE_ID, ItemType.PASSWORD}
)
# These have a form that holds no such number: it was checked when they were accepted.
_FORMED = frozenset(
    {
        ItemType.MOBILE,
        ItemType.PHONE,
        ItemType.COUNTRY,
        ItemType.BUSINESS_NUMBER,
        ItemType.IP_ADDRESS,
        ItemType.CARD,
        ItemType.GENDER,
        ItemType.AGE_BAND,
        ItemType.REGION,
        ItemType.BIRTH_DATE,
        *IDENTIFIERS,
    }
)
_RESIDENT = frozenset({ItemType.RESIDENT_NUMBER, ItemType.ALIEN_NUMBER})
SHAPE_ONLY = "shape-only"
_ESCAPED = re.compile(r"\\(?:[nrtbf]|u00[01][0-9a-f])")


class Seen(NamedTuple):
    """A number that is never taken: what it is, where (an item's name; within data, `[2][0]`), and whether more than
    its shape says so."""

    type: ItemType
    path: str
    certain: bool

    @property
    def about(self) -> tuple[str, ...]:
        """Where, what, and `shape-only` where nothing else says so."""
        return (self.path, str(self.type)) if self.certain else (self.path, str(self.type), SHAPE_ONLY)


def holds_never(policy: Policy, text: str) -> Steps[bool]:
    """Whether a text holds a number that the policy never takes; a long one is searched aside."""
    return (yield from aside(len(text), lambda: _holds_never(policy, text), MUCH))


def _holds_never(policy: Policy, text: str) -> bool:
    """Whether a text holds a number that the policy never takes, or a card number, which goes to the payment processor
    alone."""
    return any(hit.type in policy.never for hit in _search(text, ""))


def seen_in_value(policy: Policy, name: str, kind: ItemType, value: str) -> Seen | None:
    """What is never taken in a checked value of an item."""
    if kind in _FORMED:
        return None
    if kind is ItemType.BANK_ACCOUNT:
        fields = json.loads(value)
        value = "\n".join((fields["bank"], f"account: {fields['number']}", fields.get("holder", "")))
    hit = _worst(policy, name, _unescaped(value), _SURE if kind in _CODES else None)
    return None if hit is None else Seen(hit.type, name, hit.certain)


def seen_in_contents(policy: Policy, name: str, value: Any, text: str) -> Seen | None:
    """What is never taken in a record's contents: a text, or data with its JSON."""
    plain = text if isinstance(value, str) else _unescaped(text)
    hit = _worst(policy, name, plain)
    if hit is None:
        return None
    return Seen(hit.type, name if isinstance(value, str) else f"{name}{_path(value, hit.type)}", hit.certain)


def clears(found: Seen | Hit) -> bool:
    """Whether an officer's word can clear it: a resident number by its shape alone. Nobody lets a certain one through
    (PIPA §24-2)."""
    return found.type in _RESIDENT and not found.certain


def no_numbers(policy: Policy, **texts: str) -> Steps[None]:
    """Raises InvalidError beside the first of these fields that holds one; long ones are searched aside."""
    yield from aside(sum(map(len, texts.values())), lambda: none_in_short(policy, **texts), MUCH)


def none_in_short(policy: Policy, **texts: str) -> None:
    """The same at once, for texts whose length was looked at."""
    for item, text in texts.items():
        if _holds_never(policy, text):
            raise InvalidError(
                "it holds a number that is never taken",
                item=item,
                hint="remove that number",
                ko=("받지 않는 번호(주민등록번호, 카드번호 등)가 들어 있습니다", "그 번호를 지우고 다시 보내 주세요"),
            )


def sound_texts(policy: Policy, most: int, **texts: str) -> None:
    """Raises InvalidError beside the first of these fields that is longer than anybody reads, or holds one."""
    for item, text in texts.items():
        if len(text) > most:
            raise InvalidError(
                "this is too long",
                item=item,
                hint=f"at most {most} letters",
                ko=("너무 깁니다", f"{most}자까지 적어 주세요"),
            )
    none_in_short(policy, **texts)


def _worst(policy: Policy, item: str, text: str, only: frozenset[ItemType] | None = None) -> Hit | None:
    """The hit that counts most: one that nobody can clear comes first. An item's own label may say what its number is."""
    hits = _search(text, item)
    if not hits:
        return None
    if label := _label(policy, item):
        hits = _search(f"{label}: {text}", item)
    never = policy.never if only is None else policy.never & only
    return min((hit for hit in hits if hit.type in never), key=clears, default=None)


def _search(text: str, item: str) -> tuple[Hit, ...]:
    try:
        return find_refused(text)
    except SearchError:
        raise InvalidError(
            "it holds more numbers than can be searched",
            item=item or "text",
            hint="send it in parts",
            ko=("검사할 수 있는 것보다 많은 숫자가 들어 있습니다", "나누어 보내 주세요"),
        ) from None


def _unescaped(text: str) -> str:
    """JSON with its line breaks and control characters as what they are, so that none stands between two digits as
    letters."""
    return _ESCAPED.sub("\n", text) if "\\" in text else text


def _label(policy: Policy, name: str) -> str:
    """What an item is called, where that says what its number is."""
    item = policy.file.items.get(name)
    names = (name, *item.label.values()) if item is not None else (name,)
    return next((one for one in names if one and excuses(one)), "")


def _path(value: Any, type: ItemType) -> str:
    """Where in data the first number of a type stands: `[2][0]`. Members are counted, of objects too: a key may itself
    be a value."""
    for key, place, leaf in _leaves(value, "", ""):
        if any(hit.type is type for hit in find_refused(f"{key}: {leaf}")):
            return place
    return ""


def _leaves(value: Any, key: str, place: str) -> Iterator[tuple[str, str, str]]:
    if isinstance(value, dict):
        for n, (name, each) in enumerate(value.items()):
            yield from _leaves(each, str(name), f"{place}[{n}]")
    elif isinstance(value, list):
        for n, each in enumerate(value):
            yield from _leaves(each, key, f"{place}[{n}]")
    else:
        yield key, place, str(value)
