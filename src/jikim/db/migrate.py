"""Migrations of the three databases: Alembic with raw SQL, so that `alembic upgrade --sql` prints scripts for a DBA.

Alembic is imported only when a database is behind; an up-to-date one costs one small query.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import psycopg
from psycopg import sql

from jikim.errors import StoreError

if TYPE_CHECKING:
    from alembic.config import Config

Database = Literal["live", "archive", "keys"]
DATABASES: tuple[Database, ...] = ("live", "archive", "keys")
HEADS: dict[Database, str] = {"live": "0001", "archive": "0001", "keys": "0001"}
OWNER = "jikim_owner"

_HERE = Path(__file__).parent / "migrations"


def role_of(database: Database) -> str:
    """The application's role in a database."""
    return f"jikim_{database}"


def create_databases(admin_conninfo: str) -> None:
    """Makes the owner, the three roles and the three databases where they do not exist (an embedded server's first start)."""
    with psycopg.connect(admin_conninfo, autocommit=True) as conn:
        # Several processes may start at once on a new server: one of them makes the databases.
        conn.execute("SELECT pg_advisory_lock(7345601)")
        for role, login in ((OWNER, False), *((role_of(database), True) for database in DATABASES)):
            if conn.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).fetchone() is None:
                kind = sql.SQL("LOGIN" if login else "NOLOGIN")
                conn.execute(sql.SQL("CREATE ROLE {} {}").format(sql.Identifier(role), kind))
        for database in DATABASES:
            if conn.execute("SELECT 1 FROM pg_database WHERE datname = %s", (database,)).fetchone() is None:
                name = sql.Identifier(database)
                conn.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(name, sql.Identifier(OWNER)))
                conn.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(name))
                conn.execute(
                    sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(name, sql.Identifier(role_of(database)))
                )


def migrate(database: Database, conninfo: str) -> None:
    """Brings one database to its head, as the owner role. Raises StoreError for a database newer than this program."""
    with psycopg.connect(conninfo) as conn:
        conn.execute("SELECT pg_advisory_xact_lock(7345602)")
        found = conn.execute("SELECT to_regclass('public.alembic_version')").fetchone()
        at = None
        if found is not None and found[0] is not None:
            row = conn.execute("SELECT version_num FROM public.alembic_version").fetchone()
            at = row[0] if row else None
        if at == HEADS[database]:
            return
        if at is not None and at > HEADS[database]:
            raise StoreError(f"the {database} database is of a newer version ({at})", hint="upgrade jikim")
        _upgrade(database, conn)


def expect_head(database: Database, conninfo: str) -> None:
    """Raises StoreError where a database of one's own is not at its head. The application's role migrates nothing."""
    try:
        with psycopg.connect(conninfo, connect_timeout=10) as conn:
            row = conn.execute("SELECT version_num FROM public.alembic_version").fetchone()
    except psycopg.OperationalError:
        raise StoreError(f"the {database} database cannot be reached", hint="check its DSN and that it runs") from None
    except psycopg.Error:
        row = None
    if row is None or row[0] != HEADS[database]:
        raise StoreError(
            f"the {database} database is not at version {HEADS[database]}", hint="run `jikim migrate` first"
        )


def _upgrade(database: Database, conn: psycopg.Connection) -> None:
    from alembic import command
    from sqlalchemy import create_engine
    from sqlalchemy.pool import StaticPool

    conn.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(OWNER)))
    conn.execute("CREATE SCHEMA IF NOT EXISTS public")
    engine = create_engine("postgresql+psycopg://", creator=lambda: conn, poolclass=StaticPool)
    config = _config(database)
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.commit()
    role = sql.Identifier(role_of(database))
    conn.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(role))
    conn.execute(sql.SQL("GRANT SELECT ON public.alembic_version TO {}").format(role))


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
        context.configure(dialect_name="postgresql", literal_binds=True, version_table_schema="public")
    else:
        context.configure(connection=connection, version_table_schema="public")
    with context.begin_transaction():
        context.run_migrations()


def apply_sql(beside: str, name: str) -> None:
    """Executes the SQL file that stands beside a version's script, as it is: no parameters, no escapes."""
    from alembic import op
    from sqlalchemy import text

    script = (Path(beside).parent / name).read_text(encoding="utf-8")
    bind = op.get_context().connection
    if bind is None:
        op.execute(text(script.replace(":", "\\:")))
    else:
        bind.connection.driver_connection.execute(script)  # type: ignore[union-attr]
