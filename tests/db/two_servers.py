"""Two servers of PostgreSQL's own with people on both, as `jikim distribute` makes them."""

from __future__ import annotations

import io
import itertools
import shutil
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from tests import unsynced
from tests.conftest import HOMEPAGE, ORDER, Databases
from tests.db.standby import kill, owned, rows
from tests.employed import employ
from tests.waiting import PATIENCE

import jikim
from jikim.app import AsyncJikim, Jikim, read_policy
from jikim.db.distributing import distribute
from jikim.db.embedded import Embedded, stopped
from jikim.db.keeper import ADMIN
from jikim.db.migrate import ERASED, ERASER, OWNER, role_of
from jikim.db.places import data_home
from jikim.db.schema import DATABASES
from jikim.db.spread import HOUSE
from jikim.disclosures.opened import FIRST, After, OpenedRow, opened_page
from jikim.policy.ask import Actor, Ask
from jikim.policy.states import Verb
from jikim.settings import Settings
from jikim.verbs.house import SYSTEM

SECOND = "live@2"
BOTH = ("live", SECOND)
_numbers = itertools.count(1)


@dataclass
class Two:
    """The house's server, and one of people."""

    house: Embedded
    second: Embedded
    begun: list[Embedded] = field(default_factory=list)
    rules: str = ""  # how the second reaches the house's, where that is not its own way

    def databases(self) -> Databases:
        return Databases(
            {one: self.house.conninfo(one, role_of(one)) for one in DATABASES},
            {one: self.house.conninfo(one, ADMIN) for one in DATABASES},
            {one: self.house.conninfo(one, ERASER) for one in ERASED},
        )

    def settings(self, directory: Path, **more: Any) -> Settings:
        more["people"] = {SECOND: self.second.conninfo("live", role_of("live"))}
        return self.databases().settings(directory, **more)

    def owners(self) -> dict[str, str]:
        return {"live": self.house.conninfo("live", ADMIN), SECOND: self.second.conninfo("live", ADMIN)}

    def readers(self) -> dict[str, str]:
        """The superuser of each database, who may read and restore it."""
        return {**self.databases().admin, **self.owners()}

    def distributed(self) -> None:
        while not self.distribute()[-1].startswith(f"{SECOND}: --"):
            pass

    def distribute(self) -> list[str]:
        """One run, cut off behind the first step that changes something. Answers what it made."""
        made = []
        for step in distribute(self.owners(), self.rules or self.house.conninfo("live", ADMIN)):
            step.make()
            made.append(f"{step.server}: {step.shown}")
            if not step.shown.startswith(("--", "BEGIN", "ALTER")):
                break
        return made

    def second_falls(self) -> None:
        kill(self.second.directory)
        self.second.close()

    def second_rises(self) -> None:
        self.second = started(self.second.directory)

    def second_is_put_back(self, files: bytes) -> None:
        """Its files are those of a base backup."""
        self.second_falls()
        place = data_home(self.second.directory) / "pg"
        owner = place.stat()
        shutil.rmtree(place)
        with tarfile.open(fileobj=io.BytesIO(files)) as archive:
            archive.extractall(place, filter="tar")
        place.chmod(0o700)
        owned(place, owner)
        self.second_rises()

    def second_is_lost(self) -> None:
        """What it held is gone for good; another one is there in its place, with an empty database."""
        self.second_falls()
        self.second = self._another("second")
        _emptied(self.second, "live")

    def all_is_lost(self) -> None:
        """Both servers, the keys too."""
        self.second_is_lost()
        kill(self.house.directory)
        self.house.close()
        self.house = self._another("house")
        for database in DATABASES:
            _emptied(self.house, database)

    def _another(self, name: str) -> Embedded:
        made = started(self.house.directory.parent / f"{name}{next(_numbers)}")
        self.begun.append(made)
        return made


def started(directory: Path) -> Embedded:
    """A server that replicates its tables to others."""
    return Embedded.start(directory, bin_dir=unsynced.logical())


def _emptied(server: Embedded, database: str) -> None:
    with psycopg.connect(server.conninfo("postgres", ADMIN), autocommit=True) as conn:
        conn.execute(f"DROP DATABASE {database} WITH (FORCE)".encode())
        conn.execute(f"CREATE DATABASE {database} OWNER {OWNER}".encode())


def where(servers: Two, subject: object) -> list[str]:
    """On which servers somebody has a row."""
    look = f"SELECT 1 FROM live.subject WHERE subject = '{subject}'"
    return [name for name, one in ((HOUSE, servers.house), (SECOND, servers.second)) if rows(one, "live", look)]


def listed(servers: Two) -> list[tuple[Any, ...]]:
    """The house's list of what one person alone has."""
    look = "SELECT whose, record, encode(tag, 'hex') FROM live.taken WHERE lease IS NULL AND made ORDER BY 1, 2, 3"
    return rows(servers.house, "live", look)


def claimed(servers: Two) -> list[tuple[Any, ...]]:
    """What of it is claimed on either server."""
    look = "SELECT subject, record, encode(tag, 'hex') FROM live.claim WHERE exclusive"
    return sorted(row for one in (servers.house, servers.second) for row in rows(one, "live", look))


@contextmanager
def two(directory: Path) -> Iterator[Two]:
    """Both, with nobody on them, and not distributed yet."""
    with started(directory / "house") as house:
        both = Two(house, started(directory / "second"))
        try:
            yield both
        finally:
            for one in (both.second, *both.begun):
                one.close()
                stopped(one.directory, PATIENCE)


@contextmanager
def distributed(directory: Path) -> Iterator[Two]:
    """Both, with people shared out."""
    with two(directory) as found:
        found.distributed()
        yield found


# Fixtures, asked for by who imports them: one pair of servers to a file, and a house on it that is opened anew for each test.


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    with distributed(tmp_path_factory.mktemp("two")) as found:
        yield found


@pytest.fixture(scope="module")
def ring(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("ring")


@pytest.fixture
def jk(servers: Two, ring: Path) -> Iterator[Jikim]:
    with Jikim(read_policy(HOMEPAGE), servers.settings(ring)) as opened:
        yield opened


def newcomer() -> dict[str, str]:
    n = next(_numbers)
    return {"login_id": f"person{n}", "password": "correct horse 9", "name": "가나다", "email": f"p{n}@example.com"}


def number(server: str) -> UUID:
    """Of somebody who is not here yet, and will lie there."""
    return UUID(int=next(_numbers) + (0 if server == HOUSE else 0xF << 124))


def joined(jk: Jikim, server: str) -> jikim.Ref:
    """Somebody new who lies on this server."""
    jk.house.holding._unused.append(number(server))
    return jk.collect("membership", newcomer(), channel="homepage", old_enough=True).ref


async def joined_on_loop(jk: AsyncJikim, server: str) -> jikim.Ref:
    jk.house.holding._unused.append(number(server))
    return (await jk.collect("membership", newcomer(), channel="homepage", old_enough=True)).ref


@contextmanager
def copied_later(servers: Two) -> Iterator[None]:
    """The rules do not come to the second server until this is left."""
    with psycopg.connect(servers.owners()[SECOND], autocommit=True) as conn:
        conn.execute("ALTER SUBSCRIPTION jikim_rules DISABLE")
        try:
            yield
        finally:
            conn.execute("ALTER SUBSCRIPTION jikim_rules ENABLE")


def of_the_office(jk: Any, name: str = "omar") -> Actor:
    """An officer with a grant for everything."""
    employ(jk, name, "officer")
    if not jk.handler(name).grant:
        every = [*jk.policy.file.purposes, *jk.policy.file.archive.purposes]
        jk.by(jk.acting("system", "set-up")).grant(name, every)
    officer: Actor = jk.handler(name, kind="officer", origin="192.0.2.20")
    return officer


def ordered(jk: Any, server: str) -> jikim.Ref:
    """An order of somebody who lies there."""
    person = jikim.Person(joined(jk, server).subject, "member")
    ref: jikim.Ref = jk.collect("order", ORDER, channel="homepage", subject=person, old_enough=True).ref
    return ref


def every(get: Callable[[Any], list[Any]]) -> list[Any]:
    """Page after page, to the end."""
    found, after = [], None
    while lines := get(after):
        found += lines
        after = lines[-1]
    return found


def counted(servers: Two, look: str) -> list[int]:
    """A count on each server."""
    return [rows(one, "live", look)[0][0] for one in (servers.house, servers.second)]


def pages_of_usage(jk: Any) -> Iterator[list[OpenedRow]]:
    """What a release of statistics reads of everybody's use, page by page."""
    rules, purpose = jk.policy.records["usage-history"], jk.policy.number("purpose", "marketing.statistics") or 0
    reading = jk.policy.reading[purpose, rules.number]
    ask = Ask(Verb.USE, rules.number, reading.items, SYSTEM, purpose)
    items = [item for item in rules.names.values() if reading.items >> item & 1]
    after: After | None = FIRST
    while after is not None:
        opened, after = jk.driver.run(opened_page(jk.house, "release:read", ask, reading, items, after))
        yield opened
