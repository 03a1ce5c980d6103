"""Whoever waits for a connection gets one once the server is there again, whether or not anybody else asks meanwhile;
and what was connected for a crowd is let go of when it is gone."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from tests.conftest import Databases
from tests.waiting import PATIENCE, eventually

from jikim.db import connections
from jikim.db.driver import Driver
from jikim.db.looping import AsyncDriver
from jikim.db.schema import Database

# More than a pool tries before it gives up: twice for the connection that it lost, and twice for who waits.
TRIES = 12


class Way:
    """A way to the key database that can be taken away, and put back."""

    def __init__(self, databases: Databases, path: Path) -> None:
        self._path, self._admin = path, databases.admin["keys"]
        self._there = str(conninfo_to_dict(databases.dsns["keys"])["host"])
        self.dsns: dict[Database, str] = {"keys": make_conninfo(databases.dsns["keys"], host=str(path))}
        self.back()

    def back(self) -> None:
        self._path.symlink_to(self._there)

    def gone(self) -> None:
        """Takes it away, and ends whatever is connected."""
        self._path.unlink()
        with psycopg.connect(self._admin, autocommit=True) as admin:
            admin.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture
def way(databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Way:
    """Pools that give up after a tenth of a second, and a way of their own."""
    monkeypatch.setattr(connections, "RECONNECT_SECONDS", 0.1)
    return Way(databases, tmp_path / "way")


def tries(pool: Any) -> int:
    """How often a pool failed to connect."""
    return int(pool.get_stats().get("connections_errors", 0))


def test_who_waits_alone_is_connected_again(way: Way) -> None:
    """A pool that has given up tries again for who still waits."""
    one = Driver(way.dsns)
    one.open()
    pool = one.pools["keys"]
    way.gone()
    one.doubt()
    with ThreadPoolExecutor(1) as thread:
        waiting = thread.submit(pool.getconn, 60)
        assert eventually(lambda: tries(pool) >= TRIES)
        way.back()
        pool.putconn(waiting.result(PATIENCE))
    one.close()


def test_who_waits_alone_on_a_loop_is_connected_again(way: Way) -> None:
    """The same where an event loop waits."""

    async def wait() -> None:
        one = AsyncDriver(way.dsns)
        await one.open()
        pool = one.pools["keys"]
        way.gone()
        await one.doubt()
        waiting = asyncio.create_task(pool.getconn(PATIENCE))
        while tries(pool) < TRIES:
            await asyncio.sleep(0.01)
        way.back()
        await pool.putconn(await waiting)
        await one.close()

    asyncio.run(asyncio.wait_for(wait(), PATIENCE))


def test_a_pool_that_grew_becomes_small_again(databases: Databases, monkeypatch: pytest.MonkeyPatch) -> None:
    """What many needed at once is not kept for ever: the connections beyond the first end, one after the other."""
    monkeypatch.setattr(connections, "IDLE_SECONDS", 0.02)
    one = Driver({"keys": databases.dsns["keys"]})
    one.open()
    pool = one.pools["keys"]
    taken = [pool.getconn(PATIENCE) for _ in range(4)]
    for conn in taken:
        pool.putconn(conn)
    assert eventually(lambda: pool.get_stats()["pool_size"] == 1)
    with pool.connection(PATIENCE) as conn:
        assert conn.execute("SELECT 1").fetchone() == (1,)
    one.close()


def test_a_pool_on_a_loop_becomes_small_again(databases: Databases, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same on an event loop."""
    monkeypatch.setattr(connections, "IDLE_SECONDS", 0.02)

    async def main() -> None:
        one = AsyncDriver({"keys": databases.dsns["keys"]})
        await one.open()
        pool = one.pools["keys"]
        taken = [await pool.getconn(PATIENCE) for _ in range(4)]
        for conn in taken:
            await pool.putconn(conn)
        while pool.get_stats()["pool_size"] > 1:
            await asyncio.sleep(0.01)
        await one.close()

    asyncio.run(asyncio.wait_for(main(), PATIENCE))
