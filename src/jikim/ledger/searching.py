"""The ledger, looked through: entries of a span of time, opened a page at a time and judged by a predicate.

It finds what has its position: the sequencer gives one within a second. Who looks is the caller's to record.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from jikim.db.driver import Steps, aside
from jikim.keys.keyring import Keyring
from jikim.ledger.objects import Objects
from jikim.ledger.stored import Keys, Page, Q, body_of, opened, page
from jikim.proof.export import TILE

PAGE = 2_000
Wanted = Callable[[Mapping[str, Any]], bool]


def span(since: datetime, until: datetime) -> Steps[tuple[int, int]]:
    """Between which positions the entries of a span of time lie: first, and one past the last."""
    [(low, high)] = yield Q["ledger.positions"](from_=since, until=until)
    return int(low), int(high)


def looked_through(
    keyring: Keyring, objects: Objects, low: int, high: int, wanted: Wanted, *, most: int, pages: int = 50
) -> Steps[tuple[list[dict[str, Any]], int]]:
    """Entries that are wanted, the newest first, at most `most`, from as many as `pages` of 2,000. Answers them and the
    position to go on below (`low`: done).

    A body whose time was over says nothing, and is passed over.
    """
    found: list[dict[str, Any]] = []
    keys: Keys = {}
    least, size = max(low, high - pages * PAGE), most + 1
    while high > least:
        # By whole tiles, which are opened whole; first about as many as are asked for, then more where few of them fit.
        begin = max(least, (high - min(size, PAGE)) // TILE * TILE)
        lying = yield from page(keyring, objects, keys, begin, high - begin)
        bodies = yield from aside(len(lying.rows), partial(_opened, lying, keys))
        for body in reversed(bodies):
            if not wanted(body):
                continue
            if len(found) == most:
                return found, int(body["position"]) + 1
            found.append(body)
        high, size = begin, size * 4
    return found, max(low, high)


def _opened(lying: Page, keys: Keys) -> list[dict[str, Any]]:
    return [body for body in map(body_of, opened(lying, keys)) if body is not None]
