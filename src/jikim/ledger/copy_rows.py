"""Leaves and bodies as rows of PostgreSQL's binary COPY, built by hand: a field's length, then its bytes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

import psycopg

from jikim.db.driver import Row
from jikim.ledger.retention_lots import Lot

_HEAD, _END = b"PGCOPY\n\xff\r\n\x00" + bytes(8), b"\xff\xff"
_EPOCH = date(2000, 1, 1)  # PostgreSQL's first day


def leaf_row(place: bytes, leaf: bytes) -> bytes:
    """A row of `ledger.leaf`; `place` in eight bytes."""
    return b"\x00\x02\x00\x00\x00\x08%b\x00\x00\x00\x20%b" % (place, leaf)


def body_row(place: bytes, month: date, lot: Lot, subject: UUID | None, sealed: bytes) -> bytes:
    """A row of `ledger.body`."""
    whose = b"\xff\xff\xff\xff" if subject is None else b"\x00\x00\x00\x10" + subject.bytes
    day = (month - _EPOCH).days.to_bytes(4, "big", signed=True)
    return b"\x00\x05\x00\x00\x00\x08%b\x00\x00\x00\x04%b\x00\x00\x00\x02%b%b%b%b" % (
        place,
        day,
        lot.to_bytes(2, "big"),
        whose,
        len(sealed).to_bytes(4, "big"),
        sealed,
    )


def copied(conn: psycopg.Connection[Row], leaves: Iterable[bytes], bodies: Iterable[bytes]) -> None:
    """Writes both, in the transaction that is open."""
    cursor = conn.cursor()
    with cursor.copy("COPY ledger.leaf (position, commitment) FROM STDIN (FORMAT BINARY)") as copy:
        copy.write(b"".join((_HEAD, *leaves, _END)))
    with cursor.copy("COPY ledger.body (position, month, lot, subject, sealed) FROM STDIN (FORMAT BINARY)") as copy:
        copy.write(b"".join((_HEAD, *bodies, _END)))
