"""What a thief reads in tables: sealed rows and wrapped keys, as the server's superuser sees them, and the same out of
a backup of the keys."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

import psycopg

from jikim.backup.programs import Programs
from jikim.backup.read_back import verify
from jikim.backup.sets import Set
from jikim.drill.ground import servers_of

_BYTEA = re.compile(rb"\\\\x([0-9a-f]*)")


class LiveRow(NamedTuple):
    subject: UUID
    record: UUID
    version: int
    generation: int
    items: tuple[int, ...]
    head: bytes
    body: tuple[bytes, ...]


class PartRow(NamedTuple):
    subject: UUID
    record: UUID
    version: int
    due: date
    items: tuple[int, ...]
    head: bytes
    body: tuple[bytes, ...]


class ClaimRow(NamedTuple):
    tag: bytes
    subject: UUID
    record: UUID
    item: int
    version: int
    sealed: bytes


class WrappedKey(NamedTuple):
    """A row of `keys.key`: the key of a name under a shard key."""

    space: str
    name: bytes
    wrapped: bytes


class Rows(NamedTuple):
    """All sealed rows of one moment."""

    live: frozenset[LiveRow]
    parts: frozenset[PartRow]
    claims: frozenset[ClaimRow]
    keys: frozenset[WrappedKey]

    def joined(self, *others: Rows) -> Rows:
        """These and others', each once."""
        every = (self, *others)
        return Rows(
            frozenset().union(*(rows.live for rows in every)),
            frozenset().union(*(rows.parts for rows in every)),
            frozenset().union(*(rows.claims for rows in every)),
            frozenset().union(*(rows.keys for rows in every)),
        )


def read_rows(admin: Mapping[str, str]) -> Rows:
    """Every sealed row and every wrapped key that stands now."""
    live, claims = list[tuple[Any, ...]](), list[tuple[Any, ...]]()
    for dsn in servers_of(admin):
        with psycopg.connect(dsn) as conn:
            live += conn.execute("SELECT subject, record, version, generation, items, head, body FROM live.record")
            claims += conn.execute("SELECT tag, subject, record, item, version, sealed FROM live.claim")
    with psycopg.connect(admin["archive"]) as conn:
        parts = conn.execute("SELECT subject, record, version, due, items, head, body FROM archive.part").fetchall()
    with psycopg.connect(admin["keys"]) as conn:
        keys = conn.execute("SELECT space, name, wrapped FROM keys.key").fetchall()
    return Rows(
        frozenset(LiveRow(row[0], row[1], row[2], row[3], tuple(row[4]), row[5], tuple(row[6])) for row in live),
        frozenset(PartRow(row[0], row[1], row[2], row[3], tuple(row[4]), row[5], tuple(row[6])) for row in parts),
        frozenset(ClaimRow(*row) for row in claims),
        frozenset(WrappedKey(*row) for row in keys),
    )


def keys_of(found: Set, programs: Programs) -> frozenset[WrappedKey]:
    """Every wrapped key of a set of the key store."""
    keys: set[WrappedKey] = set()

    def look(table: str, columns: Sequence[str], line: bytes) -> None:
        if table == "keys.key":
            row = dict(zip(columns, line.rstrip(b"\n").split(b"\t"), strict=True))
            keys.add(WrappedKey(row["space"].decode(), _bytes(row["name"]), _bytes(row["wrapped"])))

    verify(found, programs, on_row=look)
    return frozenset(keys)


def _bytes(text: bytes) -> bytes:
    found = _BYTEA.fullmatch(text)
    assert found is not None, "pg_restore writes bytes in hexadecimal"
    return bytes.fromhex(found[1].decode())
