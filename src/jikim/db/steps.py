"""What a verb is made of: the steps that it yields, and what it is answered. `driver` and `looping` run them."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Generator, Sequence
from typing import Any, Literal, NamedTuple, TypeVar
from uuid import UUID

import psycopg
from psycopg.types.uuid import UUIDBinaryDumper

from jikim.db.connections import Row
from jikim.db.queries import Query

T = TypeVar("T")
Rows = list[Row]


class Acknowledged(UUID):
    """A parameter that is told when the database has recorded it: an entry of the ledger (`ledger/numbers.py`)."""

    __slots__ = ()

    def __init_subclass__(cls) -> None:
        # Looked up by its own class, it costs the driver as much as any UUID.
        psycopg.adapters.register_dumper(cls, UUIDBinaryDumper)

    def acknowledge(self, others: Sequence[Acknowledged] = (), *, recorded: bool) -> None:
        """The statement was answered, and has committed. `recorded`: whether its answer says that this, and `others`
        with it, are on disk."""


class Statement(NamedTuple):
    """One call: `step` names it for journals and fault tests. `inside` are entries that lie within a parameter (an
    array, JSON)."""

    query: Query
    params: Sequence[Any]
    inside: Sequence[Acknowledged] = ()

    @property
    def step(self) -> str:
        return self.query.name

    def answered(self, rows: Rows) -> None:
        """Tells the entries that it was given, and whether the answer says that they are recorded."""
        query = self.query
        for at in query.entries:
            if isinstance(entry := self.params[at], Acknowledged):
                entry.acknowledge(recorded=not query.records or query.recorded(rows))
        if self.inside:
            self.inside[0].acknowledge(self.inside[1:], recorded=query.recorded(rows))


class Batch(NamedTuple):
    """Several independent calls to one database, sent together; each commits by itself. Answers a list of rows for
    each."""

    statements: Sequence[Statement]


class Beside(NamedTuple):
    """What commits with a verb's statement: the query that does both, and its own parameters, which come before the
    verb's."""

    query: Query
    params: Sequence[Any]


def together(query: Query, params: Sequence[Any], beside: Beside | None) -> Statement:
    """A verb's statement, with what commits beside it."""
    return Statement(query, params) if beside is None else Statement(beside.query, (*beside.params, *params))


Lane = Literal["work", "password"]


class Aside(NamedTuple):
    """Work of the processor's own that takes long: done aside, so that an event loop goes on meanwhile.

    Each lane has its own turn: who signs in waits behind other passwords, and behind nobody's long text.
    """

    work: Callable[[], Any]
    lane: Lane = "work"


class Awaited(NamedTuple):
    """Work that waits for others than a database (a virus scanner): awaited on a loop; in a thread, with a loop of its
    own, where there is none."""

    work: Callable[[], Coroutine[Any, Any, Any]]


Wanted = Statement | Batch | Aside | Awaited
Steps = Generator[Wanted, Any, T]
MUCH = 16 * 1024  # characters to be searched: fewer take some milliseconds
MANY = 200  # of what takes some tens of microseconds each: fewer are done at once, where a thread's turn would cost as much


def aside(count: int, work: Callable[[], T], many: int = MANY) -> Steps[T]:
    """Work on so many things: aside where there are many."""
    if count < many:
        return work()
    answer: T = yield Aside(work)
    return answer
