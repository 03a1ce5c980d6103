"""Base backups: of the servers of live and archive, where the keys have one of their own, and refused elsewhere."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from tests.backup.stored import KEY, everything, means, programs  # noqa: F401
from tests.conftest import Cast, Databases

from jikim.app import Jikim
from jikim.backup import sets
from jikim.backup.dump import Means
from jikim.backup.keep import Keep
from jikim.backup.read_back import verify
from jikim.backup.sets import DATA, Set, open_set, read
from jikim.backup.stream import seal
from jikim.db.embedded import Embedded
from jikim.db.keeper import ADMIN
from jikim.errors import StoreError
from jikim.jobs import backup as job


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A second server, as the keys have in production; its administrator's connection string."""
    with Embedded.start(tmp_path_factory.mktemp("elsewhere")) as running:
        yield running.conninfo("postgres", ADMIN)


def test_the_keys_own_server_is_never_copied(jk: Jikim, means: Means, tmp_path: Path) -> None:
    """Where live or archive lies with the keys, the reason is told and nothing is begun: its files hold destroyed keys."""
    with pytest.raises(
        StoreError, match=r"live(@2)? lies on the server of the keys: a copy of its files would keep destroyed keys"
    ):
        job.backup_base(jk.driver, jk.house, means, tmp_path / "sets")
    assert not (tmp_path / "sets").exists()


@pytest.mark.long
def test_a_server_is_copied_whole(jk: Jikim, cast: Cast, means: Means, elsewhere: str, tmp_path: Path) -> None:
    """One server for live and archive makes one sealed tar, and each further server of people its own, whose files
    PostgreSQL's own manifest names."""
    apart = replace(means, readers={**means.readers, "keys": elsewhere})
    place = tmp_path / "sets"
    found = job.backup_base(jk.driver, jk.house, apart, place, Keep(1, None)).set
    assert found is not None
    assert set(found.files) == {f"{server}.tar" for server in jk.driver.spread.servers}
    for tar in found.files:
        with tarfile.open(fileobj=io.BytesIO(b"".join(read(found, tar)))) as archive:
            names = archive.getnames()
        assert {"PG_VERSION", "backup_label", "backup_manifest", "global/pg_control"} <= set(names)
        assert any(name.startswith("pg_wal/0") for name in names)
        raw = (found.path / tar).read_bytes()
        assert b"PG_VERSION" not in raw
        assert b"ustar" not in raw


@pytest.mark.long
def test_a_copy_that_is_not_what_the_server_sent_is_none(
    jk: Jikim, means: Means, elsewhere: str, tmp_path: Path
) -> None:
    """Older copies go by the same rule as sets; and with the right key, a byte of a file, or a file, makes a copy no
    backup."""
    apart = replace(means, readers={**means.readers, "keys": elsewhere})
    place = tmp_path / "sets"
    job.backup_base(jk.driver, jk.house, apart, place, Keep(1, None))
    again = job.backup_base(jk.driver, jk.house, apart, place, Keep(1, None))
    assert again.pruned == ("base-000001-20130205T090000Z",)
    assert again.set is not None
    tar = b"".join(read(again.set, "live.tar"))
    verify(resealed(again.set, tar), means.programs)
    for changed in (
        tar.replace(b"START WAL LOCATION", b"START WAL LOCATIOM", 1),
        tar[: len(tar) // 3],
        b"",
        tar[:-2_000_000],
    ):
        with pytest.raises(StoreError):
            verify(resealed(again.set, changed), means.programs)
    assert job.backups(jk.driver) == []


def resealed(found: Set, content: bytes) -> Set:
    """The same set with another content, as who has the key could make it."""
    (found.path / "manifest.json").unlink()
    with open(found.path / "live.tar", "wb") as out:
        done = seal(KEY, sets.place_of("base", found.number, "live.tar"), io.BytesIO(content), out)
    files = {**found.files, "live.tar": sets.File(done.size, done.sha256, {})}
    sets.write_manifest(found.path, KEY, "base", found.number, found.begun, found.digest, found.heads, files)
    return open_set(found.path, KEY)


@pytest.mark.one_server("a role of one server")
def test_a_role_without_replication_is_told(
    jk: Jikim, means: Means, elsewhere: str, databases: Databases, server: Embedded, tmp_path: Path
) -> None:
    """A role that may read everything, and take the locks, may not copy a server's files by that alone."""
    with psycopg.connect(server.conninfo("postgres", ADMIN), autocommit=True) as conn:
        conn.execute("DROP ROLE IF EXISTS jikim_reader")
        conn.execute(
            "CREATE ROLE jikim_reader LOGIN IN ROLE pg_read_all_data, jikim_owner, jikim_live, jikim_archive, jikim_ledger"
        )
    try:
        modest = {each: psycopg.conninfo.make_conninfo(databases.admin[each], user="jikim_reader") for each in DATA}
        with pytest.raises(StoreError, match="the role may not take base backups"):
            job.backup_base(
                jk.driver, jk.house, replace(means, readers={**modest, "keys": elsewhere}), tmp_path / "sets"
            )
    finally:
        with psycopg.connect(server.conninfo("postgres", ADMIN), autocommit=True) as conn:
            conn.execute("DROP ROLE jikim_reader")
    assert everything(tmp_path / "sets").count(b"base-") == 0
