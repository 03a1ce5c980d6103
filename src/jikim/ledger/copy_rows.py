"""Leaves and bodies as rows of PostgreSQL's binary COPY, built by hand: a field's length, then its bytes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from itertools import islice
from uuid import UUID

import psycopg

from jikim.db.driver import Row
from jikim.ledger.retention_lots import Lot

_HEAD, _END = b"PGCOPY\n\xff\r\n\x00" + bytes(8), b"\xff\xff"
_EPOCH = date(2000, 1, 1)  # PostgreSQL's first day
_AT_ONCE = 64  # rows: some 32 KiB
_BODIES = "COPY ledger.body (position, month, lot, subject, sealed) FROM STDIN (FORMAT BINARY)"
_LEAVES = "COPY ledger.leaf (position, commitment) FROM STDIN (FORMAT BINARY)"


def leaf_row(position: int, leaf: bytes) -> bytes:
    """A row of `ledger.leaf`."""
    return b"\x00\x02\x00\x00\x00\x08%b\x00\x00\x00\x20%b" % (position.to_bytes(8, "big"), leaf)


def body_row(position: int, month: date, lot: Lot, subject: UUID | None, sealed: bytes) -> bytes:
    """A row of `ledger.body`."""
    return b"\x00\x05\x00\x00\x00\x08%b%b%b%b%b" % (
        position.to_bytes(8, "big"),
        _month_and_lot(month, lot),
        b"\xff\xff\xff\xff" if subject is None else b"\x00\x00\x00\x10" + subject.bytes,
        len(sealed).to_bytes(4, "big"),
        sealed,
    )


@lru_cache(maxsize=64)
def _month_and_lot(month: date, lot: Lot) -> bytes:
    day = (month - _EPOCH).days.to_bytes(4, "big", signed=True)
    return b"\x00\x00\x00\x04%b\x00\x00\x00\x02%b" % (day, lot.to_bytes(2, "big"))


def copied(conn: psycopg.Connection[Row], bodies: Iterable[bytes], leaves: Iterable[bytes]) -> None:
    """Writes both, in the transaction that is open. The server takes rows in while the next ones are made."""
    for statement, rows in ((_BODIES, iter(bodies)), (_LEAVES, iter(leaves))):
        with conn.cursor().copy(statement) as copy:
            copy.write(_HEAD)
            while part := b"".join(islice(rows, _AT_ONCE)):
                copy.write(part)
            copy.write(_END)
