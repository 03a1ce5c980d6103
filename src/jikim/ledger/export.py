"""The ledger for whoever wants to check it: the export file, and one person's entries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from jikim.crypto import unwrap
from jikim.db.driver import Driver, Row, Steps, aside
from jikim.db.queries import load
from jikim.db.steps import rows_of
from jikim.errors import KeyGoneError, SealError
from jikim.keys.keyring import Keyring
from jikim.ledger.body import Names, Waiting, body_name, compose, read_body
from jikim.ledger.checkpoint_copies import LastNote
from jikim.ledger.entry import month_of, read_who
from jikim.ledger.numbers import MacKey
from jikim.ledger.processes import forged, true_place
from jikim.ledger.retention_lots import Lot, key_name, label
from jikim.proof.checkpoint import Signer
from jikim.proof.export import NO_LEAF, SALT_BYTES, Entry, Header, Placed, write
from jikim.proof.merkle import HASH_BYTES

Q = load("jikim.ledger")
BATCH = 5_000


def export(driver: Driver, keyring: Keyring, signer: Signer, at: datetime, beside: LastNote) -> Iterator[bytes]:
    """The whole ledger as pieces of an export file (`jikim.proof.export`): every leaf, every body that still stands,
    every checkpoint.

    It ends with the last checkpoint's entries, so nothing in it is uncovered. A body or a checkpoint that was altered
    where it lies, and an entry that was removed, are named in their place, and the rest goes on. Where the database no
    longer has the checkpoint that stands `beside` the ring, that one stands last, and shows that something was cut off.
    Raises StoreError where the database can't be read.
    """
    known = beside.note()
    # Under the tree's lock, which whoever signs holds: what stands beside the ring then stands in the database too.
    driver.run(rows_of(Q["ledger.tree"]()))
    checkpoints = driver.run(rows_of(Q["ledger.checkpoints"]()))
    last = max((size for size, _at, _note in checkpoints), default=0)
    header = Header(origin=signer.verifier.name, key=str(signer.verifier), exported_at=at)
    notes = [Placed(size, note) for size, _at, note in checkpoints]
    if known is not None and _text(known) not in {_text(note) for _, note in notes}:
        notes.append(Placed(last, known))
    yield from write(header, _entries(driver, keyring, last), notes, _tiles(driver))


def _text(note: str) -> str:
    """What was signed, without the signatures."""
    return note.partition("\n\n")[0]


def _tiles(driver: Driver) -> Iterator[bytes]:
    """The full tiles' leaf hashes, as they were when each was complete."""
    number = 0
    while rows := driver.run(rows_of(Q["ledger.tiles"](from_=number, limit=64))):
        for n, leaves in rows:
            if n != number:
                return
            number += 1
            yield bytes(leaves)


def _entries(driver: Driver, keyring: Keyring, last: int) -> Iterator[Entry]:
    position = 0
    keys: dict[tuple[date, int], bytes | None] = {}
    while position < last:
        rows = driver.run(rows_of(Q["ledger.entries"](from_=position, limit=min(BATCH, last - position))))
        for place, commitment, month, lot, sealed in rows:
            yield from _gone(position, min(place, last))
            if place >= last:
                return
            position = place + 1
            # A leaf of another length is no leaf; the file has room for 32 bytes, and its checkpoint shows that they
            # are others.
            leaf = bytes(commitment)[:HASH_BYTES].ljust(HASH_BYTES, b"\0")
            if month is None:
                # Nothing says that it may be gone.
                yield Entry(n=place, leaf=leaf, body=None)
                continue
            if (month, lot) not in keys:
                keys[month, lot] = driver.run(key_of(keyring, month, Lot(lot)))
            key = keys[month, lot]
            if sealed is None or key is None:
                yield Entry(n=place, leaf=leaf, body=None, expired=label(month, Lot(lot)))
                continue
            try:
                opened = unwrap(key, body_name(place), bytes(sealed))
                body, salt = opened[SALT_BYTES:].decode(), opened[:SALT_BYTES]
            except (SealError, UnicodeDecodeError):
                yield Entry(n=place, leaf=leaf, body=None, damaged=True)
                continue
            yield Entry(n=place, leaf=leaf, body=body, salt=salt)
        if not rows:
            yield from _gone(position, last)
            return


def _gone(begin: int, end: int) -> Iterator[Entry]:
    """Entries that a checkpoint covers and whose leaves somebody removed: no checkpoint agrees with these."""
    for place in range(begin, end):
        yield Entry(n=place, leaf=NO_LEAF, body=None, damaged=True)


def key_of(keyring: Keyring, month: date, lot: Lot) -> Steps[bytes | None]:
    """The key of a month's lot; None where its time was over, or it was put back from a backup without its key."""
    try:
        return (yield from keyring.open("ledger-month", key_name(month, lot)))
    except KeyGoneError:
        return None


def bodies_from(keyring: Keyring, position: int, limit: int) -> Steps[list[tuple[int, dict[str, Any] | None]]]:
    """Entries from a position on, in order, each with its body; None where its time was over."""
    found: list[tuple[int, dict[str, Any] | None]] = []
    keys: dict[tuple[date, int], bytes | None] = {}
    for place, _commitment, month, lot, sealed in (
        yield from rows_of(Q["ledger.entries"](from_=position, limit=limit))
    ):
        if month is not None and (month, lot) not in keys:
            keys[month, lot] = yield from key_of(keyring, month, Lot(lot))
        key = keys[month, lot] if month is not None else None
        found.append((place, None if sealed is None or key is None else read_body(key, place, month, bytes(sealed))))
    return found


def entries_of(keyring: Keyring, zone: ZoneInfo, subject: UUID, names: Names) -> Steps[list[dict[str, Any]]]:
    """Every entry about one person, oldest first: those that have a position, then those that wait for one."""
    # Those that wait are asked for first: one that gets its position meanwhile is seen twice and told once, never
    # missed.
    waiting: list[Waiting] = []
    for query in ("ledger.waiting_of", "ledger.archive_waiting_of"):
        rows = yield Q[query](subject=subject)
        waiting += map(Waiting._make, rows)
    rows = yield Q["ledger.bodies_of"](subject=subject)
    asked = {(month, Lot(lot)) for _place, month, lot, *_ in rows} | {
        (month_of(row.at, zone), Lot.ACCESS) for row in waiting
    }
    keys: dict[tuple[date, Lot], bytes | None] = {}
    for lot in sorted(asked):
        keys[lot] = yield from key_of(keyring, *lot)
    return (yield from aside(len(rows) + len(waiting), partial(_bodies, zone, names, rows, waiting, keys)))


def _bodies(
    zone: ZoneInfo,
    names: Names,
    rows: Sequence[Row],
    waiting: Sequence[Waiting],
    keys: Mapping[tuple[date, Lot], bytes | None],
) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for place, month, number, sealed in rows:
        if (key := keys[month, Lot(number)]) is not None:
            found.append(read_body(key, place, month, bytes(sealed)))
    placed = {body["entry"] for body in found}
    for row in waiting:
        if str(row.entry) not in placed:
            key = keys[month_of(row.at, zone), Lot.ACCESS]
            true = key is not None and true_place(MacKey(key), *row[1:5]) is not None
            found.append(compose(row, read_who(key, row.who), names) if true else forged(row))
    return sorted(found, key=lambda body: body["at"])
