"""Connections that outlive the Jikim that opened them: a new one costs a process of PostgreSQL, its catalogue and the plans
of every function that it calls, and the tests open thousands of Jikims on the same three databases.

What a session holds beside its plans is let go at its end: one within a transaction or with a lock is really closed,
settings and listening go. A few of each kind rest, the others are closed too. Whoever empties the databases
ends those that are none of these.
"""

from __future__ import annotations

import os
from collections import defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Self

import psycopg
from psycopg.pq import TransactionStatus
from tests.waiting import readable

from jikim.db.connections import Connection

# The databases whose connections are kept: they live as long as this process's tests.
DATABASES: set[str] = set()
# Of those that were opened with the same words, so many rest: a server has 80 places, and another process that a test
# starts wants some.
_MOST = 4
# Those that rest, by what they were opened with, in this process.
_RESTING: defaultdict[str, deque[Kept]] = defaultdict(deque)
# Those of the superuser, by process, words and use.
_STANDING: dict[tuple[int, str, str], psycopg.Connection[Any]] = {}
# DISCARD ALL would let the plans go too, and only a few roles may release locks.
_FRESH = "RESET ALL; UNLISTEN *"
_LOCKED = "SELECT FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"


class Kept(Connection):
    """A connection that rests when it is closed, until one is opened with the same words."""

    words = ""
    process = 0

    @classmethod
    def connect(cls, conninfo: str = "", **more: Any) -> Self:
        """One that rests, where there is one, else a new one."""
        while _RESTING[conninfo]:
            kept = _RESTING[conninfo].pop()
            # A server that was started again, or somebody who ended it, has said so: one that rests is told nothing else.
            if kept.closed or readable(kept, 0):
                kept.end()
            else:
                assert isinstance(kept, cls)
                return kept
        made = super().connect(conninfo, **more)
        made.words, made.process = conninfo, os.getpid()
        return made

    def close(self) -> None:
        """Lets everything go but the connection itself."""
        idle = not self.closed and self.info.transaction_status is TransactionStatus.IDLE
        rests = idle and self.process == os.getpid() and self.info.dbname in DATABASES
        if not rests or len(_RESTING[self.words]) >= _MOST:
            self.end()
            return
        try:
            self.execute(_FRESH, prepare=False)
            locked = self.execute(_LOCKED).rowcount
        except psycopg.OperationalError:
            self.end()
            return
        if locked:
            self.end()
        else:
            _RESTING[self.words].append(self)

    def end(self) -> None:
        """Really closes it."""
        super().close()


def standing(conninfo: str, use: str = "") -> psycopg.Connection[Any]:
    """A superuser's connection that stays open for a use, or is opened anew where somebody ended it; a new one for a
    database that is not kept."""
    name = (os.getpid(), conninfo, use)
    if name in _STANDING:
        try:
            _STANDING[name].execute("SELECT pg_advisory_unlock_all(); " + _FRESH, prepare=False)
            return _STANDING[name]
        except psycopg.Error:
            _STANDING.pop(name).close()
    made = psycopg.connect(conninfo, autocommit=True)
    if made.info.dbname in DATABASES:
        _STANDING[name] = made
    return made


def let_go(conn: psycopg.Connection[Any]) -> None:
    """Closes one that `standing` gave, unless it stays."""
    if conn not in _STANDING.values():
        conn.close()


@contextmanager
def looking(conninfo: str) -> Iterator[psycopg.Connection[Any]]:
    """One for a look or a word in between."""
    conn = standing(conninfo)
    try:
        yield conn
    finally:
        let_go(conn)


def resting() -> list[int]:
    """The processes of PostgreSQL behind the connections that rest or stay."""
    kept = [*_STANDING.values(), *(one for resting in _RESTING.values() for one in resting)]
    # One that asks a second server too has a connection of its own there.
    beside = [getattr(one, "further", one) for one in _STANDING.values()]
    return [one.info.backend_pid for one in (*kept, *beside) if not one.closed]


def end_all() -> None:
    """Closes those that rest, and keeps none from here on."""
    DATABASES.clear()
    while _STANDING:
        _STANDING.popitem()[1].close()
    for kept in _RESTING.values():
        while kept:
            kept.pop().end()
