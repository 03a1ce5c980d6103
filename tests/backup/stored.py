"""What the backup tests share: the means of a test's databases, a set made of them, and how its files are told apart."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql
from tests.conftest import Cast, Databases

from jikim.app import Jikim
from jikim.backup.dump import Means
from jikim.backup.programs import Programs, find_programs
from jikim.backup.sets import Set, list_sets, partials
from jikim.db.embedded import Embedded
from jikim.db.keeper import ADMIN
from jikim.db.migrate import OWNER
from jikim.db.schema import Database
from jikim.jobs import backup as job
from jikim.jobs.backup import Begun

PAYMENT: dict[str, Any] = {
    "name": "가나다",
    "payment": {"method": "card", "amount": 99000, "currency": "KRW", "approval": "A1"},
}
KEY = bytes(range(7, 39))


@pytest.fixture(scope="session")
def programs() -> Programs:
    return find_programs()


@pytest.fixture
def means(databases: Databases, programs: Programs) -> Means:
    """The superuser reads; the key is a test's own."""
    return Means(databases.readers, programs, KEY)


@pytest.fixture
def made(jk: Jikim, cast: Cast, means: Means, tmp_path: Path) -> Set:
    """One set of the cast's data, of resting parts and of a ledger with positions."""
    paid = jk.collect("payment", PAYMENT, channel="homepage", subject="guest", old_enough=True)
    jk.event(paid.ref, "paid")
    jk.event(paid.ref, "settled")
    jk.sweep()
    jk.sequence()
    done = job.backup(jk.driver, jk.house, means, tmp_path / "sets").set
    assert done is not None
    return done


def whole(directory: Path) -> list[Set]:
    """The sets of a directory, all of which open, with nothing half made beside them."""
    found = list_sets(directory, KEY, "data")
    assert all(isinstance(one, Set) for one in found), found
    assert partials(directory, "data") == []
    return [one for one in found if isinstance(one, Set)]


def open_rows(jk: Jikim) -> list[Begun]:
    """What the database counts as neither verified nor gone."""
    return [row for row in job.backups(jk.driver) if row.verified is None and row.pruned is None]


def everything(directory: Path) -> bytes:
    """All bytes of all files below a directory, and their names."""
    return b"\n".join(
        str(path).encode() + b"\n" + (path.read_bytes() if path.is_file() else b"") for path in directory.rglob("*")
    )


def forged(found: Set, **changes: object) -> None:
    """Changes fields of a manifest and leaves its MAC."""
    path = found.path / "manifest.json"
    manifest = json.loads(path.read_bytes())
    for name, value in changes.items():
        manifest[name.replace("_", "-")] = value
    path.write_text(json.dumps(manifest), encoding="utf-8")


@contextmanager
def empty_database(server: Embedded, name: str, owner: str = OWNER) -> Iterator[str]:
    """A new database on the session's server; its administrator's connection string."""
    with psycopg.connect(server.conninfo("postgres", ADMIN), autocommit=True) as conn:
        conn.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        conn.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(name), sql.Identifier(owner)))
    try:
        yield server.conninfo(name, ADMIN)
    finally:
        with psycopg.connect(server.conninfo("postgres", ADMIN), autocommit=True) as conn:
            conn.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def readers(means: Means, database: Database, conninfo: str) -> Means:
    """The same means, with another connection string for one database."""
    return replace(means, readers={**means.readers, database: conninfo})
