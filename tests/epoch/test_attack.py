"""A thief who copied the disks before the epoch, and takes every key that exists after it, reads nothing that was
destroyed."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from tests.conftest import Cast, Databases
from tests.epoch.thief import Thief

from jikim.app import Jikim
from jikim.crypto import SealContext, joined_key, open_items
from jikim.errors import SealError
from jikim.keys.keyring import day_name, person_name


class Disks:
    """What was copied of live and archive: sealed rows."""

    def __init__(self, databases: Databases) -> None:
        with psycopg.connect(databases.admin["live"]) as conn:
            self.records: list[Any] = conn.execute(
                "SELECT subject, record, version, generation, items, head, body FROM live.record", binary=True
            ).fetchall()
        with psycopg.connect(databases.admin["archive"]) as conn:
            self.parts: list[Any] = conn.execute(
                "SELECT subject, record, due, kind, version, items, head, body FROM archive.part WHERE hold IS NULL",
                binary=True,
            ).fetchall()

    def read(self, thief: Thief) -> dict[UUID, int]:
        """How many items of each record the thief reads today."""
        keys = thief.opens(thief.wrapped)
        found: dict[UUID, int] = {}
        for subject, record, version, generation, items, head, body in self.records:
            key = keys.get(("person", person_name(subject, generation)))
            _count(found, record, key, SealContext(subject, record, version, generation), items, head, body)
        for subject, record, due, kind, version, items, head, body in self.parts:
            day, person = keys.get(("day", day_name(kind, due))), keys.get(("archive", subject.bytes))
            key = joined_key(day, person) if day and person else None
            _count(found, record, key, SealContext(subject, record, version, 0), items, head, body)
        return found


def _count(
    found: dict[UUID, int], record: UUID, key: bytes | None, place: SealContext, items: Any, head: Any, body: Any
) -> None:
    if key is None:
        return
    try:
        opened = open_items(key, place, bytes(head), zip(items, map(bytes, body), strict=True))
    except SealError:
        return
    found[record] = found.get(record, 0) + len(opened)


@pytest.mark.clause("6.5")
def test_nothing_that_was_destroyed_opens_after_the_epoch(
    jk: Jikim, cast: Cast, databases: Databases, tmp_path: Path, forward: Any
) -> None:
    """Live records, parts that rested and the whole of a person: before the epoch the thief reads each, after it none;
    survivors open."""
    jk.house.keyring.lease = 0.0
    jk.event(cast.alice_order, "settled")
    jk.sweep()
    thief = Thief((tmp_path / "ring",), databases.admin["keys"])
    thief.look()
    stolen = Disks(databases)
    everything = stolen.read(thief)
    order, bob, alice = cast.alice_order.record, cast.bob_membership.record, cast.alice_membership.record
    assert {order, bob, alice, cast.dan_enquiry.record} <= set(everything)

    jk.leave(cast.bob.subject)
    forward(to=datetime(2018, 2, 7, 3, tzinfo=jk.now().tzinfo))
    jk.sweep()
    thief.look()
    still = stolen.read(thief)
    assert still == everything, (
        "a deleted key is still in the copy, and the ring opens it: that is why there are epochs"
    )

    jk.epoch()
    thief.look()
    after = stolen.read(thief)
    assert order not in after
    assert bob not in after
    assert after[alice] == everything[alice], "the thief's tools still open what was not destroyed"
    assert jk.show(cast.alice.subject).cards[0].values


@pytest.mark.clause("6.5")
def test_ring_files_of_every_day_are_worth_nothing(jk: Jikim, cast: Cast, databases: Databases, tmp_path: Path) -> None:
    """Three epochs: a copy of each ring's file opens with none of the root keys that are left, but for the newest."""
    jk.house.keyring.lease = 0.0
    thief = Thief((tmp_path / "ring",), databases.admin["keys"])
    thief.look()
    assert len(thief.secrets()) == 1
    for number in (2, 3, 4):
        jk.driver.run(jk.house.keyring.ensure("day", b"%d" % number))
        assert jk.epoch().ring == number
        thief.look()
    assert {number for number, _ in thief.rings} == {1, 2, 3, 4}
    assert len(thief.secrets()) == 1
    assert max(thief.secrets()[0].made) <= 4


@pytest.mark.clause("6.5")
def test_no_former_shard_key_is_under_the_new_root(jk: Jikim, cast: Cast, databases: Databases, tmp_path: Path) -> None:
    """At every step of the epoch, the new root key opens no shard key that a destroyed key was wrapped under."""
    jk.house.keyring.lease = 0.0
    thief = Thief((tmp_path / "ring",), databases.admin["keys"])
    thief.look()
    former = thief.secrets()[0]
    jk.leave(cast.bob.subject)
    jk.sweep()
    with psycopg.connect(databases.admin["keys"]) as conn:
        touched = {row[0] for row in conn.execute("SELECT keys.shard_of(name) FROM keys.destroyed").fetchall()}
    looked = 0

    def look(_step: str, _when: str) -> None:
        nonlocal looked
        root = tmp_path / "ring" / "root-2.key"
        if not root.exists():
            return
        alone = Thief((tmp_path / "ring",), databases.admin["keys"])
        alone.look()
        kept = list((tmp_path / "ring").glob("root-1.key*"))
        hidden = [(path, path.read_bytes()) for path in kept]
        for path in kept:
            path.unlink()
        for secret in alone.secrets():
            looked += 1
            assert not {secret.keys[shard] for shard in touched} & set(former.keys)
            assert secret.keys[min(set(range(256)) - touched)] in former.keys
        for path, content in hidden:
            path.write_bytes(content)

    jk.driver.hook = look
    jk.epoch()
    jk.driver.hook = None
    assert looked > 5
    assert touched
