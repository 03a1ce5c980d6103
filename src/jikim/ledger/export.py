"""The ledger for whoever wants to check it: the export file, and one person's entries."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from jikim.crypto import unwrap
from jikim.db.driver import Driver, Statement, Steps
from jikim.db.queries import load
from jikim.keys.keyring import Keyring
from jikim.ledger.body import Names, Waiting, compose
from jikim.ledger.entry import month_key, month_of, read_who
from jikim.ledger.sequencer import body_name
from jikim.proof.checkpoint import Signer
from jikim.proof.export import SALT_BYTES, Entry, Header, write

Q = load("jikim.ledger")
BATCH = 5_000


def export(driver: Driver, keyring: Keyring, signer: Signer, at: datetime) -> Iterator[bytes]:
    """The whole ledger as pieces of an export file (`jikim.proof.export`): every leaf, every body that still stands, every checkpoint.

    It ends with the last checkpoint's entries, so nothing in it is uncovered.
    """
    with driver.pools["live"].connection() as conn:
        checkpoints = conn.execute(Q["ledger.checkpoints"].text).fetchall()
    last = checkpoints[-1][0] if checkpoints else 0
    header = Header(origin=signer.verifier.name, key=str(signer.verifier), exported_at=at)
    yield from write(header, _entries(driver, keyring, last), (note for _size, _at, note in checkpoints))


def _entries(driver: Driver, keyring: Keyring, last: int) -> Iterator[Entry]:
    position = 0
    while position < last:
        with driver.pools["live"].connection() as conn:
            rows = conn.execute(
                Q["ledger.entries"].text, (position, min(BATCH, last - position)), binary=True
            ).fetchall()
        if not rows:
            return
        for place, commitment, month, sealed in rows:
            if sealed is None:
                yield Entry(n=place, leaf=bytes(commitment), body=None)
                continue
            key = driver.run(month_key(keyring, month))
            opened = unwrap(key, body_name(place), bytes(sealed))
            yield Entry(n=place, leaf=bytes(commitment), body=opened[SALT_BYTES:].decode(), salt=opened[:SALT_BYTES])
        position = rows[-1][0] + 1


def entries_of(keyring: Keyring, zone: ZoneInfo, subject: UUID, names: Names) -> Steps[list[dict[str, Any]]]:
    """Every entry about one person, oldest first: those that have a position, then those that wait for one."""
    found: list[dict[str, Any]] = []
    keys: dict[date, bytes] = {}
    # Those that wait are asked for first: one that gets its position meanwhile is seen twice and told once, never missed.
    waiting: list[Waiting] = []
    for query in ("ledger.waiting_of", "ledger.archive_waiting_of"):
        rows = yield Statement(Q[query], (subject,))
        waiting += map(Waiting._make, rows)
    rows = yield Statement(Q["ledger.bodies_of"], (subject,))
    for place, month, sealed in rows:
        if month not in keys:
            keys[month] = yield from month_key(keyring, month)
        body = msgspec.json.decode(unwrap(keys[month], body_name(place), bytes(sealed))[SALT_BYTES:])
        found.append({**body, "position": place})
    placed = {body["entry"] for body in found}
    for row in waiting:
        if str(row.entry) in placed:
            continue
        month = month_of(row.at, zone)
        if month not in keys:
            keys[month] = yield from month_key(keyring, month)
        found.append(compose(row, read_who(keys[month], row.who), names))
    return sorted(found, key=lambda body: body["at"])
