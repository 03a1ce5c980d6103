"""Past months leave the database: a packed range, all of whose months are over, becomes objects (`objects`).

1. The application writes the range's commitments and blocks to objects, reads them back, compares, and says where each
   block lies.
2. The eraser lets them leave their rows, in one commit.

INVARIANT: neither can lose a body alone. The application's role lets nothing go, and the eraser's says of nothing that
it was written. Killed anywhere and run again, it writes the same objects and goes on; any number of processes.

A lot's end takes its key and its rows along, and then its objects, which nobody opens any more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from zoneinfo import ZoneInfo

from jikim.db.driver import Driver, Statement, Steps
from jikim.db.steps import rows_of
from jikim.keys.keyring import Q as KEYS
from jikim.ledger.backlog import spans
from jikim.ledger.objects import MonthLot, Objects, bodies_path, bundle, bundle_path
from jikim.ledger.packing import RANGE, by_range
from jikim.ledger.retention_lots import key_name
from jikim.ledger.stored import Q, blocks_of, bundles
from jikim.proof.merkle import HASH_BYTES, leaf_hashes, root


def move_out(
    driver: Driver,
    eraser: Callable[[], AbstractContextManager[Driver]],
    objects: Objects,
    before: date,
    tiles: int = RANGE,
) -> int:
    """Moves every packed range of so many tiles whose months all lie before this one. Answers how many entries that
    were. Raises StoreError where the objects cannot be written; nothing of that range goes then."""

    def written(first: int) -> Statement:
        driver.run(_written(objects, first, tiles))
        return Q["ledger.let_out"](first=first, tiles=tiles, before=before)

    return by_range(driver, eraser, Q["ledger.to_move"](tiles=tiles, before=before), written)


def _written(objects: Objects, first: int, tiles: int) -> Steps[None]:
    [(_size, _frontier, generation)] = yield Q["ledger.tree_now"]()
    contents: defaultdict[str, bytearray] = defaultdict(bytearray)
    for n, _root, _leaves, commitments, *_ in (yield from rows_of(Q["ledger.tiles"](from_=first, limit=tiles))):
        if commitments is not None and n < first + tiles:
            contents[bundle_path(generation, n)] += bundle(bytes(commitments))
    blocks = [one for one in (yield from blocks_of(objects, range(first, first + tiles))) if one.sealed is not None]
    begins = []
    for one in blocks:
        content = contents[bodies_path(generation, one.month, one.lot, first)]
        begins.append(len(content))
        content += one.sealed or b""
    objects.write({path: bytes(content) for path, content in contents.items()})
    yield Q["ledger.written_out"](
        generation=generation,
        first=first,
        tiles=tiles,
        numbers=[one.n for one in blocks],
        months=[one.month for one in blocks],
        lots=[one.lot for one in blocks],
        begins=begins,
        sizes=[len(one.sealed or b"") for one in blocks],
    )


def lots_over(zone: ZoneInfo) -> Steps[Callable[[MonthLot], bool]]:
    """Which lots the ledger has no bodies of any more, and whose keys were destroyed here."""
    there = {(month, lot) for month, lot, _ in (yield from spans(zone))}
    destroyed = {
        bytes(name) for name, stands, *_ in (yield KEYS["key.fates"](space="ledger-month", prefix=b"")) if not stands
    }
    return lambda lot: lot not in there and key_name(*lot) in destroyed


def clear(objects: Objects, zone: ZoneInfo) -> Steps[int]:
    """Removes the objects of lots that are over. Answers in how many places that was.

    INVARIANT: another ledger's objects are left, whichever keys were destroyed here: none goes where the first bundle is
    not this ledger's.
    """
    over = yield from lots_over(zone)
    gone = [at for at, lot in objects.lots().items() if over(lot)]
    if not gone or not (yield from _own(objects)):
        return 0
    for place in gone:
        objects.drop(place)
    return len(gone)


def _own(objects: Objects) -> Steps[bool]:
    first = (yield from bundles(objects, [0])).get(0, b"")
    tiles = yield from rows_of(Q["ledger.tiles"](from_=0, limit=1))
    hashes = leaf_hashes(first[at : at + HASH_BYTES] for at in range(0, len(first), HASH_BYTES))
    return [root(hashes)] == [bytes(top) for _n, top, *_ in tiles]
