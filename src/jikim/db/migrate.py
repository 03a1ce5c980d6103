"""Migrations of the four databases: Alembic with raw SQL, so that `alembic upgrade --sql` prints scripts for a DBA.

Alembic is imported only when a database is behind; an up-to-date one costs one small query.
"""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, LiteralString

import psycopg
from psycopg import sql

from jikim.db import connections
from jikim.db.schema import DATABASES, Database, base
from jikim.errors import StoreError

if TYPE_CHECKING:
    from alembic.config import Config

OWNER = "jikim_owner"
ERASER = "jikim_eraser"  # may erase what the ledger says of people, once its time is over, and nothing else
ERASED: tuple[Database, ...] = ("keys", "ledger")  # where it works

OTHER_VERSION = (
    "before 0.1 no version opens what another made: open it with the version that made it, or start in a new directory"
)

_HERE = Path(__file__).parent / "migrations"


def role_of(database: Database) -> str:
    """The application's role in a database."""
    return f"jikim_{database}"


def create_databases(admin_conninfo: str) -> None:
    """Makes the owner, the four roles and the four databases where they do not exist (an embedded server's first
    start)."""
    with psycopg.connect(admin_conninfo, autocommit=True) as conn:
        # Several processes may start at once on a new server: one of them makes the databases.
        conn.execute("SELECT pg_advisory_lock(7345601)")
        for role, login in ((OWNER, False), (ERASER, True), *((role_of(database), True) for database in DATABASES)):
            if conn.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).fetchone() is None:
                kind = sql.SQL("LOGIN" if login else "NOLOGIN")
                conn.execute(sql.SQL("CREATE ROLE {} {}").format(sql.Identifier(role), kind))
        for database in DATABASES:
            if conn.execute("SELECT 1 FROM pg_database WHERE datname = %s", (database,)).fetchone() is None:
                name = sql.Identifier(database)
                conn.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(name, sql.Identifier(OWNER)))
                conn.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(name))
                for role in (role_of(database), *([ERASER] if database in ERASED else [])):
                    conn.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(name, sql.Identifier(role)))


def migrate(database: Database, conninfo: str) -> None:
    """Makes one database from its source, as the owner role. Raises StoreError for a database that another version
    made."""
    # By itself, so that lock and role outlast the transaction that SQLAlchemy rolls back when it first sees the server.
    with psycopg.connect(conninfo, autocommit=True) as conn:
        conn.execute("SELECT pg_advisory_lock(7345602)")
        found = conn.execute("SELECT to_regclass('public.alembic_version')").fetchone()
        at = None
        if found is not None and found[0] is not None:
            row = conn.execute("SELECT version_num FROM public.alembic_version").fetchone()
            at = row[0] if row else None
        if at == base(database):
            return
        if at is not None:
            raise _other(database, at, f"JIKIM_{database.upper()}_OWNER_DSN")
        _upgrade(database, conn)


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


def expect_head(database: Database, conninfo: str) -> None:
    """Raises StoreError where a database of one's own is not at its head. The application's role migrates nothing."""
    try:
        with connections.Connection.connect(conninfo, autocommit=True, connect_timeout=10) as conn:
            row = conn.execute("SELECT version_num FROM public.alembic_version").fetchone()
    except psycopg.OperationalError:
        raise StoreError(f"the {database} database cannot be reached", hint="check its DSN and that it runs") from None
    except psycopg.Error:
        row = None
    if row is None:
        raise StoreError(f"the {database} database is empty", hint="run `jikim migrate` first")
    if row[0] != base(database):
        raise _other(database, row[0], f"JIKIM_{database.upper()}_DSN")


def _other(database: Database, at: str, variable: str) -> StoreError:
    for other in DATABASES:
        if at == base(other):
            return StoreError(f"what is named as the {database} database is the {other} one", hint=f"check {variable}")
    return StoreError(f"the {database} database was made by another version of jikim ({at})", hint=OTHER_VERSION)


def _upgrade(database: Database, conn: psycopg.Connection) -> None:
    from alembic import command
    from sqlalchemy import create_engine
    from sqlalchemy.pool import StaticPool

    conn.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(OWNER)))
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


def script(database: Database) -> str:
    """The SQL that `migrate` runs on an empty database, for an administrator who runs it: one transaction for psql.

    It names the roles and the database that it expects, and stops before it changes anything where they are missing.
    """
    from alembic import command

    versions = StringIO()
    config = _config(database)
    config.output_buffer = versions
    command.upgrade(config, "head", sql=True)
    grants = "".join(f"{grant.as_string(None)};\n" for grant in _grants(database))
    return _FRAME.format(
        database=database,
        head=base(database),
        owner=OWNER,
        role=role_of(database),
        versions=versions.getvalue(),
        grants=grants,
        eraser=ERASER,
        erasing=f", '{ERASER}'" if database in ERASED else "",
    )


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
