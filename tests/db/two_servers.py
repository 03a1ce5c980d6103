"""Two servers of PostgreSQL's own with people on both, as `jikim distribute` makes them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests import unsynced
from tests.conftest import Databases
from tests.db.standby import kill

import jikim
from jikim.app import AsyncJikim, Jikim
from jikim.db.distributing import distribute
from jikim.db.embedded import Embedded, stopped
from jikim.db.keeper import ADMIN
from jikim.db.migrate import ERASED, ERASER, role_of
from jikim.db.schema import DATABASES
from jikim.settings import Settings

SECOND = "live@2"
_numbers = itertools.count(1)


@dataclass
class Two:
    """The house's server, and one of people."""

    house: Embedded
    second: Embedded

    def databases(self) -> Databases:
        return Databases(
            {one: self.house.conninfo(one, role_of(one)) for one in DATABASES},
            {one: self.house.conninfo(one, ADMIN) for one in DATABASES},
            {one: self.house.conninfo(one, ERASER) for one in ERASED},
        )

    def settings(self, directory: Path) -> Settings:
        return self.databases().settings(directory, people={SECOND: self.second.conninfo("live", role_of("live"))})

    def owners(self) -> dict[str, str]:
        return {"live": self.house.conninfo("live", ADMIN), SECOND: self.second.conninfo("live", ADMIN)}

    def distribute(self) -> list[str]:
        """One run, cut off behind the first step that changes something. Answers what it made."""
        made = []
        for step in distribute(self.owners(), self.house.conninfo("live", ADMIN)):
            step.make()
            made.append(f"{step.server}: {step.shown}")
            if not step.shown.startswith(("--", "TRUNCATE")):
                break
        return made

    def second_falls(self) -> None:
        kill(self.second.directory)
        self.second.close()

    def second_rises(self) -> None:
        self.second = _started(self.second.directory)


def _started(directory: Path) -> Embedded:
    return Embedded.start(directory, bin_dir=unsynced.logical())


@contextmanager
def two(directory: Path) -> Iterator[Two]:
    """Both, with nobody on them, and not distributed yet."""
    with _started(directory / "house") as house:
        both = Two(house, _started(directory / "second"))
        try:
            yield both
        finally:
            both.second.close()
            stopped(directory / "second", 60)


def newcomer() -> dict[str, str]:
    n = next(_numbers)
    return {"login_id": f"person{n}", "password": "correct horse 9", "name": "가나다", "email": f"p{n}@example.com"}


def joined(jk: Jikim, server: str) -> jikim.Ref:
    """Somebody new who lies on this server: a number is drawn, and says where."""
    while True:
        ref = jk.collect("membership", newcomer(), channel="homepage", old_enough=True).ref
        if jk.driver.spread.of(ref.subject) == server:
            return ref


async def joined_on_loop(jk: AsyncJikim, server: str) -> jikim.Ref:
    while True:
        ref = (await jk.collect("membership", newcomer(), channel="homepage", old_enough=True)).ref
        if jk.driver.spread.of(ref.subject) == server:
            return ref
