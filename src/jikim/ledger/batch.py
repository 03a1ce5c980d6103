"""A batch of entries on its way into the tree: each body committed to under a salt, and sealed under its month's key."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from jikim.ledger.body import Waiting, salt_of, salts_key
from jikim.ledger.copy_rows import body_row
from jikim.ledger.reads import READ, Reads
from jikim.ledger.retention_lots import Lot, lot_of
from jikim.proof.export import commitment

NONCE_BYTES = 12

# The canonical form of a body (`proof.export.canonical`), without its check of types: `compose` makes text, lists and
# whole numbers only.
encode = msgspec.json.Encoder(order="sorted").encode


class Batch:
    """At most `count` entries from a tree's `size` on: their `leaves` and sealed `bodies` in order, and what `reads` they tell of."""

    def __init__(self, size: int, count: int, zone: ZoneInfo, key_of: Callable[[date, Lot], bytes]) -> None:
        self.leaves: list[bytes] = []
        self.bodies: list[bytes] = []
        self.reads = Reads(zone)
        self._size = size
        self._random = os.urandom(NONCE_BYTES * count)
        self._key_of = key_of
        self._ciphers: dict[tuple[date, Lot], tuple[AESGCM, bytes]] = {}
        self._spans: dict[tuple[date, Lot], list[int]] = {}

    def add(self, row: Waiting, who: Mapping[str, str], composed: dict[str, Any], month: date) -> None:
        """The next entry. `month`: in which its body lies."""
        position, event = self._size + len(self.leaves), composed["event"]
        body = encode(composed)
        if event in READ:
            self.reads.add(composed, row.at, row.subject)
        lot = lot_of(event, who, row.subject is not None or row.record is not None)
        if (keys := self._ciphers.get((month, lot))) is None:
            key = self._key_of(month, lot)
            keys = self._ciphers[month, lot] = AESGCM(key), salts_key(key)
            self._spans[month, lot] = [position, position]
        self._spans[month, lot][1] = position
        cipher, salts = keys
        drawn = len(self.leaves) * NONCE_BYTES
        nonce = self._random[drawn : drawn + NONCE_BYTES]
        self.leaves.append(commitment(salt_of(salts, position, body), body))
        place = position.to_bytes(8, "big")
        sealed = nonce + cipher.encrypt(nonce, body, b"body" + place)
        self.bodies.append(body_row(place, month, lot, row.subject, sealed))

    def lots(self) -> tuple[list[date], list[int], list[int], list[int]]:
        """Where the bodies of each month and lot lie: months, lots, first and last positions."""
        spans = self._spans
        return (
            [month for month, _ in spans],
            [int(lot) for _, lot in spans],
            [first for first, _ in spans.values()],
            [last for _, last in spans.values()],
        )
