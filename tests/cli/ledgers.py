"""An invented ledger's export for the sessions: five entries, two checkpoints, and the same with one letter changed."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256

from jikim.proof import Checkpoint, Signer, export, root
from jikim.proof.export import Entry, Header

ORIGIN = "solbaram.example/jikim"
SIGNER = Signer(ORIGIN, bytes(range(32)))
OTHER = Signer(ORIGIN, bytes(32))


def _entry(n: int) -> Entry:
    salt = sha256(b"%d" % n).digest()[:16]
    body = f'{{"at":"2026-01-0{n + 1}T09:00:00Z","event":"record:use:allowed"}}'
    leaf = sha256(b"jikim entry v1\x00" + salt + body.encode()).digest()
    return Entry(n, leaf, None) if n == 1 else Entry(n, leaf, body, salt)


def whole() -> bytes:
    entries = [_entry(n) for n in range(5)]
    leaves = [sha256(b"\x00" + entry.leaf).digest() for entry in entries]
    notes = [SIGNER.sign(Checkpoint(ORIGIN, size, root(leaves[:size]))) for size in (3, 5)]
    header = Header(ORIGIN, str(SIGNER.verifier), datetime(2026, 2, 1, tzinfo=UTC))
    return b"".join(export.write(header, entries, notes))


def tampered() -> bytes:
    return whole().replace(b"2026-01-03T09", b"2026-01-03T08")
