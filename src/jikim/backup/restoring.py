"""Putting a set's databases back: whole, in one transaction, into an empty database, or not at all.

It leaves to its caller what must happen before anyone may open them: bringing what an older release made to this
version, and replaying what was restricted since.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
from psycopg import sql

from jikim.backup.dump import Told, connected, count, tables
from jikim.backup.programs import Programs, find_programs, piped, target
from jikim.backup.sets import Set, check_file, read
from jikim.db.migrate import OWNER, role_of
from jikim.db.releases import is_here, release_of
from jikim.db.spread import database_of
from jikim.errors import StoreError
from jikim.particles import i_ga


def restore_database(
    found: Set,
    inbox: str,
    admin_conninfo: str,
    programs: Programs | None = None,
    told: Told = lambda _what, _bytes: None,
    *,
    resume: bool = False,
) -> None:
    """Puts one database of a set, or further server of people, into an empty one of `jikim_owner`'s, with its owners and
    grants.

    The role of `admin_conninfo` is a superuser, or one that may act as `jikim_owner` on a database that this owns. The
    file is checked to the byte first; a fault on the way leaves the database empty. Afterwards every table has the rows
    that were counted when the set was made. `resume`: an earlier try may have ended between the last row and its
    caller's note of it, so that a database that holds exactly what the set does is taken for put back. Raises
    StoreError.
    """
    name, database = f"{inbox}.dump", database_of(inbox)
    if name not in found.files:
        raise StoreError(
            f"`{found.path.name}` holds no `{name}`",
            hint=f"it holds {', '.join(sorted(found.files))}",
            ko=(f"`{found.path.name}`에 {i_ga(f'`{name}`')} 없습니다", f"있는 것: {', '.join(sorted(found.files))}"),
        )
    if not is_here(database, at := found.heads.get(database, "")):
        release_of(database, at, f"`{found.path.name}`", f"`{found.path.name}`")
    programs = programs or find_programs()
    with connected(inbox, admin_conninfo) as conn:
        if resume and tables(conn) and _rows(conn) == dict(found.files[name].rows):
            _doors(conn, role_of(database))
            return
        _expect_empty(conn, inbox)
        major = conn.info.server_version // 10000
    check_file(found, name)
    reach = target(admin_conninfo)
    command = [
        programs.path("pg_restore"),
        "--single-transaction",
        "--exit-on-error",
        "--no-password",
        f"--role={OWNER}",
        f"--dbname={reach.words}",
    ]

    def chunks() -> Iterator[bytes]:
        size = 0
        for chunk in read(found, name):
            size += len(chunk)
            told(f"{inbox}: put back", size)
            yield chunk

    what = (
        f"`{name}` cannot be put back into PostgreSQL {major}",
        f"PostgreSQL {major}에 되돌릴 수 없습니다: `{name}`",
    )
    for _ in piped(command, reach.environment, chunks(), what):
        pass
    with connected(inbox, admin_conninfo) as conn:
        _doors(conn, role_of(database))
        _expect_rows(conn, found, name)


def _expect_empty(conn: psycopg.Connection[Any], inbox: str) -> None:
    if tables(conn):
        raise StoreError(
            f"the {inbox} database to restore into is not empty",
            hint="make a new one for it",
            ko=(f"복원할 {inbox} DB가 비어 있지 않습니다", "새 DB를 만들어 주세요"),
        )
    owner = conn.execute(
        "SELECT pg_catalog.pg_get_userbyid(datdba) FROM pg_catalog.pg_database WHERE datname = current_database()"
    ).fetchone()
    for role in (OWNER, role_of(database_of(inbox))):
        if conn.execute("SELECT FROM pg_catalog.pg_roles WHERE rolname = %s", (role,)).fetchone() is None:
            raise StoreError(
                f"there is no role `{role}` on the server",
                hint="make the roles first: docs/how-to/own-postgres.md",
                ko=(f"서버에 `{role}` 계정이 없습니다", "계정을 먼저 만들어 주세요: docs/how-to/own-postgres.md"),
            )
    if owner != (OWNER,):
        raise StoreError(
            f"the {inbox} database to restore into does not belong to `{OWNER}`",
            hint=f"make it with CREATE DATABASE … OWNER {OWNER}",
            ko=(
                f"복원할 {inbox} DB의 소유자가 {i_ga(f'`{OWNER}`')} 아닙니다",
                f"CREATE DATABASE … OWNER {OWNER}로 만들어 주세요",
            ),
        )


def _doors(conn: psycopg.Connection[Any], role: str) -> None:
    """Who may connect is no part of a dump: the application's role alone, as at the first start."""
    row = conn.execute("SELECT current_database()").fetchone()
    assert row is not None
    name, who = sql.Identifier(row[0]), sql.Identifier(role)
    conn.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(OWNER)))
    conn.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(name))
    conn.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(name, who))
    conn.execute("RESET ROLE")


def _expect_rows(conn: psycopg.Connection[Any], found: Set, name: str) -> None:
    if _rows(conn) != dict(found.files[name].rows):
        raise StoreError(
            f"what was put back from `{name}` does not have every row",
            hint="do not open it",
            ko=(f"`{name}`에서 되돌린 것에 빠진 행이 있습니다", "열지 말아 주세요"),
        )


def _rows(conn: psycopg.Connection[Any]) -> dict[str, int]:
    """How many rows each table has; counted as the owner, since the role itself may be one that reads nothing."""
    conn.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(OWNER)))
    found = {f"{schema}.{table}": count(conn, schema, table) for schema, table in tables(conn)}
    conn.execute("RESET ROLE")
    return found
