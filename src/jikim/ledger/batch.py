"""A batch of entries on its way into the tree: each body committed to under a salt, and sealed under its month's key."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from zoneinfo import ZoneInfo

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from jikim.ledger.body import body_name, salt_of, salts_key
from jikim.ledger.copy_rows import body_row, leaf_row
from jikim.ledger.reads import READ, Reads
from jikim.ledger.retention_lots import Lot
from jikim.ledger.taken import Composed
from jikim.proof.export import commitment

NONCE_BYTES = 12


class Batch:
    """`count` entries from a tree's `size` on: their `leaves` in order, and what `reads` they tell of."""

    def __init__(self, size: int, count: int, zone: ZoneInfo, key_of: Callable[[date, Lot], bytes]) -> None:
        self.leaves: list[bytes] = []
        self.reads = Reads(zone)
        self._size = size
        self._random = os.urandom(NONCE_BYTES * count)
        self._key_of = key_of
        self._lots: dict[tuple[date, Lot], _Lot] = {}

    def bodies(self, entries: Iterable[Composed]) -> Iterator[bytes]:
        """The rows of the bodies, sealed. The leaves grow along."""
        for position, (row, month, (lot, body, says)) in enumerate(entries, self._size):
            if says["event"] in READ:
                self.reads.add(says, row.at, row.subject)
            if (lies := self._lots.get((month, lot))) is None:
                lies = self._lots[month, lot] = _Lot(self._key_of(month, lot), position)
            lies.last = position
            drawn = len(self.leaves) * NONCE_BYTES
            nonce = self._random[drawn : drawn + NONCE_BYTES]
            self.leaves.append(commitment(salt_of(lies.salts, position, body), body))
            sealed = nonce + lies.encrypt(nonce, body, body_name(position))
            yield body_row(position, month, lot, row.subject, sealed)

    def leaf_rows(self) -> Iterator[bytes]:
        """The rows of the leaves."""
        return (leaf_row(position, leaf) for position, leaf in enumerate(self.leaves, self._size))

    def lots(self) -> tuple[list[date], list[int], list[int], list[int]]:
        """Where the bodies of each month and lot lie: months, lots, first and last positions."""
        lies = self._lots.values()
        return (
            [month for month, _ in self._lots],
            [int(lot) for _, lot in self._lots],
            [one.first for one in lies],
            [one.last for one in lies],
        )


class _Lot:
    """A month's lot: what its bodies are sealed with, the key of their salts, and where they lie."""

    __slots__ = ("encrypt", "first", "last", "salts")

    def __init__(self, key: bytes, position: int) -> None:
        self.encrypt = AESGCM(key).encrypt
        self.salts = salts_key(key)
        self.first = self.last = position
