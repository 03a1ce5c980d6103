"""An application's own requests while its statements are observed, against the same application alone: the Django shop
of `examples`, on a PostgreSQL of this machine."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg

from bench.stage import Figure, Stage, alternating
from jikim.db import places

ROOT = Path(__file__).parents[1]
SHOP = ROOT / "examples" / "django-shop"
GOAL, BY_VERBS = 0.95, 0.9
AUDIT = """CREATE TABLE audit (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, at timestamptz DEFAULT now(),
    who text, kind text, number bigint, purpose text)"""
WRITTEN = "INSERT INTO audit (who, kind, number, purpose) VALUES (%s, %s, %s, %s)"


class Shop:
    """The shop in a process of its own, which answers as many requests as it is asked for."""

    def __init__(self, settings: str, environment: dict[str, str], *urls: str) -> None:
        told = {**environment, "DJANGO_SETTINGS_MODULE": settings}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bench.shop_requests", *urls],
            cwd=SHOP,
            env=told,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.communicate(timeout=60)

    def rate(self, requests: int) -> float:
        """Requests a second."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(requests, file=self._process.stdin, flush=True)
        return requests / float(self._process.stdout.readline())


def shop_environment(stage: Stage, name: str) -> dict[str, str]:
    """What the shop's commands need, with an empty database of this name."""
    with stage.admin("postgres") as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        found = psycopg.conninfo.conninfo_to_dict(admin.info.dsn)
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join((str(ROOT), str(SHOP))),
        "SHOP_DATABASE": f"postgresql://{found['user']}@/{name}?host={found['host']}&port={places.PORT}",
        "SHOP_SECRET": "invented" * 8,
        "SHOP_JIKIM": str(stage.directory / name),
    }


def observed(stage: Stage) -> list[Figure]:
    """Requests a second with and without `jikim.contrib.django`, in short turns, so that what else the machine does meets
    all alike; and with labels that are read by the verb `use`, on Django's own connection, or are noted by hand. What was
    counted is judged and sent by the observer's own thread, every ten seconds."""
    environment = shop_environment(stage, "bench_shop")
    people, requests = stage.size(5_000, 200), stage.size(100, 20)
    for words in (("migrate", "--verbosity", "0"), ("make_people", str(people))):
        subprocess.run(
            [sys.executable, "manage.py", *words], cwd=SHOP, env=environment, check=True, stdout=subprocess.DEVNULL
        )
    with psycopg.connect(environment["SHOP_DATABASE"]) as conn:
        conn.execute(AUDIT)
    with (
        Shop("shop.settings", environment) as alone,
        Shop("shop.observed", environment) as ours,
        Shop("shop.observed", environment, "bench.shop_by_verbs") as by_verbs,
        Shop("shop.settings", environment, "bench.shop_by_audit") as by_audit,
    ):
        shops = (ours, by_verbs, alone, by_audit)
        rates = alternating(stage.size(60, 1), *((lambda shop=shop: shop.rate(requests)) for shop in shops))
    plain, noted = (rates[2], "the shop alone"), (rates[3], "the shop, a bare row of audit committed for each read")
    return [
        Figure(what, rate, "/s", *beside, f"{goal}", rate >= goal * beside[0], limits)
        for what, rate, beside, goal, limits in (
            (
                "requests of a Django shop, its statements observed",
                rates[0],
                plain,
                GOAL,
                "Django's own work; a known statement costs a dictionary's look, and a thread judges and sends beside it",
            ),
            (
                "the same, nine of ten read an attached order by `use`",
                rates[1],
                plain,
                BY_VERBS,
                "a commit in live for each read: with a row of audit committed by hand instead, the shop answers "
                f"{noted[0] / plain[0]:.2f} of what it does without",
            ),
            (
                "… beside the same reads noted by hand",
                rates[1],
                noted,
                BY_VERBS,
                "two statements for each read: the row on the caller's connection, and one in live that judges, locks and records",
            ),
        )
    ]
