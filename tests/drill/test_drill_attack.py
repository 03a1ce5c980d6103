"""The attacker's tools work: without that, an attack that opens nothing would show nothing."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from tests.conftest import Cast, Databases

from jikim.app import Jikim
from jikim.crypto import SealContext, joined_key, new_key, seal
from jikim.drill.attack import Keys, find_keys, loot, open_rows
from jikim.drill.carve import carve
from jikim.drill.report import Finding, Report
from jikim.drill.rows import LiveRow, PartRow, Rows, WrappedKey, read_rows
from jikim.keys.ring import open_ring
from jikim.keys.root import FileRoot

NOTHING: frozenset[WrappedKey] = frozenset()


def test_a_root_key_in_any_file_opens_a_ring_in_any_file(tmp_path: Path) -> None:
    """A ring's copy under another name and 32 bytes under another name are a whole ring to a thief; either alone is
    nothing."""
    ring = open_ring(tmp_path / "house")
    wrapped = WrappedKey("person", b"n" * 20, ring.wrap(b"n" * 20, bytes(range(32))))
    loose = tmp_path / "elsewhere"
    loose.mkdir()
    (loose / "old-ring.bak").write_bytes((tmp_path / "house" / "ring-1.json").read_bytes())
    alone = find_keys(loot([loose]), (), frozenset({wrapped}))
    assert (alone.rings_opened, alone.wrapped_opened, alone.of) == (0, 0, {})
    (loose / "x").write_bytes((tmp_path / "house" / "root-1.key").read_bytes())
    both = find_keys(loot([loose]), (), frozenset({wrapped}))
    assert (both.rings_opened, both.shard_keys, both.of) == (1, 256, {"person": {bytes(range(32))}})
    # What a provider still has is tried as well.
    asked = find_keys(loot([loose]), (FileRoot(tmp_path / "house"),), frozenset({wrapped}))
    assert asked.wrapped_opened == 1


@pytest.mark.parametrize("place", ["live", "part"])
def test_any_key_is_tried_on_any_row(place: str) -> None:
    """A key opens its row whoever it is said to belong to; joined keys in every combination; and never at another
    place."""
    subject, record = uuid4(), uuid4()
    day, person = new_key(), new_key()
    key = person if place == "live" else joined_key(day, person)
    sealed = seal(key, SealContext(subject, record, 1, 2 if place == "live" else 0), {4: b"a value"})
    live = LiveRow(subject, record, 1, 2, sealed.items, sealed.head, sealed.body)
    part = PartRow(subject, record, 1, date(2018, 2, 5), sealed.items, sealed.head, sealed.body)
    rows = Rows(
        frozenset({live} if place == "live" else ()), frozenset({part} if place == "part" else ()), frozenset(), NOTHING
    )
    keys = Keys(of={"person": {new_key(), person, new_key()}, "day": {new_key(), day}, "archive": {new_key(), person}})
    opened = open_rows(keys, rows)
    assert (opened.ciphertexts, opened.texts) == (1, [b"a value"])
    assert opened.tried == (3 if place == "live" else 4)
    assert opened.marks(["a value", "another"]) == {"a value"}
    moved = Rows(
        frozenset(row._replace(record=uuid4()) for row in rows.live),
        frozenset(row._replace(record=uuid4()) for row in rows.parts),
        frozenset(),
        NOTHING,
    )
    assert open_rows(keys, moved).texts == []


def _row(space: bytes, name: bytes, ring: int, wrapped: bytes, pad: int) -> bytes:
    def short(content: bytes) -> bytes:
        return bytes([(len(content) + 1) * 2 + 1]) + content

    return short(space) + short(name) + bytes(pad) + ring.to_bytes(4, "little") + short(wrapped)


@pytest.mark.parametrize(
    ("space", "length"), [("person", 20), ("archive", 16), ("day", 14), ("hold", 32), ("index", 1)]
)
@pytest.mark.parametrize("pad", range(4))
def test_a_wrapped_key_is_carved_out_of_raw_bytes(tmp_path: Path, space: str, length: int, pad: int) -> None:
    """As PostgreSQL lays a row out, with any padding and any ring's number, in a page and across two pages of its log."""
    for ring in (1, 7, 300):
        name, wrapped = os.urandom(length), os.urandom(60)
        raw = _row(space.encode(), name, ring, wrapped, pad)
        (tmp_path / "16385").write_bytes(b"\x80person" + os.urandom(300) + raw + os.urandom(100))
        assert WrappedKey(space, name, wrapped) in carve([tmp_path])
        (tmp_path / "16385").unlink()
    cut = bytes(8192 - 30) + raw[:30] + b"\x02" * 24 + raw[30:] + bytes(8000)
    (tmp_path / "000000010000000000000001").write_bytes(cut)
    assert WrappedKey(space, name, wrapped) in carve([tmp_path])


def test_carving_finds_every_key_that_stands_in_a_real_server(jk: Jikim, cast: Cast, databases: Databases) -> None:
    """The layout is PostgreSQL's own: what the table shows is found in its file, and what was deleted from it, too."""
    admin = databases.admin["keys"]
    with psycopg.connect(admin, autocommit=True) as conn:
        conn.execute("CHECKPOINT")
        path = conn.execute(
            "SELECT current_setting('data_directory') || '/' || pg_relation_filepath('keys.key')"
        ).fetchone()
        assert path is not None
    rows = read_rows(databases.admin)
    standing = {one for one in rows.keys if one.space in ("person", "archive", "day", "hold", "index")}
    assert len(standing) > 3
    assert standing <= carve([Path(path[0])])
    jk.leave(cast.dan.subject)
    jk.sweep()
    with psycopg.connect(admin, autocommit=True) as conn:
        conn.execute("CHECKPOINT")
    now = {one for one in read_rows(databases.admin).keys if one.name[:16] == cast.dan.subject.bytes}
    gone = {one for one in standing if one.name[:16] == cast.dan.subject.bytes} - now
    assert gone
    assert gone <= carve([Path(path[0])])


def test_nothing_of_nothing_is_no_success() -> None:
    """A count that must be 0 says of how many; a report without findings shows nothing."""
    assert not Report().ok
    for must, count, of, ok in (
        ("none", 0, 0, False),
        ("none", 0, 5, True),
        ("none", 1, 5, False),
        ("some", 0, 5, False),
        ("some", 1, 5, True),
        ("all", 0, 0, False),
        ("all", 4, 5, False),
        ("all", 5, 5, True),
    ):
        assert Finding("k", must, count, of, "", "").ok is ok, (must, count, of)  # type: ignore[arg-type]
    report = Report()
    report.note("k", "none", 0, 5, "", "")
    assert report.ok
    report.note("other", "some", 0, 5, "", "")
    assert not report.ok
