"""The driver on an event loop: the same steps on async connections. What it guarantees is said in `driver`."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from contextvars import ContextVar
from typing import Any, TypeVar, get_args

import psycopg
from psycopg_pool import AsyncConnectionPool

from jikim.clock import machine_seconds
from jikim.db.asking import asked, asked_together
from jikim.db.connections import AsyncConnection, async_pool_of, refused, vouched
from jikim.db.driver import (
    DOUBT_SECONDS,
    HURRIED_SECONDS,
    Aside,
    Awaited,
    Batch,
    Driven,
    Hook,
    Lane,
    Log,
    Over,
    Rows,
    Sent,
    Servers,
    Statement,
    Steps,
    Wanted,
    Word,
)
from jikim.db.schema import Database
from jikim.db.spread import HOUSE, Spread
from jikim.db.teller import WORD_SECONDS
from jikim.errors import GrantOverError, JikimError, StoreError

T = TypeVar("T")
WAITING_AT_ONCE = 3
# Which databases a verb of this task has restricted something in.
_touched: ContextVar[set[str]] = ContextVar("touched")


class AsyncDriver:
    """The same on async connections."""

    def __init__(
        self, conninfos: Mapping[Database, str], *, further: Mapping[str, str] | None = None, size: int = 8
    ) -> None:
        """As `Driver`."""
        everywhere: dict[str, str] = dict([*conninfos.items(), *(further or {}).items()])
        self.spread = Spread(further or ())
        self._several = len(self.spread.servers) > 1
        # INVARIANT: no process goes on with who lay where before it lost its connections.
        learns: dict[str, Spread] = {HOUSE: self.spread} if self._several else {}
        self._met = self.spread.met if self._several else None

        async def check(conn: AsyncConnection) -> None:
            if machine_seconds() < self._doubted:
                await AsyncConnectionPool.check_connection(conn)

        self._doubted = 0.0  # as in `Driver`
        self.pools: dict[str, AsyncConnectionPool[AsyncConnection]] = {
            name: async_pool_of(name, conninfo, size, check, spread=learns.get(name))
            for name, conninfo in everywhere.items()
        }
        self._hurried: dict[str, AsyncConnectionPool[AsyncConnection]] = {  # as in `Driver`
            name: async_pool_of(name, conninfo, size, AsyncConnectionPool.check_connection, words=True)
            for name, conninfo in everywhere.items()
            if name != "archive"
        }
        self.hook: Hook | None = None
        self.beside: Mapping[str, Log] = {}
        self.over: Over | None = None
        self._owed: set[str] = set()  # as in `Driver`
        # INVARIANT: a log has one thread here. Were they shared, those who wait for its lock could leave none to its
        # holder.
        self._alone = {name: asyncio.Lock() for name in everywhere}
        self._threads = ThreadPoolExecutor(len(everywhere), "beside")
        self._writing: set[asyncio.Task[None]] = set()
        at_once = max(1, (os.cpu_count() or 2) - 1)
        self._aside = {
            lane: asyncio.Semaphore(WAITING_AT_ONCE if lane == "objects" else at_once) for lane in get_args(Lane)
        }
        self._word: Word | None = None
        self._saying: asyncio.Task[None] | None = None
        self._to_say = False

    def vouch(self, word: Word) -> Callable[[], None]:
        """As `Driver.vouch`."""
        self._word = word

        def wake() -> None:
            self._to_say = True
            if self._saying is None or self._saying.done():
                self._saying = asyncio.get_running_loop().create_task(self._say())

        return wake

    async def _say(self) -> None:
        while self._to_say:
            await asyncio.sleep(WORD_SECONDS)
            self._to_say = False
            await self._told_word(ended=False)

    async def _told_word(self, *, ended: bool) -> None:
        assert self._word is not None
        with suppress(JikimError, OSError):
            await self._run(self._word(ended), HURRIED_SECONDS)

    async def open(self) -> None:
        for pool in self.pools.values():
            await pool.open(wait=True, timeout=30)
        for pool in self._hurried.values():
            await pool.open()

    async def close(self) -> None:
        if self._word is not None:
            if self._saying is not None:
                self._saying.cancel()
                await asyncio.gather(self._saying, return_exceptions=True)
            await self._told_word(ended=True)
            self._word = None
        await asyncio.gather(*self._writing, return_exceptions=True)
        self._threads.shutdown(wait=False)
        for pool in self._all():
            await pool.close()

    def _all(self) -> list[AsyncConnectionPool[AsyncConnection]]:
        return [*self.pools.values(), *self._hurried.values()]

    async def run(self, steps: Steps[T]) -> T:
        """As `Driver.run`: what a verb restricted stands beside the key ring before the verb answers."""
        touched: set[str] = set()
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

    async def _all_beside(self, touched: set[str]) -> None:
        wanted = sorted(touched | self._owed) if touched or self._owed else []
        for n, database in enumerate(wanted):
            self._owed.discard(database)
            try:
                await self._set_beside(database)
            except BaseException:
                self._owed.update(wanted[n:])
                raise

    async def _set_beside(self, database: str) -> None:
        if (log := self.beside.get(database)) is None:
            return
        # A task that is cancelled leaves the log's lock to one that is not, which gives it back.
        task = asyncio.ensure_future(self._write_beside(database, log))
        self._writing.add(task)
        task.add_done_callback(self._writing.discard)
        await asyncio.shield(task)

    async def _write_beside(self, database: str, log: Log) -> None:
        # Files and their lock are waited for in a thread, so that the loop goes on.
        loop = asyncio.get_running_loop()
        async with self._alone[database]:
            try:
                await loop.run_in_executor(self._threads, log.acquire)
            except OSError as error:
                raise StoreError.of_file(error) from None
            try:
                rows = await self._execute(log.take(logged=log.last).on(database))
                self._told(f"restrictions.append.{database}", "before")
                await loop.run_in_executor(self._threads, log.append, rows)
                self._told(f"restrictions.append.{database}", "after")
            finally:
                log.release()

    async def _run(self, steps: Driven[T], hurry: float | None = None) -> T:
        try:
            wanted = next(steps)
            while True:
                try:
                    rows: Any = await (
                        self._execute(wanted, hurry) if type(wanted) is Statement else self._other(wanted, hurry)
                    )
                except GrantOverError as error:
                    wanted = steps.throw(await self._denied(wanted, error))
                except JikimError as error:
                    wanted = steps.throw(error)
                else:
                    wanted = steps.send(rows)
        except StopIteration as stop:
            answer: T = stop.value
            return answer

    async def _denied(self, wanted: object, error: JikimError) -> JikimError:
        if self.over is None or not isinstance(wanted, Statement):
            return error
        recorded, denial = self.over(wanted)
        await self._execute(recorded)
        return denial

    async def _other(self, wanted: Wanted | Sent, hurry: float | None) -> Any:
        if isinstance(wanted, Sent):
            if len(wanted.statements) > 1:
                return await self._pipelined(wanted.statements, wanted.server)
            return [await self._sent(wanted.statements[0], wanted.server, hurry)]
        if isinstance(wanted, Servers):
            return self.spread
        if isinstance(wanted, Awaited):
            return await wanted.work()
        if not isinstance(wanted, Aside):
            return await self._batch(wanted)
        # INVARIANT: of a lane that works never more at once than processors but one: a hash takes 19 MiB, and the loop
        # needs its turn. What waits for objects leaves threads to the others.
        async with self._aside[wanted.lane]:
            return await asyncio.to_thread(wanted.work)

    async def _execute(self, statement: Statement | Batch, hurry: float | None = None) -> Rows:
        assert isinstance(statement, Statement)
        if not self._several:
            return await self._sent(statement, statement.query.database, hurry)
        return await self._run(asked(self.spread, statement), hurry)

    async def _sent(self, statement: Statement, server: str, hurry: float | None = None) -> Rows:
        query = statement.query
        if query.restricts:
            _touched.get().add(server)
        if hurry is None:
            self._told(query.name, "before")
        try:
            pool = (self.pools if hurry is None else self._hurried)[server]
            async with pool.connection(hurry) as conn:
                rows = await conn.wait(conn.statements.rows(query, statement.params, self._met))
                vouched(conn)
                statement.answered(rows)
        except psycopg.Error as error:
            await self._look(error)
            raise refused(query.name, error) from None
        if hurry is None:
            self._told(query.name, "after")
        return rows

    def _told(self, step: str, when: str) -> None:
        if self.hook is not None:
            self.hook(step, when)

    async def _look(self, error: psycopg.Error) -> None:
        # As in `Driver`: where one connection ended, others may have.
        if isinstance(error, psycopg.OperationalError):
            await self.doubt()

    async def doubt(self) -> None:
        """As `Driver.doubt`."""
        self._doubted = machine_seconds() + DOUBT_SECONDS
        for pool in self._all():
            await pool.check()

    async def _batch(self, batch: Statement | Batch) -> list[Rows]:
        assert isinstance(batch, Batch)
        if not batch.statements:
            return []
        if not self._several:
            return await self._pipelined(batch.statements, batch.statements[0].query.database)
        return await self._run(asked_together(self.spread, batch))

    async def _pipelined(self, statements: Sequence[Statement], server: str) -> list[Rows]:
        first = statements[0].query
        if any(each.query.restricts for each in statements):
            _touched.get().add(server)
        self._told(first.name, "before")
        try:
            async with self.pools[server].connection() as conn:
                async with conn.pipeline() as pipeline:
                    cursors = []
                    for statement in statements:
                        cursor = conn.cursor(binary=True)
                        await cursor.execute(statement.query.text, statement.params)
                        await pipeline.sync()
                        cursors.append(cursor)
                    answers = [await cursor.fetchall() for cursor in cursors]
                # While it is ours: somebody else may have it as soon as it is given back.
                vouched(conn)
            for each, rows in zip(statements, answers, strict=True):
                each.answered(rows)
        except psycopg.Error as error:
            await self._look(error)
            raise refused(first.name, error) from None
        self._told(first.name, "after")
        return answers
