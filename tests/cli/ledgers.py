"""An invented ledger's export for the sessions: five entries, two checkpoints, and the same with one letter changed."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256

from jikim.proof import Checkpoint, Cosigner, Signer, export, root
from jikim.proof.checkpoint import Note
from jikim.proof.export import Entry, Header

ORIGIN = "solbaram.example/jikim"
SIGNER = Signer(ORIGIN, bytes(range(32)))
OTHER = Signer(ORIGIN, bytes(32))
WITNESS = Cosigner("auditor.example", bytes(32))


def _entry(n: int) -> Entry:
    salt = sha256(b"%d" % n).digest()[:16]
    body = f'{{"at":"2026-01-0{n + 1}T09:00:00Z","event":"record:use:allowed"}}'
    if n == 4:
        body = '{"at":"2026-01-05T09:00:00Z","count":1,"event":"ledger:expire:allowed","lot":"2024-12/access"}'
    leaf = sha256(b"jikim entry v1\x00" + salt + body.encode()).digest()
    return Entry(n, leaf, None, expired="2024-12/access") if n == 1 else Entry(n, leaf, body, salt)


def whole(witnessed: int = 0) -> bytes:
    """An export; a witness has cosigned the first so many of its two checkpoints."""
    entries = [_entry(n) for n in range(5)]
    leaves = [sha256(b"\x00" + entry.leaf).digest() for entry in entries]
    notes = [SIGNER.sign(Checkpoint(ORIGIN, size, root(leaves[:size]))) for size in (3, 5)]
    for n in range(witnessed):
        notes[n] += str(WITNESS.cosign(Note.parse(notes[n]).text, 1_769_904_000 + n))
    header = Header(ORIGIN, str(SIGNER.verifier), datetime(2026, 2, 1, tzinfo=UTC))
    return b"".join(export.write(header, entries, notes))


def tampered() -> bytes:
    return whole().replace(b"2026-01-03T09", b"2026-01-03T08")


def cosigned() -> bytes:
    return whole(2)


def half_cosigned() -> bytes:
    return whole(1)


def kept() -> bytes:
    """A checkpoint that an outsider kept: of seven entries, two more than the export has."""
    return SIGNER.sign(Checkpoint(ORIGIN, 7, bytes(32))).encode()
