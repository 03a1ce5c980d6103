"""What an application wrote into its columns past the verbs, since their record was cut over: nothing of it is lost.

A column that says what it said at the cut is known (a digest of it stands beside the record), so is one that says what the
sealed record says, and one that was emptied. Every other was written since, by whoever wrote it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from jikim.attach.held import Held
from jikim.store.twins import Mark

_PSEUDONYM = re.compile(r"erased-[0-9a-f]{12}")


def written_since(held: Held, mark: Mark | None, key: bytes | None, columns: Mapping[str, Any]) -> frozenset[str]:
    """The columns that say something new. `mark`: what they said at the cut, under `key`; None: they were emptied since."""
    if mark is None:
        return _full(held, columns, columns)
    differing = mark.differing(key, columns)
    return _full(held, columns, differing) if mark.going == "empty" else differing


def _full(held: Held, columns: Mapping[str, Any], which: Iterable[str]) -> frozenset[str]:
    """Those of them that are not as `erase` of the mapping leaves them."""
    return frozenset(column for column in which if not _empty(held.erase.get(column), columns[column]))


def _empty(way: str | None, value: Any) -> bool:
    if way == "pseudonym":
        return isinstance(value, str) and _PSEUDONYM.fullmatch(value) is not None
    return bool(value == "*" if way == "mask" else value is None)
