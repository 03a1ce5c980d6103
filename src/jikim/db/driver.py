"""The driver: runs the statements that verbs yield, on sync or async connections, with the same few lines.

A verb is a generator (`Steps`): it yields a `Statement` or a `Batch`, receives the rows, and returns its answer. Each statement is one
call of one database function and commits by itself with its evidence. Plaintext never reaches a statement, and a database
error leaves here without the server's words, which could repeat a parameter.
"""

from __future__ import annotations

import atexit
from collections.abc import Callable, Generator, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

import psycopg
from psycopg_pool import AsyncConnectionPool, ConnectionPool

from jikim.db.migrate import Database
from jikim.db.queries import Query
from jikim.errors import StoreError

T = TypeVar("T")
Row = tuple[Any, ...]
Rows = list[Row]


class Statement(NamedTuple):
    """One call: `step` names it for journals and fault tests."""

    query: Query
    params: Sequence[Any]

    @property
    def step(self) -> str:
        return self.query.name


class Batch(NamedTuple):
    """Several independent calls to one database, sent together; each commits by itself. Answers a list of rows for each."""

    statements: Sequence[Statement]


Steps = Generator[Statement | Batch, Any, T]
Hook = Callable[[str, str], None]  # (step, "before" | "after")


def _refused(step: str, error: psycopg.Error) -> StoreError:
    hint = "is the database running and migrated?" if isinstance(error, psycopg.OperationalError) else None
    return StoreError(
        f"the database refused step `{step}` (SQLSTATE {error.sqlstate or 'none: connection'})", hint=hint
    )


def _settings(conn: psycopg.Connection[Any] | psycopg.AsyncConnection[Any]) -> None:
    conn.prepare_threshold = 0
    conn.prepared_max = 500


class Driver:
    """Runs steps on pooled sync connections."""

    def __init__(self, conninfos: Mapping[Database, str], *, size: int = 8) -> None:
        def configure(conn: psycopg.Connection[Any]) -> None:
            _settings(conn)

        self.pools: dict[Database, ConnectionPool[psycopg.Connection[Row]]] = {
            database: ConnectionPool(
                conninfo,
                min_size=1,
                max_size=size,
                open=False,
                configure=configure,
                kwargs={"autocommit": True},
                name=database,
            )
            for database, conninfo in conninfos.items()
        }
        self.hook: Hook | None = None

    def open(self) -> None:
        # A pool whose threads are still there when Python shuts down holds up its end for a minute.
        atexit.register(self.close)
        for pool in self.pools.values():
            pool.open()
        for pool in self.pools.values():
            pool.wait(30)

    def close(self) -> None:
        atexit.unregister(self.close)
        for pool in self.pools.values():
            pool.close()

    def run(self, steps: Steps[T]) -> T:
        """Runs a verb to its end and returns its answer. Errors of the database end the verb as StoreError."""
        try:
            wanted = next(steps)
            while True:
                try:
                    rows: Any = self._execute(wanted) if type(wanted) is Statement else self._batch(wanted)
                except StoreError as error:
                    wanted = steps.throw(error)
                else:
                    wanted = steps.send(rows)
        except StopIteration as stop:
            answer: T = stop.value
            return answer

    def _execute(self, statement: Statement) -> Rows:
        query = statement.query
        if self.hook is not None:
            self.hook(query.name, "before")
        pool = self.pools[query.database]
        conn = pool.getconn()
        try:
            cursor = conn.cursor(binary=True)
            cursor.execute(query.text, statement.params)
            rows = cursor.fetchall()
        except psycopg.Error as error:
            raise _refused(query.name, error) from None
        finally:
            self._give_back(pool, conn)
        if self.hook is not None:
            self.hook(query.name, "after")
        return rows

    def _give_back(self, pool: ConnectionPool[psycopg.Connection[Row]], conn: psycopg.Connection[Row]) -> None:
        broken = conn.broken
        pool.putconn(conn)
        if broken:
            # Where one ended others may have, with a server that was started again: whoever tries next gets one that lives.
            for each in self.pools.values():
                each.check()

    def _batch(self, batch: Statement | Batch) -> list[Rows]:
        assert isinstance(batch, Batch)
        if not batch.statements:
            return []
        answers: list[Rows] = []
        first = batch.statements[0].query
        if self.hook is not None:
            self.hook(first.name, "before")
        pool = self.pools[first.database]
        conn = pool.getconn()
        try:
            with conn.pipeline() as pipeline:
                cursors = []
                for statement in batch.statements:
                    cursor = conn.cursor(binary=True)
                    cursor.execute(statement.query.text, statement.params)
                    # INVARIANT: each statement commits by itself; a sync point after each ends its implicit transaction.
                    pipeline.sync()
                    cursors.append(cursor)
                answers = [cursor.fetchall() for cursor in cursors]
        except psycopg.Error as error:
            raise _refused(first.name, error) from None
        finally:
            self._give_back(pool, conn)
        if self.hook is not None:
            self.hook(first.name, "after")
        return answers


class AsyncDriver:
    """The same on async connections."""

    def __init__(self, conninfos: Mapping[Database, str], *, size: int = 8) -> None:
        async def configure(conn: psycopg.AsyncConnection[Any]) -> None:
            _settings(conn)

        self.pools: dict[Database, AsyncConnectionPool[psycopg.AsyncConnection[Row]]] = {
            database: AsyncConnectionPool(
                conninfo,
                min_size=1,
                max_size=size,
                open=False,
                configure=configure,
                kwargs={"autocommit": True},
                name=database,
            )
            for database, conninfo in conninfos.items()
        }

    async def open(self) -> None:
        for pool in self.pools.values():
            await pool.open(wait=True, timeout=30)

    async def close(self) -> None:
        for pool in self.pools.values():
            await pool.close()

    async def run(self, steps: Steps[T]) -> T:
        try:
            wanted = next(steps)
            while True:
                try:
                    rows: Any = await (self._execute(wanted) if type(wanted) is Statement else self._batch(wanted))
                except StoreError as error:
                    wanted = steps.throw(error)
                else:
                    wanted = steps.send(rows)
        except StopIteration as stop:
            answer: T = stop.value
            return answer

    async def _execute(self, statement: Statement | Batch) -> Rows:
        assert isinstance(statement, Statement)
        query = statement.query
        try:
            async with self.pools[query.database].connection() as conn:
                cursor = conn.cursor(binary=True)
                await cursor.execute(query.text, statement.params)
                return await cursor.fetchall()
        except psycopg.Error as error:
            await self._look(error)
            raise _refused(query.name, error) from None

    async def _look(self, error: psycopg.Error) -> None:
        # As in `Driver`: where one connection ended, others may have.
        if isinstance(error, psycopg.OperationalError):
            for pool in self.pools.values():
                await pool.check()

    async def _batch(self, batch: Statement | Batch) -> list[Rows]:
        assert isinstance(batch, Batch)
        if not batch.statements:
            return []
        first = batch.statements[0].query
        try:
            async with self.pools[first.database].connection() as conn, conn.pipeline() as pipeline:
                cursors = []
                for statement in batch.statements:
                    cursor = conn.cursor(binary=True)
                    await cursor.execute(statement.query.text, statement.params)
                    await pipeline.sync()
                    cursors.append(cursor)
                return [await cursor.fetchall() for cursor in cursors]
        except psycopg.Error as error:
            await self._look(error)
            raise _refused(first.name, error) from None
