"""What the tests of the blind index look with: a thief's eyes on its rows, and a rotation that goes one statement at a
time. People are invented."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from tests.conftest import START, Databases
from tests.invariants import Watch, watching

import jikim
from jikim.app import Jikim
from jikim.crypto import blind
from jikim.db.driver import Servers, Statement, Steps
from jikim.errors import SealError
from jikim.jobs.reindex import Reindexed, reindex
from jikim.policy.items import accept
from jikim.policy.model import PolicyFile
from jikim.store.index import BASE, SPACE, TagContext, VersionKey, version_of

_count = iter(range(10**9))


@pytest.fixture
def watch(databases: Databases, tmp_path: Path) -> Iterator[Watch]:
    """A second pair of eyes, there before anything is written."""
    with watching(databases, tmp_path) as watch:
        yield watch


@pytest.fixture
def jk(watch: Watch, databases: Databases, homepage: PolicyFile, tmp_path: Path) -> Iterator[Jikim]:
    """A Jikim that is watched."""
    assert watch.one("live", "SELECT count(*) FROM live.claim") == 0
    with Jikim(homepage, databases.settings(tmp_path), demo_start=START) as opened:
        yield opened


def join(jk: Jikim, login: str | None = None, email: str | None = None) -> jikim.Ref:
    """A new member; answers the membership."""
    n = next(_count)
    login = login or f"dunlin{n}"
    values = {
        "login_id": login,
        "password": "a quiet heron 4471",
        "name": "가나다",
        "email": email or f"{login}@example.com",
    }
    return jk.collect("membership", values, channel="homepage", old_enough=True).ref


def found(jk: Jikim, item: str, value: str) -> list[UUID]:
    """Whom a value finds."""
    return [person.subject for person in jk.find(item, value)]


def why(act: Callable[[], Any]) -> str:
    """The code of a denial; empty where there is none."""
    try:
        act()
    except jikim.DeniedError as error:
        return error.why
    return ""


def claims(watch: Watch) -> list[Any]:
    """Every row of the index, as an old backup would hold them."""
    return watch.rows(
        "live", "SELECT tag, subject, record, item, version, sealed FROM live.claim ORDER BY subject, record, item"
    )


def versions(watch: Watch) -> list[int]:
    """Under which versions claims lie."""
    return [row[0] for row in watch.rows("live", "SELECT DISTINCT version FROM live.claim ORDER BY 1")]


def key_versions(watch: Watch) -> list[int]:
    """Which versions have a key."""
    names = watch.rows("keys", "SELECT name FROM keys.key WHERE space = %s", (SPACE,))
    return sorted(number for (name,) in names if (number := version_of(bytes(name))) is not None)


class Thief:
    """Has rows of the index from whenever, and every key that exists now."""

    def __init__(self, jk: Jikim, watch: Watch) -> None:
        self._policy = jk.policy
        base = watch.key(SPACE, BASE)
        assert base is not None
        self._base = base
        keys = [
            watch.key(SPACE, bytes(name))
            for (name,) in watch.rows("keys", "SELECT name FROM keys.key WHERE space = %s", (SPACE,))
        ]
        self._keys = [key for key in keys if key is not None]

    def who(self, rows: list[Any], item: str, *values: str) -> set[UUID]:
        """Of whom the rows say that they hold one of the values: by their tags, and by every inner tag that opens."""
        number = self._policy.number("item", item)
        assert number is not None
        inner = set()
        for value in values:
            normal = accept(self._policy.types[number], value).key
            assert normal is not None
            inner.add(blind(self._base, number, normal))
        tags = {VersionKey(0, key).tag(one) for key in self._keys for one in inner}
        return {row[1] for row in rows if bytes(row[0]) in tags or inner & self.opened(row)}

    def opened(self, row: Any) -> set[bytes]:
        """What any key opens of the inner tag of one row."""
        _tag, subject, record, item, version, sealed = row
        found = set()
        for key in self._keys:
            # Each key is tried as the row's version's: a name proves nothing to a thief.
            with suppress(SealError):
                found.add(VersionKey(version, key).open(TagContext(subject, record, item), bytes(sealed)))
        return found


class Slow:
    """A rotation that runs one statement at a time, so that anything may happen between any two."""

    def __init__(self, jk: Jikim) -> None:
        self._jk, self._steps = jk, reindex(jk.house)
        self._wanted: Any = next(self._steps)
        self.answer: Reindexed | None = None

    @property
    def step(self) -> str:
        """The step that comes next; empty where all is done."""
        return "" if self.answer is not None else str(self._wanted.step)

    def advance(self) -> str:
        """Runs the next statement, and answers its name."""
        step = self.step
        try:
            self._go()
            while isinstance(self._wanted, Servers):
                self._go()
        except StopIteration as stop:
            self.answer = stop.value
        return step

    def _go(self) -> None:
        self._wanted = self._steps.send(self._jk.driver.run(_one(self._wanted)))

    def until(self, step: str) -> None:
        """Runs until this step comes next."""
        while self.step != step:
            assert self.answer is None, f"`{step}` never came"
            self.advance()

    def finish(self) -> Reindexed:
        while self.answer is None:
            self.advance()
        return self.answer


def _one(statement: Statement) -> Steps[Any]:
    return (yield statement)
