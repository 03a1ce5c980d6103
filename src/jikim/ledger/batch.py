"""A batch of entries on its way into the tree: each body committed to under a salt, sealed under its month's key, and
counted."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from jikim.ledger.body import body_name, salt_of, salts_key
from jikim.ledger.copy_rows import body_row, leaf_row
from jikim.ledger.reads import READ, Reads
from jikim.ledger.retention_lots import Lot
from jikim.ledger.taken import Composed
from jikim.proof.counts import Counted, counted_as
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
        self._counts = Counting()

    def bodies(self, entries: Iterable[Composed]) -> Iterator[bytes]:
        """The rows of the bodies, sealed. The leaves grow along."""
        for position, (row, month, (lot, body, says)) in enumerate(entries, self._size):
            if says["event"] in READ:
                self.reads.add(says, row.at, row.subject)
            if (lies := self._lots.get((month, lot))) is None:
                lies = self._lots[month, lot] = _Lot(self._key_of(month, lot), position)
            lies.last = position
            self._counts.add(month, lot, says)
            drawn = len(self.leaves) * NONCE_BYTES
            nonce = self._random[drawn : drawn + NONCE_BYTES]
            self.leaves.append(commitment(salt_of(lies.salts, position, body), body))
            sealed = nonce + lies.encrypt(nonce, body, body_name(position))
            yield body_row(position, month, lot, row.subject, sealed)

    def leaf_rows(self) -> Iterator[bytes]:
        """The rows of the leaves."""
        return (leaf_row(position, leaf) for position, leaf in enumerate(self.leaves, self._size))

    def counts(self) -> list[dict[str, Any]]:
        """How many entries of each kind these are, as the database takes them."""
        return self._counts.rows()

    def lots(self) -> tuple[list[date], list[int], list[int], list[int]]:
        """Where the bodies of each month and lot lie: months, lots, first and last positions."""
        lies = self._lots.values()
        return (
            [month for month, _ in self._lots],
            [int(lot) for _, lot in self._lots],
            [one.first for one in lies],
            [one.last for one in lies],
        )


class Counting:
    """Entries counted (`proof.counts`), by the lot that their bodies lie in."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[date, int, Counted]] = Counter()
        self._says: Mapping[str, Any] | None = None
        self._as = Counted("", "", "")

    def add(self, lies: date, lot: int, says: Mapping[str, Any]) -> None:
        """Counts an entry by what it says. Entries that say the same have one body."""
        if says is not self._says:
            self._says, self._as = says, counted_as(says)
        self._counts[lies, lot, self._as] += 1

    def rows(self) -> list[dict[str, Any]]:
        """The counts, as the database takes them."""
        return [
            {"lies": lies.isoformat(), "lot": int(lot), **one._asdict(), "entries": many}
            for (lies, lot, one), many in self._counts.items()
        ]


class _Lot:
    """A month's lot: what its bodies are sealed with, the key of their salts, and where they lie."""

    __slots__ = ("encrypt", "first", "last", "salts")

    def __init__(self, key: bytes, position: int) -> None:
        self.encrypt = AESGCM(key).encrypt
        self.salts = salts_key(key)
        self.first = self.last = position
