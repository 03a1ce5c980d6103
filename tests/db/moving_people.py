"""What the tests of the mover share: whom it moves, what lies where, and a mover that is stopped at any of its statements."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg
import pytest
from tests.conftest import ORDER
from tests.db.standby import rows
from tests.db.two_servers import newcomer

import jikim
from jikim.app import Jikim
from jikim.db import moving as mover
from jikim.db.embedded import Embedded
from jikim.db.moving import Move, moving
from jikim.jobs.rebalance import around

_TABLES = """
SELECT c.oid::regclass::text FROM pg_class c WHERE c.relnamespace = 'live'::regnamespace AND c.relkind = 'r'
   AND EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'subject' AND a.atttypid = 'uuid'::regtype)
"""


def join(jk: Jikim, number: int, **values: str) -> jikim.Ref:
    """Somebody new with this number."""
    jk.house.holding._unused.append(UUID(int=number))
    ref = jk.collect("membership", {**newcomer(), **values}, channel="homepage", old_enough=True).ref
    assert ref.subject.int == number
    return ref


def order(jk: Jikim, ref: jikim.Ref) -> jikim.Ref:
    person = jikim.Person(ref.subject, "member")
    return jk.collect("order", ORDER, channel="homepage", subject=person, old_enough=True).ref


def rich(jk: Jikim, number: int) -> jikim.Ref:
    """Somebody new of whom many tables have something."""
    ref = join(jk, number)
    order(jk, ref)
    jk.consent(ref.subject, give=["marketing.ads", "marketing.events"])
    jk.consent(ref.subject, withdraw=["marketing.events"])
    jk.ask_correction(order(jk, ref), ["phone"])
    return ref


def lying(servers: Sequence[Embedded], people: Sequence[UUID]) -> dict[UUID, dict[int, list[str]]]:
    """Everything that each server has of each person: a line for each row, without what numbers rows there."""
    found: dict[UUID, dict[int, list[str]]] = {one: {} for one in people}
    named = ", ".join(f"'{one}'" for one in people)
    for n, server in enumerate(servers):
        tables = [name for (name,) in rows(server, "live", _TABLES)]
        look = " UNION ALL ".join(
            f"SELECT subject, '{table} ' || (to_jsonb(t) - 'n')::text FROM {table} t WHERE subject IN ({named})"
            for table in tables
        )
        for subject, line in rows(server, "live", look):
            found[subject].setdefault(n, []).append(line)
    return {one: {n: sorted(lines) for n, lines in there.items()} for one, there in found.items()}


class Killed(BaseException):
    """The mover's process ends here."""


@dataclass
class Watched:
    """Its connections tell each statement before it is sent."""

    told: Callable[[], None] = lambda: None

    @contextmanager
    def __call__(self, told: Callable[[], None]) -> Iterator[None]:
        self.told = told
        try:
            yield
        finally:
            self.told = lambda: None


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> Watched:
    """A mover whose every statement is told of before."""
    found, connected = Watched(), mover.connected

    class Told(psycopg.Cursor[Any]):
        def execute(self, *given: Any, **more: Any) -> Any:
            found.told()
            return super().execute(*given, **more)

        def copy(self, *given: Any, **more: Any) -> Any:
            found.told()
            return super().copy(*given, **more)

    def told(name: str, dsn: str) -> psycopg.Connection[Any]:
        conn = connected(name, dsn)
        conn.cursor_factory = Told
        return conn

    monkeypatch.setattr(mover, "connected", told)
    return found


def moved(jk: Jikim, owners: dict[str, str], move: Move, people: int = 200) -> int:
    """Moves a range, as the command does."""
    return sum(batches(jk, owners, move, people))


def batches(jk: Jikim, owners: dict[str, str], move: Move, people: int) -> Iterator[int]:
    """The same, batch by batch."""
    with moving(owners, around(jk.driver, jk.place)) as found:
        yield from found.moved(move, people)


def settled(jk: Jikim, owners: dict[str, str]) -> None:
    """What was cut off is ended."""
    with moving(owners, around(jk.driver, jk.place)):
        pass
