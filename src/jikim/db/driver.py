"""The driver: runs the statements that verbs yield, on sync or async connections, with the same few lines.

A verb is a generator (`Steps`): it yields a `Statement` or a `Batch`, receives the rows, and returns its answer. Each statement is one
call of one database function and commits by itself with its evidence. Plaintext never reaches a statement, and a database
error leaves here without the server's words, which could repeat a parameter.
"""

from __future__ import annotations

import asyncio
import atexit
import threading
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NamedTuple, Protocol, TypeVar

import psycopg
from psycopg_pool import AsyncConnectionPool, ConnectionPool

from jikim.clock import machine_seconds
from jikim.db.migrate import Database
from jikim.db.queries import Query
from jikim.errors import StoreError

T = TypeVar("T")
DOUBT_SECONDS = 60.0
# Which databases an async verb has restricted something in.
_touched: ContextVar[set[Database]] = ContextVar("touched")
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


class Log(Protocol):
    """Where restrictions of one database stand beside the key ring: see `keys/restrictions.py`."""

    take: Query
    last: int

    def acquire(self) -> None: ...

    def release(self) -> None: ...

    def append(self, rows: Sequence[Sequence[Any]]) -> None: ...


Steps = Generator[Statement | Batch, Any, T]
Hook = Callable[[str, str], None]  # (step, "before" | "after")


def _refused(step: str, error: psycopg.Error) -> StoreError:
    hint = "is the database running and migrated?" if isinstance(error, psycopg.OperationalError) else None
    if error.sqlstate == "53100":
        hint = "its disk is full: make room, then try again"
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

        def check(conn: psycopg.Connection[Any]) -> None:
            if machine_seconds() < self._doubted:
                ConnectionPool.check_connection(conn)

        # Until then every connection is tried before it is used: one ended, and a server that was started again takes its time to end all.
        self._doubted = 0.0
        self.pools: dict[Database, ConnectionPool[psycopg.Connection[Row]]] = {
            database: ConnectionPool(
                conninfo,
                min_size=1,
                max_size=size,
                open=False,
                configure=configure,
                check=check,
                kwargs={"autocommit": True},
                name=database,
            )
            for database, conninfo in conninfos.items()
        }
        self.hook: Hook | None = None
        self.beside: Mapping[Database, Log] = {}
        # What could not be written beside the ring is owed by whatever is answered next: its own retry may find nothing left to restrict.
        self._owed: set[Database] = set()
        self._gathered = threading.local()

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
        """Runs a verb to its end and returns its answer. Errors of the database end the verb as StoreError.

        INVARIANT: what a verb restricted stands beside the key ring before the verb answers.
        """
        try:
            with self.gathering():
                return self._run(steps)
        except OSError as error:
            raise StoreError.of_file(error) from None

    @contextmanager
    def gathering(self) -> Iterator[None]:
        """Several runs whose restrictions are written beside the ring together, at the end: for jobs, whose answer comes last."""
        if hasattr(self._gathered, "databases"):
            yield
            return
        touched: set[Database] = set()
        self._gathered.databases = touched
        try:
            yield
        except Exception:
            # A verb that ended in an error may have restricted something before.
            self._all_beside(touched)
            raise
        else:
            self._all_beside(touched)
        finally:
            if hasattr(self._gathered, "databases"):
                del self._gathered.databases

    @contextmanager
    def held(self, take: Query, release: Query) -> Iterator[bool]:
        """Keeps one connection, and the lock of its session that `take` asks for, until this is left. Answers whether it got it."""
        pool = self.pools[take.database]
        try:
            conn = pool.getconn()
        except psycopg.Error as error:
            raise _refused(take.name, error) from None
        got = False
        try:
            row = conn.execute(take.text).fetchone()
            got = row is not None and bool(row[0])
            yield got
        except psycopg.Error as error:
            raise _refused(take.name, error) from None
        finally:
            try:
                if got:
                    conn.execute(release.text)
            except psycopg.Error:
                # The session is over, and its lock with it.
                conn.close()
            self._give_back(pool, conn)

    def _all_beside(self, touched: set[Database]) -> None:
        del self._gathered.databases
        wanted = sorted(touched | self._owed) if touched or self._owed else []
        for n, database in enumerate(wanted):
            self._owed.discard(database)
            try:
                self._set_beside(database)
            except BaseException:
                self._owed.update(wanted[n:])
                raise

    def _set_beside(self, database: Database) -> None:
        log = self.beside.get(database)
        if log is None:
            return
        try:
            log.acquire()
        except OSError as error:
            raise StoreError.of_file(error) from None
        try:
            rows = self._execute(Statement(log.take, (log.last,)))
            if self.hook is not None:
                self.hook(f"restrictions.append.{database}", "before")
            log.append(rows)
            if self.hook is not None:
                self.hook(f"restrictions.append.{database}", "after")
        finally:
            log.release()

    def _run(self, steps: Steps[T]) -> T:
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
        if query.restricts:
            self._gathered.databases.add(query.database)
        if self.hook is not None:
            self.hook(query.name, "before")
        pool = self.pools[query.database]
        conn = self._taken(pool, query.name)
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

    @staticmethod
    def _taken(pool: ConnectionPool[psycopg.Connection[Row]], step: str) -> psycopg.Connection[Row]:
        try:
            return pool.getconn()
        except psycopg.Error as error:
            # No connection was to be had in time: the server is down, or all are taken.
            raise _refused(step, error) from None

    def _give_back(self, pool: ConnectionPool[psycopg.Connection[Row]], conn: psycopg.Connection[Row]) -> None:
        broken = conn.broken
        pool.putconn(conn)
        if broken:
            self.doubt()

    def doubt(self) -> None:
        """Where one connection ended others may have, with a server that was started again: whoever tries next gets one that lives."""
        self._doubted = machine_seconds() + DOUBT_SECONDS
        for pool in self.pools.values():
            pool.check()

    def _batch(self, batch: Statement | Batch) -> list[Rows]:
        assert isinstance(batch, Batch)
        if not batch.statements:
            return []
        answers: list[Rows] = []
        first = batch.statements[0].query
        self._gathered.databases.update(each.query.database for each in batch.statements if each.query.restricts)
        if self.hook is not None:
            self.hook(first.name, "before")
        pool = self.pools[first.database]
        conn = self._taken(pool, first.name)
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

        async def check(conn: psycopg.AsyncConnection[Any]) -> None:
            if machine_seconds() < self._doubted:
                await AsyncConnectionPool.check_connection(conn)

        self._doubted = 0.0  # as in `Driver`
        self.pools: dict[Database, AsyncConnectionPool[psycopg.AsyncConnection[Row]]] = {
            database: AsyncConnectionPool(
                conninfo,
                min_size=1,
                max_size=size,
                open=False,
                configure=configure,
                check=check,
                kwargs={"autocommit": True},
                name=database,
            )
            for database, conninfo in conninfos.items()
        }
        self.hook: Hook | None = None
        self.beside: Mapping[Database, Log] = {}
        self._owed: set[Database] = set()  # as in `Driver`
        # INVARIANT: a log has one thread here. Were they shared, those who wait for its lock could leave none to its holder.
        self._alone = {database: asyncio.Lock() for database in conninfos}
        self._threads = ThreadPoolExecutor(len(conninfos), "beside")
        self._writing: set[asyncio.Task[None]] = set()

    async def open(self) -> None:
        for pool in self.pools.values():
            await pool.open(wait=True, timeout=30)

    async def close(self) -> None:
        await asyncio.gather(*self._writing, return_exceptions=True)
        self._threads.shutdown(wait=False)
        for pool in self.pools.values():
            await pool.close()

    async def run(self, steps: Steps[T]) -> T:
        """As `Driver.run`: what a verb restricted stands beside the key ring before the verb answers."""
        touched: set[Database] = set()
        token = _touched.set(touched)
        try:
            answer = await self._run(steps)
        except Exception as error:
            await self._all_beside(touched)
            if isinstance(error, OSError):
                raise StoreError.of_file(error) from None
            raise
        except BaseException:
            # Cancelled: nobody is answered, and whoever restricts next writes it.
            self._owed |= touched
            raise
        finally:
            _touched.reset(token)
        await self._all_beside(touched)
        return answer

    async def _all_beside(self, touched: set[Database]) -> None:
        wanted = sorted(touched | self._owed) if touched or self._owed else []
        for n, database in enumerate(wanted):
            self._owed.discard(database)
            try:
                await self._set_beside(database)
            except BaseException:
                self._owed.update(wanted[n:])
                raise

    async def _set_beside(self, database: Database) -> None:
        if (log := self.beside.get(database)) is None:
            return
        # A task that is cancelled leaves the log's lock to one that is not, which gives it back.
        task = asyncio.ensure_future(self._write_beside(database, log))
        self._writing.add(task)
        task.add_done_callback(self._writing.discard)
        await asyncio.shield(task)

    async def _write_beside(self, database: Database, log: Log) -> None:
        # Files and their lock are waited for in a thread, so that the loop goes on.
        loop = asyncio.get_running_loop()
        async with self._alone[database]:
            try:
                await loop.run_in_executor(self._threads, log.acquire)
            except OSError as error:
                raise StoreError.of_file(error) from None
            try:
                rows = await self._execute(Statement(log.take, (log.last,)))
                self._told(f"restrictions.append.{database}", "before")
                await loop.run_in_executor(self._threads, log.append, rows)
                self._told(f"restrictions.append.{database}", "after")
            finally:
                log.release()

    async def _run(self, steps: Steps[T]) -> T:
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
        if query.restricts:
            _touched.get().add(query.database)
        self._told(query.name, "before")
        try:
            async with self.pools[query.database].connection() as conn:
                cursor = conn.cursor(binary=True)
                await cursor.execute(query.text, statement.params)
                rows = await cursor.fetchall()
        except psycopg.Error as error:
            await self._look(error)
            raise _refused(query.name, error) from None
        self._told(query.name, "after")
        return rows

    def _told(self, step: str, when: str) -> None:
        if self.hook is not None:
            self.hook(step, when)

    async def _look(self, error: psycopg.Error) -> None:
        # As in `Driver`: where one connection ended, others may have.
        if isinstance(error, psycopg.OperationalError):
            self._doubted = machine_seconds() + DOUBT_SECONDS
            for pool in self.pools.values():
                await pool.check()

    async def _batch(self, batch: Statement | Batch) -> list[Rows]:
        assert isinstance(batch, Batch)
        if not batch.statements:
            return []
        first = batch.statements[0].query
        _touched.get().update(each.query.database for each in batch.statements if each.query.restricts)
        self._told(first.name, "before")
        try:
            async with self.pools[first.database].connection() as conn, conn.pipeline() as pipeline:
                cursors = []
                for statement in batch.statements:
                    cursor = conn.cursor(binary=True)
                    await cursor.execute(statement.query.text, statement.params)
                    await pipeline.sync()
                    cursors.append(cursor)
                answers = [await cursor.fetchall() for cursor in cursors]
        except psycopg.Error as error:
            await self._look(error)
            raise _refused(first.name, error) from None
        self._told(first.name, "after")
        return answers
