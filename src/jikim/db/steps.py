"""What a verb is made of: the steps that it yields, and what it is answered. `driver` and `looping` run them."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Generator, Mapping, Sequence
from typing import Any, Literal, NamedTuple, TypeVar

from jikim.db.collector import collector_still
from jikim.db.connections import Row
from jikim.db.queries import Acknowledged as Acknowledged
from jikim.db.queries import Query
from jikim.db.queries import Statement as Statement
from jikim.db.spread import Spread

T = TypeVar("T")
Rows = list[Row]


class Batch(NamedTuple):
    """Several independent calls to one database, sent together; each commits by itself. Answers a list of rows for
    each."""

    statements: Sequence[Statement]


class Beside(NamedTuple):
    """What commits with a verb's statement: the query that does both, and its own parameters beside the verb's."""

    query: Query
    given: Mapping[str, Any]


def together(query: Query, beside: Beside | None, **given: Any) -> Statement:
    """A verb's statement, with what commits beside it."""
    return query(**given) if beside is None else beside.query(**beside.given, **given)


Lane = Literal["work", "password", "objects"]


class Aside(NamedTuple):
    """Work that takes long, the processor's own or a library's that waits: done aside, so that an event loop goes on
    meanwhile.

    Each lane has its own turn: who signs in waits behind other passwords, and behind nobody's long text; and nobody but
    who reads past months waits for a store of objects.
    """

    work: Callable[[], Any]
    lane: Lane = "work"


class Awaited(NamedTuple):
    """Work that waits for others than a database (a virus scanner): awaited on a loop; in a thread, with a loop of its
    own, where there is none."""

    work: Callable[[], Coroutine[Any, Any, Any]]


class Servers(NamedTuple):
    """Asks which people lie on which server. Answered with a `Spread`, without a look at any database."""


class Sent(NamedTuple):
    """Statements to one server, which was chosen: for `asking` alone. Answers a list of rows for each."""

    statements: Sequence[Statement]
    server: str


Wanted = Statement | Batch | Aside | Awaited | Servers
Steps = Generator[Wanted, Any, T]
Driven = Generator[Wanted | Sent, Any, T]  # what a driver runs
MUCH = 16 * 1024  # characters to be searched: fewer take some milliseconds
MANY = 200  # of what takes some tens of microseconds each: fewer are done at once, where a thread's turn would cost as much


def aside(count: int, work: Callable[[], T], many: int = MANY) -> Steps[T]:
    """Work on so many things: aside where there are many, without the garbage collector."""
    if count < many:
        return work()

    def alone() -> T:
        with collector_still(count):
            return work()

    answer: T = yield Aside(alone)
    return answer


def rows_of(statement: Statement) -> Steps[Any]:
    """What a statement answers."""
    return (yield statement)


def named_rows(named: Callable[[Row], T], statement: Statement) -> Steps[list[T]]:
    """What a statement answers, its rows by name, each in its own place: of as many again beside them the garbage
    collector would come for every few thousand."""
    rows: list[Any] = yield statement
    for n, row in enumerate(rows):
        rows[n] = named(row)
    return rows


def inboxes() -> Steps[tuple[str, ...]]:
    """The names of all inboxes: of each database, and of each further server of people (`live@2`), in the order in which
    they are emptied."""
    spread: Spread = yield Servers()
    return ("ledger", *spread.servers, "archive", "keys")


def value_of(statement: Statement) -> Steps[Any]:
    """The one value that a statement answers."""
    [(value,)] = yield statement
    return value
