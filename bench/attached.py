"""Attached data: the erasure of a person with very many rows, beside a bare DELETE of the same; and an application's own
requests that use a verb, beside the same requests without."""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import UTC, datetime
from typing import Any

import psycopg

from bench.observed import AUDIT, SHOP, WRITTEN, shop_environment
from bench.stage import Figure, Measured, Stage, alternating, seconds
from jikim.app import Jikim, read_policy
from jikim.app.attached import AttachedDatabase
from jikim.attach.dialects import OUTBOX
from jikim.settings import Settings

ERASED_SECONDS = 0.3


def attached(stage: Stage) -> list[Figure]:
    """A person with 10,000 reviews in the Django shop of `examples` is erased: from asking until the ledger has it and
    it stands beside the key ring."""
    rows = stage.size(10_000, 200)
    environment = shop_environment(stage, "bench_erased")
    for words in (("migrate", "--verbosity", "0"), ("make_people", "60")):
        subprocess.run(
            [sys.executable, "manage.py", *words], cwd=SHOP, env=environment, check=True, stdout=subprocess.DEVNULL
        )
    dsn, people = environment["SHOP_DATABASE"], iter(range(1, 60))
    start = datetime(2026, 12, 1, tzinfo=UTC)
    with (
        Jikim(read_policy(SHOP / "policy.yaml"), Settings(stage.directory / "erased"), demo_start=start) as jk,
        psycopg.connect(dsn, autocommit=True) as conn,
    ):
        shop = jk.attached(SHOP / "attached.yaml")

        def filled() -> int:
            person = next(people)
            conn.execute(
                "INSERT INTO shop_post (member_id, isbn, body, created_at)"
                " SELECT %s, '9790000000000', '없는 서평', '2026-01-02' FROM generate_series(1, %s)",
                (person, rows),
            )
            conn.execute("ANALYZE shop_post")
            return person

        def ours() -> float:
            person, begun = filled(), time.perf_counter()
            done = shop.erase(dsn, person)
            took = time.perf_counter() - begun
            assert done.destroyed["review"] >= rows
            return took

        def bare() -> float:
            person, begun = filled(), time.perf_counter()
            conn.execute("DELETE FROM shop_post WHERE member_id = %s", (person,))
            return time.perf_counter() - begun

        took = alternating(stage.size(7, 1), ours, bare)
        rates = _corrections(stage, shop, conn)
    return [
        Figure(
            f"erasure of a person with {rows:,} attached rows",
            took[0] * 1e3,
            "ms",
            took[1] * 1e3,
            "a bare DELETE of the rows",
            f"{ERASED_SECONDS * 1e3:.0f} ms",
            took[0] < ERASED_SECONDS,
            "a number and a place in a batch for each row; the ledger, the clock of backups and the receipt for each batch",
        ),
        Figure(
            "correct one attached row, its entry beside it",
            rates[0],
            "/s",
            rates[1],
            "UPDATE and INSERT of a bare row of audit, in one transaction",
            limits="the row by its dates; one statement in live that judges and commits nothing; row and entry in one statement",
        ),
    ]


def _corrections(stage: Stage, shop: AttachedDatabase, conn: psycopg.Connection[Any]) -> list[Measured]:
    count = stage.size(500, 20)
    conn.execute(OUTBOX.format(role=conn.info.user))
    conn.execute(AUDIT)
    keys = [key for (key,) in conn.execute("SELECT id FROM shop_order WHERE settled_at IS NULL LIMIT 10").fetchall()]

    def ours() -> None:
        for n in range(count):
            shop.on(conn).correct("order", keys[n % len(keys)], {"mobile": f"010-0000-{n:04}"})

    def bare() -> None:
        for n in range(count):
            key = keys[n % len(keys)]
            with conn.transaction():
                conn.execute("UPDATE shop_order SET mobile = %s WHERE id = %s", (f"010-0000-{n:04}", key))
                conn.execute(WRITTEN, ("application:app", "order", key, "delivery"))

    return alternating(stage.size(7, 1), lambda: count / seconds(ours), lambda: count / seconds(bare))
