"""An epoch over many people: everything destroyed before it becomes irrecoverable, every survivor is wrapped anew;
against one UPDATE."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any
from uuid import UUID

import psycopg

from bench.stage import Figure, Stage, seconds, spent
from jikim.crypto import new_key
from jikim.keys.keyring import person_name
from jikim.keys.ring import Ring
from jikim.keys.shards import SHARDS, shard_of

GOAL = 15.0


def epoch(stage: Stage) -> list[Figure]:
    """Keys of people who have nothing else, laid out by the superuser, and enough destroyed ones that every shard is
    touched.

    The backup and the lease are left aside: the one is a row of its own, the other a setting.
    """
    jk, people = stage.jk, stage.size(1_000_000, 20_000)
    ring = jk.house.keyring.ring
    gone = [person_name(_subject(), 1) for _ in range(16 * SHARDS)]
    assert len({shard_of(name) for name in gone}) == SHARDS
    with stage.admin("keys") as conn:
        lay_keys(conn, ring, (person_name(_subject(), 1) for _ in range(people)))
        with conn.cursor().copy("COPY keys.destroyed (space, name, at) FROM STDIN (FORMAT BINARY)") as copy:
            copy.set_types(["text", "bytea", "timestamptz"])
            for name in gone:
                copy.write_row(("person", name, jk.now()))
        conn.execute("CREATE TABLE public.plain_key (LIKE keys.key INCLUDING ALL)")
        conn.execute("INSERT INTO public.plain_key SELECT * FROM keys.key")
        conn.execute("VACUUM ANALYZE keys.key")
        conn.execute("VACUUM ANALYZE public.plain_key")
        conn.execute("CHECKPOINT")
        plain = seconds(
            lambda: conn.execute("UPDATE public.plain_key SET ring = ring + 1, wrapped = wrapped || ''::bytea")
        )
        conn.execute("DROP TABLE public.plain_key")
        conn.execute("CHECKPOINT")
    runs: list[float] = []
    lease, jk.house.keyring.lease = jk.house.keyring.lease, 0.0
    try:
        limits = spent(stage, lambda: runs.append(seconds(jk.epoch)), people)
        [took] = runs
    finally:
        jk.house.keyring.lease = lease
    turned = jk.epoch_due()
    assert turned.ahead.names == 0
    return [
        Figure(
            f"epoch over {people:,} people, every shard touched (backup and lease aside)",
            took,
            "s",
            plain,
            "(bare UPDATE)",
            f"{GOAL:.0f} s",
            took < GOAL,
        ),
        Figure("… survivors wrapped anew", people / took, "1/s", limits=limits),
    ]


def lay_keys(conn: psycopg.Connection[Any], ring: Ring, names: Iterable[bytes]) -> None:
    """A key for each name, wrapped as the ring wraps it: an epoch opens every one."""
    with conn.cursor().copy("COPY keys.key (space, name, ring, wrapped) FROM STDIN (FORMAT BINARY)") as copy:
        copy.set_types(["text", "bytea", "int4", "bytea"])
        for name in names:
            made = ring.made(shard_of(name))
            copy.write_row(("person", name, made, ring.wrap(name, new_key(), made)))


def _subject() -> UUID:
    return UUID(bytes=os.urandom(16))
