"""Making sets: what lies on the disk, what the ledger and the database say, and what a second run does."""

from __future__ import annotations

import base64
import json
import os
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from tests.at_once import run_all
from tests.backup.stored import KEY, everything, made, means, open_rows, programs, whole  # noqa: F401
from tests.conftest import BOB, START, Cast, Databases

from jikim.app import Jikim
from jikim.backup.dump import LOCK_FILE, Means, alone
from jikim.backup.keep import Keep
from jikim.backup.sets import Set, read
from jikim.errors import ConflictError, JikimError
from jikim.jobs import backup as job
from jikim.proof.export import Entry, read_line

MARK = "Zyxwvut Planted"


def entries(jk: Jikim) -> list[dict[str, Any]]:
    """The ledger's events about backups, in their order."""
    found = []
    for line in b"".join(jk.export_ledger()).splitlines(keepends=True):
        entry = read_line(line)
        if isinstance(entry, Entry) and entry.body is not None:
            body = json.loads(entry.body)
            if "backup" in body["event"]:
                found.append(body)
    return found


@pytest.mark.clause("10.2")
def test_a_set_holds_every_row_of_its_databases(jk: Jikim, made: Set, databases: Databases) -> None:
    """What was counted in the dumps' own snapshots is there: people, records, resting parts, the ledger."""
    live, archive = made.files["live.dump"].rows, made.files["archive.dump"].rows
    people = [made.files[f"{server}.dump"].rows for server in jk.driver.spread.servers]
    assert sum(rows["live.subject"] for rows in people) == sum(row[2] for row in jk.counts("people"))
    assert sum(rows["live.record"] for rows in people) == sum(row[2] for row in jk.counts())
    assert sum(n for table, n in archive.items() if table.startswith("archive.part")) > 0
    assert made.files["ledger.dump"].rows["ledger.leaf"] > 0
    assert "public.alembic_version" in live
    assert "public.alembic_version" in archive
    assert made.digest == jk.policy.digest_hex
    assert made.begun == START


@pytest.mark.clause("10.2")
def test_nothing_of_a_database_lies_in_the_clear(
    jk: Jikim, means: Means, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither a value, nor a name of a column, nor a statement is in the bytes on disk; inside the stream all of them
    are."""
    jk.collect("membership", {**BOB, "name": MARK}, channel="homepage", old_enough=True)
    aside = tmp_path / "aside"
    aside.mkdir()
    for name in ("TMPDIR", "HOME"):
        monkeypatch.setenv(name, str(aside))
    one = job.backup(jk.driver, jk.house, means, tmp_path / "sets").set
    assert one is not None
    on_disk = everything(tmp_path / "sets")
    # The database's own words, which the stream does hold: the control that the search would find them.
    words = [b"PGDMP", b"CREATE TABLE", b"consents integer[]", b"jikim_live", b"pg_catalog"]
    within = b"".join(read(one, "live.dump"))
    assert [word for word in words if word not in within] == []
    assert [word for word in words if word in on_disk] == []
    for form in (
        MARK.encode(),
        MARK.encode("utf-16-le"),
        MARK.encode().hex().encode(),
        base64.b64encode(MARK.encode())[:16],
    ):
        assert form not in on_disk
        assert form not in within
    assert KEY not in on_disk
    assert KEY.hex().encode() not in on_disk
    assert list(aside.iterdir()) == []


def test_each_step_of_a_set_is_in_the_ledger(
    jk: Jikim, means: Means, forward: Callable[..., datetime], tmp_path: Path
) -> None:
    """Beginning, reading back and removing are entries of the system's, with the set's number, under the policy's
    clause."""
    place = tmp_path / "sets"
    for _ in range(3):
        job.backup(jk.driver, jk.house, means, place, Keep(2, None))
        forward(days=1)
    told = [(entry["event"], entry["backup"]) for entry in entries(jk)]
    assert told == [
        ("backup:begin:allowed", 1),
        ("backup:verify:allowed", 1),
        ("backup:begin:allowed", 2),
        ("backup:verify:allowed", 2),
        ("backup:begin:allowed", 3),
        ("backup:verify:allowed", 3),
        ("backup:prune:allowed", 1),
    ]
    assert {entry["clause"] for entry in entries(jk)} == {"10.2"}


def test_old_sets_go_and_the_database_knows(jk: Jikim, means: Means, tmp_path: Path) -> None:
    """The newest ones stay by number; the rows say when each was verified and when it went."""
    place = tmp_path / "sets"
    done = [job.backup(jk.driver, jk.house, means, place, Keep(2, None)) for _ in range(4)]
    assert [one.number for one in whole(place)] == [3, 4]
    assert [one.pruned for one in done] == [
        (),
        (),
        ("jikim-000001-20130205T090000Z",),
        ("jikim-000002-20130205T090000Z",),
    ]
    rows = job.backups(jk.driver)
    assert [(row.number, row.verified is not None, row.pruned is not None) for row in rows] == [
        (1, True, True),
        (2, True, True),
        (3, True, False),
        (4, True, False),
    ]
    assert {row.place for row in rows} == {str(place)}
    assert rows[3].bytes == whole(place)[-1].size
    assert job.prune(jk.driver, jk.house, means, place, Keep(1, None)).pruned == ("jikim-000003-20130205T090000Z",)
    assert job.prune(jk.driver, jk.house, means, place, Keep(1, None)).pruned == ()


def test_what_does_not_open_here_is_never_removed(jk: Jikim, means: Means, tmp_path: Path) -> None:
    """Another house's set in the same directory is left alone, and its number is not given again."""
    place = tmp_path / "sets"
    from dataclasses import replace

    other = replace(means, key=bytes(32))
    job.backup(jk.driver, jk.house, other, place)
    strange = next(place.glob("jikim-*"))
    for _ in range(3):
        job.backup(jk.driver, jk.house, means, place, Keep(1, None))
    assert strange.exists()
    assert len(list(place.glob("jikim-*"))) == 2


def test_a_number_is_never_given_twice(jk: Jikim, means: Means, databases: Databases, tmp_path: Path) -> None:
    """After an older database was put back, whose rows know less, the sets on disk still count."""
    import psycopg

    place = tmp_path / "sets"
    for _ in range(2):
        job.backup(jk.driver, jk.house, means, place)
    with psycopg.connect(databases.admin["live"], autocommit=True) as conn:
        conn.execute("DELETE FROM live.backup WHERE number > 1")
    assert job.backup(jk.driver, jk.house, means, place, Keep(1, None)).set.number == 3  # type: ignore[union-attr]
    # The forgotten set's going is told too.
    rows = job.backups(jk.driver)
    assert [(row.number, row.pruned is not None) for row in rows] == [(1, True), (2, True), (3, False)]
    elsewhere = job.backup(jk.driver, jk.house, means, tmp_path / "elsewhere").set
    assert elsewhere is not None
    assert elsewhere.number == 4


def test_when_the_next_is_due(jk: Jikim, means: Means, forward: Callable[..., datetime], tmp_path: Path) -> None:
    """The policy's safeguards say daily: none yet is due now, then a day after the last, with an hour's grace for
    timers."""
    assert job.next_due(jk.driver, jk.house) is None
    job.backup(jk.driver, jk.house, means, tmp_path / "sets")
    due = job.next_due(jk.driver, jk.house)
    assert due == datetime.fromisoformat("2013-02-06T08:00:00+00:00")
    forward(hours=24)
    job.backup(jk.driver, jk.house, means, tmp_path / "sets")
    assert job.next_due(jk.driver, jk.house) == datetime.fromisoformat("2013-02-07T08:00:00+00:00")


def test_a_second_one_says_so(jk: Jikim, means: Means, tmp_path: Path) -> None:
    """While one is made, in this directory or of this database, another says so at once; it leaves nothing behind."""
    place = tmp_path / "sets"
    with alone("data", place, "live", means.reader("live")):
        for other in (place, tmp_path / "elsewhere"):
            with pytest.raises(ConflictError, match="another backup of the same kind is being made"):
                job.backup(jk.driver, jk.house, means, other)
    assert job.backups(jk.driver) == []
    assert [path.name for path in place.iterdir()] == [LOCK_FILE]


def test_a_second_one_waits_where_it_is_told_to(
    jk: Jikim, means: Means, another: Callable[[], Jikim], tmp_path: Path
) -> None:
    """Two that are made at once in two Jikims come one after the other, with two numbers."""
    place = tmp_path / "sets"
    results: list[object] = []

    def run(one: Jikim) -> None:
        results.append(job.backup(one.driver, one.house, means, place, wait=60))

    threads = [threading.Thread(target=run, args=(one,)) for one in (jk, another())]
    run_all(threads)
    assert len(results) == 2
    assert [one.number for one in whole(place)] == [1, 2]
    assert open_rows(jk) == []


def test_progress_is_told_in_words_and_bytes(
    jk: Jikim, cast: Cast, databases: Databases, tmp_path: Path, means: Means
) -> None:
    """Whoever waits hears what is being done and how many bytes are through, never fewer than before."""
    from dataclasses import replace

    heard: list[tuple[str, int]] = []
    job.backup(
        jk.driver, jk.house, replace(means, told=lambda what, size: heard.append((what, size))), tmp_path / "sets"
    )
    words = list(dict.fromkeys(what for what, _ in heard))
    # Further servers' before the house's, whose rules their rows name.
    made = [*jk.driver.spread.servers[1:], "live", "archive", "ledger"]
    assert words == [*(f"{one}: dumped" for one in made), *(f"{one}: read back" for one in sorted(made))]
    for word in words:
        sizes = [size for what, size in heard if what == word]
        assert sizes == sorted(sizes)
        assert sizes[-1] > 0


@pytest.mark.parametrize("where", ["a file", "read only"])
def test_a_place_that_cannot_be_written_is_told(jk: Jikim, means: Means, tmp_path: Path, where: str) -> None:
    """A directory that is none, or that takes nothing, is an error with its name, before anything is begun."""
    place = tmp_path / "taken"
    if where == "a file":
        place.write_text("x")
    else:
        # Root writes wherever modes forbid it; a name that is too long nobody writes.
        place = tmp_path / ("x" * 300)
    with pytest.raises(JikimError, match="cannot be written"):
        job.backup(jk.driver, jk.house, means, place)
    assert job.backups(jk.driver) == []
    assert os.listdir(tmp_path / "ring") != []


def test_a_partition_that_goes_meanwhile_does_no_harm(
    jk: Jikim, means: Means, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A table that is dropped between the look at the catalogue and the lock on it makes the dump begin again."""
    import psycopg

    from jikim.backup import dump

    real, times = dump.tables, []

    def shaky(conn: psycopg.Connection[Any]) -> list[tuple[str, str]]:
        times.append(1)
        return [*real(conn), *([("archive", "part_gone")] if len(times) < 3 else [])]

    monkeypatch.setattr(dump, "tables", shaky)
    job.backup(jk.driver, jk.house, means, tmp_path / "sets")
    assert len(whole(tmp_path / "sets")) == 1
    assert len(times) == 4 + len(jk.driver.spread.servers)
