"""A connection keeps its cursor from statement to statement, and nothing of what was fetched; words have connections of
their own."""

from __future__ import annotations

import asyncio

import pytest
from tests.conftest import Databases

from jikim.db.driver import Driver, Statement, Steps
from jikim.db.looping import AsyncDriver
from jikim.db.queries import Query
from jikim.errors import StoreError

ASKED = Query("asked", "live", "SELECT %s::text, %s::integer", "for this test")
WRONG = Query("wrong", "live", "SELECT 1 / %s::integer, %s::integer", "for this test")


def _ask(query: Query, *given: object) -> Steps[list[tuple[object, ...]]]:
    return (yield Statement(query, given))


def test_a_connection_keeps_its_cursor_and_nothing_fetched(databases: Databases) -> None:
    """Run after run by one cursor, also after an error; what it fetched last is with it no more."""
    driver = Driver({"live": databases.dsns["live"]}, size=1)
    driver.open()
    try:
        with driver.pools["live"].connection() as conn:
            kept = conn.one
        assert driver.run(_ask(ASKED, "a sealed value", 1)) == [("a sealed value", 1)]
        with pytest.raises(StoreError):
            driver.run(_ask(WRONG, 0, 0))
        # The same statement with other types, and with none.
        assert driver.run(_ask(ASKED, "another", 2**40 % 7)) == [("another", 2**40 % 7)]
        assert driver.run(_ask(ASKED, None, None)) == [(None, None)]
        with driver.pools["live"].connection() as conn:
            assert conn.one is kept
            assert kept.pgresult is not None
            assert kept.pgresult.ntuples == 0
    finally:
        driver.close()


def test_what_is_said_beside_takes_no_connection_of_the_work(databases: Databases) -> None:
    """While the only connection is taken a word is said all the same, and the pool does not grow by it."""
    driver = Driver({"live": databases.dsns["live"]}, size=1)
    driver.open()
    try:
        with driver.pools["live"].connection():
            assert driver.hurried(_ask(ASKED, "a word", 1)) == [("a word", 1)]
        assert driver.pools["live"].get_stats()["pool_size"] == 1
    finally:
        driver.close()


def test_so_does_one_on_an_event_loop(databases: Databases) -> None:
    """The same of the driver on an event loop, also after a run that was cancelled."""

    async def story() -> None:
        driver = AsyncDriver({"live": databases.dsns["live"]}, size=1)
        await driver.open()
        try:
            async with driver.pools["live"].connection() as conn:
                kept = conn.one
            assert await driver.run(_ask(ASKED, "a sealed value", 1)) == [("a sealed value", 1)]
            async with driver.pools["live"].connection() as conn:
                assert conn.one is kept
                assert kept.pgresult is not None
                assert kept.pgresult.ntuples == 0
            slow = Query("slow", "live", "SELECT pg_sleep(%s)", "for this test")
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(driver.run(_ask(slow, 60)), 0.2)
            assert await driver.run(_ask(ASKED, "after", 3)) == [("after", 3)]
        finally:
            await driver.close()

    asyncio.run(story())
