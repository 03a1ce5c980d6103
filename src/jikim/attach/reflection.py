"""An application's schema, read from its database by SQLAlchemy: PostgreSQL's, MariaDB's or MySQL's."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set

from sqlalchemy import URL, Connection, Engine, Enum, Inspector, create_engine, inspect, text
from sqlalchemy.dialects.postgresql import DOMAIN
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import ReflectedColumn, ReflectedForeignKeyConstraint
from sqlalchemy.engine.reflection import ObjectKind
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from jikim.attach.tables import Column, Link, Schema, Table
from jikim.errors import JikimError, StoreError

_STATEMENT_SECONDS = 10
_OURS = frozenset({"jikim.outbox", "jikim.sealed"})  # `dialects.OUTBOX`, which the database's owner made for Jikim
_WORDS = ("varchar", "text", "char", "citext", "json", "inet", "tinytext", "mediumtext", "longtext", "enum")
# Of these a column takes any words; an enum, an address of the net or a domain that checks takes its own alone.
_ANY_WORDS = re.compile(r"(?:tiny|medium|long|ci)?(?:text|varchar|char)(?:\((\d+)\))?(?: |$)")


def opened(dsn: str, *, writes: bool = False) -> Engine:
    """A connection that can only read, each statement within ten seconds; or (`writes`) an export's. `dsn`: `postgresql://user@host/name`, or
    `mariadb://…` and `mysql://…`; a password is better left to the server's own ways (PGPASSFILE, PGSERVICE).

    Raises JikimError where it is no address, or of a database that cannot be read yet.
    """
    try:
        url = make_url(dsn)
    except ArgumentError:
        raise JikimError(
            "this is no address of a database",
            hint="write it as postgresql://user@host:5432/name",
            ko=("DB 주소가 아닙니다", "postgresql://user@host:5432/name 형식으로 적어 주세요"),
        ) from None
    if url.get_backend_name() in ("mariadb", "mysql"):
        return _mariadb(url, {} if writes else _ONLY)
    if url.get_backend_name() not in ("postgresql", "postgres"):
        raise JikimError(
            "only PostgreSQL, MariaDB and MySQL can be read so far",
            hint="write the address as postgresql://user@host:5432/name or mariadb://user@host:3306/name",
            ko=(
                "아직 PostgreSQL, MariaDB, MySQL만 읽을 수 있습니다",
                "postgresql://user@host:5432/name이나 mariadb://user@host:3306/name 형식으로 적어 주세요",
            ),
        )
    options = f"-c default_transaction_read_only=on -c statement_timeout={_STATEMENT_SECONDS}s -c lock_timeout=1s"
    given = {} if writes else {"options": options}
    return create_engine(url.set(drivername="postgresql+psycopg"), poolclass=NullPool, connect_args=given)


def address_of(dsn: str) -> str:
    """An address without its password. Raises JikimError where it is none."""
    return opened(dsn).url.render_as_string(hide_password=True)


_ONLY = {"init_command": "SET SESSION TRANSACTION READ ONLY", "read_timeout": _STATEMENT_SECONDS}


def _mariadb(url: URL, given: Mapping[str, object]) -> Engine:
    """The same of MariaDB and MySQL, whose driver is no part of Jikim."""
    if not url.database:
        raise JikimError(
            "the address names no database",
            hint="write it as mariadb://user@host:3306/name",
            ko=("주소에 DB 이름이 없습니다", "mariadb://user@host:3306/name 형식으로 적어 주세요"),
        )
    try:
        drivername = f"{url.get_backend_name()}+pymysql"
        return create_engine(
            url.set(drivername=drivername), poolclass=NullPool, connect_args=dict(given), hide_parameters=True
        )
    except ModuleNotFoundError:
        raise JikimError(
            "MariaDB needs a driver that is not installed",
            hint="pip install 'jikim[mysql]'",
            ko=("MariaDB에 필요한 드라이버가 설치되어 있지 않습니다", "pip install 'jikim[mysql]'"),
        ) from None


def read(dsn: str) -> Schema:
    """Every table of the schemas that the role may use, also where it may not read the rows: a table that is made after the
    role was let read is not overlooked. A partition is its table's; a materialized view holds rows, and is one.
    Raises JikimError, a StoreError where the database cannot be read."""
    engine = opened(dsn)
    try:
        with engine.connect() as connection:
            looking = inspect(connection)
            if engine.name == "postgresql":
                schemas, parts = connection.scalars(text(_SCHEMAS)).all(), frozenset(connection.scalars(text(_PARTS)))
            else:
                schemas, parts = [str(engine.url.database)], frozenset()
            tables = [table for one in schemas for table in _of(looking, one, _engines(connection, one), parts)]
    except (DBAPIError, SQLAlchemyError) as error:
        raise _unreadable(error) from None
    return Schema({table.name: table for table in tables if table.name not in _OURS}, engine)


_SCHEMAS = """SELECT nspname FROM pg_namespace
WHERE has_schema_privilege(oid, 'USAGE') AND nspname !~ '^pg_' AND nspname <> 'information_schema' ORDER BY nspname"""
_PARTS = """SELECT nspname || '.' || relname FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
WHERE relispartition"""


def _unreadable(error: Exception) -> StoreError:
    """Without the driver's text: it may quote an address or a value."""
    state = getattr(getattr(error, "orig", None), "sqlstate", None)
    said = f" (SQLSTATE {state})" if state else ""
    return StoreError(
        f"the application's database cannot be read{said}",
        hint="see that the server answers, and that the role may connect and read",
        ko=(
            f"애플리케이션 DB를 읽을 수 없습니다{said}",
            "서버가 응답하는지, 계정에 연결과 읽기 권한이 있는지 확인해 주세요",
        ),
    )


def _engines(connection: Connection, schema: str) -> Mapping[str, str]:
    """Which engine keeps each table; PostgreSQL has no more than one."""
    if connection.dialect.name == "postgresql":
        return {}
    asked = text(
        "SELECT table_name, engine FROM information_schema.tables WHERE table_schema = :schema AND engine IS NOT NULL"
    )
    return {row.table_name: row.engine for row in connection.execute(asked, {"schema": schema})}


def _of(looking: Inspector, schema: str, engines: Mapping[str, str], parts: Set[str]) -> list[Table]:
    """A schema's tables, each of SQLAlchemy's answers asked once for all of them. `parts`: those that are partitions."""
    kind, views = ObjectKind.ANY, looking.get_view_names(schema)
    columns = looking.get_multi_columns(schema=schema, kind=kind)
    keys = looking.get_multi_pk_constraint(schema=schema, kind=kind)
    links = looking.get_multi_foreign_keys(schema=schema, kind=kind)
    indexes = looking.get_multi_indexes(schema=schema, kind=kind)
    uniques = looking.get_multi_unique_constraints(schema=schema, kind=kind)
    made = []
    for place, found in columns.items():
        key = tuple(keys[place]["constrained_columns"])
        led = [
            key,
            *(tuple(name for name in one["column_names"] if name) for one in indexes[place]),
            *(tuple(one["column_names"]) for one in uniques[place]),
        ]
        alone = {one["column_names"][0] for one in uniques[place] if len(one["column_names"]) == 1} | {
            one["column_names"][0] for one in indexes[place] if one["unique"] and len(one["column_names"]) == 1
        }
        made.append(
            Table(
                f"{schema}.{place[1]}",
                {one["name"]: _column(one, alone) for one in found},
                key,
                tuple(_link(one, schema, led) for one in links[place]),
                engines.get(place[1] or "", ""),
                place[1] in views or f"{schema}.{place[1]}" in parts,
            )
        )
    return made


def _column(found: ReflectedColumn, alone: Set[str | None]) -> Column:
    type, name, own = found["type"], found["name"], False
    while isinstance(type, DOMAIN):
        own = own or type.check is not None
        type = type.data_type
    word = "enum" if isinstance(type, Enum) else str(type).lower()
    taken = None if own else _ANY_WORDS.match(word)
    room = float(taken[1] or "inf") if taken else 0
    return Column(name, word, word.startswith(_WORDS), found["nullable"], name in alone, room)


def _link(found: ReflectedForeignKeyConstraint, schema: str, led: Sequence[tuple[str, ...]]) -> Link:
    columns = tuple(found["constrained_columns"])
    rule = str(found.get("options", {}).get("ondelete", "")).upper()
    return Link(
        columns,
        f"{found['referred_schema'] or schema}.{found['referred_table']}",
        rule == "CASCADE",
        any(set(one[: len(columns)]) == set(columns) for one in led),
        tuple(found["referred_columns"]),
    )
