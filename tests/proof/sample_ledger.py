"""An invented ledger of twenty entries and its export, with what the tests ask of a report."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import sha256

import msgspec
from tests.proof import reference

from jikim.proof import Checkpoint, Report, Signer, export
from jikim.proof.export import Entry, Header

ORIGIN = "ledger.example/shop"
SIGNER = Signer(ORIGIN, bytes(32))
OUTSIDER = Signer(ORIGIN, bytes([2]) * 32)
KEY = str(SIGNER.verifier)
HEADER = Header(ORIGIN, KEY, datetime(2026, 1, 5, tzinfo=UTC))
SIZES = (4, 9, 16, 18)
LOT = "2026-01/access"
EXPIRE = "ledger:expire:allowed"
EVENTS = ("record:use:allowed", "record:use:denied", "consent:marketing:given")


def salt_of(n: int) -> bytes:
    return sha256(b"salt %d" % n).digest()[:16]


def entry_at(n: int, *, erased: bool = False) -> Entry:
    """An invented entry whose commitment is computed here, apart from the product's. The first one says which bodies'
    time is over."""
    if n == 0:
        body = f'{{"count":5000,"event":"{EXPIRE}","lot":"{LOT}"}}'
        return Entry(0, sha256(b"jikim entry v1\x00" + salt_of(0) + body.encode()).digest(), body, salt_of(0))
    body = f'{{"at":"2026-01-02T09:{n % 60:02}:00Z","event":"{EVENTS[n % 3]}","note":"줄\\n{n}"}}'
    leaf = sha256(b"jikim entry v1\x00" + salt_of(n) + body.encode()).digest()
    return Entry(n, leaf, None, expired=LOT) if erased else Entry(n, leaf, body, salt_of(n))


def note_over(entries: Iterable[Entry], signer: Signer = SIGNER, origin: str = ORIGIN) -> str:
    leaves = [sha256(b"\x00" + entry.leaf).digest() for entry in entries]
    return signer.sign(Checkpoint(origin, len(leaves), reference.mth(leaves)))


ENTRIES = [entry_at(n, erased=n % 4 == 1) for n in range(20)]
NOTES = [note_over(ENTRIES[:size]) for size in SIZES]
LINES = b"".join(export.write(HEADER, ENTRIES, NOTES)).splitlines(keepends=True)
WHOLE = b"".join(LINES)


def line_of(n: int) -> int:
    """The index in LINES of entry n: after the header, the checkpoints before it and the tile behind the last of them."""
    return 1 + n + sum(size <= n for size in SIZES) + (n >= SIZES[-1])


def first_fault(report: Report) -> tuple[str, int, int | None]:
    assert not report.ok
    return report.faults[0].kind, report.faults[0].line, report.faults[0].position


def kinds_of(report: Report) -> list[str]:
    return [fault.kind for fault in report.faults]


def encoded(*found: object) -> bytes:
    return msgspec.json.Encoder().encode_lines(found)
