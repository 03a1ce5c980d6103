"""An application's own database under the policy: the verbs on its rows, on the connection that the caller has open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from jikim.app.methods import verb
from jikim.app.opened import Driven, OnLoop, Opened
from jikim.attach.caller import Run, awaiting, opened, running
from jikim.attach.dialects import POSTGRESQL
from jikim.attach.gate import Gate
from jikim.attach.held import Held, attached
from jikim.attach.written import Written, of_file
from jikim.clock import machine_wait
from jikim.db.driver import Steps
from jikim.errors import JikimError
from jikim.faces import Answering, Awaiting
from jikim.jobs.attached_erasure import Erased, Eraser
from jikim.jobs.attached_outbox import TakenOver, take_over
from jikim.jobs.outbox import Delivered, Post, deliver, post
from jikim.moves.sealing import Sealing
from jikim.policy.ask import Actor
from jikim.policy.compiled import RecordRules
from jikim.settings import Endpoint
from jikim.store.attached import AttachedHolding, Register
from jikim.verbs.attached import (
    check_row,
    collect_row,
    correct_row,
    entrust_row,
    find_rows,
    provide_row,
    ref_of_row,
    show_rows,
    use_row,
    use_rows,
)

BUDGET = 2_000  # rows a second


class AttachedDatabase:
    """What a mapping attaches. `on(connection)` gives the verbs on it."""

    def __init__(self, jk: Driven, mapping: Path | str) -> None:
        """Raises JikimError for a mapping that attaches nothing."""
        self._jk, self._mapping = jk, of_file(mapping)
        self.register = _register(jk, self._mapping)
        self._looked_at = False

    def on(self, connection: Any, actor: Actor | None = None) -> AttachedConnection:
        """The verbs in the transaction of this connection: psycopg's, Django's, or SQLAlchemy's Session or Connection; of
        MariaDB, one of the last three. Raises JikimError for a connection to another database than the mapping's, and for
        tables there that have no transactions. `actor`: who asks; without it, the application."""
        run = running(connection, self.register.kinds.sql)
        self._look_at(run)
        return AttachedConnection(self._jk, self.register, run, actor or self._jk.actor)

    def of(self, connection: Any, person: object) -> AttachedConnection:
        """The verbs as a person asks for themself, by the key of their row: whom the application has signed in."""
        subject = self._jk.driver.run(self.register.person(person))
        return self.on(connection, self._jk.acting("member", str(subject)))

    def take(self, database: str) -> TakenOver:
        """Takes over what the application's transactions recorded. `database`: its address, by a role of Jikim's own."""
        with self._opened(database) as run:
            return take_over(self._jk.driver, self._jk.house, self.register, run)

    def deliver(self, database: str, endpoints: Mapping[str, Endpoint] | None = None, post: Post = post) -> Delivered:
        """Sends what waits in the outbox, of these rows and of sealed records: each is decided again, recorded, and then
        read from its row. Without this, what is about rows waits."""
        jk, kinds = self._jk, self.register.kinds.kinds
        with self._opened(database) as run:
            holding = AttachedHolding(jk.house.keyring, self.register, run)

            def reader(rules: RecordRules, key: str, items: int) -> Steps[Mapping[int, bytes]]:
                held = kinds.get(rules.name)
                return {} if held is None else (yield from holding.values(rules, held, key, items))

            given = jk.house.settings().endpoints if endpoints is None else endpoints
            return deliver(jk.driver, jk.house, given, post, reader=reader)

    def erase(self, database: str, person: object, actor: Actor | None = None, *, budget: int | None = None) -> Erased:
        """Erases a person, by the key of their row, with all that is theirs of the attached kinds: by statement, or into the archive
        what a rule keeps. Run again, it goes on where it stopped. `budget`: rows a second, at most, and none where somebody waits for it;
        `actor`: who asks. Raises GateError (`attach/gate.py`): then nothing changed, or (in the middle of a run) a batch."""
        with self._eraser(database, budget) as eraser:
            return eraser.person(person, actor or self._jk.actor)

    def sweep(self, database: str, *, budget: int = BUDGET, dry_run: bool = False) -> Erased:
        """The same for everything that is over; `dry_run`: how much that would be. Raises StoppedError, as `Jikim.sweep`
        does, and by the gate."""
        with self._eraser(database, budget) as eraser:
            return eraser.sweep(dry_run=dry_run)

    @contextmanager
    def moving(self, database: str, kind: str, actor: Actor, move: UUID) -> Iterator[Sealing]:
        """The stages by which a record kind moves into sealed keeping, under an approval (`moves/sealing.py`). Raises
        JikimError for a kind that is not attached, and where it lies in MariaDB."""
        held = self.held(kind)
        if held.sql.name != POSTGRESQL.name:
            raise JikimError(
                "records of MariaDB do not move this way yet",
                hint="`jikim import-records` takes them from there",
                ko=("MariaDB의 기록은 아직 이렇게 이전할 수 없습니다", "`jikim import-records`로 가져와 주세요"),
            )
        with self._opened(database) as run:
            yield Sealing(
                self._jk.driver, self._jk.house, self.register, run, held, actor, move, partial(self.gate, database)
            )

    def held(self, kind: str) -> Held:
        """Where a record kind lies. Raises JikimError for one that is not attached."""
        return self.register.kinds.held(kind)

    def gate(self, database: str) -> Gate:
        """The gate to a database, by its schema as it is now."""
        from jikim.attach.reflection import (
            read as reflected,  # SQLAlchemy: a tenth of the time that a process starts in
        )

        return Gate(self._mapping, reflected(database), self._jk.house.policy.file, self.register.kinds)

    @contextmanager
    def _opened(self, database: str) -> Iterator[Run]:
        with opened(database, self.register.kinds.sql) as run:
            self._look_at(run)
            yield run

    def _look_at(self, run: Run) -> None:
        """Once a process: whether a write and its entry can be one there."""
        kinds = self.register.kinds
        asked = kinds.sql.without_transactions([name for held in kinds.kinds.values() for name in held.tables])
        if not self._looked_at and asked is not None and (rows := run(*asked)):
            raise JikimError(
                "the table `{}` has no transactions: a write that fails would stay",
                hint="change it with `ALTER TABLE … ENGINE = InnoDB`",
                given=str(min(rows)[0]),
                ko=("트랜잭션을 지원하지 않는 표입니다: `{}`", "`ALTER TABLE … ENGINE = InnoDB`로 바꿔 주세요"),
            )
        self._looked_at = True

    @contextmanager
    def _eraser(self, database: str, budget: int | None) -> Iterator[Eraser]:
        with self._opened(database) as run:
            gate = self.gate(database)

            def spend(rows: int) -> None:
                if budget is not None:
                    machine_wait(rows / budget)

            yield Eraser(self._jk.driver, self._jk.house, self.register, run, gate, spend)


class AsyncAttachedDatabase:
    """The same on an event loop, of PostgreSQL. What takes over, sends and erases is a job's: it runs in a `Jikim`."""

    def __init__(self, jk: OnLoop, mapping: Path | str) -> None:
        """Raises JikimError for a mapping that attaches nothing."""
        self._jk, self.register = jk, _register(jk, of_file(mapping))

    def on(self, connection: Any, actor: Actor | None = None) -> AsyncAttachedConnection:
        """The verbs in the transaction of psycopg's AsyncConnection, or SQLAlchemy's AsyncSession or AsyncConnection."""
        return AsyncAttachedConnection(self._jk, self.register, connection, actor or self._jk.actor)

    async def of(self, connection: Any, person: object) -> AsyncAttachedConnection:
        """The verbs as a person asks for themself, by the key of their row."""
        subject = await self._jk.driver.run(self.register.person(person))
        return self.on(connection, self._jk.acting("member", str(subject)))


def _register(jk: Opened, mapping: Written) -> Register:
    return Register(jk.house.keyring, attached(mapping))


class RowVerbs:
    """The verbs on an application's rows, each by the key that the row has there."""

    use = verb(use_row)
    use_many = verb(use_rows)
    check = verb(check_row)
    provide = verb(provide_row)
    entrust = verb(entrust_row)
    find = verb(find_rows)
    show = verb(show_rows)
    collect = verb(collect_row)
    correct = verb(correct_row)
    ref = verb(ref_of_row)


class AttachedConnection(RowVerbs, Answering):
    """The verbs on the caller's connection."""

    def __init__(self, jk: Driven, register: Register, run: Run, actor: Actor) -> None:
        holding = AttachedHolding(jk.house.keyring, register, run)
        self.driver, self.house, self.actor = jk.driver, replace(jk.house, holding=holding), actor


class AsyncAttachedConnection(RowVerbs, Awaiting):
    """The same on a connection of an event loop."""

    def __init__(self, jk: OnLoop, register: Register, connection: Any, actor: Actor) -> None:
        holding = AttachedHolding(jk.house.keyring, register, awaiting(connection, register.kinds.sql))
        self.driver, self.house, self.actor = jk.driver, replace(jk.house, holding=holding), actor
