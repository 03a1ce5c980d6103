"""The epoch from end to end: what it changes, what it leaves, what it says, and what stops it."""

from __future__ import annotations

import itertools
import json
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from tests.conftest import ORDER, Cast, Databases

from jikim.app import Jikim
from jikim.errors import ConflictError, SealError, StoreError
from jikim.jobs import epoch
from jikim.keys.keyring import person_name
from jikim.keys.shards import shard_of
from jikim.policy.model import PolicyFile
from jikim.proof.verify import verify


def _beside(subject: UUID) -> bytes:
    """A key's name in the shard of *subject*'s first key; no key of any space has it yet."""
    shard = shard_of(person_name(subject, 1))
    return next(name for n in range(100_000) if shard_of(name := b"beside-%d" % n) == shard)


def _rows(databases: Databases, query: Any, *params: Any) -> list[Any]:
    with psycopg.connect(databases.admin["keys"]) as conn:
        return conn.execute(query, params, binary=True).fetchall()


@pytest.fixture
def left(jk: Jikim, cast: Cast) -> Cast:
    """Bob has left and the sweep was there; the lease is short."""
    jk.house.keyring.lease = 0.0
    jk.leave(cast.bob.subject)
    jk.sweep()
    return cast


@pytest.mark.clause("6.5")
def test_an_epoch_makes_a_new_ring_and_leaves_nothing_of_the_old(
    jk: Jikim, left: Cast, databases: Databases, tmp_path: Path
) -> None:
    """Touched shards get fresh keys and their survivors are wrapped anew; ring and root key of before are gone; all
    else is as it was."""
    before = jk.house.keyring.ring
    name = _beside(left.bob.subject)  # somebody who stays shares the shard
    key = jk.driver.run(jk.house.keyring.ensure("day", name))
    turned = jk.epoch()
    ring = jk.house.keyring.ring
    assert (turned.ring, ring.number, ring.root) == (2, 2, "2")
    assert turned.names >= 1
    assert turned.rewrapped >= 1
    assert (turned.backup, turned.resumed, turned.told) == (None, False, ())
    assert turned.begun == turned.done == jk.now()
    assert turned.worth == jk.house.keyring.ring.files.roots.current.worth
    assert ring.backup_key == before.backup_key
    names = sorted(path.name for path in (tmp_path / "ring").iterdir() if path.suffix in (".json", ".key"))
    assert names == ["ring-2.json", "root-2.key"]
    touched = {row[0] for row in _rows(databases, "SELECT shard FROM keys.shard")}
    for n in range(256):
        assert ring.made(n) == (2 if n in touched else 1)
        assert ring.knows(n, 1) == (n not in touched)
    for _space, of, made in _rows(databases, "SELECT space, name, ring FROM keys.key"):
        assert made == ring.made(shard_of(bytes(of)))
    jk.house.keyring.forget_all()
    assert jk.driver.run(jk.house.keyring.open("day", name)) == key
    assert jk.use(left.alice_order, purpose="delivery", items=["name"])["name"]


def test_the_ledger_has_the_epoch_and_still_verifies(jk: Jikim, left: Cast) -> None:
    """Its beginning, its turn and its end are in the ledger, under the clause that promises it, without a subject."""
    jk.epoch()
    export = b"".join(jk.export_ledger())
    assert verify([export]).ok
    bodies = [json.loads(line) for line in export.decode().splitlines() if '"epoch:' in line]
    text = json.dumps(bodies)
    for event in ("epoch:begin:allowed", "epoch:turn:allowed", "epoch:end:allowed"):
        assert event in text
    assert "system:epoch" in text
    assert str(left.bob.subject) not in text


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What an epoch waits, while of its seconds one passes at each look."""
    waited: list[float] = []
    monkeypatch.setattr(epoch, "machine_seconds", itertools.count().__next__)
    monkeypatch.setattr(epoch, "machine_wait", waited.append)
    return waited


def test_an_epoch_touches_no_more_than_it_must(jk: Jikim, cast: Cast, waits: list[float]) -> None:
    """Where nothing was destroyed, the root key is renewed and no key is wrapped anew; the lease is not waited for."""
    turned = jk.epoch()
    assert (turned.ring, turned.names, turned.shards, turned.rewrapped) == (2, 0, 0, 0)
    assert waits == []
    assert jk.house.keyring.ring.root == "2"


def test_the_lease_is_waited_for_from_the_beginning(jk: Jikim, left: Cast, waits: list[float]) -> None:
    """The former root key is not destroyed before every process has forgotten what it cached before the epoch began."""
    jk.house.keyring.lease = 30.0
    waited: dict[str, list[float]] = {}
    jk.driver.hook = lambda step, when: waited.setdefault(f"{when} {step}", [*waits])  # type: ignore[func-returns-value]
    jk.epoch()
    jk.driver.hook = None
    assert waited["before epoch.begin"] == []
    assert waited["before epoch.destroy_root"] == waits == [29.0]


def test_a_backup_that_is_not_verified_stops_it_before_the_root_key_goes(jk: Jikim, left: Cast, tmp_path: Path) -> None:
    """Without its backup the epoch stays where it is, everybody works on, and the next try goes on there."""
    with pytest.raises(StoreError, match="not verified"):
        jk.epoch(backup_keys=lambda: False)
    assert (tmp_path / "ring" / "root-1.key").exists()
    due = jk.epoch_due()
    assert due.now
    assert due.open is not None
    assert (due.open.ring, due.open.step) == (2, "rewrapped")
    jk.house.keyring.forget_all()
    assert jk.use(left.alice_order, purpose="delivery", items=["name"])["name"]
    seen: list[int] = []

    def backup() -> bool:
        seen.append(jk.house.keyring.ring.number)
        return True

    turned = jk.epoch(backup_keys=backup)
    assert (turned.ring, turned.backup, turned.resumed, seen) == (2, True, True, [2])
    assert not (tmp_path / "ring" / "root-1.key").exists()


def test_root_keys_that_nothing_uses_go_too(jk: Jikim, left: Cast, tmp_path: Path) -> None:
    """A version that a killed run made, and nobody used, is destroyed with the former one."""
    roots = jk.house.keyring.ring.files.roots
    for _ in range(2):
        roots.current.new_version()
    jk.epoch()
    assert roots.current.versions() == [jk.house.keyring.ring.root]


def test_copies_are_turned_and_healed(
    databases: Databases, homepage: PolicyFile, cast: Cast, jk: Jikim, tmp_path: Path
) -> None:
    """With copies, each has the new ring and nothing of the old; one that was lost is healed before anything else, and
    told."""
    copies = (tmp_path / "a", tmp_path / "b")
    settings = databases.settings(tmp_path, ring_copies=copies, lease=0.0)
    with Jikim(homepage, settings) as more:
        shutil.copy(tmp_path / "ring" / "ring-1.json", tmp_path / "kept.json")
        (tmp_path / "a" / "ring-1.json").unlink()
        turned = more.epoch()
    assert len(turned.told) == 1
    assert all(f"`{copies[0]}`" in told for told in turned.told[0])
    texts = {(directory / "ring-2.json").read_bytes() for directory in settings.ring_directories}
    assert len(texts) == 1
    assert not [path for directory in settings.ring_directories for path in directory.glob("*-1.[jk]*")]


def test_a_copy_that_is_not_there_stops_the_epoch(
    databases: Databases, homepage: PolicyFile, cast: Cast, jk: Jikim, tmp_path: Path
) -> None:
    """A copy that fell out of the settings, as one whose disk is not mounted, stops what destroys, and nothing else."""
    with Jikim(homepage, databases.settings(tmp_path, ring_copies=(tmp_path / "a",), lease=0.0)):
        pass
    jk.house.keyring.lease = 0.0
    with pytest.raises(StoreError, match="copies are not here"):
        jk.epoch()
    assert jk.use(cast.alice_order, purpose="delivery", items=["name"])["name"]
    with Jikim(homepage, databases.settings(tmp_path, ring_copies=(tmp_path / "a",), lease=0.0)) as whole:
        assert whole.epoch().ring == 2


def test_a_damaged_key_is_not_given_up_in_silence(jk: Jikim, left: Cast, databases: Databases) -> None:
    """A survivor that does not open stops the epoch, which would make its backups useless; given up by name, the epoch
    goes on."""
    name = _beside(left.bob.subject)
    jk.driver.run(jk.house.keyring.ensure("day", name))
    with psycopg.connect(databases.admin["keys"], autocommit=True) as conn:
        conn.execute(
            "UPDATE keys.key SET wrapped = set_byte(wrapped, 30, get_byte(wrapped, 30) # 1) WHERE name = %s", (name,)
        )
    with pytest.raises(StoreError, match="damaged") as refused:
        jk.epoch()
    assert "--give-up-damaged" in (refused.value.hint or "")
    turned = jk.epoch(give_up_damaged=True)
    assert (turned.damaged, turned.resumed) == (1, True)
    jk.house.keyring.forget_all()
    with pytest.raises(SealError):
        jk.driver.run(jk.house.keyring.open("day", name))


def test_a_ring_that_a_lost_epoch_made_is_passed_over(
    jk: Jikim, left: Cast, databases: Databases, tmp_path: Path
) -> None:
    """The key store was put back to before an epoch that had only laid its ring: the next takes another number and
    loses nothing."""

    class Stop(BaseException):
        pass

    def stop(step: str, when: str) -> None:
        if (step, when) == ("epoch.lay_ring", "after"):
            raise Stop

    jk.driver.hook = stop
    with pytest.raises(Stop):
        jk.epoch()
    jk.driver.hook = None
    with psycopg.connect(databases.admin["keys"], autocommit=True) as conn:
        conn.execute("DELETE FROM keys.epoch")
        conn.execute("UPDATE keys.destroyed SET epoch = NULL")
    jk.house.keyring.reload()
    order = jk.collect("order", ORDER, channel="homepage", subject=left.alice, old_enough=True).ref
    turned = jk.epoch()
    assert turned.ring == 3
    jk.house.keyring.forget_all()
    assert jk.use(order, purpose="delivery", items=["name"])["name"]
    assert [path.name for path in (tmp_path / "ring").glob("ring-*.json")] == ["ring-3.json"]


def test_a_ring_that_was_put_back_is_found_out(
    jk: Jikim, left: Cast, databases: Databases, homepage: PolicyFile, tmp_path: Path
) -> None:
    """An old copy of the ring directory beside a newer key store: nothing is wrapped under it, and the error says what
    is wrong."""
    shutil.copytree(tmp_path / "ring", tmp_path / "old")
    jk.epoch()
    name = _beside(left.bob.subject)
    for path in (tmp_path / "ring").glob("r*-[0-9]*"):
        path.unlink()
    for path in (tmp_path / "old").glob("r*-[0-9]*"):
        shutil.copy(path, tmp_path / "ring")
    jk.house.keyring.reload()
    with pytest.raises(StoreError, match="older than the key store") as refused:
        jk.driver.run(jk.house.keyring.ensure("day", name))
    assert "newest copy" in (refused.value.hint or "")
    assert _rows(databases, "SELECT 1 FROM keys.key WHERE name = %s", name) == []


def test_a_key_store_that_was_put_back_is_found_out(jk: Jikim, left: Cast, databases: Databases) -> None:
    """Rows from before an epoch open no more, which is its purpose; the error says so, and what to restore."""
    name = _beside(left.bob.subject)
    jk.driver.run(jk.house.keyring.ensure("day", name))
    rows = _rows(databases, "SELECT wrapped FROM keys.key WHERE name = %s", name)
    jk.epoch()
    with psycopg.connect(databases.admin["keys"], autocommit=True) as conn:
        conn.execute("UPDATE keys.key SET ring = 1, wrapped = %s WHERE name = %s", (rows[0][0], name))
    keyring = jk.house.keyring
    for act in (keyring.open("day", name), keyring.ensure("day", name), keyring.open_many("day", [name])):
        with pytest.raises(StoreError, match="older than its key ring") as refused:
            jk.driver.run(act)
        assert "newest backup" in (refused.value.hint or "")


def test_a_ring_directory_that_is_away_stops_nobody_who_has_it_in_memory(jk: Jikim, left: Cast, tmp_path: Path) -> None:
    """A process that runs goes on with the ring that it read, and makes no other where the directory was."""
    (tmp_path / "ring").rename(tmp_path / "away")
    jk.house.keyring.forget_all()
    name = b"while it is away"
    assert jk.driver.run(jk.house.keyring.ensure("day", name)) == jk.driver.run(jk.house.keyring.open("day", name))
    assert not list(tmp_path.glob("ring/ring-*"))
    if (tmp_path / "ring").exists():
        shutil.rmtree(tmp_path / "ring")
    (tmp_path / "away").rename(tmp_path / "ring")


def test_two_epochs_at_once(jk: Jikim, left: Cast, another: Any) -> None:
    """The second says that one is under way, at whatever step the first is, and changes nothing."""
    two = another()
    two.house.keyring.lease = 0.0
    refused = 0

    def ask(_step: str, _when: str) -> None:
        nonlocal refused
        if refused >= 3:
            return
        with pytest.raises(ConflictError, match="under way"):
            two.epoch()
        refused += 1

    jk.driver.hook = ask
    assert jk.epoch().ring == 2
    jk.driver.hook = None
    assert refused == 3
    assert two.epoch().ring == 3


def test_two_machines_at_once(
    jk: Jikim, left: Cast, another: Any, databases: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no file's lock is shared, the database's holds the second back; where that was lost, whoever comes later
    ends it."""
    from contextlib import contextmanager

    from jikim.keys.ring import RingFiles

    @contextmanager
    def always(_self: RingFiles) -> Any:
        yield True

    monkeypatch.setattr(RingFiles, "alone", always)
    two = another()
    two.house.keyring.lease = 0.0
    found: list[str] = []

    def ask(step: str, when: str) -> None:
        if (step, when) == ("epoch.rewrapped", "after"):
            with pytest.raises(ConflictError, match="under way"):
                two.epoch()
            # The first one's session ends, and with it its lock; it does not know.
            with psycopg.connect(databases.admin["keys"], autocommit=True) as conn:
                held = (
                    "FROM pg_locks WHERE locktype = 'advisory' AND classid = 7345605 AND objid = 1"
                    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
                )
                while conn.execute(f"SELECT pg_terminate_backend(pid) {held}").fetchall():
                    pass
            found.append(str(two.epoch().ring))

    jk.driver.hook = ask
    with pytest.raises((ConflictError, StoreError)):
        jk.epoch()
    jk.driver.hook = None
    assert found == ["2"]
    assert jk.epoch_due().open is None
    jk.house.keyring.reload()
    jk.house.keyring.forget_all()
    assert jk.use(left.alice_order, purpose="delivery", items=["name"])["name"]
    assert jk.epoch().ring == 3


@pytest.mark.clause("6.5")
def test_the_policy_says_how_often(jk: Jikim, cast: Cast, forward: Any) -> None:
    """The safeguard `key-rotation` is due a day after the last epoch began, a little early for timers, and only where
    something went."""
    assert jk.policy.file.safeguards["key-rotation"].every is not None
    due = jk.epoch_due()
    assert (due.at, due.now, due.ahead.names) == (None, False, 0)
    jk.house.keyring.lease = 0.0
    jk.leave(cast.bob.subject)
    jk.sweep()
    due = jk.epoch_due()
    assert due.now
    assert due.ahead.since is not None
    jk.epoch()
    begun = jk.now()
    jk.leave(cast.dan.subject)
    jk.sweep()
    due = jk.epoch_due()
    assert due.ahead.names > 0
    assert (due.now, due.at) == (False, begun + timedelta(hours=23))
    forward(hours=22, minutes=59)
    assert not jk.epoch_due().now
    forward(minutes=1)
    assert jk.epoch_due().now
    jk.epoch()
    forward(days=3)
    assert not jk.epoch_due().now, "nothing was destroyed since"
