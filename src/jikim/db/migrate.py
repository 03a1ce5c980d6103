"""Migrations of the four databases: Alembic with raw SQL, so that `alembic upgrade --sql` prints scripts for a DBA.

Alembic is imported only when a database is behind; an up-to-date one costs one small query. What every role of a server
may do in its databases is taken from PUBLIC apart from that (`privileges.sql`): only a superuser can.
"""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, LiteralString

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from jikim.db import connections
from jikim.db.releases import Release, is_here, release_named, release_of, steps, version_of
from jikim.db.schema import DATABASES, Database
from jikim.db.spread import database_of, variable_of
from jikim.errors import StoreError
from jikim.particles import eul

if TYPE_CHECKING:
    from alembic.config import Config

OWNER = "jikim_owner"
ERASER = "jikim_eraser"  # may erase what the ledger says of people, once its time is over, and nothing else
ERASED: tuple[Database, ...] = ("keys", "ledger")  # where it works
FIGURES = "figures"  # the database of released statistics, the only one that a BI tool's role connects to (`reports/figures.py`)

_HERE = Path(__file__).parent / "migrations"


def role_of(database: str) -> str:
    """The application's role in a database."""
    return f"jikim_{database}"


def create_databases(admin_conninfo: str) -> None:
    """Makes the owner, the other roles and the databases where they do not exist (an embedded server's first start), and
    takes from PUBLIC what it has in the server's databases."""
    with psycopg.connect(admin_conninfo, autocommit=True) as conn:
        # Several processes may start at once on a new server: one of them makes the databases.
        conn.execute("SELECT pg_advisory_lock(7345601)")
        every = (*DATABASES, FIGURES)
        for role, login in ((OWNER, False), (ERASER, True), *((role_of(database), True) for database in every)):
            if conn.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).fetchone() is None:
                kind = sql.SQL("LOGIN" if login else "NOLOGIN")
                conn.execute(sql.SQL("CREATE ROLE {} {}").format(sql.Identifier(role), kind))
        # INVARIANT: this right is given last of all, so that whoever has it finds everything made and shut.
        made = "SELECT FROM pg_database WHERE datname = %s AND has_database_privilege(%s, oid, 'CREATE')"
        if conn.execute(made, (FIGURES, role_of(FIGURES))).fetchone() is not None:
            return
        there = [name for (name,) in conn.execute("SELECT datname FROM pg_database WHERE datallowconn")]
        for one in there:
            shut(make_conninfo(admin_conninfo, dbname=one))
        for database in every:
            name = sql.Identifier(database)
            if database not in there:
                # From `template1`, so that it is shut from its first moment.
                conn.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(name, sql.Identifier(OWNER)))
            conn.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(name))
            rights = sql.SQL("CONNECT, CREATE" if database == FIGURES else "CONNECT")
            for role in (role_of(database), *([ERASER] if database in ERASED else [])):
                conn.execute(sql.SQL("GRANT {} ON DATABASE {} TO {}").format(rights, name, sql.Identifier(role)))


def shut(admin_conninfo: str) -> None:
    """Takes from PUBLIC what it has in one database, as a superuser."""
    with psycopg.connect(admin_conninfo, autocommit=True) as conn:
        conn.execute(privileges().encode())


def privileges() -> str:
    """The SQL that takes from PUBLIC what it has in a database, for the superuser of a server of one's own."""
    return (_HERE.parent / "privileges.sql").read_text(encoding="utf-8")


def migrate(database: Database, conninfo: str) -> None:
    """Makes one database from its source, or brings one of an older release to it, as the owner role.

    Raises StoreError for a database that a newer version made, or one that was never released.
    """
    # By itself, so that lock and role outlast the transaction that SQLAlchemy rolls back when it first sees the server.
    with psycopg.connect(conninfo, autocommit=True) as conn:
        conn.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(OWNER)))
        conn.execute("SELECT pg_advisory_lock(7345602)")
        found = conn.execute("SELECT to_regclass('public.alembic_version')").fetchone()
        at = None
        if found is not None and found[0] is not None:
            row = conn.execute("SELECT version_num FROM public.alembic_version").fetchone()
            at = row[0] if row else None
        if at is None:
            _make(database, conn)
        elif not is_here(database, at):
            _upgrade(database, _older(database, at, variable_of(database, "_OWNER")), conn)


_EMPTY: dict[Database, LiteralString] = {
    "live": "SELECT FROM live.subject UNION ALL SELECT FROM live.policy_version",
    "archive": "SELECT FROM archive.part",
    "keys": "SELECT FROM keys.key",
    "ledger": "SELECT FROM ledger.leaf",
}


def mark_demo(database: Database, conninfo: str) -> None:
    """The owner's word that a database is a demo's, whose time is moved. One that holds something already stays what it
    is."""
    with psycopg.connect(conninfo, autocommit=True) as conn:
        text: LiteralString = (
            "INSERT INTO ledger.demo SELECT true WHERE NOT EXISTS (" + _EMPTY[database] + ") ON CONFLICT DO NOTHING"
        )
        conn.execute(text)


def expect_head(inbox: str, conninfo: str) -> None:
    """Raises StoreError where a database of one's own, or a further server of people, is not at its head. The
    application's role migrates nothing."""
    database = database_of(inbox)
    try:
        with connections.Connection.connect(conninfo, autocommit=True, connect_timeout=10) as conn:
            row = conn.execute("SELECT version_num FROM public.alembic_version").fetchone()
    except psycopg.OperationalError:
        raise StoreError(
            f"the {inbox} database cannot be reached",
            hint="check its DSN and that it runs",
            ko=(f"{inbox} DB에 연결할 수 없습니다", "연결 문자열과 서버가 실행 중인지 확인해 주세요"),
        ) from None
    except psycopg.Error:
        row = None
    if row is None:
        raise StoreError(
            f"the {inbox} database is empty",
            hint="run `jikim migrate` first",
            ko=(f"{inbox} DB가 비어 있습니다", "먼저 `jikim migrate`를 실행해 주세요"),
        )
    if not is_here(database, row[0]):
        found = _older(database, row[0], variable_of(inbox))
        raise StoreError(
            f"the {inbox} database is of jikim {found.version}",
            hint="make a backup with that version, stop it, then run `jikim migrate`: docs/how-to/upgrade.md",
            ko=(
                f"{inbox} DB는 jikim {found.version} 버전의 것입니다",
                "그 버전으로 백업하고 멈춘 다음 `jikim migrate`를 실행해 주세요: docs/how-to/upgrade.ko.md",
            ),
        )


def _older(database: Database, at: str, variable: str) -> Release:
    for other in DATABASES:
        if is_here(other, at):
            raise StoreError(
                f"what is named as the {database} database is the {other} one",
                hint=f"check {variable}",
                ko=(f"{database} DB로 지정한 것이 {other} DB입니다", f"{eul(variable)} 확인해 주세요"),
            )
    return release_of(database, at, f"the {database} database", f"{database} DB")


def _upgrade(database: Database, since: Release, conn: psycopg.Connection) -> None:
    """One transaction: a database is of this version, or as it was."""
    with conn.transaction():
        for step in steps(database, since):
            conn.execute(step.encode())
        conn.execute("UPDATE public.alembic_version SET version_num = %s", (version_of(database),))


def _make(database: Database, conn: psycopg.Connection) -> None:
    from alembic import command
    from sqlalchemy import create_engine
    from sqlalchemy.pool import StaticPool

    conn.autocommit = False
    engine = create_engine("postgresql+psycopg://", creator=lambda: conn, poolclass=StaticPool)
    config = _config(database)
    # One transaction: a database is at its head with all that belongs to it, or as it was.
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        for grant in _grants(database):
            conn.execute(grant)


def _grants(database: Database) -> tuple[sql.Composed, ...]:
    """What lets the application's role see which version its database has."""
    role = sql.Identifier(role_of(database))
    return (
        sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(role),
        sql.SQL("GRANT SELECT ON public.alembic_version TO {}").format(role),
    )


def script(database: Database, since: str | None = None) -> str:
    """The SQL that `migrate` runs on an empty database, or on one of the release `since`, for an administrator who runs
    it: one transaction for psql.

    It names the roles and the database that it expects, and stops before it changes anything where they are missing.
    Raises StoreError for a release that there is none of.
    """
    if since is not None:
        return _script_since(database, since)
    from alembic import command

    versions = StringIO()
    config = _config(database)
    config.output_buffer = versions
    command.upgrade(config, "head", sql=True)
    grants = "".join(f"{grant.as_string(None)};\n" for grant in _grants(database))
    return _FRAME.format(
        database=database,
        head=version_of(database),
        owner=OWNER,
        role=role_of(database),
        versions=versions.getvalue(),
        grants=grants,
        eraser=ERASER,
        erasing=f", '{ERASER}'" if database in ERASED else "",
    )


def _script_since(database: Database, since: str) -> str:
    release = release_named(since)
    return _SINCE.format(
        database=database,
        since=since,
        head=version_of(database),
        digest=release.digests[database],
        owner=OWNER,
        steps="\n".join(steps(database, release)),
    )


_SINCE = """\
-- Jikim: the {database} database, from release {since} to version {head}.
-- Run it as a superuser or as a member of {owner}, with a backup made and everything stopped:
--   psql -v ON_ERROR_STOP=1 -f {database}.sql "dbname={database}"

BEGIN;

DO $$
BEGIN
    IF (SELECT version_num FROM public.alembic_version) NOT LIKE '%\\_{digest}' THEN
        RAISE EXCEPTION 'this database is not of release {since}' USING HINT = 'this script takes one of that release alone';
    END IF;
END $$;

SET LOCAL ROLE {owner};

{steps}

UPDATE public.alembic_version SET version_num = '{head}';
COMMIT;
"""

_FRAME = """\
-- Jikim: the {database} database, from nothing to version {head}.
--
-- It expects, made once by an administrator:
--   CREATE ROLE {owner} NOLOGIN;
--   CREATE ROLE {role} LOGIN;  -- with a password or a certificate of yours: the application connects as it
--   CREATE DATABASE {database} OWNER {owner};
--   REVOKE ALL ON DATABASE {database} FROM PUBLIC;
--   GRANT CONNECT ON DATABASE {database} TO {role};
--   CREATE ROLE {eraser} LOGIN;  -- likewise, and GRANT CONNECT, in the keys and the ledger database
-- The four databases may lie on one server or on several. Run it as a superuser or as a member of {owner}:
--   psql -v ON_ERROR_STOP=1 -f {database}.sql "dbname={database}"

BEGIN;

DO $$
DECLARE missing text;
BEGIN
    SELECT string_agg(name, ', ') INTO missing FROM unnest(ARRAY['{owner}', '{role}'{erasing}]) AS name
    WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = name);
    IF missing IS NOT NULL THEN
        RAISE EXCEPTION 'there is no role %', missing USING HINT = 'make it first, as the head of this script says';
    END IF;
    IF to_regclass('public.alembic_version') IS NOT NULL THEN
        RAISE EXCEPTION 'this database is not empty' USING HINT = 'this script makes the first version';
    END IF;
END $$;

SET LOCAL ROLE {owner};

{versions}
{grants}
COMMIT;
"""


def _config(database: Database) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_HERE / database).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def run_versions() -> None:
    """What each database's `env.py` does: offline prints SQL, online runs on the given connection."""
    from alembic import context

    connection = context.config.attributes.get("connection")
    if connection is None:
        # `script` puts everything into one transaction of its own.
        context.configure(
            dialect_name="postgresql", literal_binds=True, version_table_schema="public", transactional_ddl=False
        )
    else:
        context.configure(connection=connection, version_table_schema="public")
    with context.begin_transaction():
        context.run_migrations()


def apply_sql(script: str) -> None:
    """Executes a script of a version as it is: no parameters, no escapes."""
    from alembic import op

    context = op.get_context()
    if context.as_sql:
        # Not through SQLAlchemy, which would read `:name` as a parameter, double each `%` and change tabs.
        context.impl.static_output(script)
    else:
        context.connection.connection.driver_connection.execute(script)  # type: ignore[union-attr]
