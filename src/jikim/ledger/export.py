"""The ledger for whoever wants to check it: the export file, and one person's entries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from jikim.crypto import Hmac
from jikim.db.driver import Driver, Servers, Steps, aside
from jikim.db.queries import load
from jikim.db.spread import HOUSE, Spread
from jikim.db.steps import rows_of
from jikim.keys.keyring import Keyring
from jikim.ledger.body import Names, Waiting, compose, salt_of, salts_key
from jikim.ledger.checkpoint_copies import LastNote
from jikim.ledger.entry import month_of, who_reader
from jikim.ledger.numbers import MacKey
from jikim.ledger.objects import Objects
from jikim.ledger.processes import forged, true_place
from jikim.ledger.retention_lots import Lot, label
from jikim.ledger.stored import (
    EVERYWHERE,
    Keys,
    Stored,
    Whose,
    body_of,
    bundles,
    hashes_of,
    keys_of,
    lots_of_person,
    opened,
    opened_of_person,
    page,
    whose,
    with_leaves,
)
from jikim.proof.checkpoint import Signer
from jikim.proof.export import NO_LEAF, Entry, Header, Placed, write
from jikim.proof.merkle import HASH_BYTES

Q = load("jikim.ledger")
BATCH = 5_000


def export(
    driver: Driver, keyring: Keyring, objects: Objects, signer: Signer, at: datetime, beside: LastNote
) -> Iterator[bytes]:
    """The whole ledger as pieces of an export file (`jikim.proof.export`): every leaf, every body that still stands,
    every checkpoint.

    It ends with the last checkpoint's entries, so nothing in it is uncovered. A body or a checkpoint that was altered
    where it lies, and an entry that was removed, are named in their place, and the rest goes on. Where the database no
    longer has the checkpoint that stands `beside` the ring, that one stands last, and shows that something was cut off.
    Raises StoreError where the database or the objects can't be read.
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
    yield from write(header, _entries(driver, keyring, objects, last), notes, _tiles(driver, objects))


def _text(note: str) -> str:
    """What was signed, without the signatures."""
    return note.partition("\n\n")[0]


def _tiles(driver: Driver, objects: Objects) -> Iterator[bytes]:
    """The full tiles' leaf hashes, as they were when each was complete."""
    number = 0
    while rows := driver.run(rows_of(Q["ledger.tiles"](from_=number, limit=64))):
        # Of one whose row somebody removed, nothing is anywhere.
        moved = (n for n, _root, *lying, checks, _ in rows if lying == [None, None] and checks is not None)
        outside = driver.run(bundles(objects, moved))
        for tile in rows:
            if tile[0] != number:
                return
            number += 1
            yield hashes_of(tile, outside)


def _entries(driver: Driver, keyring: Keyring, objects: Objects, last: int) -> Iterator[Entry]:
    position = 0
    keys: Keys = {}
    salts: dict[tuple[date, int], Hmac] = {}
    while position < last:
        lying = driver.run(page(keyring, objects, keys, position, min(BATCH, last - position)))
        lying = driver.run(with_leaves(objects, lying))
        salts.update({lot: salts_key(key) for lot, key in keys.items() if key is not None and lot not in salts})
        for one in opened(lying, keys):
            yield from _gone(position, min(one.place, last))
            if one.place >= last:
                return
            position = one.place + 1
            yield _exported(one, salts)
        if not lying.rows:
            yield from _gone(position, last)
            return


def _exported(one: Stored, salts: Mapping[tuple[date, int], Hmac]) -> Entry:
    # A leaf of another length is no leaf; the file has room for 32 bytes, and its checkpoint shows that they are
    # others.
    leaf = one.leaf[:HASH_BYTES].ljust(HASH_BYTES, b"\0")
    if one.month is None:
        # Nothing says that it may be gone.
        return Entry(n=one.place, leaf=leaf, body=None, damaged=leaf == NO_LEAF)
    if one.damaged:
        return Entry(n=one.place, leaf=leaf, body=None, damaged=True)
    if one.body is None:
        return Entry(n=one.place, leaf=leaf, body=None, expired=label(one.month, Lot(one.lot)))
    try:
        body = one.body.decode()
    except UnicodeDecodeError:
        return Entry(n=one.place, leaf=leaf, body=None, damaged=True)
    return Entry(n=one.place, leaf=leaf, body=body, salt=salt_of(salts[one.month, one.lot], one.place, one.body))


def _gone(begin: int, end: int) -> Iterator[Entry]:
    """Entries that a checkpoint covers and whose leaves somebody removed: no checkpoint agrees with these."""
    for place in range(begin, end):
        yield Entry(n=place, leaf=NO_LEAF, body=None, damaged=True)


def bodies_from(
    keyring: Keyring, objects: Objects, position: int, limit: int
) -> Steps[list[tuple[int, dict[str, Any] | None]]]:
    """Entries from a position on, in order, each with its body; None where its time was over."""
    keys: Keys = {}
    lying = yield from page(keyring, objects, keys, position, limit)
    return [(one.place, body_of(one)) for one in opened(lying, keys)]


def entries_of(
    keyring: Keyring, objects: Objects, zone: ZoneInfo, subject: UUID, names: Names, within: range = EVERYWHERE
) -> Steps[list[dict[str, Any]]]:
    """Every entry about one person, oldest first: those that have a position (`within` these alone, and no other is
    opened), and those that wait for one, where `within` has no end."""
    found, _ = yield from newest_of(keyring, objects, zone, subject, names, None, within)
    return found


def newest_of(
    keyring: Keyring,
    objects: Objects,
    zone: ZoneInfo,
    subject: UUID,
    names: Names,
    newest: int | None,
    within: range = EVERYWHERE,
) -> Steps[tuple[list[dict[str, Any]], int | None]]:
    """The same, and of those that have a position so many from the end (None: all). Answers with them the position below which
    the older ones are; None: there are none."""
    # Those that wait are asked for first: one that gets its position meanwhile is seen twice and told once, never
    # missed.
    waiting: list[Waiting] = []
    waits = ("ledger.waiting_of", "ledger.archive_waiting_of") if within.stop == EVERYWHERE.stop else ()
    asked = [Q[query](subject=subject) for query in waits]
    spread: Spread = yield Servers()
    if asked and spread.of(subject) != HOUSE:
        # What was done with a paper of theirs waits with the house.
        asked.append(asked[0].on(HOUSE))
    for one in asked:
        waiting += map(Waiting._make, (yield one))
    lying = yield from whose(objects, subject, within, newest)
    keys: Keys = {}
    months = {(month_of(row.at, zone), int(Lot.ACCESS)) for row in waiting}
    yield from keys_of(keyring, lots_of_person(lying) | months, keys)
    count = len(lying.rows) + len(lying.places) + len(waiting)
    return (yield from aside(count, partial(_bodies, zone, names, subject, lying, waiting, keys))), lying.older


def _bodies(
    zone: ZoneInfo, names: Names, subject: UUID, lying: Whose, waiting: Sequence[Waiting], keys: Keys
) -> list[dict[str, Any]]:
    told = map(body_of, opened_of_person(lying, subject, keys))
    found: list[dict[str, Any]] = [body for body in told if body is not None]
    placed = {body["entry"] for body in found}
    for row in waiting:
        if str(row.entry) not in placed:
            key = keys[month_of(row.at, zone), int(Lot.ACCESS)]
            true = key is not None and true_place(MacKey(key), *row[1:5]) is not None
            found.append(compose(row, who_reader(key)(row.who), names) if true else forged(row))
    return sorted(found, key=lambda body: body["at"])
