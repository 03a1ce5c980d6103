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
GOAL = 0.95


class Shop:
    """The shop in a process of its own, which answers as many requests as it is asked for."""

    def __init__(self, settings: str, environment: dict[str, str]) -> None:
        told = {**environment, "DJANGO_SETTINGS_MODULE": settings}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bench.shop_requests"],
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
        "SHOP_JIKIM": str(stage.directory / "shop"),
    }


def observed(stage: Stage) -> list[Figure]:
    """Requests a second with and without `jikim.contrib.django`, in turn; what was counted is judged and sent within
    each turn."""
    environment = shop_environment(stage, "bench_shop")
    people, requests = stage.size(20_000, 200), stage.size(1_000, 40)
    for words in (("migrate", "--verbosity", "0"), ("make_people", str(people))):
        subprocess.run(
            [sys.executable, "manage.py", *words], cwd=SHOP, env=environment, check=True, stdout=subprocess.DEVNULL
        )
    with Shop("shop.observed", environment) as ours, Shop("shop.settings", environment) as alone:
        rates = alternating(stage.size(7, 1), lambda: ours.rate(requests), lambda: alone.rate(requests))
    return [
        Figure(
            "requests of a Django shop, its statements observed",
            rates[0],
            "/s",
            rates[1],
            "the shop alone",
            f"{GOAL}",
            rates[0] >= GOAL * rates[1],
            "Django's own work; a known statement costs a dictionary's look, and a thread judges and sends beside it",
        )
    ]
