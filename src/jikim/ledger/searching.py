"""The ledger, looked through: entries of a span of time, opened a page at a time and judged by a predicate.

It finds what has its position: the sequencer gives one within a second. Who looks is the caller's to record.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from jikim.db.driver import Row, Steps, aside
from jikim.keys.keyring import Keyring
from jikim.ledger.body import read_body
from jikim.ledger.export import Q, key_of
from jikim.ledger.retention_lots import Lot

PAGE = 2_000
Wanted = Callable[[Mapping[str, Any]], bool]


def span(since: datetime, until: datetime) -> Steps[tuple[int, int]]:
    """Between which positions the entries of a span of time lie: first, and one past the last."""
    [(low, high)] = yield Q["ledger.positions"](from_=since, until=until)
    return int(low), int(high)


def looked_through(
    keyring: Keyring, low: int, high: int, wanted: Wanted, *, most: int, pages: int = 50
) -> Steps[tuple[list[dict[str, Any]], int]]:
    """Entries that are wanted, the newest first, at most `most`, from `pages` of 2,000. Answers them and the position
    to go on below (`low`: done).

    A body whose time was over says nothing, and is passed over.
    """
    found: list[dict[str, Any]] = []
    keys: dict[tuple[Any, int], bytes | None] = {}
    for _ in range(pages):
        if high <= low:
            return found, low
        begin = max(low, high - PAGE)
        rows = yield Q["ledger.entries"](from_=begin, limit=high - begin)
        for _place, _leaf, month, lot, _sealed in rows:
            if month is not None and (month, lot) not in keys:
                keys[month, lot] = yield from key_of(keyring, month, Lot(lot))
        bodies = yield from aside(len(rows), partial(_opened, rows, keys))
        for body in reversed(bodies):
            if not wanted(body):
                continue
            if len(found) == most:
                return found, int(body["position"]) + 1
            found.append(body)
        high = begin
    return found, high


def _opened(rows: list[Row], keys: Mapping[tuple[Any, int], bytes | None]) -> list[dict[str, Any]]:
    found = []
    for place, _leaf, month, lot, sealed in rows:
        key = keys.get((month, lot)) if month is not None else None
        if key is not None and sealed is not None:
            found.append(read_body(key, place, month, bytes(sealed)))
    return found
