"""The caller's own connection, of psycopg, Django or SQLAlchemy, or one of an event loop's: what runs on it runs in the
caller's transaction. A statement that answers no rows answers an empty one for each row that it wrote.

What the application's database says of a statement (a constraint that fails) reaches the caller as their own driver says
it: it is their database, and their transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from inspect import iscoroutinefunction
from typing import Any

from psycopg import AsyncConnection, Connection, DataError, OperationalError, ProgrammingError, connect
from psycopg.errors import FeatureNotSupported, ForeignKeyViolation, InsufficientPrivilege, RestrictViolation
from psycopg.rows import tuple_row

from jikim.attach.dialects import POSTGRESQL, Dialect, MariaDB, speaks
from jikim.errors import JikimError, StoreError

Run = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]
AsyncRun = Callable[[str, Sequence[Any]], Coroutine[Any, Any, list[tuple[Any, ...]]]]
# Whether a verb runs a statement now: it is judged already, and no observer counts it.
BY_A_VERB: ContextVar[bool] = ContextVar("jikim_by_a_verb", default=False)


class StillReferredError(JikimError):
    """A row that another refers to was to be deleted. `table`, `constraint`: which one refers to it, and by what, where the
    database says so."""

    def __init__(self, table: str, constraint: str) -> None:
        super().__init__(
            "a row refers to this one",
            hint="it goes once that has gone",
            ko=("다른 행이 이 행을 참조합니다", "그 행이 없어진 뒤에 지울 수 있습니다"),
        )
        self.table, self.constraint = table, constraint


def running(connection: Any, sql: Dialect = POSTGRESQL) -> Run:
    """Runs a statement with `%s` parameters and answers its rows. Raises JikimError for what is no open connection that
    is known here, to such a database."""
    run = _of(connection, sql)

    def judged(sql: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
        token = BY_A_VERB.set(True)
        try:
            return run(sql, params)
        finally:
            BY_A_VERB.reset(token)

    return judged


def awaiting(connection: Any, sql: Dialect = POSTGRESQL) -> AsyncRun:
    """The same on an event loop: of psycopg's AsyncConnection, SQLAlchemy's AsyncSession or AsyncConnection, to
    PostgreSQL."""
    run = _async_of(connection if sql.name == POSTGRESQL.name else None)

    async def judged(sql: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
        token = BY_A_VERB.set(True)
        try:
            return await run(sql, params)
        finally:
            BY_A_VERB.reset(token)

    return judged


def _of(connection: Any, dialect: Dialect) -> Run:
    if isinstance(connection, Connection) and dialect.name == POSTGRESQL.name:
        return lambda sql, params: _fetched(connection.cursor(row_factory=tuple_row), sql, params)
    if _django(connection) == dialect.name:
        return lambda sql, params: _fetched(connection.cursor(), sql, params)
    if _executes(connection) is False and speaks(connection.dialect) == dialect.name:
        return lambda sql, params: _alchemy(connection, sql, params)
    if _flushes(connection) is False and speaks(connection.connection().dialect) == dialect.name:
        return lambda sql, params: _session(connection, sql, params)
    raise JikimError(
        "this is no open connection to the mapping's database that is known here",
        hint="give psycopg's, `django.db.connection`, or SQLAlchemy's Session or Connection, and those of an event loop to `jikim.open_async`",
        ko=(
            "여기서 쓸 수 있는, 매핑에 적은 데이터베이스의 연결이 아닙니다",
            "psycopg, `django.db.connection`, SQLAlchemy의 Session이나 Connection을 넘겨 주세요. 이벤트 루프의 연결은 `jikim.open_async`에서 씁니다",
        ),
    )


def _django(connection: Any) -> str:
    vendor = getattr(connection, "vendor", "")
    return MariaDB.name if vendor == "mysql" and connection.mysql_is_mariadb else str(vendor)


def _async_of(connection: Any) -> AsyncRun:
    if isinstance(connection, AsyncConnection):
        return lambda sql, params: _awaited(connection, sql, params)
    if _executes(connection):
        return lambda sql, params: _alchemy_awaited(connection, sql, params)
    if _flushes(connection):
        return lambda sql, params: _session_awaited(connection, sql, params)
    raise JikimError(
        "this is no open connection of an event loop that is known here",
        hint="give psycopg's AsyncConnection, or SQLAlchemy's AsyncSession or AsyncConnection; others belong to `jikim.open`",
        ko=(
            "여기서 쓸 수 있는 이벤트 루프의 연결이 아닙니다",
            "psycopg의 AsyncConnection, 또는 SQLAlchemy의 AsyncSession이나 AsyncConnection을 넘겨 주세요. 다른 연결은 `jikim.open`에서 씁니다",
        ),
    )


def _executes(connection: Any) -> bool | None:
    """Whether SQLAlchemy's Connection is an event loop's; None: it is none."""
    run = getattr(connection, "exec_driver_sql", None)
    return None if run is None else iscoroutinefunction(run)


def _flushes(connection: Any) -> bool | None:
    """The same of a Session."""
    flush = getattr(connection, "flush", None)
    return (
        None if flush is None or not callable(getattr(connection, "connection", None)) else iscoroutinefunction(flush)
    )


def _fetched(opened: Any, sql: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
    with opened as cursor:
        cursor.execute(sql, tuple(params))
        return [tuple(row) for row in cursor.fetchall()] if cursor.description else [()] * cursor.rowcount


def _alchemy(connection: Any, sql: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
    found = connection.exec_driver_sql(sql, tuple(params))
    return [tuple(row) for row in found] if found.returns_rows else [()] * found.rowcount


def _session(session: Any, sql: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
    session.flush()  # what is new in the session is seen
    return _alchemy(session.connection(), sql, params)


async def _awaited(connection: AsyncConnection[Any], sql: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
    async with connection.cursor(row_factory=tuple_row) as cursor:
        await cursor.execute(sql, tuple(params))
        return list(await cursor.fetchall()) if cursor.description else [()] * cursor.rowcount


async def _alchemy_awaited(connection: Any, sql: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
    found = await connection.exec_driver_sql(sql, tuple(params))
    return [tuple(row) for row in found] if found.returns_rows else [()] * found.rowcount


async def _session_awaited(session: Any, sql: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
    await session.flush()
    return await _alchemy_awaited(await session.connection(), sql, params)


@contextmanager
def opened(dsn: str, sql: Dialect = POSTGRESQL) -> Iterator[Run]:
    """A connection of Jikim's own role there, which commits each statement. Raises StoreError where there is none."""
    with (_to_mariadb if sql.name == MariaDB.name else _to_postgresql)(dsn) as (connection, known):
        run = running(connection, sql)

        def told(text: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
            try:
                return run(text, params)
            except Exception as error:
                if (meant := known(error)) is not None:
                    raise meant from None
                raise

        yield told


@contextmanager
def at_once(run: Run) -> Iterator[None]:
    """One transaction on a connection that commits each statement."""
    run("BEGIN", ())
    try:
        yield
    except BaseException:
        run("ROLLBACK", ())
        raise
    run("COMMIT", ())


_Opened = tuple[Any, Callable[[Exception], JikimError | None]]


@contextmanager
def _to_postgresql(dsn: str) -> Iterator[_Opened]:
    try:
        connection = connect(dsn, autocommit=True)
    except (OperationalError, ProgrammingError):
        raise _none() from None
    with connection:
        yield connection, _of_postgresql


def _of_postgresql(error: Exception) -> JikimError | None:
    if isinstance(error, ForeignKeyViolation | RestrictViolation):
        at = error.diag
        return StillReferredError(f"{at.schema_name}.{at.table_name}", at.constraint_name or "")
    if isinstance(error, InsufficientPrivilege | FeatureNotSupported):
        # PostgreSQL's own words name a table, and no value; a trigger's may say anything.
        said = error.diag.sqlstate if error.diag.context else error.diag.message_primary
        return StoreError(
            f"the application's database does not let Jikim's role do this ({said})",
            hint="grant SELECT, UPDATE and DELETE on the mapped tables, SELECT on what refers to them, and BYPASSRLS where there is row"
            " security; a rule on such a table has to go",
            ko=(
                f"애플리케이션 DB가 지킴의 계정에 이 작업({said})을 허용하지 않습니다",
                "매핑에 적은 표의 SELECT, UPDATE, DELETE와 그 표를 참조하는 표의 SELECT 권한을 주세요. 행 보안을 쓰면 BYPASSRLS도 필요하고,"
                " 그 표의 규칙(RULE)은 없애야 합니다",
            ),
        )
    if isinstance(error, DataError):
        return StoreError(
            "a column of the application's database does not take this key or value",
            hint="look at the key of the row, and at the column's type",
            ko=("애플리케이션 DB의 열에 맞지 않는 키나 값입니다", "그 행의 키와 열의 형식을 확인해 주세요"),
        )
    return None


@contextmanager
def _to_mariadb(dsn: str) -> Iterator[_Opened]:
    from sqlalchemy.exc import DBAPIError  # a tenth of the time that a process starts in

    from jikim.attach.reflection import opened as engine_of

    try:
        connection = engine_of(dsn, writes=True).connect()
    except DBAPIError:
        raise _none() from None
    with connection.execution_options(isolation_level="AUTOCOMMIT"):
        yield connection, lambda _: None  # nothing is deleted there


def _none() -> StoreError:
    return StoreError(
        "the application's database takes no connection",
        hint="see that its server answers, and the role's rights",
        ko=("애플리케이션 DB에 연결할 수 없습니다", "서버가 응답하는지, 계정에 권한이 있는지 확인해 주세요"),
    )
