"""The Django shop's database with an outbox, and a Jikim that rules it, for tests of attached records."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from datetime import UTC, datetime
from operator import itemgetter
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict
from tests.attach.django_shop import MAPPING, POLICY, DjangoShop, database
from tests.conftest import Databases

from jikim.app import Jikim, read_policy
from jikim.app.attached import AttachedDatabase
from jikim.attach.dialects import OUTBOX
from jikim.db.embedded import Embedded

START = datetime(2026, 12, 1, tzinfo=UTC)
APP = "shop_application"  # the application's own role


class AttachedShop(DjangoShop):
    """With an outbox that the application's role may only insert into."""

    def __init__(self, server: Embedded, people: int) -> None:
        super().__init__(server, people)
        self.run(f"DO $$ BEGIN CREATE ROLE {APP}; EXCEPTION WHEN duplicate_object THEN NULL; END $$")
        self.run(
            f"GRANT ALL ON ALL TABLES IN SCHEMA public TO {APP}; GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO {APP}"
        )
        self.run(OUTBOX.format(role=APP))

    def copied(self, server: Embedded) -> AttachedShop:
        """The same shop, as it is now, in a database of its own."""
        shop = copy(self)
        shop.owner, shop.address = database(server, conninfo_to_dict(self.owner)["dbname"])
        return shop

    @contextmanager
    def application(self) -> Iterator[psycopg.Connection[Any]]:
        """A connection of the application's, which commits by itself unless a transaction is begun."""
        with psycopg.connect(self.owner, autocommit=True) as conn:
            conn.execute(f"SET ROLE {APP}")  # type: ignore[call-overload]
            yield conn

    def one(self, sql: str) -> Any:
        with psycopg.connect(self.owner) as conn:
            row = conn.execute(sql).fetchone()  # type: ignore[call-overload]
            return row[0] if row is not None and len(row) == 1 else row


def opened(databases: Databases, directory: Path) -> Jikim:
    """A Jikim that runs the shop's policy."""
    return Jikim(read_policy(POLICY), databases.settings(directory), demo_start=START)


def attached(jk: Jikim) -> AttachedDatabase:
    return jk.attached(MAPPING)


def recorded(jk: Jikim) -> list[str]:
    """The events of each inbox of people, the oldest first, each with its outcome."""
    rows: list[tuple[Any, ...]] = []
    for dsn in (jk.settings.dsns["live"], *jk.settings.people.values()):
        with psycopg.connect(dsn) as conn:
            rows += conn.execute("SELECT at, fact::json ->> 'event', outcome FROM ledger.waiting(1000)").fetchall()
    rows.sort(key=itemgetter(0))
    return [f"{event}:{outcome}" for _, event, outcome in rows if event not in ("policy:adopt",)]
