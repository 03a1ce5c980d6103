"""Connections of a pool, sync and async: how they are made, what they keep, and how their errors are told.

A connection keeps its statements (`prepared`). Beside them, in a pipeline, psycopg's own cursors prepare what they send.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from functools import cached_property
from typing import Any

import psycopg
from psycopg_pool import AsyncConnectionPool, ConnectionPool

from jikim.db.prepared import MOST, Prepared
from jikim.db.prepared import Row as Row
from jikim.db.spread import LIES, Spread
from jikim.errors import ElsewhereError, GrantOverError, StoreError

# A pool's own pauses between two tries double, and would outlast a server that is there again: it begins anew after so
# long.
RECONNECT_SECONDS = 1.0
# A pool that had to grow, as all do while a server is started again, gives up a connection each time that one lay unused
# for so long.
IDLE_SECONDS = 20.0
GRANT_OVER, ELSEWHERE, MOVE_OVER = "JK001", "JK003", "JK004"


class Connection(psycopg.Connection[Row]):
    """A sync connection with its statements, one at a time."""

    alone = False  # a commit was answered that its standby may not have

    @cached_property
    def statements(self) -> Prepared:
        return Prepared(self)


class AsyncConnection(psycopg.AsyncConnection[Row]):
    """The same on an event loop."""

    alone = False

    @cached_property
    def statements(self) -> Prepared:
        return Prepared(self)


def _set_up(conn: Connection | AsyncConnection) -> None:
    conn.prepare_threshold, conn.prepared_max = 0, MOST

    def noticed(notice: psycopg.errors.Diagnostic) -> None:
        # The server's own place: its words are of its language.
        if notice.source_function == "SyncRepWaitForLSN":
            conn.alone = True

    conn.add_notice_handler(noticed)


def _options(database: str, size: int, *, words: bool) -> dict[str, Any]:
    return {
        "name": database,
        "min_size": 0 if words else 1,
        "max_size": 1 if words else size,
        "num_workers": 1 if words else 3,
        "reconnect_timeout": RECONNECT_SECONDS,
        "max_idle": 3 * IDLE_SECONDS if words else IDLE_SECONDS,
        "open": False,
        "kwargs": {"autocommit": True},
    }


def pool_of(
    database: str,
    conninfo: str,
    size: int,
    check: Callable[[Connection], None],
    *,
    words: bool = False,
    spread: Spread | None = None,
) -> ConnectionPool[Connection]:
    """A pool that is not open yet. `check` looks at a connection before it is used. `words`: one connection at most,
    made when it is first needed. `spread`: who lies where is read by each connection before it is used."""

    def configure(conn: Connection) -> None:
        _set_up(conn)
        if spread is not None:
            spread.learn(conn.execute(LIES.query.text).fetchall())

    def again(pool: ConnectionPool[Any]) -> None:
        if _waited_for(pool):
            pool.check()

    return ConnectionPool(
        conninfo,
        connection_class=Connection,
        configure=configure,
        check=check,
        reconnect_failed=again,
        **_options(database, size, words=words),
    )


def async_pool_of(
    database: str,
    conninfo: str,
    size: int,
    check: Callable[[AsyncConnection], Awaitable[None]],
    *,
    words: bool = False,
    spread: Spread | None = None,
) -> AsyncConnectionPool[AsyncConnection]:
    """The same on an event loop."""

    async def configure(conn: AsyncConnection) -> None:
        _set_up(conn)
        if spread is not None:
            spread.learn(await (await conn.execute(LIES.query.text)).fetchall())

    async def again(pool: AsyncConnectionPool[Any]) -> None:
        if _waited_for(pool):
            await pool.check()

    return AsyncConnectionPool(
        conninfo,
        connection_class=AsyncConnection,
        configure=configure,
        check=check,
        reconnect_failed=again,
        **_options(database, size, words=words),
    )


def _waited_for(pool: ConnectionPool[Any] | AsyncConnectionPool[Any]) -> bool:
    """Whether somebody waits for a connection of a pool: whoever does needs another try, and would not be given one."""
    return bool(pool.get_stats().get("requests_waiting"))


def vouched(conn: Connection | AsyncConnection) -> None:
    """Raises OperationalError where somebody cancelled a commit's wait for its standby: it is answered as one whose end
    nobody saw."""
    if conn.alone:
        conn.alone = False
        raise psycopg.OperationalError


def refused(step: str, error: psycopg.Error) -> StoreError:
    """A database's error, without the server's own words."""
    if error.sqlstate == GRANT_OVER:
        return GrantOverError(
            f"the grant is over that step `{step}` was begun by", ko=(f"`{step}` 단계를 시작한 권한이 끝났습니다", "")
        )
    if error.sqlstate == ELSEWHERE:
        return ElsewhereError(
            f"step `{step}` was asked of another server than the person's",
            hint="people are moved only while nobody has the house open: start this process again",
            ko=(
                f"`{step}` 단계를 정보주체가 있는 서버가 아닌 다른 서버에 요청했습니다",
                "정보주체는 모든 프로세스를 멈추고 옮깁니다. 이 프로세스를 다시 시작해 주세요",
            ),
        )
    if error.sqlstate == MOVE_OVER:
        return StoreError(
            "somebody else took a step of this move in between",
            hint="see in the office where it stands, and run the stage that is next",
            ko=(
                "그 사이에 다른 담당자가 이 자료 이전의 다른 단계를 실행했습니다",
                "관리자 페이지에서 진행 상태를 확인하고 다음 단계를 실행해 주세요",
            ),
        )
    hint, hint_ko = "", ""
    if error.sqlstate == "53100":
        hint, hint_ko = (
            "its disk is full: make room, then try again",
            "디스크가 가득 찼습니다. 공간을 확보하고 다시 시도해 주세요",
        )
    elif isinstance(error, psycopg.OperationalError):
        hint, hint_ko = "is the database running and migrated?", "DB가 실행 중이고 최신 버전인지 확인해 주세요"
    return StoreError(
        f"the database refused step `{step}` (SQLSTATE {error.sqlstate or 'none: connection'})",
        hint=hint,
        ko=(f"DB가 `{step}` 단계를 거부했습니다 (SQLSTATE {error.sqlstate or '없음: 연결'})", hint_ko),
    )


def of_server(error: StoreError, server: str, done: Sequence[str]) -> StoreError:
    """What one of several servers refused; `done`: those that were asked before it, and have done it."""
    if type(error) is not StoreError:
        return error
    before, before_ko = "", ""
    if done:
        names = ", ".join(f"`{one}`" for one in done)
        before, before_ko = f"; on {names} it is done", f". {names} 서버에서는 실행했습니다"
    ko = error.words("ko")
    return StoreError(
        f"{error.message}, on server `{server}`{before}",
        hint=error.hint,
        ko=(f"{ko.reason}: `{server}` 서버{before_ko}", ko.hint),
    )
