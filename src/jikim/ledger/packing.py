"""Full tiles are packed, a range at a time: their bodies into blocks, and then the rows of leaves and bodies go.

1. The application writes each tile's blocks, beside the bodies, and opens them again: they say what the bodies say.
2. The eraser lets the range go, in one commit: its rows leave, its commitments lie in a row a tile.

INVARIANT: neither can lose a body alone. The application's role lets no row go, and the eraser's writes no block.
Killed anywhere and run again, it goes on where it was; any number of processes.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

from jikim.db.driver import Driver, Statement, Steps
from jikim.db.steps import value_of
from jikim.errors import StoreError
from jikim.keys.keyring import Keyring
from jikim.ledger.blocks import sealed_block
from jikim.ledger.objects import Objects
from jikim.ledger.stored import Keys, Page, Q, blocks_of, opened, opened_blocks, page
from jikim.proof.export import TILE

RANGE = 256  # tiles: 65,536 entries


def pack(
    driver: Driver,
    eraser: Callable[[], AbstractContextManager[Driver]],
    keyring: Keyring,
    objects: Objects,
    tiles: int = RANGE,
) -> int:
    """Packs every range of so many tiles (256 at most) that is full. Answers how many entries that were.

    Raises StoreError where a block does not say what its entries say; nothing of that range goes then.
    """

    def written(first: int) -> Statement:
        for n in range(first, first + tiles):
            driver.run(_tile(keyring, objects, n))
        return Q["ledger.let_go"](first=first, tiles=tiles)

    return by_range(driver, eraser, Q["ledger.to_pack"](tiles=tiles), written)


def by_range(
    driver: Driver,
    eraser: Callable[[], AbstractContextManager[Driver]],
    next_: Statement,
    written: Callable[[int], Statement],
) -> int:
    """Range by range, as long as there is a `next_` one: it is written, by its first tile, and let go by the eraser's
    statement that `written` answers. Answers how many entries that were."""
    first: int | None = driver.run(value_of(next_))
    if first is None:
        return 0
    tiles = 0
    with eraser() as own:
        while first is not None:
            tiles += own.run(value_of(written(first)))
            first = driver.run(value_of(next_))
    return tiles * TILE


def _tile(keyring: Keyring, objects: Objects, n: int) -> Steps[None]:
    keys: Keys = {}
    lying = yield from page(keyring, objects, keys, n * TILE, TILE)
    # Where a leaf was removed, the page reaches into the next tile.
    lying = lying._replace(rows=[row for row in lying.rows if row.place // TILE == n])
    bodies = _bodies(lying, keys)
    there = {(block.month, block.lot) for block in (yield from blocks_of(objects, [n]))}
    if missing := sorted(bodies.keys() - there):
        sealed = [_sealed(keys[lot], n, bodies[lot]) for lot in missing]
        months, lots = [month for month, _ in missing], [lot for _, lot in missing]
        yield Q["ledger.pack"](n=n, months=months, lots=lots, sealed=sealed)
    said = {one.place: one.body for one in opened_blocks((yield from blocks_of(objects, [n])), keys)}
    if any(said.get(place, body) != body for lot in bodies.values() for place, body in lot.items()):
        raise StoreError(
            f"the blocks of the ledger's tile {n} do not say what its entries say",
            hint="somebody changed the database: export the ledger and verify it; nothing of it was let go",
            ko=(
                f"원장의 타일 {n}의 블록이 그 기록과 다릅니다",
                "누군가 DB를 변경했습니다. 원장을 내보내 검증해 주세요. 원장에서 아무것도 내보내 지우지 않았습니다",
            ),
        )


def _bodies(lying: Page, keys: Keys) -> dict[tuple[date, int], dict[int, bytes]]:
    """By month and lot, the bodies that still stand; those that do not open are none, and are named by that."""
    found: dict[tuple[date, int], dict[int, bytes]] = {}
    sealed = {row.place for row in lying.rows if row.sealed is not None and not row.packed}
    for one in opened(lying, keys):
        if one.place in sealed and one.month is not None:
            of_lot = found.setdefault((one.month, one.lot), {})
            if one.body is not None:
                of_lot[one.place] = one.body
    return found


def _sealed(key: bytes | None, n: int, bodies: dict[int, bytes]) -> bytes:
    """A block; of a lot whose key is gone, one that nobody opens, as nobody opens its bodies."""
    return b"" if key is None else sealed_block(key, n, {place - n * TILE: body for place, body in bodies.items()})
