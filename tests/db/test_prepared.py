"""A connection prepares each statement once, and keeps nothing of what was fetched; words have connections of their own."""

from __future__ import annotations

import asyncio
import tomllib
from collections.abc import Callable, Iterator
from contextlib import suppress
from inspect import signature
from typing import Any

import psycopg
import pytest
from packaging.requirements import Requirement
from packaging.version import Version
from psycopg import abc, generators
from psycopg.errors import error_from_result
from psycopg.pq import abc as pq
from tests import kept_connections
from tests.conftest import Databases
from tests.house.source import ROOT
from tests.waiting import PATIENCE

from jikim.db import connections, prepared
from jikim.db.driver import Driver, Statement, Steps
from jikim.db.looping import AsyncDriver
from jikim.db.queries import Query
from jikim.errors import StoreError

ASKED = Query("asked", "live", "SELECT %s::text, %s::integer", "for this test")
WRONG = Query("wrong", "live", "SELECT 1 / %s::integer, %s::integer", "for this test")
OURS = [
    "SELECT $1::text, $2::integer",
    "SELECT 1 / $1::integer, $2::integer",
    *(f"SELECT {n}, '100%'" for n in range(3)),
]
# What `prepared` calls of psycopg's lower layer, with what it gives.
CALLED: dict[Callable[..., Any], list[str]] = {
    abc.Transformer.dump_sequence: ["self", "params", "formats"],
    abc.Transformer.load_rows: ["self", "row0", "row1", "make_row"],
    abc.Transformer.set_pgresult: ["self", "result"],
    pq.PGconn.send_query_prepared: ["self", "name", "param_values", "param_formats", "result_format"],
    pq.PGconn.send_prepare: ["self", "name", "command", "param_types"],
    pq.PGconn.send_query: ["self", "command"],
    pq.PGresult.error_field: ["self", "fieldcode"],
    pq.PGresult.fname: ["self", "column_number"],
    generators.execute: ["pgconn"],
    error_from_result: ["result", "encoding"],
    psycopg.Connection.wait: ["self", "gen"],
    psycopg.AsyncConnection.wait: ["self", "gen"],
}


def test_psycopgs_lower_layer_is_the_one_that_is_called() -> None:
    """Each part of it that a connection's statements stand on takes what it is given, and no minor version is let in that
    nobody has looked at."""
    found = {one: [*signature(one).parameters][: len(given)] for one, given in CALLED.items()}
    changed = [f"{one.__qualname__}({', '.join(found[one])})" for one, given in CALLED.items() if found[one] != given]
    assert not changed, f"psycopg {psycopg.__version__} changed what `db/prepared.py` calls: {changed}; mend it there"
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    (bound,) = (one.specifier for one in map(Requirement, asked["server"]) if one.name == "psycopg")
    major, minor, *_ = Version(psycopg.__version__).release
    assert psycopg.__version__ in bound, f"psycopg {psycopg.__version__} is not {bound}"
    assert f"{major}.{minor + 1}" not in bound, (
        "`pyproject.toml` lets a psycopg in whose lower layer nobody has looked at"
    )


@pytest.fixture
def driver(databases: Databases, monkeypatch: pytest.MonkeyPatch) -> Iterator[Driver]:
    """With one connection, made for this test: one that was kept has what the tests before it prepared."""
    monkeypatch.setattr(connections, "Connection", kept_connections.Connection)
    one = Driver({"live": databases.dsns["live"]}, size=1)
    one.open()
    yield one
    one.close()


def _ask(query: Query, *given: object) -> Steps[list[tuple[object, ...]]]:
    return (yield Statement(query, given))


def _kept(driver: Driver) -> list[str]:
    """These tests' statements that the server has of the one connection. What that fetched last is with it no more."""
    with driver.pools["live"].connection() as conn:
        assert conn.statements._values.pgresult is None
        rows = conn.execute("SELECT statement FROM pg_prepared_statements WHERE statement = ANY(%s)", [OURS]).fetchall()
    return [text for (text,) in rows]


def test_a_statement_is_prepared_once_and_nothing_fetched_is_kept(driver: Driver) -> None:
    """Run after run, also after an error; with parameters of other types it is another one."""
    for _ in range(3):
        assert driver.run(_ask(ASKED, "a sealed value", 1)) == [("a sealed value", 1)]
    assert len(_kept(driver)) == 1
    for _ in range(2):
        with pytest.raises(StoreError):
            driver.run(_ask(WRONG, 0, 0))
    assert driver.run(_ask(ASKED, "another", 2**20)) == [("another", 2**20)]
    assert driver.run(_ask(ASKED, None, None)) == [(None, None)]
    assert driver.run(_ask(ASKED, "a third", 7)) == [("a third", 7)]
    kept = _kept(driver)
    assert (len(kept), len(set(kept))) == (4, 2)


def test_what_a_rollback_let_go_of_is_prepared_anew(driver: Driver) -> None:
    """A transaction of psycopg's own was rolled back on the connection, which lets go of all that it has prepared."""
    assert driver.run(_ask(ASKED, "before", 1)) == [("before", 1)]
    with driver.pools["live"].connection() as conn:
        with suppress(ZeroDivisionError), conn.transaction():
            conn.execute("SELECT 1")
            raise ZeroDivisionError
        conn.execute("SELECT 1")
    assert _kept(driver) == []
    for n in range(2):
        assert driver.run(_ask(ASKED, "after", n)) == [("after", n)]
    assert len(_kept(driver)) == 1


def test_the_statement_that_rests_longest_is_let_go(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection keeps so many at most, and runs one that went as it ran before."""
    monkeypatch.setattr(prepared, "MOST", 2)
    one, two, three = (Query(f"q{n}", "live", f"SELECT {n}, '100%%'", "for this test") for n in range(3))
    for n, query in ((0, one), (1, two), (0, one), (2, three), (1, two)):
        assert driver.run(_ask(query)) == [(n, "100%")]
    assert sorted(_kept(driver)) == OURS[3:]


def test_what_is_said_beside_takes_no_connection_of_the_work(driver: Driver) -> None:
    """While the only connection is taken a word is said all the same, and the pool does not grow by it."""
    with driver.pools["live"].connection():
        assert driver.hurried(_ask(ASKED, "a word", 1)) == [("a word", 1)]
    assert driver.pools["live"].get_stats()["pool_size"] == 1


def test_so_does_one_on_an_event_loop(databases: Databases) -> None:
    """The same of the driver on an event loop, also after a run that was cancelled."""

    async def story() -> None:
        driver = AsyncDriver({"live": databases.dsns["live"]}, size=1)
        await driver.open()
        try:
            for _ in range(2):
                assert await driver.run(_ask(ASKED, "a sealed value", 1)) == [("a sealed value", 1)]
            async with driver.pools["live"].connection() as conn:
                assert conn.statements._values.pgresult is None
                rows = await conn.execute("SELECT 1 FROM pg_prepared_statements WHERE statement = ANY(%s)", [OURS])
                assert len(await rows.fetchall()) == 1
            slow = Query("slow", "live", "SELECT pg_sleep(%s)", "for this test")
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(driver.run(_ask(slow, PATIENCE)), 0.2)
            assert await driver.run(_ask(ASKED, "after", 3)) == [("after", 3)]
        finally:
            await driver.close()

    asyncio.run(story())
