"""What the tests of the mover share: whom it moves, what lies where, and a mover that tells each of its statements."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

import psycopg
import pytest
from tests.conftest import ORDER
from tests.db.standby import rows
from tests.db.two_servers import SECOND, Two, newcomer

import jikim
from jikim.app import Jikim
from jikim.db import moving as mover
from jikim.db.embedded import Embedded
from jikim.db.moving import Move, moving

_TABLES = "SELECT name FROM live.tables_of_people()"


def going(number: int) -> Move:
    """A range of the house's that nobody lies in yet: one of the 256 for each number."""
    return Move(UUID(int=number << 120), UUID(int=number + 1 << 120), "live", SECOND)


def back(move: Move) -> Move:
    return move._replace(from_=move.to, to=move.from_)


def numbers(move: Move, count: int) -> list[int]:
    return [move.first.int + n + 1 for n in range(count)]


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


def told(monkeypatch: pytest.MonkeyPatch, tell: Callable[[str, str], None]) -> None:
    """A mover whose every statement is told of before it is sent: by its server, and as far as it names no row."""
    connected = mover.connected

    def telling(name: str, dsn: str) -> psycopg.Connection[Any]:
        conn = connected(name, dsn)

        class Told(psycopg.Cursor[Any]):
            def execute(self, query: Any, *given: Any, **more: Any) -> Any:
                tell(name, _text(conn, query))
                return super().execute(query, *given, **more)

            def copy(self, statement: Any, *given: Any, **more: Any) -> Any:
                tell(name, _text(conn, statement))
                return super().copy(statement, *given, **more)

        conn.cursor_factory = Told
        return conn

    monkeypatch.setattr(mover, "connected", telling)


def _text(conn: psycopg.Connection[Any], query: Any) -> str:
    text = query.as_string(conn) if hasattr(query, "as_string") else query
    return text if isinstance(text, str) else text.decode()


def moved(servers: Two, *moves: Move) -> int:
    """Moves ranges, as the command does."""
    with moving(servers.owners()) as found:
        return sum(people for _, people in found.moved(moves))
