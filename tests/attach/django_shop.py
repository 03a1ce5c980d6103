"""The Django shop of `examples`, made in a database of the test's own by its own migrations and its own generator."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import count
from pathlib import Path

import psycopg
from tests.house.source import ROOT

from jikim.db.embedded import Embedded
from jikim.db.keeper import ADMIN

EXAMPLE = ROOT / "examples" / "django-shop"
POLICY, MAPPING = EXAMPLE / "policy.yaml", EXAMPLE / "attached.yaml"
_numbers = count(1)


def database(server: Embedded, template: object = "template0") -> tuple[str, str]:
    """A database of the test's own, empty or a copy: how its owner connects, and its address."""
    name = f"django_shop_{os.getpid()}_{next(_numbers)}"
    with psycopg.connect(server.conninfo("postgres", ADMIN), autocommit=True) as conn:
        conn.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    owner = server.conninfo(name, ADMIN)
    found = psycopg.conninfo.conninfo_to_dict(owner)
    return owner, f"postgresql://{ADMIN}@/{name}?host={found['host']}&port={found['port']}"


class DjangoShop:
    """Its database's address, and its commands."""

    def __init__(self, server: Embedded, people: int) -> None:
        self.owner, self.address = database(server)
        self.manage("migrate", "--verbosity", "0")
        self.manage("make_people", str(people))

    def manage(self, *words: str, **more: str) -> str:
        """One of its commands, as its people run them."""
        return self.python(EXAMPLE / "manage.py", *words, **more)

    def python(self, *words: str | Path, **more: str) -> str:
        """A Python program beside the shop's modules; anything but success is a failure of the test."""
        ran = subprocess.run(
            [sys.executable, "-W", "error", *words],
            cwd=EXAMPLE,
            env={
                **os.environ,
                "SHOP_DATABASE": self.address,
                "SHOP_SECRET": "invented" * 8,
                "PYTHONDONTWRITEBYTECODE": "1",
                **more,
            },
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert ran.returncode == 0, ran.stdout + ran.stderr
        return ran.stdout

    def run(self, sql: str) -> None:
        with psycopg.connect(self.owner, autocommit=True) as conn:
            conn.execute(sql)  # type: ignore[call-overload]
