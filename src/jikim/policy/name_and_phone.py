"""A name together with the last four digits of a telephone number: what somebody on the telephone says of themselves.

The two are one value, of one tag: `김가나 0101`. So whoever has the index's key learns nothing of names alone, which a few
hundred surnames would give away; and nobody is found by a name, or by four digits.

>>> key_of("김 가나", "+82255550101")
'김가나 0101'
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping

from jikim.policy.compiled import RecordRules
from jikim.policy.items.answer import refusal

# INVARIANT: claims of the two lie under a number that no item has, out of which the database reads both items'
# (`live.parts_of`), so that a correction of either takes the claim along. Items have permanent numbers far below 32,765.
_ONE = 1 << 30
_TYPED = re.compile(r"(.*\D)([0-9]{4})")


def number_of(name: int, phone: int) -> int:
    """The number under which the two items' claims lie."""
    return _ONE | name << 15 | phone


def parts_of(number: int) -> tuple[int, ...]:
    """The items that a claim's number stands for: of an item's own number itself."""
    return ((number >> 15) & 0x7FFF, number & 0x7FFF) if number >> 30 == 1 else (number,)


def key_of(name: str, phone: str) -> str:
    """The normal form, of a name and an accepted number (E.164, with an extension or without)."""
    return _joined(name, phone.partition(";")[0][-4:])


def asked(typed: str) -> str:
    """The same of what somebody typed: a name, then four digits. Raises ItemError for anything else."""
    found = _TYPED.fullmatch(unicodedata.normalize("NFKC", typed).strip())
    if found is None or not any(char.isalpha() for char in found[1]):
        raise refusal(
            "name-and-phone",
            ko=("이름과 전화번호 끝 네 자리가 아닙니다", "`홍길동 0101`처럼 이름 다음에 네 자리를 입력해 주세요"),
            en=(
                "this is not a name with four digits",
                "enter the name, then the number’s last four digits: `Gana Kim 0101`",
            ),
        )
    return _joined(found[1], found[2])


def _joined(name: str, digits: str) -> str:
    return f"{''.join(unicodedata.normalize('NFKC', name).casefold().split())} {digits}"


def claimed(rules: RecordRules, values: Mapping[int, bytes], touched: Iterable[int]) -> Iterator[tuple[int, str]]:
    """What a record's values claim so, where one of them is `touched`: the number and the normal form."""
    changed = set(touched)
    for name, phone in rules.pairs:
        if name in values and phone in values and not changed.isdisjoint((name, phone)):
            yield number_of(name, phone), key_of(values[name].decode(), values[phone].decode())


def searched(
    name: int, phones: Iterable[int], readable: Callable[[int], Iterable[int]]
) -> Iterator[tuple[int, list[int]]]:
    """Under which numbers somebody is looked for, and in which record kinds: those of which both items may be read."""
    for phone in phones:
        if kinds := sorted({*readable(name)} & {*readable(phone)}):
            yield number_of(name, phone), kinds
