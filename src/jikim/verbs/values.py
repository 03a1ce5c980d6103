"""Values at the door: from what a caller sends, by item name, to checked bytes by item number.

Everything is checked before anything is stored: unknown names, refused types, forms, and numbers that are never taken
hidden in free text. What is wrong is told by item name; a value is never repeated.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from jikim.db.driver import MUCH, Lane, Steps
from jikim.errors import InvalidError
from jikim.passwords import hash_of, hash_password
from jikim.policy import name_and_phone
from jikim.policy.compiled import Policy, RecordRules
from jikim.policy.decide import Denied, deny
from jikim.policy.items import ItemError, accept
from jikim.policy.items.password_hashes import is_hash
from jikim.policy.model import ItemType
from jikim.store.holding import Claim
from jikim.store.sealed import Q
from jikim.verbs.file_packages import STORED, Packed, handed_out
from jikim.verbs.forbidden_numbers import Seen, clears, seen_in_contents, seen_in_value
from jikim.verbs.house import House

MAX_CONTENTS_BYTES = 8 * 1024 * 1024
# What has parts: sealed as JSON, and handed out as them.
STRUCTURED = frozenset(
    {ItemType.CARD, ItemType.ADDRESS, ItemType.BANK_ACCOUNT, ItemType.PAYMENT, ItemType.USAGE, ItemType.ACCESS_LOG}
)
_EVER = datetime(1, 1, 2, tzinfo=UTC)
_FORMS = {
    "text": ("text", "텍스트로"),
    "data": ("plain data (JSON values)", "JSON 값으로"),
    "file": ("files that `uploads.pack` packed", "`uploads.pack`으로 묶은 파일로"),
}


class Checked(NamedTuple):
    """Values ready to be sealed, the claims they make, and what may be handed to the payment processor once."""

    values: dict[int, bytes]
    claims: tuple[Claim, ...]
    handover: dict[str, str]

    @property
    def items(self) -> int:
        mask = 0
        for number in self.values:
            mask |= 1 << number
        return mask


def lane_of(policy: Policy, kind: str, given: Mapping[str, Any]) -> Lane | None:
    """Where these values are checked: aside where much is searched or a password is hashed, else (None) at once."""
    rules = policy.records.get(kind)
    if rules is None:
        return None
    left = MUCH
    for value in given.values():
        left = left - len(value) if isinstance(value, str) else _left(value, left)
        if left < 0:
            return "work"
    hashes = rules.items & policy.unreadable and any(
        policy.unreadable >> rules.names[name] & 1 for name in given if name in rules.names
    )
    return "password" if hashes else None


def _left(value: Any, left: int) -> int:
    """What is left of a number of characters after those of a value, whatever is nested in it; below 0 where it does
    not suffice."""
    waiting = [value]  # a pile, not a recursion: how deep a value goes is its sender's choice
    while waiting and left >= 0:
        one = waiting.pop()
        if isinstance(one, str):
            left -= len(one)
        elif isinstance(one, dict):
            left -= len(one)
            waiting += [*one, *one.values()]
        elif isinstance(one, list):
            left -= len(one)
            waiting += one
    return left


def check_values(
    policy: Policy,
    rules: RecordRules,
    given: Mapping[str, Any],
    country: str,
    *,
    cleared: bool = False,
    moved: bool = False,
) -> Checked | Denied:
    """Checks what a caller sends for one record kind. Raises InvalidError for a value of the wrong form.

    `cleared`: an officer says that what looks like a resident number is none; a certain one is refused all the same.
    `moved`: it comes from another system: a password's hash of a known form is taken as the hash that it is.
    """
    unknown = [name for name in given if name not in rules.names]
    if unknown:
        refused = [name for name in unknown if (item := policy.file.items.get(name)) and item.type in policy.refused]
        if refused:
            return deny(policy, "refused-type", *refused)
        return deny(policy, "undeclared-item", *map(_spoken, unknown))
    values: dict[int, bytes] = {}
    claims: list[Claim] = []
    handover: dict[str, str] = {}
    contents, own = rules.record.items.contents, f"{rules.name}."
    for name, value in given.items():
        if value is None or value in ("", b""):
            continue
        number = rules.names[name]
        if contents and (short := name.removeprefix(own)) in contents:
            found = _contents(policy, rules, short, value, cleared)
            if isinstance(found, Denied):
                return found
            values[number] = found
            continue
        kind = policy.types[number]
        if kind in policy.refused:
            return deny(policy, "refused-type", name)
        if moved and kind is ItemType.PASSWORD and isinstance(value, str) and is_hash(value):
            values[number] = _encoded(_taken_over(value, name), name)
            continue
        try:
            accepted = accept(kind, value, country=country)
        except ItemError as error:
            raise error.beside(name) from None
        seen = seen_in_value(policy, name, kind, accepted.value)
        if seen is not None and _counts(seen, cleared):
            return deny(policy, "refused-in-text", *seen.about)
        stored = hash_password(accepted.value) if kind is ItemType.PASSWORD else accepted.value
        values[number] = _encoded(stored, name)
        if accepted.key is not None and rules.lookup >> number & 1:
            exclusive = bool(rules.unique >> number & 1)
            claims.append(Claim(number, accepted.key, exclusive))
        if accepted.handover is not None:
            handover[name] = accepted.handover
    if rules.pairs:
        claims += (Claim(*one, False) for one in name_and_phone.claimed(rules, values, values))
    return Checked(values, tuple(claims), handover)


def _taken_over(hashed: str, item: str) -> str:
    if (found := hash_of(hashed)) is not None:
        return found
    raise InvalidError(
        "the hash is of a form that cannot be checked here",
        item=item,
        hint="leave the password out and let the person set a new one; bcrypt, PBKDF2 as Django writes it, and Argon2 are taken",
        ko=(
            "이 시스템에서 확인할 수 없는 해시 형식입니다",
            "비밀번호를 빼고 옮긴 뒤 본인이 새로 정하게 해 주세요. bcrypt, Django의 PBKDF2, Argon2 해시는 그대로 옮길 수 있습니다",
        ),
    )


def _encoded(text: str, item: str) -> bytes:
    """Text as UTF-8. An encoder's own error holds the whole text, so it is over before ours is raised."""
    with suppress(UnicodeEncodeError):
        return text.encode()
    raise InvalidError(
        "the value is not text",
        item=item,
        hint="send Unicode text without lone surrogates",
        ko=("텍스트가 아닌 값입니다", "올바른 유니코드 텍스트로 보내 주세요(짝이 없는 서로게이트는 쓸 수 없습니다)"),
    )


def _spoken(name: str) -> str:
    """A caller's name for an item, cut short: it is a key, not a value, but nobody knows what a caller puts there."""
    return (
        name
        if name.isidentifier() and len(name) <= 40 and not any(c.isdigit() for c in name)
        else "a name of another form"
    )


def _counts(seen: Seen, cleared: bool) -> bool:
    return not (cleared and clears(seen))


def _contents(policy: Policy, rules: RecordRules, name: str, value: Any, cleared: bool) -> bytes | Denied:
    contents = rules.record.items.contents[name]
    full = f"{rules.name}.{name}"
    match contents.type, value:
        case "text", str():
            text = value
            found = _encoded(text, full)
        case "file", Packed():
            text = ""
            found = STORED + value
        case "data", dict() | list() | str() | int() | bool():
            try:
                text = json.dumps(value, ensure_ascii=False, sort_keys=True)
            except (TypeError, ValueError, RecursionError):
                raise InvalidError(
                    "the value is not plain data",
                    item=full,
                    hint="send JSON values",
                    ko=("JSON으로 쓸 수 없는 값입니다", "JSON 값으로 보내 주세요"),
                ) from None
            found = _encoded(text, full)
        case _:
            en, ko = _FORMS[contents.type]
            raise InvalidError(
                "the value has another form",
                item=full,
                hint=f"it takes {en}",
                ko=("다른 형태의 값입니다", f"{ko} 보내 주세요"),
            )
    if len(found) > MAX_CONTENTS_BYTES:
        raise InvalidError(
            "the value is too large", item=full, hint="at most 8 MiB", ko=("값이 너무 큽니다", "8MiB까지 받습니다")
        )
    # INVARIANT: whatever people can type into is searched, so that a number that is never taken can't come in as text.
    if text and (seen := seen_in_contents(policy, full, value, text)) is not None and _counts(seen, cleared):
        return deny(policy, "refused-in-text", *seen.about)
    return found


def released_of(subject: UUID) -> Steps[dict[bytes, datetime]]:
    """The files of a person that were in quarantine and that a later scan found clean, with when."""
    rows = yield Q["uploads.released"](subject=subject)
    return {bytes(number): at for number, at in rows}


def spoken(policy: Policy, rules: RecordRules, subject: UUID, values: Mapping[int, bytes]) -> Steps[dict[str, Any]]:
    """Opened values by item name, with those files whole that were released from quarantine."""
    released = {} if rules.files.isdisjoint(values) else (yield from released_of(subject))
    return spoken_values(policy, rules, values, released)


def spoken_values(
    policy: Policy,
    rules: RecordRules,
    values: Mapping[int, bytes],
    released: Mapping[bytes, datetime] = MappingProxyType({}),
) -> dict[str, Any]:
    """Opened values by item name: text as text, data as data, files as a package of bytes, without the content of what
    is in quarantine."""
    found: dict[str, Any] = {}
    for number, value in values.items():
        name = rules.spoken.get(number) or policy.name("item", number).removeprefix(f"{rules.name}.")
        contents = rules.record.items.contents.get(name)
        if contents is None:
            text = value.decode()
            found[name] = _parts(text) if text[:1] in "[{" and policy.types.get(number) in STRUCTURED else text
        elif contents.type == "data":
            found[name] = json.loads(value)
        elif contents.type == "file":
            found[name] = handed_out(value.removeprefix(STORED), released)
        else:
            found[name] = value.decode()
    return found


def _parts(text: str) -> Any:
    """The parts of a value that has them. A record of use may be any text, and only begin as they do."""
    try:
        return msgspec.json.decode(text)
    except msgspec.DecodeError:
        return text


def held_by_others(
    house: House, policy: Policy, claims: Iterable[Claim], mine: tuple[UUID, int] | None = None
) -> Steps[tuple[str, ...]]:
    """The items, by name, whose value somebody else holds already. `mine`: whose record of which kind asks, so that its
    own value is none."""
    found = []
    for claim in claims:
        if claim.exclusive and claim.item in policy.types and (yield from house.holding.claims.held(claim)):
            own = mine is not None and (yield from house.holding.claims.held_since(*mine, claim.item, claim.key, _EVER))
            found += [] if own else [policy.name("item", claim.item)]
    return tuple(found)
