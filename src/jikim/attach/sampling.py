"""What a column's values look like: a bounded sample is read, judged by the types' own validators, and forgotten.

No value leaves this file: what comes out is which type, and for how large a share of what was looked at.
"""

from __future__ import annotations

import ipaddress
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Engine, column, select, table
from sqlalchemy.exc import DBAPIError

from jikim.attach.tables import Table
from jikim.policy.detect import find_refused
from jikim.policy.items import ItemError, accept
from jikim.policy.items.password_hashes import is_hash
from jikim.policy.model import ItemType

ROWS = 200
_LONGEST = 400
_MOBILE = re.compile(r"(\+?82[- ]?|0)1[016789][- ]?\d{3,4}[- ]?\d{4}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]{2,}")
_BUSINESS = re.compile(r"\d{3}-\d{2}-\d{5}")
_PHONE = re.compile(r"0\d{1,2}[- ]\d{3,4}[- ]\d{4}")
_COUNTED = Mapping[str, tuple[ItemType, float]]


def sampled(engine: Engine, found: Table, country: str = "KR") -> _COUNTED | None:
    """For each column of words the type that most of its values have, and their share; columns without a telling type
    are left out. None where the rows cannot be read within the limits."""
    words = [one.name for one in found.columns.values() if one.text]
    if not words:
        return {}
    schema, _, name = found.name.partition(".")
    rows: Any = select(*(column(one) for one in words)).select_from(table(name, schema=schema)).limit(ROWS)
    seen: dict[str, Counter[ItemType | None]] = {one: Counter() for one in words}
    try:
        with engine.connect() as connection:
            for row in connection.execution_options(stream_results=True).execute(rows):
                for one, value in zip(words, row, strict=True):
                    if said := str(value if value is not None else "")[:_LONGEST]:
                        seen[one][_looks(said, country)] += 1
    except DBAPIError:
        return None
    return dict(_most(seen))


def _most(seen: Mapping[str, Counter[ItemType | None]]) -> Iterator[tuple[str, tuple[ItemType, float]]]:
    for name, counted in seen.items():
        told = [(type, count) for type, count in counted.most_common() if type is not None]
        if told and told[0][1] * 2 >= counted.total():
            yield name, (told[0][0], told[0][1] / counted.total())
        elif guarded := next((type for type, _ in told if type is ItemType.RESIDENT_NUMBER), None):
            # One resident number in a column of notes is enough to be told of.
            yield name, (guarded, counted[guarded] / counted.total())


def _looks(value: str, country: str) -> ItemType | None:
    """The type that a value has by its form alone; words and names have none."""
    if any(hit.type is ItemType.RESIDENT_NUMBER for hit in find_refused(value)):
        return ItemType.RESIDENT_NUMBER
    if is_hash(value):
        return ItemType.PASSWORD
    for shape, type in ((_EMAIL, ItemType.EMAIL), (_MOBILE, ItemType.MOBILE), (_PHONE, ItemType.PHONE)):
        if shape.fullmatch(value):
            return type if _accepted(type, value, country) else None
    if _BUSINESS.fullmatch(value):
        return ItemType.BUSINESS_NUMBER if _accepted(ItemType.BUSINESS_NUMBER, value, country) else None
    return ItemType.IP_ADDRESS if _is_address(value) else None


def _accepted(type: ItemType, value: str, country: str) -> bool:
    try:
        accept(type, value, country=country)
    except ItemError:
        return False
    return True


def _is_address(value: str) -> bool:
    try:
        ipaddress.ip_interface(value)
    except ValueError:
        return False
    return "." in value or ":" in value
