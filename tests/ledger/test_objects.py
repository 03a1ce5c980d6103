"""Past months in objects: what everybody reads is the same to the byte, an object that is altered or gone costs what it
held and is named, a lot's end takes its objects along, and neither role loses a body alone."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from tests.conftest import START, Cast, Databases
from tests.ledger.s3_server import ACCESS
from tests.ledger.test_packed import CutError, Owner, faults, killed_everywhere, lines, owner, seen

from jikim.app import AsyncJikim, Jikim
from jikim.app.due import run_due
from jikim.errors import JikimError, StoreError
from jikim.ledger.body import DAMAGED
from jikim.ledger.moving import clear, lots_over
from jikim.ledger.objects import Objects, bodies_path, bundle, bundle_path, commitments_of
from jikim.ledger.retention_lots import Lot
from jikim.ledger.stored import blocks_of
from jikim.policy.model import PolicyFile
from jikim.proof import verify
from jikim.settings import Settings

__all__ = ["owner"]

Forward = Callable[..., datetime]
MONTH = date(2013, 2, 1)
BODIES = bodies_path(1, MONTH, Lot.ACCESS, 0)


@pytest.fixture
def place(jk: Jikim, tmp_path: Path) -> Path:
    """A directory of objects, which the house moves its past months to."""
    jk.house = replace(jk.house, objects=Objects(str(tmp_path / "objects")))
    return tmp_path / "objects"


@pytest.fixture
def moved(jk: Jikim, owner: Owner, place: Path, forward: Forward) -> Path:
    """The same, where two tiles of a month that is over have moved."""
    jk.pack_ledger(2)
    forward(to=START.replace(month=3))
    assert jk.move_ledger(2) == 512
    return place


@pytest.fixture
def nobodys(monkeypatch: pytest.MonkeyPatch) -> Objects:
    """A bucket behind a port where nobody listens."""
    for name, value in {**ACCESS, "AWS_ENDPOINT_URL": "http://127.0.0.1:9", "AWS_ALLOW_HTTP": "true"}.items():
        monkeypatch.setenv(name, value)
    return Objects("s3://bucket-of-nobody")


def altered(path: Path, at: int) -> None:
    """One bit of an object."""
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)


def test_what_has_moved_is_read_as_before(jk: Jikim, cast: Cast, owner: Owner, place: Path, forward: Forward) -> None:
    """Export, what a person is shown, search, roots and proofs are the same before and after; no row holds a body or a
    commitment of what has moved."""
    jk.pack_ledger(2)
    assert jk.move_ledger(2) == 0  # its month is not over
    forward(to=START.replace(month=3))
    before = seen(jk, cast)
    assert jk.move_ledger(2) == 512
    assert jk.move_ledger(2) == 0
    after = seen(jk, cast)
    # Whoever was shown something is recorded, too: of the second look the first part is compared.
    assert after[0][: len(before[0]) - 30] == before[0][: len(before[0]) - 30]
    assert after[1][: len(before[1]) - 1] == before[1][:-1]
    assert after[2][: len(before[2])] == before[2]
    assert after[4][:5] == before[4][:5]
    assert (after[5][0], after[5][2]) == (before[5][0], before[5][2])
    assert faults(jk) == []
    assert owner.execute("SELECT count(sealed) FROM ledger.block").fetchone() == (0,)
    assert owner.execute("SELECT count(commitments) FROM ledger.tile").fetchone() == (0,)
    # An entry bundle is what C2SP tlog-tiles says: each entry behind its length, under the log's own leaf hashes.
    assert len((place / "1/tile/entries/001").read_bytes()) == 256 * 34


def test_an_event_loop_reads_them_too(
    jk: Jikim, cast: Cast, moved: Path, homepage: PolicyFile, databases: Databases, tmp_path: Path
) -> None:
    """A site on an event loop, whose settings name the place, shows a person what the moved entries say."""
    before = jk.show(cast.alice.subject).uses
    jk.sequence()

    async def shown() -> tuple[dict[str, Any], ...]:
        async with AsyncJikim(homepage, databases.settings(tmp_path, ledger_objects=str(moved))) as site:
            return (await site.show(cast.alice.subject)).uses

    # The entry of the first look had no position then.
    assert asyncio.run(shown())[: len(before) - 1] == before[:-1]


def test_full_ranges_move_alone(jk: Jikim, owner: Owner, place: Path, forward: Forward) -> None:
    """A house whose range is not full writes no object, and one without a store moves nothing."""
    jk.pack_ledger(2)
    forward(to=START.replace(month=3))
    assert jk.move_ledger() == 0
    assert not list(place.rglob("*"))
    jk.house = replace(jk.house, objects=Objects(None))
    assert jk.move_ledger(2) == 0


@pytest.mark.parametrize(("at", "lost"), [(0, 0), (-1, 0), (9_000, 1)])
def test_an_altered_byte_of_an_object_costs_one_entry_at_most(
    jk: Jikim, cast: Cast, moved: Path, at: int, lost: int
) -> None:
    """Of the entry whose sealed body was altered the export says so, a person's page too, and the rest goes on."""
    altered(moved / BODIES, at)
    assert [kind for kind, _ in faults(jk)] == ["body"] * lost
    damaged = [use["position"] for use in jk.show(cast.alice.subject).uses if use["event"] == DAMAGED]
    assert damaged == [where for _, where in faults(jk)]


def test_an_altered_commitment_is_named(jk: Jikim, moved: Path, forward: Forward) -> None:
    """A commitment whose byte, or whose length, was altered in its bundle is named at its place, also after its body
    has expired."""
    altered(moved / bundle_path(1, 1), 34 * 44 + 7)
    assert faults(jk) == [("commitment", 300), ("root", 300)]
    forward(to=START.replace(year=2014, month=3))
    jk.expire()
    assert faults(jk) == [("root", 300)]
    altered(moved / bundle_path(1, 1), 34 * 44 + 7)
    assert faults(jk) == []
    altered(moved / bundle_path(1, 1), 34 * 44 + 1)
    assert ("root", 300) in faults(jk)


def test_an_object_that_is_gone_or_cut_off_is_named(jk: Jikim, cast: Cast, moved: Path) -> None:
    """The export reaches its end and names each entry whose body, or whose leaf, is not there."""
    content = (moved / BODIES).read_bytes()
    (moved / BODIES).write_bytes(content[: len(content) // 3])
    named = [where for kind, where in faults(jk) if kind == "body"]
    assert named
    assert max(named) < 512
    (moved / BODIES).unlink()
    gone = [where for kind, where in faults(jk) if kind == "body"]
    assert set(named) < set(gone)
    assert {use["event"] for use in jk.show(cast.alice.subject).uses} >= {DAMAGED}
    (moved / BODIES).write_bytes(content)
    assert faults(jk) == []
    (moved / bundle_path(1, 0)).unlink()
    assert {where for kind, where in faults(jk) if kind == "position"} <= set(range(256))
    assert "root" in [kind for kind, _ in faults(jk)]


def test_a_store_that_cannot_be_reached_stops_who_reads(
    jk: Jikim, cast: Cast, moved: Path, nobodys: Objects, tmp_path: Path
) -> None:
    """Nothing is told as damaged that could not be looked at: whoever reads is told that the store is not there, and
    nothing of its address."""
    (tmp_path / "empty").mkdir()
    for nowhere in (Objects(None), nobodys, Objects(str(tmp_path / "empty")), Objects("/nobody/here")):
        jk.house = replace(jk.house, objects=nowhere)
        with pytest.raises(StoreError, match="objects") as told:
            jk.show(cast.alice.subject)
        assert "nobody" not in str(told.value)


def test_a_store_that_cannot_be_reached_stops_no_sweep(jk: Jikim, nobodys: Objects) -> None:
    """Of what is due, the step that moves past months fails and is told; the sweep before it and what comes after are
    done."""
    jk.house = replace(jk.house, objects=nobodys)
    failed = {ran.step: ran.failed for ran in run_due(jk) if ran.failed is not None}
    assert list(failed) == ["past months"]
    assert "cannot be reached" in failed["past months"]


def test_moved_bodies_expire(jk: Jikim, cast: Cast, moved: Path, owner: Owner, forward: Forward) -> None:
    """After a year the moved access records go, counted and said by the ledger; their objects go, and those of grants,
    whose time runs, and all commitments stay."""
    forward(to=START.replace(year=2014, month=3))
    done = jk.expire()
    assert jk.move_ledger(2) == 0
    assert done.bodies > 560
    report = verify(jk.export_ledger(), trusted_key=str(jk.signer.verifier))
    assert report.ok, str(report)
    assert report.expired == done.bodies
    assert not (moved / BODIES).parent.exists()
    assert {month.name for month in (moved / "1/bodies").iterdir()} == {"2013-02-grants", "2013-02-house"}
    assert (moved / bundle_path(1, 0)).exists()
    assert owner.execute("SELECT DISTINCT lot FROM ledger.block WHERE begins IS NOT NULL ORDER BY lot").fetchall() == [
        (1,),
        (2,),
    ]
    assert not [use for use in jk.show(cast.alice.subject).uses if use["event"] == "record:use:allowed"]


def test_an_object_that_an_end_left_behind_goes_with_the_next(jk: Jikim, moved: Path, forward: Forward) -> None:
    """Killed between the end of a lot and the removal of its object, the next run removes it; a copy that somebody kept
    is of a key that is gone."""
    kept = (moved / BODIES).read_bytes()
    forward(to=START.replace(year=2014, month=3))
    jk.expire()
    assert jk.move_ledger(2) == 0
    (moved / BODIES).parent.mkdir(parents=True)
    (moved / BODIES).write_bytes(kept)
    assert faults(jk) == []
    jk.expire()
    assert jk.move_ledger(2) == 0
    assert not (moved / BODIES).exists()
    assert (moved / bodies_path(1, MONTH, Lot.GRANTS, 0)).exists()


def test_a_lot_that_ends_while_somebody_reads_is_no_damage(jk: Jikim, moved: Path, forward: Forward) -> None:
    """A reader who knows the rows of a lot, and finds its object gone, looks at the rows again and tells it as expired."""
    forward(to=START.replace(year=2014, month=3))
    ended: list[str] = []

    def another(step: str, when: str) -> None:
        if (step, when) == ("ledger.blocks", "after"):
            ended.append(step)
            jk.driver.hook = None
            jk.expire()
            jk.move_ledger(2)

    jk.driver.hook = another
    found = jk.driver.run(blocks_of(jk.house.objects, [0, 1]))
    assert ended
    assert {one.sealed for one in found if one.lot == Lot.ACCESS} == {None}
    assert None not in {one.sealed for one in found if one.lot == Lot.GRANTS}


def test_killed_at_any_step_one_retry_ends_it(
    jk: Jikim, owner: Owner, place: Path, forward: Forward, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed before and after each step, or between two objects, the export is the same, and so is the retry's."""
    jk.pack_ledger(1)
    forward(to=START.replace(month=3))
    before = lines(jk)
    write = Objects.write

    def half(self: Objects, contents: Mapping[str, bytes]) -> None:
        write(self, dict(list(contents.items())[:2]))
        raise CutError

    with monkeypatch.context() as patched:
        patched.setattr(Objects, "write", half)
        with pytest.raises(CutError):
            jk.move_ledger(1)
    left = "SELECT count(*) FROM ledger.tile WHERE commitments IS NULL"
    met = killed_everywhere(jk, lambda: jk.move_ledger(1) == 256, owner, left)
    assert {"ledger.to_move", "ledger.tiles", "ledger.blocks", "ledger.written_out", "ledger.let_out"} <= met
    assert jk.move_ledger(1) in (0, 256)
    assert lines(jk) == before


@pytest.mark.parametrize("step", ["ledger.blocks", "ledger.written_out", "ledger.let_out"])
def test_two_that_move_at_once_move_it_once(jk: Jikim, owner: Owner, place: Path, forward: Forward, step: str) -> None:
    """Another process moves the whole range while one is about to read, to say what it wrote or to let go: it is moved
    once, and says the same."""
    jk.pack_ledger(2)
    forward(to=START.replace(month=3))
    before, moves = lines(jk), []

    def another(asked: str, when: str) -> None:
        if (asked, when) == (step, "before") and not moves:
            moves.append(0)
            moves[0] = jk.move_ledger(2)

    jk.driver.hook = another
    assert jk.move_ledger(2) == 0
    jk.driver.hook = None
    assert moves == [512]
    assert lines(jk) == before


def test_neither_role_loses_a_body_alone(
    jk: Jikim, databases: Databases, owner: Owner, place: Path, forward: Forward
) -> None:
    """The application lets nothing leave its row; the eraser says of nothing that it was written, and lets nothing go of
    which nobody said so."""
    jk.pack_ledger(2)
    with psycopg.connect(databases.dsns["ledger"], autocommit=True) as application:
        for text in ("SELECT ledger.let_out(0, 2, '2013-03-01')", "UPDATE ledger.block SET sealed = NULL"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                application.execute(text.encode())
    with psycopg.connect(databases.erasers["ledger"], autocommit=True) as eraser:
        with pytest.raises(psycopg.errors.RaiseException, match="a tile is in no object"):
            eraser.execute("SELECT ledger.let_out(0, 2, '2013-03-01')")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            eraser.execute("SELECT ledger.written_out(1, 0, 2, '{}', '{}', '{}', '{}', '{}')")
    assert faults(jk) == []


def test_what_is_not_read_back_as_written_is_not_let_go(
    jk: Jikim, owner: Owner, place: Path, forward: Forward, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A store that loses a byte stops the move, and nothing leaves the database."""
    jk.pack_ledger(2)
    forward(to=START.replace(month=3))
    read = Objects.read

    def lossy(self: Objects, wanted: Mapping[str, object]) -> object:
        return {**read(self, wanted), bundle_path(1, 1): [b""]}  # type: ignore[dict-item, arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(Objects, "read", lossy)
        with pytest.raises(StoreError, match="do not say what was to be written"):
            jk.move_ledger(2)
    assert owner.execute(
        "SELECT count(*) FROM ledger.tile WHERE commitments IS NULL OR generation IS NOT NULL"
    ).fetchone() == (0,)
    assert faults(jk) == []


def test_another_ledgers_objects_are_left_as_they_are(jk: Jikim, owner: Owner, place: Path, forward: Forward) -> None:
    """A house that was given the address of another's objects by mistake writes none of them over, removes none, and
    moves nothing."""
    jk.pack_ledger(2)
    forward(to=START.replace(month=3))
    others = {bundle_path(1, 1): b"another's", bodies_path(1, date(2012, 1, 1), Lot.ACCESS, 0): b"another's, too"}
    for path, content in others.items():
        (place / path).parent.mkdir(parents=True)
        (place / path).write_bytes(content)
    with pytest.raises(StoreError, match="do not say what was to be written"):
        jk.move_ledger(2)
    assert jk.driver.run(clear(jk.house.objects, jk.policy.zone)) == 0
    assert {path: (place / path).read_bytes() for path in others} == others
    assert faults(jk) == []


def test_another_ledgers_objects_stay_when_a_lot_ends_here(jk: Jikim, moved: Path, forward: Forward) -> None:
    """Of a lot whose key was destroyed here nothing is removed from a place whose bundles are another ledger's, or which
    has none of ours; from this ledger's own it goes."""
    forward(to=START.replace(year=2014, month=3))
    jk.expire()
    own = (moved / bundle_path(1, 0)).read_bytes()
    for others in (bundle(bytes(8192)), b"", None):
        (moved / bundle_path(1, 0)).unlink()
        if others is not None:
            (moved / bundle_path(1, 0)).write_bytes(others)
        assert jk.driver.run(clear(jk.house.objects, jk.policy.zone)) == 0
        assert (moved / BODIES).exists()
        (moved / bundle_path(1, 0)).write_bytes(own)
    assert jk.driver.run(clear(jk.house.objects, jk.policy.zone)) > 0
    assert not (moved / BODIES).exists()


def test_a_generation_writes_beside_the_one_before(jk: Jikim, owner: Owner, place: Path, forward: Forward) -> None:
    """A ledger that was put back, with rows that had moved already, packs them anew, and writes them to a place of its
    generation's own; what the one before left behind ends with its lot."""
    jk.pack_ledger(2)
    forward(to=START.replace(month=3))
    (place / BODIES).parent.mkdir(parents=True)
    (place / BODIES).write_bytes(b"of the generation before, under another salt")
    owner.execute("UPDATE ledger.tree SET generation = 2")
    assert jk.move_ledger(2) == 512
    owner.execute("UPDATE ledger.tree SET generation = 1")
    assert (place / bodies_path(2, MONTH, Lot.ACCESS, 0)).exists()
    assert faults(jk) == []
    forward(to=START.replace(year=2014, month=3))
    jk.expire()
    assert jk.move_ledger(2) == 0
    assert faults(jk) == []
    assert not (place / BODIES).exists()
    assert not (place / bodies_path(2, MONTH, Lot.ACCESS, 0)).exists()


def test_a_backup_copies_what_is_new(jk: Jikim, moved: Path, databases: Databases, tmp_path: Path) -> None:
    """Beside a set lies what the directory holds, and the ledger verifies from there; what goes here with its lot goes there, and what was lost here,
    or lies in a directory that is not mounted, stays."""
    objects, copy = Objects(str(moved)), tmp_path / "backups" / "ledger-objects"
    jk.settings = replace(jk.settings, readers=databases.readers)
    assert jk.backups.make(copy.parent).set is not None
    assert objects.copy_to(copy, lambda _: False) == 0
    assert {path: (copy / path).read_bytes() for path in (BODIES, bundle_path(1, 1))} == {
        path: (moved / path).read_bytes() for path in (BODIES, bundle_path(1, 1))
    }
    jk.house = replace(jk.house, objects=Objects(str(copy)))
    assert faults(jk) == []
    objects.drop(Path(BODIES).parent.as_posix())
    # Its time is not over: somebody removed it.
    assert objects.copy_to(copy, jk.driver.run(lots_over(jk.policy.zone))) == 0
    assert (copy / BODIES).exists()
    assert objects.copy_to(copy, {(MONTH, Lot.ACCESS)}.__contains__) == 0
    assert not (copy / BODIES).exists()
    moved.rename(tmp_path / "elsewhere")
    assert objects.copy_to(copy, {(MONTH, Lot.ACCESS)}.__contains__) == 0
    assert (copy / bundle_path(1, 1)).exists()


def test_names_are_those_of_the_standard() -> None:
    """Tiles are named in elements of three digits (C2SP tlog-tiles), and a bundle gives back its commitments."""
    assert bundle_path(1, 1234067) == "1/tile/entries/x001/x234/067"
    assert bundle_path(1, 0) == "1/tile/entries/000"
    assert bodies_path(1, MONTH, Lot.GRANTS, 256) == "1/bodies/2013-02-grants/256"
    commitments = bytes(range(256)) * 32
    assert commitments_of(bundle(commitments)) == commitments
    assert commitments_of(bundle(commitments)[:33]) == bytes(8192)


def test_a_setting_that_leads_nowhere_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An address of another kind than a directory or a bucket is refused when the settings are read."""
    monkeypatch.setenv("JIKIM_LEDGER_OBJECTS", "ftp://example.com/ledger")
    with pytest.raises(JikimError, match="JIKIM_LEDGER_OBJECTS"):
        Settings.from_environment(tmp_path)
    monkeypatch.setenv("JIKIM_LEDGER_OBJECTS", "s3://bucket/ledger")
    assert Settings.from_environment(tmp_path).ledger_objects == "s3://bucket/ledger"
