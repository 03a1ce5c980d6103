"""Where an export differs from what was signed: its tiles against its entries.

The root of a checkpoint says that some entry is another, not which. The export's tiles hold the same leaf hashes a
second time, and lead to the same roots: where they agree with a checkpoint and the entries do not, each leaf that
differs is an entry that differs. Tiles that agree with no checkpoint show nothing, and nothing is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from jikim.proof.export import TILE, Tile
from jikim.proof.merkle import HASH_BYTES, Frontier, ProofError

_TOLD = 8  # differences that are put into words, of one tile
_KEPT = 64  # tiles that wait for a checkpoint


class Mismatch(NamedTuple):
    """An entry that differs from the signed one, and how, in words."""

    position: int
    words: str


class Verdict(NamedTuple):
    """What a tile showed: entries that differ; or, where a checkpoint agrees with the entries, where the tile itself is
    wrong."""

    places: tuple[Mismatch, ...] = ()
    wrong: int | None = None


class _Waiting(NamedTuple):
    """A tile that differs from its entries, before any checkpoint has said which of the two is right."""

    base: int
    start: int
    entries: Sequence[bytes]
    hashes: Sequence[bytes]


class Tiles:
    """Reads the tiles of one export as they come, beside its entries and checkpoints."""

    def __init__(self) -> None:
        self._next = 0
        self._lost = False  # a tile was left out or misplaced: what follows shows nothing
        self._border = Frontier()  # the entries' tree where the last tile ended
        self._tree: Frontier | None = None  # the tree by the tiles, once it is another than that by the entries
        self._entries: list[bytes] = []
        self._signed: list[tuple[int, bytes, bool]] = []
        self._waiting: list[_Waiting] = []

    def entries(self, leaves: Sequence[bytes]) -> None:
        """Leaf hashes of entries that come next."""
        if not self._lost:
            self._entries += leaves
            # An export without tiles must not be kept in memory.
            self._lost = len(self._entries) > 1 << 14

    def checkpoint(self, size: int, root: bytes, agrees: bool) -> None:
        """A signed checkpoint, and whether the entries agree with it."""
        if not self._lost:
            self._signed.append((size, root, agrees))

    def take(self, tile: Tile, tree: Frontier) -> Verdict:
        """A tile, and the tree over all entries before it. Raises ProofError for one that is out of its order."""
        if self._lost:
            return Verdict()
        if tile.tile != self._next:
            self._lost = True
            raise ProofError(
                f"tile {tile.tile} stands where tile {self._next} should",
                f"{self._next}번 타일 자리에 {tile.tile}번 타일이 있습니다",
            )
        self._next += 1
        base = tile.tile * TILE
        entries, self._entries = self._entries, []
        signed, self._signed = self._signed, []
        same = b"".join(entries) == tile.hashes
        if self._waiting and any(agrees for _, _, agrees in signed):
            # The tree by the entries is the signed one, so it is the tile that waits which is wrong.
            first = self._waiting[0]
            self._tree, self._waiting = None, []
            self._border, self._lost = tree.copy(), not same
            return Verdict(wrong=first.base + _first(first.entries, first.hashes))
        if self._tree is None and same:
            self._border = tree.copy()
            return Verdict()
        hashes = [tile.hashes[at : at + HASH_BYTES] for at in range(0, len(tile.hashes), HASH_BYTES)]
        at = _first(entries, hashes)
        if any(agrees and base + at < size for size, _, agrees in signed):
            # The tree by the entries is the signed one.
            self._tree, self._waiting = None, []
            self._border, self._lost = tree.copy(), tree.size != base + len(hashes)
            return Verdict(wrong=base + at)
        if self._tree is None:
            self._tree = self._border
        self._waiting.append(_Waiting(base, base, entries, hashes))
        self._lost = len(self._waiting) > _KEPT
        places: list[Mismatch] = []
        for size, root, _ in reversed(signed):
            if not base < size <= base + len(hashes):
                continue
            by_tiles = self._tree.copy()
            by_tiles.extend(hashes[: size - base])
            if by_tiles.root() == root:
                places = [place for one in self._waiting for place in _places(one, size)]
                # What the checkpoint does not reach waits for the next one.
                self._waiting = [_Waiting(base, size, entries, hashes)] if size < base + len(hashes) else []
                break
        self._tree.extend(hashes)
        return Verdict(tuple(places))


def _first(entries: Sequence[bytes], hashes: Sequence[bytes]) -> int:
    """The index of the first difference."""
    both = zip(entries, hashes, strict=False)
    return next((k for k, (one, other) in enumerate(both) if one != other), min(len(entries), len(hashes)))


def _places(one: _Waiting, size: int) -> list[Mismatch]:
    """The differences of a tile's entries from its hashes, from its start up to a checkpoint's size."""
    low, high = one.start - one.base, min(size - one.base, len(one.hashes))
    entries, hashes = one.entries[low:high], one.hashes[low:high]
    first = _first(entries, hashes)
    if first == len(entries) == len(hashes):
        return []
    at = one.start + first
    rest, signed = entries[first:], hashes[first:]
    if not rest:
        return [Mismatch(at, f"entries {at} to {one.base + high - 1} are missing")]
    for shift in range(1, len(signed)):
        if len(rest) >= 2 and list(rest[: len(signed) - shift]) == list(signed[shift:][: len(rest)]):
            return [Mismatch(at, f"{shift} missing here: what follows stands too early")]
        if len(signed) >= 2 and list(signed[: len(rest) - shift] or "?") == list(rest[shift:][: len(signed)]):
            return [Mismatch(at, f"{shift} put in here: what follows stands too late")]
    there = {leaf: one.start + k for k, leaf in enumerate(hashes)}
    found = []
    for k, (entry, leaf) in enumerate(zip(entries, hashes, strict=False)):
        if entry != leaf:
            moved = (
                f"the entry that was signed at {there[entry]}" if entry in there else "another entry than was signed"
            )
            found.append(Mismatch(one.start + k, f"{moved} stands here"))
    if len(found) > _TOLD:
        return [*found[:_TOLD], Mismatch(found[_TOLD].position, f"and {len(found) - _TOLD} more in this tile")]
    return found
