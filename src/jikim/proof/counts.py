"""How many entries a ledger holds, by month, event and part, about nobody: what outlives the bodies.

An entry is counted by the month (UTC) of its `at`, by its `event`, and by the names that the policy gave to what it was
about (`PARTS`): `["2013-02","record:provide:allowed","kind=order to=carrier",3]`. The rows, sorted, in JSON, are what a
checkpoint's extension line is the SHA-256 of:

    counts 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=

Whoever verifies counts the bodies that are there. Of those whose time was over, the ledger's own entry that says so
states the counts (`counts`, the same rows); of lots that went before there were counts, all that is known is how many
entries they had (`UNKNOWN`). So the counts are all of the ledger, and add up to its size.
"""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import sha256
from typing import Any, NamedTuple

import msgspec

PARTS = ("by", "channel", "kind", "purpose", "right", "to")
UNKNOWN = "unknown"  # the event of entries that were erased before they were counted
_TAG = b"jikim counts v1\x00"
_EXTENSION = "counts "


class Counted(NamedTuple):
    """What an entry is counted by: its month (`2013-02`), its event, and the names of what it was about."""

    month: str
    event: str
    part: str


Counts = Counter[Counted]
_encode = msgspec.json.Encoder().encode
_rows = msgspec.json.Decoder(list[tuple[str, str, str, int]])


def counted_as(body: Mapping[str, Any]) -> Counted:
    """What a body is counted by."""
    return Counted(str(body["at"])[:7], str(body["event"]), part_of(*(body.get(name, "") for name in PARTS)))


@lru_cache(maxsize=4096)
def part_of(*values: str | int) -> str:
    """The names of what an entry was about, of the values of `PARTS`; empty ones are left out."""
    return " ".join(f"{name}={value}" for name, value in zip(PARTS, values, strict=True) if value != "")


def written(counts: Mapping[Counted, int]) -> bytes:
    """The counts as text, in their one form."""
    return _encode(rows_of(counts))


def rows_of(counts: Mapping[Counted, int]) -> list[tuple[str, str, str, int]]:
    """The counts as rows, sorted; what is counted as none is left out."""
    return [(*one, many) for one, many in sorted(counts.items()) if many]


def counts_of(rows: Iterable[tuple[Any, ...]]) -> Counts:
    """The counts of rows: month, event, part and how many."""
    return Counter({Counted(month, event, part): max(many, 0) for month, event, part, many in rows})


def read(text: str) -> Counts:
    """The counts that a text states; none of one that states none."""
    try:
        return counts_of(_rows.decode(text))
    except msgspec.MsgspecError:
        return Counter()


def extension(counts: Mapping[Counted, int]) -> str:
    """The line of a checkpoint that stands for these counts."""
    return _EXTENSION + b64encode(sha256(_TAG + written(counts)).digest()).decode()


def extension_of(lines: Iterable[str]) -> str | None:
    """The line of a checkpoint that stands for its counts; None where it has none."""
    return next((line for line in lines if line.startswith(_EXTENSION)), None)
