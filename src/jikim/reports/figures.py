"""Figures for a BI tool: released statistics, copied into a database of their own, the only one that its role connects to.

Guarantees: the copy says what `live.statistic` does, whole, by the names of the policy, and of nobody. It needs no backup
and no migration: another version's tables are made anew, and a database that was lost is filled by the next copy. It leaves
to whoever runs that server who may connect.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from importlib import resources
from typing import Any

import psycopg
from psycopg import errors, sql

from jikim.db.driver import Steps
from jikim.errors import StoreError
from jikim.reports.destruction import Q
from jikim.verbs.house import House

TABLES = ("people_by_month", "people_by_value")
WAIT = "10s"  # for whoever reads a table that is of another version: they may hold it for as long as they like
Figures = Mapping[str, Sequence[tuple[Any, ...]]]


def figures(_house: House) -> Steps[Figures]:
    """Every released figure, by table."""
    by_month = yield Q["figures.people_by_month"]()
    by_value = yield Q["figures.people_by_value"]()
    return {table: sorted(map(tuple, rows)) for table, rows in zip(TABLES, (by_month, by_value), strict=True)}


def copy_figures(told: Figures, dsn: str) -> int:
    """Brings the tables there to these figures, whoever reads them meanwhile. Answers how many rows of tables that
    differed there are now. Raises StoreError."""
    try:
        with psycopg.connect(dsn, connect_timeout=10, application_name="jikim figures") as conn:
            return brought(conn, told)
    except (errors.UniqueViolation, errors.DuplicateSchema):
        return 0  # another process made the tables at the same moment, and copies
    except psycopg.Error as error:
        raise StoreError(
            f"the database of figures refused the copy (SQLSTATE {error.sqlstate or 'none: connection'})",
            hint="check JIKIM_FIGURES_DSN, and the role's rights: docs/how-to/bi.md",
            ko=(
                f"통계 DB가 복사를 거부했습니다 (SQLSTATE {error.sqlstate or '없음: 연결'})",
                "JIKIM_FIGURES_DSN과 계정의 권한을 확인해 주세요: docs/how-to/bi.ko.md",
            ),
        ) from None


def brought(conn: psycopg.Connection[Any], told: Figures) -> int:
    """The same on a connection, in its transaction."""
    conn.execute(sql.SQL("SET LOCAL lock_timeout = {}").format(WAIT))
    _make(conn)
    # INVARIANT: one copy at a time; readers wait for none of it.
    conn.execute("LOCK TABLE bi.people_by_month, bi.people_by_value IN SHARE ROW EXCLUSIVE MODE")
    return sum(_written(conn, sql.Identifier("bi", table), rows) for table, rows in told.items())


def _make(conn: psycopg.Connection[Any]) -> None:
    """Makes the tables where they are not this version's."""
    text = resources.files(__package__).joinpath("figures.sql").read_text(encoding="utf-8")
    made = sha256(text.encode()).hexdigest()
    found = conn.execute("SELECT to_regnamespace('ledger'), obj_description(to_regnamespace('bi'), 'pg_namespace')")
    ours, there = found.fetchall()[0]
    if ours is not None:
        raise StoreError(
            "what is named as the database of figures holds a ledger",
            hint="check JIKIM_FIGURES_DSN: a BI tool connects to that database, and to no other",
            ko=(
                "통계 DB로 지정한 것에 원장이 있습니다",
                "JIKIM_FIGURES_DSN을 확인해 주세요. BI 도구는 그 DB에만 연결합니다",
            ),
        )
    if there != made:
        conn.execute("DROP SCHEMA IF EXISTS bi CASCADE")
        conn.execute(text.encode())
        conn.execute(sql.SQL("COMMENT ON SCHEMA bi IS {}").format(made))


def _written(conn: psycopg.Connection[Any], table: sql.Identifier, rows: Sequence[tuple[Any, ...]]) -> int:
    if sorted(conn.execute(sql.SQL("SELECT * FROM {}").format(table)).fetchall()) == rows:
        return 0
    conn.execute(sql.SQL("DELETE FROM {}").format(table))
    with conn.cursor().copy(sql.SQL("COPY {} FROM STDIN").format(table)) as into:
        for row in rows:
            into.write_row(row)
    return len(rows)
