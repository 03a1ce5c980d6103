"""What the application's roles may do in the databases by themselves: call the verbs' functions, and next to nothing
else."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from psycopg import errors, sql
from tests.conftest import Databases

from jikim.app import Jikim
from jikim.db.embedded import Embedded
from jikim.db.keeper import ADMIN
from jikim.db.migrate import role_of
from jikim.db.schema import DATABASES, Database

# What a role may do to a table by itself, by the table's name; nothing else.
OPEN: dict[Database, dict[str, set[str]]] = {
    "live": {},
    "archive": {},
    "keys": {},
    "ledger": {"ledger.leaf": {"SELECT", "INSERT"}, "ledger.body": {"INSERT"}, "ledger.checkpoint": {"SELECT"}},
}
PRIVILEGES = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")


def _tables(databases: Databases, name: Database) -> list[str]:
    with psycopg.connect(databases.admin[name]) as conn:
        return [
            row[0]
            for row in conn.execute(
                "SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
                "WHERE n.nspname IN ('live', 'archive', 'keys', 'ledger') AND c.relkind IN ('r', 'p', 'v', 'm') ORDER BY 1"
            )
        ]


VIEW = (errors.ObjectNotInPrerequisiteState, errors.WrongObjectType)


@pytest.mark.parametrize("name", DATABASES)
def test_a_role_has_no_right_to_a_table_but_those_listed(databases: Databases, jk: Jikim, name: Database) -> None:
    """The catalogue grants the application's role nothing on any table but what the sequencer needs."""
    ref = jk.collect("payment", PAYMENT, channel="homepage", subject="guest", old_enough=True).ref
    jk.event(ref, "settled")
    jk.sweep()
    tables = _tables(databases, name)
    assert len(tables) > 2
    with psycopg.connect(databases.admin[name]) as conn:
        for table in tables:
            held = {
                privilege
                for privilege in PRIVILEGES
                for of in ("table", "any_column")
                if of == "table" or privilege in ("SELECT", "INSERT", "UPDATE", "REFERENCES")
                if conn.execute(
                    sql.SQL("SELECT {}(%s, %s, %s)").format(sql.Identifier(f"has_{of}_privilege")),
                    (role_of(name), table, privilege),
                ).fetchone()
                == (True,)
            }
            assert held == OPEN[name].get(table, set()), table


PAYMENT: dict[str, Any] = {
    "name": "가나다",
    "payment": {"method": "card", "amount": 99000, "currency": "KRW", "approval": "A1"},
}


@pytest.mark.parametrize("name", DATABASES)
def test_a_role_reads_and_changes_no_table(databases: Databases, jk: Jikim, name: Database) -> None:
    """Tried out, not looked up: each statement on each table is refused, partitions of the archive too."""
    ref = jk.collect("payment", PAYMENT, channel="homepage", subject="guest", old_enough=True).ref
    jk.event(ref, "settled")
    jk.sweep()
    for table in _tables(databases, name):
        open_to = OPEN[name].get(table, set())
        with psycopg.connect(databases.dsns[name], autocommit=True) as conn:
            for privilege, text in {
                "SELECT": "SELECT * FROM {}",
                "DELETE": "DELETE FROM {}",
                "TRUNCATE": "TRUNCATE {}",
                "INSERT": "INSERT INTO {} DEFAULT VALUES",
                "LOCK": "LOCK TABLE {} IN ACCESS EXCLUSIVE MODE",
                "COPY": "COPY {} TO STDOUT",
            }.items():
                if {"COPY": "SELECT"}.get(privilege, privilege) in open_to:
                    continue
                # A view of several tables changes nothing, whoever asks.
                with pytest.raises((errors.InsufficientPrivilege, *VIEW)), conn.transaction():
                    conn.execute(sql.SQL(text).format(sql.Identifier(*table.split("."))))  # type: ignore[arg-type]


@pytest.mark.parametrize("name", DATABASES)
@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE public.mine (a int)", "CREATE SCHEMA mine", "CREATE TEMP TABLE mine (a int)", "DROP SCHEMA ledger CASCADE",
        "DROP TABLE ledger.inbox", "ALTER TABLE ledger.inbox ADD COLUMN mine int", "CREATE ROLE mine", "SET ROLE jikim_owner",
        "ALTER ROLE CURRENT_USER SUPERUSER", "CREATE EXTENSION pg_trgm", "CREATE FUNCTION public.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "COPY (SELECT 1) TO '/tmp/mine'", "COPY (SELECT 1) TO PROGRAM 'true'", "SELECT pg_read_file('PG_VERSION')", "CREATE DATABASE mine",
        "ALTER SYSTEM SET fsync = off", "CREATE TRIGGER mine AFTER INSERT ON ledger.inbox EXECUTE FUNCTION public.mine()",
    ],
)  # fmt: skip
def test_a_role_makes_and_changes_nothing(server: Embedded, name: Database, statement: str) -> None:
    """No DDL, no temporary table, no other role, no file, no program; in the databases as they are made."""
    refused = (errors.InsufficientPrivilege, errors.FeatureNotSupported, errors.UndefinedFile)
    with psycopg.connect(server.conninfo(name, role_of(name)), autocommit=True) as conn, pytest.raises(refused):
        conn.execute(statement)  # type: ignore[arg-type]


@pytest.mark.parametrize("statement", ["UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {}", "TRUNCATE {} CASCADE"])
@pytest.mark.parametrize(
    ("table", "column"), [("leaf", "position"), ("checkpoint", "size"), ("body", "position"), ("tree", "size")]
)
def test_the_ledger_is_added_to_and_never_rewritten(
    databases: Databases, jk: Jikim, table: str, column: str, statement: str
) -> None:
    """Leaves and checkpoints are neither changed nor taken away by the role that writes them."""
    assert jk.sequence().size > 0
    name, col = sql.Identifier("ledger", table), sql.Identifier(column)
    query = sql.SQL(statement)  # type: ignore[arg-type]
    text = query.format(name, col, col) if statement.startswith("UPDATE") else query.format(name)
    with (
        psycopg.connect(databases.dsns["ledger"], autocommit=True) as conn,
        pytest.raises(errors.InsufficientPrivilege),
    ):
        conn.execute(text)


@pytest.mark.parametrize("whose", DATABASES)
@pytest.mark.parametrize("name", DATABASES)
def test_no_role_reaches_anothers_database(server: Embedded, whose: Database, name: Database) -> None:
    """The live side's role cannot so much as connect to the archive or the keys, and so on around."""
    conninfo = server.conninfo(name, role_of(whose))
    if whose == name:
        with psycopg.connect(conninfo) as conn:
            assert conn.execute("SELECT 1").fetchone() == (1,)
    else:
        with pytest.raises(psycopg.OperationalError, match="permission denied"):
            psycopg.connect(conninfo)


@pytest.mark.parametrize("name", DATABASES)
def test_no_role_ends_anothers_work(server: Embedded, name: Database) -> None:
    """A role cannot end the connections of another."""
    other = DATABASES[(DATABASES.index(name) + 1) % len(DATABASES)]
    with (
        psycopg.connect(server.conninfo(other, role_of(other))) as working,
        psycopg.connect(server.conninfo(name, role_of(name)), autocommit=True) as conn,
        pytest.raises(errors.InsufficientPrivilege),
    ):
        conn.execute("SELECT pg_terminate_backend(%s)", (working.info.backend_pid,))


def test_no_role_owns_or_inherits_anything(server: Embedded) -> None:
    """The four roles are members of none, and neither superusers nor owners."""
    with psycopg.connect(server.conninfo("live", ADMIN)) as conn:
        for name in DATABASES:
            role = role_of(name)
            assert (
                conn.execute(
                    "SELECT rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls FROM pg_roles WHERE rolname = %s",
                    (role,),
                ).fetchone()
                == (False,) * 5
            )
            assert conn.execute(
                "SELECT count(*) FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.member WHERE r.rolname = %s",
                (role,),
            ).fetchone() == (0,)


@pytest.mark.parametrize("name", DATABASES)
def test_every_function_runs_as_its_owner_with_a_fixed_path(databases: Databases, name: Database) -> None:
    """What the role may call and what runs with the owner's rights looks names up in the catalogue's schema alone."""
    with psycopg.connect(databases.admin[name]) as conn:
        rows = conn.execute(
            "SELECT p.oid::regprocedure::text, p.prosecdef, coalesce(array_to_string(p.proconfig, ','), ''), "
            "pg_get_userbyid(p.proowner), has_function_privilege('public', p.oid, 'EXECUTE') "
            "FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname IN ('live', 'archive', 'keys', 'ledger')"
        ).fetchall()
    assert len(rows) > 5
    for function, definer, config, owner, public in rows:
        assert owner == "jikim_owner", function
        assert not public, function
        # A time-out may stand beside it, and nothing else.
        first, *more = config.split(",")
        assert not definer or first == "search_path=pg_catalog", function
        assert all(one.startswith(("lock_timeout=", "enable_seqscan=")) for one in more), function
