"""The last checkpoint beside the ring finds a database that was put back or rewritten; a new generation goes on, and
says what is lost."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from tests.conftest import HOMEPAGE, Cast, Databases

import jikim
from jikim.app import AsyncJikim, Jikim
from jikim.errors import SealedError, StoreError
from jikim.ledger.checkpoint_copies import NAME, LastNote
from jikim.policy.model import PolicyFile
from jikim.proof import Checkpoint, Report, Signer, verify
from jikim.proof.checkpoint import Note
from jikim.settings import Settings

TABLES = ("leaf", "body", "span", "subtree", "checkpoint", "count", "tree", "inbox")


def _use(jk: Jikim, cast: Cast, times: int = 1) -> None:
    for _ in range(times):
        jk.by(cast.hana).use(cast.alice_order, purpose="delivery", items=["phone"])


def _snapshot(databases: Databases) -> Callable[[], None]:
    """Keeps the ledger as it is now; calling it puts that back, as a restored backup does."""
    with psycopg.connect(databases.admin["ledger"], autocommit=True) as conn:
        for table in TABLES:
            conn.execute(f"DROP TABLE IF EXISTS public.kept_{table}".encode())
            conn.execute(f"CREATE TABLE public.kept_{table} AS SELECT * FROM ledger.{table}".encode())

    def put_back() -> None:
        with psycopg.connect(databases.admin["ledger"], autocommit=True) as conn:
            for table in TABLES:
                conn.execute(f"DELETE FROM ledger.{table}".encode())
                over = "OVERRIDING SYSTEM VALUE" if table == "inbox" else ""
                conn.execute(f"INSERT INTO ledger.{table} {over} SELECT * FROM public.kept_{table}".encode())
                conn.execute(f"DROP TABLE public.kept_{table}".encode())

    return put_back


def _note(jk: Jikim) -> str:
    return (jk.settings.ring_directory / NAME).read_text(encoding="utf-8")


def _begin(jk: Jikim) -> int | None:
    return jk.driver.run(jk._go_on(whatever=True))


def _verified(jk: Jikim, *held: str, key: str | None = None) -> Report:
    return verify(jk.export_ledger(), trusted_key=key or str(jk.signer.verifier), held=held)


def test_the_last_checkpoint_stands_beside_the_ring_and_its_copies(
    jk: Jikim, cast: Cast, databases: Databases, tmp_path: Path
) -> None:
    """Each signed checkpoint is on disk in the ring directory and every copy; one that is not there is made by the next
    run."""
    copies = (tmp_path / "copy",)
    with jikim.open(HOMEPAGE, settings=databases.settings(tmp_path, ring_copies=copies)) as one:
        _use(one, cast)
        size = one.sequence().size
        for directory in one.settings.ring_directories:
            found = Checkpoint.verify((directory / NAME).read_text(encoding="utf-8"), [one.signer.verifier])
            assert found.size == size
        (copies[0] / NAME).unlink()
        _use(one, cast)
        one.sequence()
        assert (copies[0] / NAME).read_text(encoding="utf-8") == _note(one)
    assert jk.origin


async def _opened(file: PolicyFile, settings: Settings) -> None:
    async with AsyncJikim(file, settings):
        pass


def test_a_ledger_that_was_put_back_does_not_open(
    jk: Jikim, cast: Cast, databases: Databases, another: Callable[[], Jikim], homepage: PolicyFile
) -> None:
    """An older database is found when it is opened, and by a sequencer that was open all the while; nothing is signed
    for it."""
    _use(jk, cast)
    jk.sequence()
    put_back = _snapshot(databases)
    _use(jk, cast, 3)
    jk.sequence()
    another().close()
    assert jk.driver.run(jk._go_on(whatever=False)) is None
    put_back()
    with pytest.raises(SealedError, match="older database was put back") as caught:
        another()
    with pytest.raises(SealedError, match="older database was put back"):
        asyncio.run(_opened(homepage, jk.settings))
    assert caught.value.hint == "jikim restore --replay"
    _use(jk, cast)
    with pytest.raises(SealedError, match="older database was put back"):
        jk.sequence()
    # Grown to the same size by other entries, it is another history.
    _use(jk, cast, 2)
    with pytest.raises(SealedError):
        jk.sequence()
    with pytest.raises(SealedError, match="others than those that were signed"):
        another()
    # And larger, too.
    _use(jk, cast, 5)
    (jk.settings.ring_directory / NAME).rename(jk.settings.ring_directory / "kept")
    jk.sequence()
    (jk.settings.ring_directory / "kept").rename(jk.settings.ring_directory / NAME)
    with pytest.raises(SealedError, match="others than those that were signed"):
        another()


def test_a_note_beside_the_ring_that_is_damaged_is_told(jk: Jikim, cast: Cast, another: Callable[[], Jikim]) -> None:
    """A broken note, and one that another key signed, are errors with a way out; with one whole copy nothing is lost."""
    _use(jk, cast)
    size = jk.sequence().size
    path = jk.settings.ring_directory / NAME
    whole = path.read_text(encoding="utf-8")
    forged = Signer(jk.signer.verifier.name, bytes(32)).sign(Checkpoint(jk.signer.verifier.name, 1, bytes(32)))
    for broken in (whole[:-9], "", forged):
        path.write_text(broken, encoding="utf-8")
        with pytest.raises(StoreError, match="damaged"):
            another()
    copy = jk.settings.ring_directory / "copy"
    copy.mkdir()
    (copy / NAME).write_text(whole, encoding="utf-8")
    both = LastNote((jk.settings.ring_directory, copy), jk.signer.verifier.public)
    last = both.read()
    assert last is not None
    assert last.size == size
    path.unlink()
    another().close()


def test_a_note_that_cannot_be_written_signs_nothing(
    jk: Jikim, cast: Cast, monkeypatch: pytest.MonkeyPatch, databases: Databases
) -> None:
    """With a full disk beside the ring no checkpoint counts; the entries have their places, and the next run signs for
    them."""

    def full(_path: Path, _content: bytes) -> None:
        raise OSError(28, "No space left on device")

    _use(jk, cast)
    with monkeypatch.context() as patch:
        patch.setattr("jikim.ledger.checkpoint_copies.write_durably", full)
        with pytest.raises(StoreError, match="cannot be written"):
            jk.sequence()
    with psycopg.connect(databases.admin["ledger"]) as conn:
        assert conn.execute("SELECT count(*) FROM ledger.checkpoint").fetchone() == (0,)
    jk.sequence()
    assert _verified(jk).ok


# ---- generations


def test_a_new_generation_goes_on_and_says_what_is_lost(
    jk: Jikim, cast: Cast, databases: Databases, another: Callable[[], Jikim]
) -> None:
    """After a restore the ledger has another name; its first entry names the last checkpoint, and verify says what it
    can prove."""
    first_key = str(jk.signer.verifier)
    _use(jk, cast, 2)
    start = jk.sequence().size
    early = _note(jk)
    _use(jk, cast)
    put_back = _snapshot(databases)
    _use(jk, cast, 3)
    lost = jk.sequence().size
    late = _note(jk)
    put_back()
    assert _begin(jk) == 2
    assert _begin(jk) == 2
    with pytest.raises(StoreError, match="generation 2 now"):
        jk.sequence()
    two = another()
    assert two.signer.verifier.name == f"{jk.signer.verifier.name}/2"
    _use(two, cast, 2)
    two.sequence()
    report = _verified(two, early)
    assert report.ok, str(report)
    (generation,) = report.generations
    assert (generation.number, generation.start, generation.last_size) == (2, start, lost)
    assert generation.lost == lost - start
    assert f"the last {lost - start} of them are lost" in str(report)
    # The key that was published first is still the ledger's.
    assert _verified(two, early, key=first_key).ok
    # Who holds a checkpoint of what was lost is told so, at the entry where the ledger goes on.
    told = _verified(two, late).faults
    assert [(fault.kind, fault.position) for fault in told] == [("held", start)]
    assert "lost, as generation 2 says" in told[0].text
    # The last note of the generation before stays beside the ring.
    assert (jk.settings.ring_directory / "checkpoint-1.note").read_text(encoding="utf-8") == late
    # An old export is of an older generation than the key that is published now.
    assert Note.parse(_note(two)).text.startswith(two.signer.verifier.name)
    another().close()


def test_an_old_export_does_not_pass_for_the_new_generation(
    jk: Jikim, cast: Cast, databases: Databases, another: Callable[[], Jikim]
) -> None:
    """Against the new generation's key, an export of the old one is a fault; so is one that hides that a generation
    began."""
    _use(jk, cast, 2)
    old = b"".join(jk.export_ledger())
    put_back = _snapshot(databases)
    put_back()
    assert _begin(jk) == 2
    two = another()
    _use(two, cast)
    new = b"".join(two.export_ledger())
    key = str(two.signer.verifier)
    assert verify([new], trusted_key=key).ok
    assert [fault.kind for fault in verify([old], trusted_key=key).faults] == ["key"]
    # The entry that begins the generation is left out, with its body alone or as a whole.
    lines = new.splitlines(keepends=True)
    at = next(n for n, line in enumerate(lines) if b"ledger:continue" in line)
    entry = json.loads(lines[at])
    bare = json.dumps({"n": entry["n"], "leaf": entry["leaf"], "body": None}, separators=(",", ":")).encode() + b"\n"
    for without in ([*lines[:at], bare, *lines[at + 1 :]], [*lines[:at], *lines[at + 1 :]]):
        kinds = [fault.kind for fault in verify(without, trusted_key=key).faults]
        assert "generation" in kinds


def test_a_third_generation_follows_the_second(
    jk: Jikim, cast: Cast, databases: Databases, another: Callable[[], Jikim]
) -> None:
    """Put back to a time before the second generation began, the ledger goes on as the third; nobody's number is used
    twice."""
    _use(jk, cast)
    jk.sequence()
    put_back = _snapshot(databases)
    assert _begin(jk) == 2
    two = another()
    _use(two, cast)
    two.sequence()
    put_back()
    with psycopg.connect(databases.admin["ledger"], autocommit=True) as conn:
        conn.execute("UPDATE ledger.tree SET generation = 1")
    with pytest.raises(SealedError):
        another()
    assert jk.driver.run(jk._go_on(whatever=False)) == 3
    three = another()
    _use(three, cast)
    report = _verified(three)
    # The second one is lost as a whole: the third says that it goes on after it.
    assert [fault.kind for fault in report.faults] == []
    assert [one.number for one in report.generations] == [3]
