"""Entries as they lie: those of the last tiles each in rows of their own, the others packed a tile at a time (`blocks`),
and of past months the packed ones in objects outside (`objects`)."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from jikim.crypto import unwrap
from jikim.db.driver import Aside, Row, Steps
from jikim.db.queries import load
from jikim.db.steps import named_rows, rows_of
from jikim.errors import KeyGoneError, SealError
from jikim.keys.keyring import Keyring
from jikim.ledger.blocks import opened_block
from jikim.ledger.body import body_name, read_body
from jikim.ledger.objects import WHOLE, Objects, bodies_path, bundle_path, commitments_of
from jikim.ledger.retention_lots import Lot, key_name
from jikim.proof.export import TILE
from jikim.proof.merkle import HASH_BYTES, leaf_hashes, root

Q = load("jikim.ledger")
EVERYWHERE = range(2**63 - 1)  # every position
Keys = dict[tuple[date, int], bytes | None]  # by month and lot; None: its time was over


class Stored(NamedTuple):
    """An entry: its leaf, the month and lot of its body (None: nothing says that there is one), and the body.

    `damaged`: the body is there and does not open.
    """

    place: int
    leaf: bytes
    month: date | None
    lot: int
    body: bytes | None
    damaged: bool = False


def body_of(one: Stored) -> dict[str, Any] | None:
    """What an entry says; None where its time was over."""
    if one.month is None or (one.body is None and not one.damaged):
        return None
    return read_body(one.place, one.month, one.body)


class Lying(NamedTuple):
    """A row of `ledger.entries`. `commitment`: None where it lies in an object, until it is read there."""

    place: int
    commitment: bytes | None
    month: date | None
    lot: int
    sealed: bytes | None
    packed: bool = False


class Block(NamedTuple):
    """A row of `ledger.blocks`; `held`: 256 of 0 and 1. What lies in an object alone has its place there."""

    n: int
    month: date
    lot: int
    held: str
    sealed: bytes | None
    generation: int | None
    first: int | None
    begins: int | None
    size: int | None

    @property
    def path(self) -> str | None:
        """The object that it is to be read from; None where it is here, or its time was over."""
        if self.sealed is not None or self.generation is None or self.first is None:
            return None
        return bodies_path(self.generation, self.month, self.lot, self.first)


class Page(NamedTuple):
    """Entries in order, and the blocks of their tiles."""

    rows: list[Lying]
    blocks: list[Block]


def page(keyring: Keyring, objects: Objects, keys: Keys, position: int, limit: int) -> Steps[Page]:
    """The next entries from a position on, sealed as they lie, without the leaves that lie in objects; adds the keys of
    their lots to those that are known. Raises StoreError where past months cannot be reached."""
    # INVARIANT: blocks are read after the rows. What is packed has a block before its row goes, and an object before it
    # leaves its row.
    rows = yield from named_rows(Lying._make, Q["ledger.entries"](from_=position, limit=limit))
    found = Page(rows, (yield from blocks_of(objects, (row.place // TILE for row in rows if row.packed))))
    yield from keys_of(keyring, lots_of(found), keys)
    return found


def with_leaves(objects: Objects, lying: Page) -> Steps[Page]:
    """The same with all leaves."""
    leaves = yield from bundles(objects, (row.place // TILE for row in lying.rows if row.commitment is None))
    rows = [row._replace(commitment=row.commitment or _leaf(leaves, row.place)) for row in lying.rows]
    return lying._replace(rows=rows) if leaves else lying


def blocks_of(objects: Objects, tiles: Iterable[int]) -> Steps[list[Block]]:
    """The blocks of these tiles. One whose object is not there does not open."""
    asked = sorted(set(tiles))
    found = yield from _block_rows(asked)
    outside = {one: one.path for one in found if one.path is not None}
    if not outside:
        return found
    wanted: dict[str, list[Block]] = {}
    for one, path in outside.items():
        wanted.setdefault(path, []).append(one)
    parts = {path: [(one.begins or 0, one.size or 0) for one in blocks] for path, blocks in wanted.items()}
    read = yield Aside(lambda: objects.read(parts), "objects")
    if None in read.values():
        # Its lot may have ended meanwhile: then its row says so by now.
        found = yield from _block_rows(asked)
    sealed = {(one.n, path): part for path in wanted for one, part in zip(wanted[path], read[path] or (), strict=False)}
    return [one if one.path is None else one._replace(sealed=sealed.get((one.n, one.path), b"")) for one in found]


def _block_rows(tiles: list[int]) -> Steps[list[Block]]:
    return (yield from named_rows(Block._make, Q["ledger.blocks"](tiles=tiles))) if tiles else []


def bundles(objects: Objects, tiles: Iterable[int]) -> Steps[dict[int, bytes]]:
    """The commitments of these tiles out of their objects, 32 bytes each; none of one that is not there."""
    asked = sorted(set(tiles))
    if not asked:
        return {}
    written = yield from rows_of(Q["ledger.written"](tiles=asked))
    paths = {bundle_path(generation, n): n for n, generation in written}
    read = yield Aside(lambda: objects.read(dict.fromkeys(paths, WHOLE)), "objects")
    return {n: commitments_of(*content) for path, n in paths.items() if (content := read[path]) is not None}


def _leaf(leaves: Mapping[int, bytes], place: int) -> bytes:
    at = place % TILE * HASH_BYTES
    return leaves.get(place // TILE, b"")[at : at + HASH_BYTES]


def commitments(objects: Objects, position: int, limit: int) -> Steps[list[bytes]]:
    """Leaves alone, in order, from a position on."""
    rows = yield from rows_of(Q["ledger.commitments"](from_=position, limit=limit))
    lying = dict(enumerate((one for (one,) in rows), position))
    leaves = yield from bundles(objects, (place // TILE for place, one in lying.items() if one is None))
    return [_leaf(leaves, place) if one is None else bytes(one) for place, one in lying.items()]


def keys_of(keyring: Keyring, rows: Iterable[tuple[date | None, int]], known: Keys) -> Steps[None]:
    """Adds the keys of these months and lots to those that are known."""
    for month, lot in sorted({(month, lot) for month, lot in rows if month is not None} - known.keys()):
        known[month, lot] = yield from key_of(keyring, month, Lot(lot))


def key_of(keyring: Keyring, month: date, lot: Lot) -> Steps[bytes | None]:
    """The key of a month's lot; None where its time was over, or it was put back from a backup without its key."""
    try:
        return (yield from keyring.open("ledger-month", key_name(month, lot)))
    except KeyGoneError:
        return None


def lots_of(page: Page) -> set[tuple[date | None, int]]:
    """The months and lots of a page's bodies."""
    return {(row.month, row.lot) for row in page.rows} | {(block.month, block.lot) for block in page.blocks}


def opened(page: Page, keys: Keys) -> list[Stored]:
    """The entries of a page, in order."""
    wanted = {row.place for row in page.rows if row.packed}
    packed = {one.place: one for one in opened_blocks(page.blocks, keys, wanted)}
    found = []
    for row in page.rows:
        if row.packed:
            one = packed.get(row.place, Stored(row.place, b"", None, 0, None))
            found.append(one._replace(leaf=bytes(row.commitment or b"")))
        else:
            found.append(_of_row(row, keys))
    return found


def _of_row(row: Lying, keys: Keys) -> Stored:
    place, leaf = row.place, bytes(row.commitment or b"")
    if row.month is None:
        return Stored(place, leaf, None, 0, None)
    key = keys[row.month, row.lot]
    if row.sealed is None or key is None:
        return Stored(place, leaf, row.month, row.lot, None)
    try:
        return Stored(place, leaf, row.month, row.lot, unwrap(key, body_name(place), bytes(row.sealed)))
    except SealError:
        return Stored(place, leaf, row.month, row.lot, None, damaged=True)


def opened_blocks(blocks: Iterable[Block], keys: Keys, wanted: Container[int] | None = None) -> list[Stored]:
    """The entries of blocks that are wanted (None: all), without their leaves."""
    found = []
    for n, month, lot, held, sealed, *_ in blocks:
        key = keys[month, lot]
        there = {at: n * TILE + at for at, bit in enumerate(held) if bit == "1"}
        places = {at: place for at, place in there.items() if wanted is None or place in wanted}
        bodies = {}
        if sealed is not None and key is not None:
            bodies = opened_block(key, n, bytes(sealed), places)
        for at, place in places.items():
            body = bodies.get(at)
            gone = sealed is None or key is None
            found.append(Stored(place, b"", month, lot, body, damaged=body is None and not gone))
    return found


class Whose(NamedTuple):
    """Sealed bodies about one person, and the blocks of others, by their places. `older`: the
    position below which there are more; None: there are none."""

    rows: list[Lying]
    blocks: list[Block]
    places: set[int]
    older: int | None


def whose(objects: Objects, subject: UUID, within: range, newest: int | None) -> Steps[Whose]:
    """Where a person's entries lie, of these positions: all, or the last so many."""
    asked = None if newest is None else newest + 1
    bodies = yield from rows_of(Q["ledger.bodies_of"](subject=subject, newest=asked, below=within.stop))
    rows = [Lying(place, b"", month, lot, sealed) for place, month, lot, sealed in bodies if place in within]
    places: set[int] = set()
    for first, told in (yield from rows_of(Q["ledger.whose"](bucket=subject.bytes[15]))):
        told = bytes(told)
        places.update(
            first * TILE + int.from_bytes(told[at + 2 : at + 4], "big")
            for at in range(0, len(told), 4)
            if told[at : at + 2] == subject.bytes[13:15]
        )
    # One that was packed meanwhile is in both.
    places = {place for place in places if place in within} - {row.place for row in rows}
    older = None
    if newest is not None and len(rows) + len(places) > newest:
        older = sorted((*places, *(row.place for row in rows)))[-newest]
        rows, places = [row for row in rows if row.place >= older], {one for one in places if one >= older}
    return Whose(rows, (yield from blocks_of(objects, (place // TILE for place in places))), places, older)


def lots_of_person(found: Whose) -> set[tuple[date | None, int]]:
    """The months and lots of a person's bodies."""
    return lots_of(Page(found.rows, found.blocks))


def opened_of_person(found: Whose, subject: UUID, keys: Keys) -> list[Stored]:
    """A person's entries that still say something, or would, in order. Another's, whose number ends as theirs,
    are left out."""
    rows = [_of_row(row, keys) for row in found.rows]
    name = f'"subject":"{subject}"'.encode()
    rows += [
        one for one in opened_blocks(found.blocks, keys, found.places) if one.damaged or (one.body and name in one.body)
    ]
    return sorted(one for one in rows if one.damaged or one.body is not None)


# ---- tiles


def hashes_of(tile: Row, leaves_outside: Mapping[int, bytes]) -> bytes:
    """The leaf hashes of a full tile, as they were when it was complete: a row of `ledger.tiles`, and what `bundles`
    found of those that lie in objects.

    Of a packed one that was altered since, one hash is told by its first two bytes and made good by the parity; where
    that is not enough, they are as they lie.
    """
    n, top, leaves, commitments, checks, parity = tile
    if leaves is not None:
        return bytes(leaves)
    lying, told = bytes(commitments or leaves_outside.get(n, b"")), bytes(checks or b"")
    hashes = leaf_hashes(lying[at : at + HASH_BYTES] for at in range(0, len(lying), HASH_BYTES))
    wrong = [at for at, one in enumerate(hashes) if one[:2] != told[2 * at : 2 * at + 2]]
    if len(wrong) == 1 and root(hashes) != bytes(top):
        missing = int(parity, 2)
        for at, one in enumerate(hashes):
            missing ^= 0 if at == wrong[0] else int.from_bytes(one, "big")
        mended = [*hashes]
        mended[wrong[0]] = missing.to_bytes(HASH_BYTES, "big")
        if root(mended) == bytes(top):
            hashes = mended
    return b"".join(hashes)
