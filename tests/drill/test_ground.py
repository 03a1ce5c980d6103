"""A drill on a server of one's own makes what it needs there, sees what a thief would see, and takes everything away
again."""

from __future__ import annotations

from contextlib import ExitStack, suppress
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from tests.conftest import HOMEPAGE, START

from jikim.app import Jikim, read_policy
from jikim.db.embedded import Embedded
from jikim.db.keeper import ADMIN
from jikim.drill.ground import ServerGround, may_read
from jikim.drill.theft import copied, steal
from jikim.errors import StoreError


def _left(server: Embedded) -> int:
    with psycopg.connect(server.conninfo("postgres", ADMIN)) as conn:
        row = conn.execute("SELECT count(*) FROM pg_database WHERE datname LIKE 'jikim_drill%'").fetchone()
        assert row is not None
        return int(row[0])


def test_its_databases_go_also_after_an_error(server: Embedded, tmp_path: Path) -> None:
    """Each house has four databases of its own; an error leaves none behind."""
    with suppress(ZeroDivisionError), ExitStack() as stack:
        ground = ServerGround(server.conninfo("postgres", ADMIN), tmp_path, stack)
        ground.house("house", empty=True)
        assert _left(server) == 4
        raise ZeroDivisionError
    assert _left(server) == 0


def test_files_read_through_sql_are_the_files(server: Embedded, tmp_path: Path) -> None:
    """What a thief copies through SQL from a data directory that can't be read here is, byte for byte, what lies there."""
    with ExitStack() as stack:
        ground = ServerGround(server.conninfo("postgres", ADMIN), tmp_path, stack)
        place = ground.house("house", empty=True)
        place.checkpoint()
        base = place.trees[0]
        copied(base, tmp_path / "read")
        ground.readable = False
        stolen = [(path, b"".join(pieces)) for path, pieces in ground.files((base,))]
        assert len(stolen) > 100
        assert {path.name for path, _ in stolen} == {path.name for path in (tmp_path / "read").iterdir()}
        # The server may write one of its files meanwhile.
        copied(base, tmp_path / "again")
        before, after = (
            {path.name: path.read_bytes() for path in (tmp_path / one).iterdir()} for one in ("read", "again")
        )
        still = [(content, before[path.name]) for path, content in stolen if before[path.name] == after.get(path.name)]
        assert len(still) > 100
        assert all(content == there for content, there in still)
        assert ground.trees() == ()
        log = {path.parent.name for path, _ in ground.files(ground.everything())}
        assert "pg_wal" in log


def test_a_theft_takes_rings_and_leaves_root_keys(server: Embedded, tmp_path: Path) -> None:
    """The thief has the ring's files of every directory, and no root key: who has both is outside the promise. The
    application has its rights."""
    with ExitStack() as stack:
        ground = ServerGround(server.conninfo("postgres", ADMIN), tmp_path, stack)
        rings = (tmp_path / "ring", tmp_path / "copy")
        for ring in rings:
            ring.mkdir()
            for name in ("ring-1.json", "root-1.key", "root.copies"):
                (ring / name).write_text(name)
        place = ground.house("house", ring=rings[0], ring_copies=(rings[1],))
        with psycopg.connect(place.settings.dsns["live"]) as conn:
            assert conn.execute("SELECT current_user").fetchone() == ("jikim_live",)
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                conn.execute("SELECT * FROM live.record")
        stolen = steal(place, ground, tmp_path / "thief")
        names = {
            path.relative_to(stolen.directory).as_posix() for path in stolen.directory.rglob("*") if "ring" in path.name
        }
        assert {name for name in names if name.endswith((".json", ".key", ".copies"))} == {
            "ring-0/ring-1.json",
            "ring-1/ring-1.json",
        }
        assert stolen.files > 300


def test_a_house_there_is_a_demo_whose_time_moves(server: Embedded, tmp_path: Path) -> None:
    """The drill's story lasts years and ends with an epoch, which an eraser makes."""
    with ExitStack() as stack:
        place = ServerGround(server.conninfo("postgres", ADMIN), tmp_path, stack).house("house")
        jk = stack.enter_context(Jikim(read_policy(HOMEPAGE), place.settings, "drill", START))
        jk.move_clock(START + timedelta(days=400))
        assert jk.sweep().parts == 0
        assert jk.epoch(backup_keys=lambda: True).done
        with psycopg.connect(place.settings.erasers["keys"]) as conn:
            wrapped = "SELECT keys.rewrap_evidence(1, gen_random_uuid(), 0, 1, 'signing', '{}', '{}')"
            assert conn.execute(wrapped).fetchone() == (None,)


def test_a_role_that_is_no_superuser_is_refused(server: Embedded, tmp_path: Path) -> None:
    """A drill that could not see what a thief sees would show nothing."""
    with ExitStack() as stack, pytest.raises(StoreError, match="no superuser"):
        ServerGround(server.conninfo("live", "jikim_live"), tmp_path, stack)
    with ExitStack() as stack, pytest.raises(StoreError, match="cannot be reached"):
        ServerGround("host=127.0.0.1 port=1 dbname=x connect_timeout=2", tmp_path, stack)


def test_a_directory_of_another_server_is_not_read(server: Embedded, tmp_path: Path) -> None:
    """A directory at the same path on this machine, of another server, is not taken for the one that is named."""
    with ExitStack() as stack:
        ground = ServerGround(server.conninfo("postgres", ADMIN), tmp_path, stack)
        assert ground.readable
        assert "read where it lies" in ground.told.en
    data = ground.everything()[-1].parent
    assert not may_read(data, 1)
    assert not may_read(tmp_path, 1)
