"""People go to other servers (decision 32) while nobody has the house open: whole ranges of their numbers, each in one
transaction of the server that takes it.

1. the house's server says which ranges move; nobody opens the house from there on, as the mover keeps its lock;
2. of each range the other server takes all rows by `COPY`, counts and compares them, and commits; then the house's
   server says, in one commit, that they lie there;
3. every server drops the rows of whoever moves and lies elsewhere by the house's list, and the ranges move no more.

INVARIANT: who lies where is what the house's list says, at every moment. Cut off before the list says that a range lies on
the other server, its rows go from there; after it, from where they were: step 3 again, by whoever opens the house next
(`everywhere.end_move`), which asks for no more than the application's role.

Entries stay in the inbox of the server that they were written on, and have their places before their person goes; what is
restricted stays in its log; what a server owes of its own (`live.owed`, `live.index_due`, counts of `live.attached_kind`)
stays with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from typing import Any, NamedTuple
from uuid import UUID

import psycopg
from psycopg import sql

from jikim.db.distributing import connected, expect_closed
from jikim.db.migrate import OWNER
from jikim.db.remains import until
from jikim.db.spread import HOUSE, RANGES, Spread
from jikim.errors import ConflictError, StoreError

MOVER = 7345630  # the lock of who moves people: of its session at the house's server, of its transaction at the one that takes them
FOLLOWS_SECONDS = 60.0
# What goes to everybody, a page at a time: whoever arrived behind it would be left out, or met twice.
_WALKS = """
SELECT 1 WHERE EXISTS (SELECT 1 FROM live.campaign WHERE state = 'going') OR EXISTS (
    SELECT 1 FROM live.publication WHERE circular <> '' OR (state = 'in-force' AND finished IS NULL))
"""
# Where the range ends, what was there before goes on.
_SPLIT = (
    "INSERT INTO live.lies SELECT %(bound)s::uuid, l.server, l.moves FROM live.lies l WHERE l.first <= %(bound)s"
    " ORDER BY l.first DESC LIMIT 1 ON CONFLICT DO NOTHING"
)
# What a server without people may still owe, and which command does it; how often it erased rows of an application nobody can take over.
_OWES = """
SELECT owes.said FROM (VALUES
    ('jikim sequence', EXISTS (SELECT 1 FROM ledger.inbox)), ('jikim certify', EXISTS (SELECT 1 FROM live.owed)),
    ('jikim reindex', EXISTS (SELECT 1 FROM live.index_due WHERE version = (SELECT max(v) FROM unnest(live.index_versions()) AS u(v)))),
    ('', EXISTS (SELECT 1 FROM live.attached_kind WHERE erased > 0))) owes (said, owed)
 WHERE owes.owed
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


Told = Callable[[Move, int], None]  # (which range has moved, how many people went with it)


def planned(ranges: Iterable[tuple[UUID, str]], servers: Sequence[str]) -> list[Move]:
    """What has to go so that these servers have equal parts of the 256 ranges, and no more than that. The house's server keeps
    the first range: its own rows, which are about nobody, lie there."""
    now = Spread(())
    now.learn(ranges)
    each, more = divmod(RANGES, len(servers))
    room = {name: each + (n < more) for n, name in enumerate(servers)}
    firsts, to = [UUID(int=n << 120) for n in range(RANGES)], dict[UUID, str]()
    for first in firsts:
        if room.get(now.of(first), 0):
            to[first] = now.of(first)
            room[to[first]] -= 1
    for first in firsts:
        if first not in to:
            to[first] = next(name for name in servers if room[name])
            room[to[first]] -= 1
    # Ranges of before were shared out otherwise, and may end within one of the 256.
    bounds = sorted({*firsts, *(first for first, _ in now.ranges)})
    pieces = zip(bounds, [*bounds[1:], None], strict=True)
    moves = [Move(first, behind, now.of(first), to[UUID(int=first.int >> 120 << 120)]) for first, behind in pieces]
    return [move for move in moves if move.from_ != move.to]


def stretches(moves: Iterable[tuple[Move, int]]) -> list[tuple[Move, int]]:
    """Ranges that lie side by side and go the same way, as one, with all of their people."""
    found: list[tuple[Move, int]] = []
    for move, people in moves:
        if found and (found[-1][0].until, *found[-1][0][2:]) == (move.first, *move[2:]):
            found[-1] = found[-1][0]._replace(until=move.until), found[-1][1] + people
        else:
            found.append((move, people))
    return found


@contextmanager
def moving(owners: Mapping[str, str]) -> Iterator[Mover]:
    """A mover between these servers, the house's first, by roles that may act as jikim_owner. Raises ConflictError where
    another one works, and StoreError, before anything is changed, where somebody has the house open; without a server's
    words where one refuses."""
    try:
        with ExitStack() as held:
            servers = {}
            for name, dsn in owners.items():
                servers[name] = conn = held.enter_context(connected(name, dsn))
                conn.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(OWNER)))
                # INVARIANT: who arrived is on disk before they go from where they were.
                for text in (
                    "synchronous_commit = on",
                    "statement_timeout = 0",
                    "idle_in_transaction_session_timeout = 0",
                ):
                    conn.execute(f"SET {text}".encode())
            house = servers[HOUSE]
            if house.execute("SELECT pg_try_advisory_lock(%s)", (MOVER,)).fetchone() != (True,):
                raise ConflictError(
                    "people are being moved by another process",
                    hint="wait for its end",
                    ko=("다른 프로세스가 정보주체를 옮기고 있습니다", "끝날 때까지 기다려 주세요"),
                )
            held.callback(_let_go, house)
            for dsn in owners.values():
                expect_closed(dsn)
            yield Mover(servers)
    except psycopg.Error as error:
        raise StoreError(
            f"a server refused a step of the move (SQLSTATE {error.sqlstate or 'none: connection'})",
            hint="run this again: people are whole on the one server or the other",
            ko=(
                f"서버가 이동의 한 단계를 거부했습니다 (SQLSTATE {error.sqlstate or '없음: 연결'})",
                "다시 실행해 주세요. 정보주체의 자료는 두 서버 중 한 곳에 온전히 있습니다",
            ),
        ) from None


def _let_go(conn: psycopg.Connection[Any]) -> None:
    """A server notices the end of a connection in its own time: whoever lives lets go before."""
    with suppress(psycopg.Error):
        conn.execute("SELECT pg_advisory_unlock(%s)", (MOVER,))


class Mover:
    """Moves people between servers that nobody has open."""

    def __init__(self, servers: Mapping[str, psycopg.Connection[Any]]) -> None:
        self._servers, self._house = servers, servers[HOUSE]
        self._tables = self._house.execute("SELECT name, columns, numbered FROM live.tables_of_people()").fetchall()

    def moved(self, moves: Sequence[Move], told: Told = lambda _move, _people: None) -> list[tuple[Move, int]]:
        """Moves ranges, of which each commits by itself. Answers how many people went with each."""
        self._expect_nothing_due(moves)
        with self._house.transaction():
            for move in moves:
                for bound in (move.first, move.until):
                    self._house.execute(_SPLIT, {"bound": bound})
                self._house.execute("UPDATE live.lies SET moves = true WHERE first = %s", (move.first,))
        self._follow()
        done = []
        for move in moves:
            done.append((move, self._arrived(move)))
            told(*done[-1])
        self._follow()
        for conn in self._servers.values():
            conn.execute("SELECT live.lies_clear()")
        self._house.execute("SELECT live.lies_over()")
        self._follow()
        return done

    def expect_nothing_owed(self, server: str) -> None:
        """Raises ConflictError for a server of which something of its own is still to be done: an entry without its place, a
        destruction that no certificate holds, an index that is due; or that alone knows how many rows it erased."""
        if not (owed := [said for (said,) in self._servers[server].execute(_OWES).fetchall()]):
            return
        commands = ", ".join(f"`{said}`" for said in owed if said)
        hint, hint_ko = f"run {commands}, then this again", f"{commands} 명령을 실행한 뒤 다시 실행해 주세요"
        if not commands:
            hint = "it counts the rows that were erased in an application's tables: it stays"
            hint_ko = "애플리케이션 테이블에서 지운 행의 수를 이 서버만 알고 있으므로 뺄 수 없습니다"
        raise ConflictError(
            "server `{}` has nobody, and still owes something of its own",
            hint=hint,
            given=server,
            ko=("`{}` 서버에 정보주체는 없지만 그 서버에서 마칠 일이 남아 있습니다", hint_ko),
        )

    def _expect_nothing_due(self, moves: Iterable[Move]) -> None:
        if self._house.execute(_WALKS).fetchone():
            raise ConflictError(
                "a letter, or a new version of the policy, is on its way to everybody",
                hint="start the house, let `jikim jobs` end it, and run this again",
                ko=(
                    "모두에게 보내는 안내나 새 처리방침의 적용이 진행 중입니다",
                    "서비스를 시작하고 `jikim jobs`로 마친 뒤 다시 실행해 주세요",
                ),
            )
        # INVARIANT: what was done where they were has its place before what is done where they will be.
        for move in moves:
            look = sql.SQL("SELECT 1 FROM ledger.inbox WHERE {} LIMIT 1").format(_within(move))
            if self._servers[move.from_].execute(look).fetchone():
                raise ConflictError(
                    "what was recorded has no place in the ledger",
                    hint="jikim sequence, then run this again",
                    ko=("원장에 아직 들어가지 않은 기록이 있습니다", "`jikim sequence`를 실행한 뒤 다시 실행해 주세요"),
                )

    def _follow(self) -> None:
        """Waits until what the house's server has committed of its list is on every other one."""
        [(mark,)] = self._house.execute("SELECT live.rules_mark()").fetchall()
        look = "SELECT 1 FROM live.rules WHERE last >= %s AND NOT EXISTS (SELECT 1 FROM pg_subscription_rel WHERE srsubstate <> 'r')"
        for name, conn in self._servers.items():
            if name != HOUSE and not any(conn.execute(look, (mark,)).fetchone() for _ in until(FOLLOWS_SECONDS)):
                raise StoreError(
                    f"the rules have not come to server `{name}`",
                    hint="is its subscription running? run this again",
                    ko=(
                        f"`{name}` 서버에 규칙이 복사되지 않았습니다",
                        "그 서버의 구독이 실행 중인지 확인하고 다시 실행해 주세요",
                    ),
                )

    def _arrived(self, move: Move) -> int:
        source, there, within = self._servers[move.from_], self._servers[move.to], _within(move)
        people: int
        [(people,)] = source.execute(sql.SQL("SELECT count(*) FROM live.subject WHERE {}").format(within)).fetchall()
        with there.transaction():
            if move.to != HOUSE:
                # INVARIANT: nobody ends this move, taking it for cut off, while rows of it may come in here (`live.lies_clear`).
                there.execute("SELECT pg_advisory_xact_lock(%s)", (MOVER,))
            for name, columns, numbered in self._filled(source, within):
                self._copied(source, there, name, columns, numbered, within)
            # INVARIANT: this mover still has the house's lock. Who lost it may not know that its move was ended.
            self._house.execute("SELECT 1")
        said = self._house.execute(
            "UPDATE live.lies SET server = %s WHERE first = %s AND server = %s AND moves",
            (move.to, move.first, move.from_),
        )
        assert said.rowcount == 1, move
        return people

    def _filled(self, source: psycopg.Connection[Any], within: sql.Composed) -> list[tuple[str, list[str], str | None]]:
        """The tables that have rows of a range, who leads to another behind it."""
        look = sql.SQL(" UNION ALL ").join(
            sql.SQL("SELECT {} WHERE EXISTS (SELECT 1 FROM {} WHERE {})").format(n, _name(table), within)
            for n, (table, _, _) in enumerate(self._tables)
        )
        return [self._tables[n] for n in sorted(n for (n,) in source.execute(look).fetchall())]

    @staticmethod
    def _copied(
        source: psycopg.Connection[Any],
        there: psycopg.Connection[Any],
        name: str,
        columns: Sequence[str],
        numbered: str | None,
        within: sql.Composed,
    ) -> None:
        """Takes a table's rows, in the order in which they were numbered, and compares what is there with what was."""
        table, listed = _name(name), sql.SQL(", ").join(map(sql.Identifier, columns))
        summed = sql.SQL("SELECT count(*), sum(hash_record_extended(ROW({}), 0)::numeric) FROM {} WHERE {}").format(
            listed, table, within
        )
        order = sql.SQL(" ORDER BY {}").format(sql.Identifier(numbered)) if numbered else sql.SQL("")
        taken = sql.SQL("COPY (SELECT {} FROM {} WHERE {}{}) TO STDOUT (FORMAT binary)")
        given = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT binary)")
        with (
            source.cursor().copy(taken.format(listed, table, within, order)) as out,
            there.cursor().copy(given.format(table, listed)) as into,
        ):
            for data in out:
                into.write(data)
        if there.execute(summed).fetchone() != source.execute(summed).fetchone():
            raise StoreError(
                f"of table `{name}` other rows came than were sent",
                hint="nothing of the range was moved; are both servers of one PostgreSQL release?",
                ko=(
                    f"`{name}` 표에서 보낸 행과 받은 행이 다릅니다",
                    "이 범위는 옮기지 않았습니다. 두 서버의 PostgreSQL 버전이 같은지 확인해 주세요",
                ),
            )


def _name(table: str) -> sql.Identifier:
    return sql.Identifier(*table.split("."))


def _within(move: Move) -> sql.Composed:
    """The people of a range, as an index finds them."""
    text = sql.SQL("subject >= {}") if move.until is None else sql.SQL("subject >= {} AND subject < {}")
    return text.format(*(sql.Literal(one) for one in move[:2] if one is not None))
