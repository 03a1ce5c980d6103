"""Sets of the keys: apart, short-lived, and held against the ring of the moment."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from tests.backup.stored import KEY, everything, made, means, programs  # noqa: F401
from tests.conftest import Cast, Databases

from jikim.app import Jikim
from jikim.app.due import run_due
from jikim.backup import opening
from jikim.backup.dump import Means
from jikim.backup.sets import Set, list_sets, named, open_set, read
from jikim.errors import SealError, StoreError
from jikim.jobs import backup as job
from jikim.settings import Settings


class Counting:
    """A ring that counts what it opens, and refuses one key if told to."""

    def __init__(self, jk: Jikim, refuses: Container[int] = ()) -> None:
        self._ring = jk.house.keyring.ring
        self._refuses = refuses
        self.opened = 0

    def unwrap(self, name: bytes, wrapped: bytes, made: int | None = None) -> bytes:
        self.opened += 1
        if self.opened in self._refuses:
            raise SealError("a wrapped key does not open under this key and name", ko=("열리지 않음", ""))
        return self._ring.unwrap(name, wrapped, made)


def test_every_key_of_a_set_opens(jk: Jikim, cast: Cast, means: Means, tmp_path: Path) -> None:
    """Under a hundred thousand, each wrapped key of the set is opened with the ring before the set counts."""
    ring = Counting(jk)
    found = job.backup_keys(jk.driver, jk.house, means, lambda: ring, tmp_path / "keys").set
    assert found is not None
    assert found.path.name == "keys-000001-20130205T090000Z"
    assert ring.opened == found.files["keys.dump"].rows["keys.key"] > 4
    assert list(found.files) == ["keys.dump"]


def test_of_very_many_a_sample_opens(
    jk: Jikim, cast: Cast, means: Means, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the bound on, every so-many-th key is opened, and all rows are counted."""
    monkeypatch.setattr(opening, "SAMPLE", 3)
    ring = Counting(jk)
    found = job.backup_keys(jk.driver, jk.house, means, lambda: ring, tmp_path / "keys").set
    assert found is not None
    total = found.files["keys.dump"].rows["keys.key"]
    assert ring.opened == total // -(-total // 3)


def test_a_ring_that_opens_nothing_makes_it_no_set(jk: Jikim, cast: Cast, means: Means, tmp_path: Path) -> None:
    """Keys of another ring end the run: nothing new stands, and what stood stays."""
    place = tmp_path / "keys"
    job.backup_keys(jk.driver, jk.house, means, lambda: jk.house.keyring.ring, place)
    with pytest.raises(StoreError, match="do not open with the key ring"):
        job.backup_keys(jk.driver, jk.house, means, lambda: Counting(jk, refuses=range(1, 1000)), place)
    assert [path.name for path in named(place, "keys")] == ["keys-000001-20130205T090000Z"]
    assert len(list(place.glob("keys-*"))) == 1


def test_a_damaged_key_keeps_no_others_from_a_backup(
    jk: Jikim, cast: Cast, means: Means, databases: Databases, tmp_path: Path
) -> None:
    """A key that the store itself holds damaged is counted, and the set is made; one that only the set holds so makes
    it none."""
    with psycopg.connect(databases.admin["keys"], autocommit=True) as conn:
        conn.execute("UPDATE keys.key SET wrapped = '\\x00' || wrapped WHERE space = 'ledger-month'")
    done = job.backup_keys(jk.driver, jk.house, means, lambda: jk.house.keyring.ring, tmp_path / "keys")
    assert done.damaged == 1
    assert done.set is not None
    with psycopg.connect(databases.admin["keys"], autocommit=True) as conn:
        conn.execute("UPDATE keys.key SET wrapped = '\\x01' || wrapped WHERE space = 'ledger-month'")
    with pytest.raises(StoreError, match="does not hold the keys as the key store does"):
        opening.verify_keys(done.set, means, jk.house.keyring.ring)


def test_only_the_newest_stays(jk: Jikim, cast: Cast, means: Means, tmp_path: Path) -> None:
    """Every older one goes, even one that does not open any more: it holds keys that were destroyed since."""
    place = tmp_path / "keys"
    first = job.backup_keys(jk.driver, jk.house, means, lambda: jk.house.keyring.ring, place).set
    assert first is not None
    (first.path / "manifest.json").write_text("{}")
    second = job.backup_keys(jk.driver, jk.house, means, lambda: jk.house.keyring.ring, place)
    assert second.pruned == (first.path.name,)
    assert [one.number for one in list_sets(place, KEY, "keys") if isinstance(one, Set)] == [2]


def test_nothing_of_the_keys_lies_in_the_clear(jk: Jikim, cast: Cast, means: Means, tmp_path: Path) -> None:
    """No name of a key and no wrapped key is in the bytes on disk; inside the stream they are."""
    found = job.backup_keys(jk.driver, jk.house, means, lambda: jk.house.keyring.ring, tmp_path / "keys").set
    assert found is not None
    disk, within = everything(tmp_path / "keys"), b"".join(read(found, "keys.dump"))
    for word in (b"PGDMP", b"CREATE TABLE keys.key", b"keys.destroyed"):
        assert word in within
    for word in (b"PGDMP", b"CREATE TABLE", cast.alice.subject.bytes, cast.alice.subject.hex.encode()):
        assert word not in disk


def test_a_set_of_the_keys_is_none_of_the_data(jk: Jikim, means: Means, tmp_path: Path) -> None:
    """Listed apart and numbered apart; a set of the data waits for nothing of theirs."""
    place = tmp_path / "keys"
    found = job.backup_keys(jk.driver, jk.house, means, lambda: jk.house.keyring.ring, place).set
    assert found is not None
    assert list_sets(place, KEY, "data") == []
    assert job.backups(jk.driver) == []
    with pytest.raises(StoreError):
        open_set(found.path, bytes(32))


@pytest.mark.parametrize("place", ["sets", "sets/keys", "ring", "."])
def test_keys_do_not_lie_with_what_they_open(jk: Jikim, databases: Databases, tmp_path: Path, place: str) -> None:
    """Neither in the directory of the other sets nor beside the ring: who takes one disk must not have both."""
    jk.settings = replace(
        jk.settings, backups=tmp_path / "sets", keys_backups=tmp_path / place, readers=databases.readers
    )
    with pytest.raises(Exception, match="apart from the key ring"):
        jk.backups.keys()


def test_what_an_epoch_is_given(jk: Jikim, cast: Cast, databases: Databases, tmp_path: Path) -> None:
    """Without a directory for the keys there is nothing to call; with one, the call makes a verified set."""
    assert jk.backups.for_epoch() is None
    jk.settings = replace(jk.settings, keys_backups=tmp_path / "keys", readers=databases.readers)
    backup_keys = jk.backups.for_epoch()
    assert backup_keys is not None
    assert backup_keys() is True
    assert len(list_sets(tmp_path / "keys", jk.house.keyring.ring.backup_key, "keys")) == 1
    assert isinstance(jk.settings, Settings)


def test_what_is_due_backs_up_the_keys_after_the_data(
    jk: Jikim, cast: Cast, databases: Databases, tmp_path: Path
) -> None:
    """A house that nobody backs up by hand has the keys to its newest set: with what is due, a set of the keys follows that
    of the data, where a directory is named for them."""
    jk.settings = replace(
        jk.settings, backups=tmp_path / "sets", keys_backups=tmp_path / "keys", readers=databases.readers
    )
    (ran,) = [one for one in run_due(jk) if one.step == "backup"]
    assert ran.failed is None
    key = jk.house.keyring.ring.backup_key
    (data,), (keys,) = list_sets(tmp_path / "sets", key, "data"), list_sets(tmp_path / "keys", key, "keys")
    assert (ran.done["set"], ran.done["keys"]) == (data.path.name, keys.path.name)
    assert data.begun <= keys.begun
