"""The driver: runs the statements that verbs yield, on sync connections. `looping` is the same on async ones.

A verb is a generator (`Steps`): it yields a `Statement` or a `Batch`, receives the rows, and returns its answer. Each
statement is one call of one database function and commits by itself with its evidence. Plaintext never reaches a
statement, and a database error leaves here without the server's words, which could repeat a parameter.
"""

from __future__ import annotations

import asyncio
import atexit
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Protocol, TypeVar

import psycopg
from psycopg_pool import ConnectionPool

from jikim.clock import machine_seconds
from jikim.db.asking import asked, asked_together
from jikim.db.connections import Connection, pool_of, refused, vouched
from jikim.db.connections import Row as Row
from jikim.db.queries import Query
from jikim.db.schema import Database
from jikim.db.spread import HOUSE, Spread
from jikim.db.steps import MANY as MANY
from jikim.db.steps import MUCH as MUCH
from jikim.db.steps import Acknowledged as Acknowledged
from jikim.db.steps import Aside as Aside
from jikim.db.steps import Awaited as Awaited
from jikim.db.steps import Batch as Batch
from jikim.db.steps import Beside as Beside
from jikim.db.steps import Driven as Driven
from jikim.db.steps import Lane as Lane
from jikim.db.steps import Rows as Rows
from jikim.db.steps import Sent as Sent
from jikim.db.steps import Servers as Servers
from jikim.db.steps import Statement as Statement
from jikim.db.steps import Steps as Steps
from jikim.db.steps import Wanted as Wanted
from jikim.db.steps import aside as aside
from jikim.db.steps import together as together
from jikim.db.teller import Teller
from jikim.errors import GrantOverError, JikimError, StoreError

T = TypeVar("T")
DOUBT_SECONDS = 60.0


class Log(Protocol):
    """Where restrictions of one database stand beside the key ring: see `keys/restrictions.py`."""

    take: Query
    last: int

    def acquire(self) -> None: ...

    def release(self) -> None: ...

    def append(self, rows: Sequence[Sequence[Any]]) -> None: ...


Hook = Callable[[str, str], None]  # (step, "before" | "after")
Word = Callable[[bool], Steps[None]]  # says what this process vouches for; True: and that it has ended
HURRIED_SECONDS = 2.0


# What a statement ends with whose grant is over (ledger.record): how its denial is recorded, and how it is told.
Over = Callable[[Statement], tuple[Statement, JikimError]]


class Gathering:
    """What `Driver.gathering` answers. Every run has one, so it is no generator."""

    __slots__ = ("_driver", "_touched")

    def __init__(self, driver: Driver) -> None:
        self._driver = driver

    def __enter__(self) -> None:
        self._touched = self._driver.gather()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._touched is not None:
            self._driver.gathered(self._touched, kind)


class Driver:
    """Runs steps on pooled sync connections."""

    def __init__(
        self, conninfos: Mapping[Database, str], *, further: Mapping[str, str] | None = None, size: int = 8
    ) -> None:
        """`further`: the servers of people beside the house's, by name."""
        everywhere: dict[str, str] = dict([*conninfos.items(), *(further or {}).items()])
        self.spread = Spread(further or ())
        self._several = len(self.spread.servers) > 1
        # INVARIANT: no process goes on with who lay where before it lost its connections.
        learns: dict[str, Spread] = {HOUSE: self.spread} if self._several else {}
        self._met = self.spread.met if self._several else None

        def check(conn: Connection) -> None:
            if machine_seconds() < self._doubted:
                ConnectionPool.check_connection(conn)

        # Until then every connection is tried before it is used: one ended, and a server that was started again takes
        # its time to end all.
        self._doubted = 0.0
        self.pools: dict[str, ConnectionPool[Connection]] = {
            name: pool_of(name, conninfo, size, check, spread=learns.get(name)) for name, conninfo in everywhere.items()
        }
        # Words have a connection of their own: a second one in the pool would be taken in turn with the first, and
        # either would be cold. It is tried each time: nothing else would notice that its server was started again since
        # the last word.
        self._hurried: dict[str, ConnectionPool[Connection]] = {
            name: pool_of(name, conninfo, size, ConnectionPool.check_connection, words=True)
            for name, conninfo in everywhere.items()
            if name != "archive"
        }
        self.hook: Hook | None = None
        self.beside: Mapping[str, Log] = {}
        self.over: Over | None = None
        # What could not be written beside the ring is owed by whatever is answered next: its own retry may find nothing
        # left to restrict.
        self._owed: set[str] = set()
        self._gathered = threading.local()
        self._teller: Teller | None = None

    def vouch(self, word: Word) -> Callable[[], None]:
        """Says `word` about a second after what is answered was called, and when this closes."""
        self._teller = Teller(lambda ended: self.hurried(word(ended)))
        return self._teller.wake

    def hurried(self, steps: Steps[T]) -> T:
        """Runs steps beside what others do, on connections of their own: no hook sees them, and where none is free
        within two seconds, they end as StoreError."""
        return self._run(steps, HURRIED_SECONDS)

    def open(self) -> None:
        # A pool whose threads are still there when Python shuts down holds up its end for a minute.
        atexit.register(self.close)
        for pool in self._all():
            pool.open()
        for pool in self.pools.values():
            pool.wait(30)

    def close(self) -> None:
        atexit.unregister(self.close)
        if self._teller is not None:
            self._teller.end()
            self._teller = None
        for pool in self._all():
            pool.close()

    def _all(self) -> list[ConnectionPool[Connection]]:
        return [*self.pools.values(), *self._hurried.values()]

    def run(self, steps: Steps[T]) -> T:
        """Runs a verb to its end and returns its answer. Errors of the database end the verb as StoreError.

        INVARIANT: what a verb restricted stands beside the key ring before the verb answers.
        """
        try:
            with self.gathering():
                return self._run(steps)
        except OSError as error:
            raise StoreError.of_file(error) from None

    def gathering(self) -> Gathering:
        """Several runs whose restrictions are written beside the ring together, at the end: for jobs, whose answer
        comes last."""
        return Gathering(self)

    def restricted(self, database: str) -> None:
        """Says that a statement of one's own, on a connection of a pool, restricted something. To be called while one
        gathers."""
        self._gathered.databases.add(database)

    @contextmanager
    def held(self, take: Query, release: Query) -> Iterator[bool]:
        """Keeps one connection, and the lock of its session that `take` asks for, until this is left. Answers whether
        it got it."""
        pool = self.pools[take.database]
        try:
            conn = pool.getconn()
        except psycopg.Error as error:
            raise refused(take.name, error) from None
        got = False
        try:
            row = conn.execute(take.text).fetchone()
            got = row is not None and bool(row[0])
            yield got
        except psycopg.Error as error:
            raise refused(take.name, error) from None
        finally:
            try:
                if got:
                    conn.execute(release.text)
            except psycopg.Error:
                # The session is over, and its lock with it.
                conn.close()
            self._give_back(pool, conn)

    def gather(self) -> set[str] | None:
        """What statements restrict from here on in this thread; None where somebody gathers it already."""
        if hasattr(self._gathered, "databases"):
            return None
        touched: set[str] = set()
        self._gathered.databases = touched
        return touched

    def gathered(self, touched: set[str], kind: type[BaseException] | None) -> None:
        """The end of what `gather` began, and how it ended."""
        del self._gathered.databases
        if kind is None or issubclass(kind, Exception):
            # A verb that ended in an error may have restricted something before.
            self._all_beside(touched)
        else:
            # Interrupted: nobody is answered, and whoever is answered next writes it.
            self._owed |= touched

    def _all_beside(self, touched: set[str]) -> None:
        wanted = sorted(touched | self._owed) if touched or self._owed else []
        for n, database in enumerate(wanted):
            self._owed.discard(database)
            try:
                self._set_beside(database)
            except BaseException:
                self._owed.update(wanted[n:])
                raise

    def _set_beside(self, database: str) -> None:
        log = self.beside.get(database)
        if log is None:
            return
        try:
            log.acquire()
        except OSError as error:
            raise StoreError.of_file(error) from None
        try:
            rows = self._execute(log.take(logged=log.last).on(database))
            if self.hook is not None:
                self.hook(f"restrictions.append.{database}", "before")
            log.append(rows)
            if self.hook is not None:
                self.hook(f"restrictions.append.{database}", "after")
        finally:
            log.release()

    def _run(self, steps: Driven[T], hurry: float | None = None) -> T:
        try:
            wanted = next(steps)
            while True:
                try:
                    rows: Any = (
                        self._execute(wanted, hurry) if type(wanted) is Statement else self._other(wanted, hurry)
                    )
                except GrantOverError as error:
                    wanted = steps.throw(self._denied(wanted, error))
                except JikimError as error:
                    wanted = steps.throw(error)
                else:
                    wanted = steps.send(rows)
        except StopIteration as stop:
            answer: T = stop.value
            return answer

    def _denied(self, wanted: object, error: JikimError) -> JikimError:
        """Records that the grant was over, and answers what the policy says of it."""
        if self.over is None or not isinstance(wanted, Statement):
            return error
        recorded, denial = self.over(wanted)
        self._execute(recorded)
        return denial

    def _other(self, wanted: Wanted | Sent, hurry: float | None) -> Any:
        if isinstance(wanted, Sent):
            if len(wanted.statements) > 1:
                return self._pipelined(wanted.statements, wanted.server)
            return [self._sent(wanted.statements[0], wanted.server, hurry)]
        if isinstance(wanted, Servers):
            return self.spread
        if isinstance(wanted, Awaited):
            # In a thread of its own: whoever calls this may stand on a loop.
            with ThreadPoolExecutor(1) as beside:
                return beside.submit(asyncio.run, wanted.work()).result()
        return wanted.work() if isinstance(wanted, Aside) else self._batch(wanted)

    def _execute(self, statement: Statement, hurry: float | None = None) -> Rows:
        if not self._several:
            return self._sent(statement, statement.query.database, hurry)
        return self._run(asked(self.spread, statement), hurry)

    def _sent(self, statement: Statement, server: str, hurry: float | None = None) -> Rows:
        query = statement.query
        if query.restricts:
            self._gathered.databases.add(server)
        hook = self.hook if hurry is None else None
        if hook is not None:
            hook(query.name, "before")
        pool = (self.pools if hurry is None else self._hurried)[server]
        conn = self._taken(pool, query.name, hurry)
        try:
            rows = conn.wait(conn.statements.rows(query, statement.params, self._met))
            vouched(conn)
            statement.answered(rows)
        except psycopg.Error as error:
            raise refused(query.name, error) from None
        finally:
            self._give_back(pool, conn)
        if hook is not None:
            hook(query.name, "after")
        return rows

    @staticmethod
    def _taken(pool: ConnectionPool[Connection], step: str, hurry: float | None = None) -> Connection:
        try:
            return pool.getconn(hurry)
        except psycopg.Error as error:
            # No connection was to be had in time: the server is down, or all are taken.
            raise refused(step, error) from None

    def _give_back(self, pool: ConnectionPool[Connection], conn: Connection) -> None:
        broken = conn.broken
        pool.putconn(conn)
        if broken:
            self.doubt()

    def doubt(self) -> None:
        """Where one connection ended others may have, with a server that was started again: whoever tries next gets one
        that lives."""
        self._doubted = machine_seconds() + DOUBT_SECONDS
        for pool in self._all():
            pool.check()

    def _batch(self, batch: Statement | Batch) -> list[Rows]:
        assert isinstance(batch, Batch)
        if not batch.statements:
            return []
        if not self._several:
            return self._pipelined(batch.statements, batch.statements[0].query.database)
        return self._run(asked_together(self.spread, batch))

    def _pipelined(self, statements: Sequence[Statement], server: str) -> list[Rows]:
        first = statements[0].query
        if any(each.query.restricts for each in statements):
            self._gathered.databases.add(server)
        if self.hook is not None:
            self.hook(first.name, "before")
        pool = self.pools[server]
        conn = self._taken(pool, first.name)
        try:
            with conn.pipeline() as pipeline:
                cursors = []
                for statement in statements:
                    cursor = conn.cursor(binary=True)
                    cursor.execute(statement.query.text, statement.params)
                    # INVARIANT: each statement commits by itself; a sync point after each ends its implicit
                    # transaction.
                    pipeline.sync()
                    cursors.append(cursor)
                answers = [cursor.fetchall() for cursor in cursors]
            vouched(conn)
            for statement, rows in zip(statements, answers, strict=True):
                statement.answered(rows)
        except psycopg.Error as error:
            raise refused(first.name, error) from None
        finally:
            self._give_back(pool, conn)
        if self.hook is not None:
            self.hook(first.name, "after")
        return answers
