"""A house whose databases can be put back to an earlier moment, as a restored backup of any kind would."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from tests.conftest import START, Databases

from jikim.app import Jikim
from jikim.app.restoring import Restored, restore
from jikim.db.embedded import Embedded
from jikim.db.keeper import ADMIN
from jikim.db.migrate import role_of
from jikim.db.schema import DATABASES, Database
from jikim.policy.model import PolicyFile
from jikim.settings import Settings

_numbers = itertools.count(1)


@dataclass
class Past:
    """A house, and what its databases were at an earlier moment."""

    server: Embedded
    databases: Databases
    homepage: PolicyFile
    directory: Path
    made: list[str] = field(default_factory=list)

    def open(self) -> Jikim:
        return Jikim(self.homepage, self.databases.settings(self.directory), demo_start=START)

    def keep(self, *which: Database) -> dict[Database, str]:
        """Copies the databases as they are now. Nobody may be connected. Answers the copies' names."""
        names = {}
        with psycopg.connect(self.server.conninfo("postgres", ADMIN), autocommit=True) as conn:
            for database in which or DATABASES:
                now = psycopg.conninfo.conninfo_to_dict(self.databases.dsns[database])["dbname"]
                name = f"past_{database}_{next(_numbers)}"
                conn.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()",
                    (now,),
                )
                conn.execute(
                    sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(str(now)))
                )
                names[database] = name
                self.made.append(name)
        return names

    def settings(self, names: dict[Database, str]) -> Settings:
        """Settings with these copies in the place of today's databases; the ring is today's."""
        dsns = dict(self.databases.dsns)
        for database, name in names.items():
            dsns[database] = self.server.conninfo(name, role_of(database))
        return Settings(directory=self.directory, dsns=dsns, ring=self.directory / "ring")

    def replayed(self, names: dict[Database, str]) -> Restored:
        settings = self.settings(names)
        owners: dict[Database, str] = dict.fromkeys(DATABASES, "unused")
        return restore(self.homepage, settings, None, owners=owners)


@pytest.fixture
def past(server: Embedded, databases: Databases, homepage: PolicyFile, tmp_path: Path) -> Iterator[Past]:
    house = Past(server, databases, homepage, tmp_path)
    yield house
    with psycopg.connect(server.conninfo("postgres", ADMIN), autocommit=True) as conn:
        for name in house.made:
            conn.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
