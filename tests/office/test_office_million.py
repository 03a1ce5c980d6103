"""A million members and a million resting parts: lists page, numbers are found and the calendar is drawn from a few of
their rows. Long: it makes them."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import psycopg
import pytest
from tests.conftest import Databases
from tests.employed import employ

from jikim.app import Jikim
from jikim.reading.calendar import calendar, day_rules
from jikim.reading.people import ListedPerson, locate, people

MANY = 1_000_000
READ = {
    "rows": "SELECT sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) FROM pg_stat_user_tables",
    "entries": "SELECT sum(idx_tup_read) FROM pg_stat_user_indexes",
}


def _many(databases: Databases) -> None:
    """Made by the server itself, with bodies as large as real ones; nothing of them opens, and nothing here opens any."""
    with psycopg.connect(databases.admin["live"], autocommit=True) as conn:
        conn.execute(
            "INSERT INTO live.subject (subject, kind, state, policy, generation, joined, left_at) "
            "SELECT md5('s' || n)::uuid, 1 + n %% 3, CASE WHEN n %% 20 = 0 THEN 2 ELSE 1 END, 1, 1, "
            "timestamptz '2013-02-05' + n * interval '5 minutes', CASE WHEN n %% 20 = 0 THEN timestamptz '2024-01-01' END "
            "FROM generate_series(1, %s) AS g(n)",
            (MANY,),
        )
        conn.execute(
            "INSERT INTO live.record (subject, record, kind, version, generation, policy, channel, collected, over_from, items, head, body) "
            "SELECT md5('s' || n)::uuid, md5('r' || n)::uuid, 1 + n %% 10, 1, 1, 1, 1, timestamptz '2013-02-05' + n * interval '5 minutes', "
            "CASE WHEN n %% 3 = 0 THEN timestamptz '2013-02-05' + n * interval '5 minutes' END, '{1,2,3}', decode(repeat('00', 60), 'hex'), "
            "ARRAY[decode(repeat('00', 40), 'hex'), decode(repeat('00', 40), 'hex'), decode(repeat('00', 40), 'hex')] "
            "FROM generate_series(1, %s) AS g(n)",
            (MANY,),
        )
        conn.execute("VACUUM ANALYZE")
    with psycopg.connect(databases.admin["archive"], autocommit=True) as conn:
        conn.execute(
            "SELECT archive.places_for(ARRAY(SELECT date '2013-02-01' + n FROM generate_series(0, 3700) AS g(n)))"
        )
        conn.execute(
            "INSERT INTO archive.part (subject, record, due, kind, policy, version, rules, dues, channel, source, collected, ended, moved, items, "
            "head, body, hold) "
            "SELECT md5('s' || n)::uuid, md5('r' || n)::uuid, date '2013-02-06' + n %% 3650, 1 + n %% 10, 1, 1, '{1}', '{2026-01-01}', 1, 0, "
            "timestamptz '2010-01-01', timestamptz '2010-01-01', timestamptz '2010-01-01', '{1,2,3}', decode(repeat('00', 60), 'hex'), "
            "ARRAY[decode(repeat('00', 40), 'hex'), decode(repeat('00', 40), 'hex'), decode(repeat('00', 40), 'hex')], "
            "CASE WHEN n %% 1000 = 0 THEN md5('h' || n)::uuid END FROM generate_series(1, %s) AS g(n)",
            (MANY,),
        )
        conn.execute("VACUUM ANALYZE")


def _read(jk: Jikim, databases: Databases) -> Counter[str]:
    """How many rows of tables and how many entries of indexes were read until now."""
    total: Counter[str] = Counter()
    for name in ("live", "archive"):
        with jk.driver.pools[name].connection() as conn:
            conn.execute("SELECT pg_stat_force_next_flush()")
        with psycopg.connect(databases.admin[name]) as conn:
            for kind, look in READ.items():
                total[kind] += int(conn.execute(look.encode()).fetchone()[0])  # type: ignore[index]
    return total


@pytest.mark.long
def test_a_million_members_and_parts_are_shown_from_a_few_rows(jk: Jikim, databases: Databases) -> None:
    """The first page, one deep in the list, a filtered one, a record's number and one day read a few hundred rows; a
    calendar reads its days' entries of the index and hardly a row."""
    _many(databases)
    employ(jk, "h-million", "officer")
    jk.by(jk.acting("system", "set-up")).grant("h-million", ["support"], jk.now() + timedelta(days=30))
    actor, house, today = jk.handler("h-million"), jk.house, jk.house.today()
    deep = ListedPerson(UUID(int=2**127), "", True, jk.now() + timedelta(days=1800), None)
    lists: dict[str, Callable[[], object]] = {
        "first page": lambda: jk.driver.run(people(house, actor=actor)),
        "deep page": lambda: jk.driver.run(people(house, actor=actor, after=deep)),
        "filtered page": lambda: jk.driver.run(
            people(house, actor=actor, kinds=["guest"], states=["left"], since=today, until=today + timedelta(days=900))
        ),
        "record's number": lambda: jk.driver.run(
            locate(house, UUID(bytes=hashlib.md5(b"r77777", usedforsecurity=False).digest()), actor=actor)
        ),
        "one day": lambda: jk.driver.run(day_rules(house, today + timedelta(days=700))),
    }
    years: dict[str, Callable[[], object]] = {
        "a year": lambda: jk.driver.run(calendar(house, today, today + timedelta(days=365))),
        "ten years": lambda: jk.driver.run(calendar(house, today, today + timedelta(days=3660))),
    }
    read: dict[str, Counter[str]] = {}
    for name, act in {**lists, **years}.items():
        before = _read(jk, databases)
        assert act(), name
        read[name] = _read(jk, databases) - before
    assert max(one["rows"] for one in read.values()) < 1_000, read
    assert max(read[name]["entries"] for name in lists) < 1_000, read
    assert read["a year"]["entries"] < read["ten years"]["entries"] / 5, read
