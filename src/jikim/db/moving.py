"""The mover of people (decision 25): ranges of their numbers go from one server to another while the house is open, as
`tests/model/nodes/move.pml` has it.

A batch of people at a time, each in these steps, of which each commits by itself:

1. their server closes the range: it refuses whoever asks for somebody in it, and whoever asks every server for what
   changes something; they wait. Until what began there before is through, and it has its place in the ledger;
2. the other server takes all of their rows and the range, in one commit;
3. the house's server says so, and callers find them; 4. their rows go from where they were, with the range.

INVARIANT: at every moment one server at most serves somebody, by its own word. Cut off anywhere, the next run looks what
each server says: a range that no server serves is opened again where it was closed, and one that has arrived goes from
where it was. One mover works at a time: it keeps a lock on every server, on the connection by which it changes anything there.

Entries stay in the inbox of the server that they were written on, what is restricted in its log, and what a server
owes of its own (`live.owed`, `live.index_due`, counts of `live.attached_kind`) with it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from graphlib import TopologicalSorter
from typing import Any, NamedTuple
from uuid import UUID

import psycopg
from psycopg import sql

from jikim.db.distributing import connected, equal_parts
from jikim.db.migrate import OWNER, role_of
from jikim.db.remains import until
from jikim.db.spread import HOUSE, Spread
from jikim.errors import ConflictError, StoreError

SETS = 7345621  # who makes a set of the data has this lock at the house's server, and nobody arrives anywhere meanwhile
_MOVER = 7345630
BATCH = 200  # people
WAIT_SECONDS = 5.0  # in which a batch gives up, and its people are served where they were
PATIENCE_SECONDS = 600.0  # of waiting between tries, before the run gives up; the tries come on top
_AGAIN_SECONDS = 1.0
_PAUSE_SECONDS = 0.02  # at least, between two batches: who asks every server gets through

_LIES = "SELECT first, server, own, closed FROM live.lies ORDER BY first"


class _Word(NamedTuple):
    """What a server says of a range: whose it is, whether its own, and whether it has closed it."""

    first: UUID
    server: str
    own: bool
    closed: bool


# Where the range ends, what was there before goes on; and neighbours that say the same become one.
_SAY = (
    "INSERT INTO live.lies SELECT %(until)s::uuid, l.server, l.own, l.closed FROM live.lies l WHERE l.first <= %(until)s::uuid"
    " ORDER BY l.first DESC LIMIT 1 ON CONFLICT DO NOTHING",
    "DELETE FROM live.lies WHERE first >= %(first)s AND coalesce(first < %(until)s::uuid, true)",
    "INSERT INTO live.lies VALUES (%(first)s, %(server)s, %(own)s, %(closed)s)",
    "DELETE FROM live.lies l WHERE (l.server, l.own, l.closed)"
    " = (SELECT p.server, p.own, p.closed FROM live.lies p WHERE p.first < l.first ORDER BY p.first DESC LIMIT 1)",
)
_TABLES = """
SELECT c.oid::regclass::text AS name,
       ARRAY(SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                AND a.attidentity = '' AND a.attgenerated = '' ORDER BY a.attnum) AS columns,
       ARRAY(SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attidentity <> '') AS numbered,
       ARRAY(SELECT f.confrelid::regclass::text FROM pg_constraint f WHERE f.conrelid = c.oid AND f.contype = 'f'
                AND f.confrelid <> c.oid) AS behind
  FROM pg_class c WHERE c.relnamespace = 'live'::regnamespace AND c.relkind = 'r'
   AND EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'subject' AND a.atttypid = 'uuid'::regtype)
"""
# What goes to everybody, a page at a time: whoever arrived behind it would be left out, or met twice.
_WALKS = """
SELECT 1 WHERE EXISTS (SELECT 1 FROM live.campaign WHERE state = 'going') OR EXISTS (
    SELECT 1 FROM live.publication WHERE circular <> '' OR (state = 'in-force' AND finished IS NULL))
"""


class Move(NamedTuple):
    """A range of numbers that goes from one server to another: from its first to before `until` (None: to the end)."""

    first: UUID
    until: UUID | None
    from_: str
    to: str

    @property
    def said(self) -> str:
        return f"{self.first} … {self.until or 'ffffffff'}: {self.from_} -> {self.to}"


class _Table(NamedTuple):
    """A table of people: its columns that are copied, those by which its rows are numbered there, and the tables that its rows
    lead to."""

    name: str
    columns: list[str]
    numbered: list[str]
    behind: list[str]


class Around(NamedTuple):
    """What a mover asks of the house that is open: that what is restricted on a server stands beside the ring, and that
    what waits has its place in the ledger."""

    logged: Callable[[str], None]
    placed: Callable[[], object]


class LaterError(ConflictError):
    """A batch that cannot go now; its people are served where they were."""


def planned(ranges: Iterable[tuple[UUID, str]], servers: Sequence[str]) -> list[Move]:
    """What has to go so that people's numbers are shared out in equal parts, in the order of the servers."""
    now, then = Spread(()), Spread(())
    now.learn(ranges)
    then.learn(equal_parts(servers))
    bounds = sorted({first for first, _ in (*now.ranges, *then.ranges)})
    return [
        Move(first, behind, now.of(first), then.of(first))
        for first, behind in zip(bounds, [*bounds[1:], None], strict=True)
        if now.of(first) != then.of(first)
    ]


@contextmanager
def moving(owners: Mapping[str, str], around: Around) -> Iterator[Mover]:
    """A mover between these servers, the house's first, by roles that may act as jikim_owner. What was cut off is ended
    first. Raises ConflictError where another one works, and StoreError, without a server's words, where one refuses."""
    try:
        with ExitStack() as held:
            servers = {}
            for name, dsn in owners.items():
                servers[name] = conn = held.enter_context(connected(name, dsn))
                conn.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(OWNER)))
                # INVARIANT: who arrived is on disk before they go from where they were.
                conn.execute("SET synchronous_commit = on")
                conn.execute("SET statement_timeout = 0")
                conn.execute(f"SET lock_timeout = {round(WAIT_SECONDS * 1000)}".encode())
                if conn.execute("SELECT pg_try_advisory_lock(%s)", (_MOVER,)).fetchone() != (True,):
                    raise ConflictError(
                        "people are being moved by another process",
                        hint="wait for its end",
                        ko=("다른 프로세스가 정보주체를 옮기고 있습니다", "끝날 때까지 기다려 주세요"),
                    )
                held.callback(_let_go, conn)
            mover = Mover(servers, around)
            mover.settle()
            yield mover
    except psycopg.Error as error:
        raise StoreError(
            f"a server refused a step of the move (SQLSTATE {error.sqlstate or 'none: connection'})", hint="run this again: it goes on",
            ko=(f"서버가 이동의 한 단계를 거부했습니다 (SQLSTATE {error.sqlstate or '없음: 연결'})", "다시 실행하면 이어 갑니다"),
        ) from None  # fmt: skip


def _let_go(conn: psycopg.Connection[Any]) -> None:
    """A server notices the end of a connection in its own time: whoever lives lets go before, so that the next run is not
    refused."""
    with suppress(psycopg.Error):
        conn.execute("SELECT pg_advisory_unlock(%s)", (_MOVER,))


class Mover:
    """Moves people between servers, on connections that nobody else works by."""

    def __init__(self, servers: Mapping[str, psycopg.Connection[Any]], around: Around) -> None:
        self._servers, self._around = servers, around
        tables = {one.name: one for one in map(_Table._make, servers[HOUSE].execute(_TABLES).fetchall())}
        order = TopologicalSorter({name: {*row.behind} & tables.keys() for name, row in tables.items()})
        # A row's forerunners, to which its foreign keys lead, come before it.
        self._tables = [tables[name] for name in order.static_order()]

    @property
    def ranges(self) -> list[tuple[UUID, str]]:
        """Who lies where, as the house's server says."""
        return [(word.first, word.server) for word in self._words(HOUSE)]

    def _words(self, server: str) -> list[_Word]:
        return [_Word(*row) for row in self._servers[server].execute(_LIES).fetchall()]

    def settle(self) -> None:
        """Ends what was cut off, by what each server says of itself."""
        said = {name: self._words(name) for name in self._servers}
        if bare := [name for name, words in said.items() if not words]:
            raise StoreError(
                f"server `{bare[0]}` has not the house's ranges",
                hint="jikim distribute",
                ko=(f"`{bare[0]}` 서버에 하우스의 범위가 없습니다", "jikim distribute"),
            )
        bounds = sorted({word.first for words in said.values() for word in words})
        for first, behind in zip(bounds, [*bounds[1:], None], strict=True):
            here = {name: [word for word in words if word.first <= first][-1] for name, words in said.items()}
            own = [name for name, word in here.items() if word.own]
            closed = [name for name, word in here.items() if word.closed]
            if len(own) > 1 or (not own and len(closed) != 1):
                raise StoreError(
                    f"{len(own)} servers say that people from {first} on are their own",
                    hint="restore all servers from one set of the data",
                    ko=(
                        f"{first}부터의 정보주체를 서버 {len(own)}대가 맡고 있다고 합니다",
                        "모든 서버를 한 백업 세트로 복원해 주세요",
                    ),
                )
            if not own:
                self._say(closed[0], first, behind, closed[0], own=True)
                continue
            others = [name for name, word in here.items() if name != own[0] and (word.server != own[0] or word.closed)]
            self._handed_over(Move(first, behind, closed[0] if closed else "", own[0]), others)

    def moved(self, move: Move, people: int = BATCH) -> Iterator[int]:
        """Moves a range, so many people at a time; yields how many have gone with each batch. Raises ConflictError where
        one could not go for long: what went stays, and another run goes on."""
        if move.from_ == HOUSE and not move.first.int:
            raise ValueError("the house's own rows, which are about nobody, stay with it")
        first: UUID | None = move.first
        while first is not None and first != move.until:
            behind = self._cut(move._replace(first=first), people)
            begun = time.monotonic()
            yield self._gone(Move(first, behind, move.from_, move.to))
            time.sleep(max(_PAUSE_SECONDS, time.monotonic() - begun))
            first = behind

    def _cut(self, move: Move, people: int) -> UUID | None:
        look = sql.SQL("SELECT subject FROM live.subject WHERE {} ORDER BY subject OFFSET {} LIMIT 1")
        found = self._servers[move.from_].execute(look.format(_within(move), sql.Literal(people))).fetchall()
        return next((subject for (subject,) in found), move.until)

    def _gone(self, move: Move) -> int:
        for last in (*(False for _ in range(int(PATIENCE_SECONDS / _AGAIN_SECONDS))), True):
            with self._no_set():
                try:
                    return self._batch(move)
                except LaterError:
                    self._say(move.from_, move.first, move.until, move.from_, own=True)
                    if last:
                        raise
                except (Exception, KeyboardInterrupt):
                    # Who is not there yet is served where they were; where a server is away the next run does it.
                    with suppress(psycopg.Error, StoreError):
                        self.settle()
                    raise
            time.sleep(_AGAIN_SECONDS)
        raise AssertionError("unreachable")

    def _batch(self, move: Move) -> int:
        self._around.placed()
        self._say(move.from_, move.first, move.until, move.from_, closed=True)
        self._through(move.from_)
        self._around.logged(move.from_)
        self._placed(move)
        if move.to != HOUSE:
            self._follows(move.to)
        count = self._arrive(move)
        self._handed_over(move, [name for name in self._servers if name != move.to])
        return count

    @contextmanager
    def _no_set(self) -> Iterator[None]:
        """INVARIANT: no set of the data has somebody on two servers, or on none: none is made meanwhile."""
        house = self._servers[HOUSE]
        for _ in until(PATIENCE_SECONDS):
            if house.execute("SELECT pg_try_advisory_lock(%s)", (SETS,)).fetchone() == (True,):
                break
        else:
            raise ConflictError(
                "a backup is being made, for long",
                hint="run this again behind it",
                ko=("백업이 오래 걸리고 있습니다", "백업이 끝난 뒤 다시 실행해 주세요"),
            )
        try:
            yield
        finally:
            with suppress(psycopg.Error):
                house.execute("SELECT pg_advisory_unlock(%s)", (SETS,))

    def _through(self, server: str) -> None:
        """Waits until what began there before the range was closed is through; what begins later is refused."""
        conn, role, begun = self._servers[server], role_of(HOUSE), None
        for _ in until(WAIT_SECONDS):
            [(begun,)] = conn.execute("SELECT live.begun(%s, %s)", (role, begun)).fetchall()
            if not begun:
                return
        raise LaterError(
            f"a statement runs on server `{server}` for long",
            hint="run this again behind it",
            ko=(f"`{server}` 서버에서 오래 걸리는 작업이 실행 중입니다", "그 작업이 끝난 뒤 다시 실행해 주세요"),
        )

    def _placed(self, move: Move) -> None:
        """INVARIANT: what was done where they were has its place before what is done where they will be."""
        look = sql.SQL("SELECT 1 FROM ledger.inbox WHERE {} LIMIT 1").format(_within(move))
        for _ in until(WAIT_SECONDS):
            if self._servers[move.from_].execute(look).fetchone() is None:
                return
            self._around.placed()
        raise LaterError(
            "what was recorded has no place in the ledger", hint="does `jikim sequence` run? run this again",
            ko=("원장에 아직 들어가지 않은 기록이 있습니다", "`jikim sequence`가 실행 중인지 확인하고 다시 실행해 주세요"),
        )  # fmt: skip

    def _follows(self, server: str) -> None:
        """INVARIANT: whoever arrives is judged by no older rules than where they were."""
        [(mark,)] = self._servers[HOUSE].execute("SELECT live.rules_mark()").fetchall()
        look = "SELECT 1 FROM live.rules WHERE last >= %s"
        if not any(self._servers[server].execute(look, (mark,)).fetchone() for _ in until(WAIT_SECONDS)):
            raise LaterError(
                f"the rules have not come to server `{server}`", hint="is its subscription running? run this again",
                ko=(f"`{server}` 서버에 규칙이 복사되지 않았습니다", "그 서버의 구독이 실행 중인지 확인하고 다시 실행해 주세요"),
            )  # fmt: skip

    def _arrive(self, move: Move) -> int:
        source, there = self._servers[move.from_], self._servers[move.to]
        within = _within(move)
        look = sql.SQL(" UNION ALL ").join(
            sql.SQL("SELECT {} WHERE EXISTS (SELECT 1 FROM {} WHERE {})").format(n, _name(table), within)
            for n, table in enumerate(self._tables)
        )
        filled = sorted(n for (n,) in source.execute(look).fetchall())
        count: int
        [(count,)] = source.execute(sql.SQL("SELECT count(*) FROM live.subject WHERE {}").format(within)).fetchall()
        with there.transaction():
            # A walk that begins later meets whoever has arrived; a page of one that lasts long is under way as well.
            try:
                there.execute("LOCK TABLE live.walked IN SHARE MODE")
                goes = self._servers[HOUSE].execute(_WALKS).fetchone() is not None
            except psycopg.errors.LockNotAvailable:
                goes = True
            if goes:
                raise LaterError(
                    "a letter, or a new version of the policy, is on its way to everybody",
                    hint="run this again behind it",
                    ko=("모두에게 보내는 안내나 새 처리방침의 적용이 진행 중입니다", "끝난 뒤 다시 실행해 주세요"),
                )
            for table in (self._tables[n] for n in filled):
                columns = sql.SQL(", ").join(map(sql.Identifier, table.columns))
                order = (
                    sql.SQL(" ORDER BY {}").format(sql.Identifier(table.numbered[0])) if table.numbered else sql.SQL("")
                )
                taken = sql.SQL("COPY (SELECT {} FROM {} WHERE {}{}) TO STDOUT (FORMAT binary)")
                given = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT binary)")
                with (
                    source.cursor().copy(taken.format(columns, _name(table), within, order)) as out,
                    there.cursor().copy(given.format(_name(table), columns)) as into,
                ):
                    for data in out:
                        into.write(data)
            self._say(move.to, move.first, move.until, move.to, own=True)
        return count

    def _handed_over(self, move: Move, servers: Sequence[str]) -> None:
        """They have arrived: the house's server says so first, and then each other one; where they were, their rows go."""
        for name in sorted(servers, key=lambda one: (one != HOUSE, one != move.from_)):
            with self._servers[name].transaction():
                if name == move.from_:
                    for table in reversed(self._tables):
                        gone = sql.SQL("DELETE FROM {} WHERE {}").format(_name(table), _within(move))
                        self._servers[name].execute(gone)
                self._say(name, move.first, move.until, move.to)

    def _say(
        self, at: str, first: UUID, behind: UUID | None, server: str, *, own: bool = False, closed: bool = False
    ) -> None:
        given = {"first": first, "until": behind, "server": server, "own": own, "closed": closed}
        with self._servers[at].transaction():
            for text in _SAY:
                self._servers[at].execute(text.encode(), given)


def _name(table: _Table) -> sql.Identifier:
    return sql.Identifier(*table.name.split("."))


def _within(move: Move) -> sql.Composed:
    """The people of a range, as an index finds them."""
    text = sql.SQL("subject >= {}") if move.until is None else sql.SQL("subject >= {} AND subject < {}")
    return text.format(*(sql.Literal(one) for one in move[:2] if one is not None))
