"""The database roles have the least rights: the verbs' functions, and no personal table."""

from __future__ import annotations

import itertools

import psycopg
import pytest

from conftest import Databases
from jikim.app import Jikim
from jikim.db.migrate import DATABASES, Database

REFUSED = psycopg.errors.InsufficientPrivilege


def _tables(databases: Databases, database: Database) -> list[str]:
    with psycopg.connect(databases.admin[database]) as conn:
        rows = conn.execute(
            "SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE n.nspname IN ('live', 'archive', 'keys', 'ledger') AND c.relkind IN ('r', 'p')"
        ).fetchall()
    return [row[0] for row in rows]


@pytest.mark.parametrize("database", DATABASES)
def test_the_applications_role_reads_and_writes_no_table(jk: Jikim, databases: Databases, database: Database) -> None:
    """SELECT, INSERT, UPDATE, DELETE and TRUNCATE are refused on every table, but for the ledger's leaves, bodies and checkpoints."""
    may = {
        ("ledger.leaf", "SELECT"),
        ("ledger.leaf", "INSERT"),
        ("ledger.body", "INSERT"),
        ("ledger.checkpoint", "SELECT"),
    }
    tables = _tables(databases, database)
    assert len(tables) > 1
    with psycopg.connect(databases.dsns[database], autocommit=True) as conn:
        for table, right in itertools.product(tables, ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE")):
            row = conn.execute("SELECT has_table_privilege(%s, %s)", (table, right)).fetchone()
            assert row == ((table, right) in may,), (table, right)
        for statement in ("SELECT * FROM {}", "DELETE FROM {}", "TRUNCATE {}"):
            for table in tables:
                if (table, statement.split()[0]) in may:
                    continue
                with pytest.raises(REFUSED):
                    conn.execute(statement.format(table))


def test_a_ledger_leaf_is_never_changed_or_removed(jk: Jikim, databases: Databases) -> None:
    """The role that writes leaves can neither update nor delete them, nor the checkpoints."""
    jk.sequence()
    with psycopg.connect(databases.dsns["live"], autocommit=True) as conn:
        found = conn.execute("SELECT count(*) FROM ledger.leaf").fetchone()
        assert found is not None
        assert found[0] > 0
        for statement in (
            "UPDATE ledger.leaf SET commitment = ''",
            "DELETE FROM ledger.leaf",
            "TRUNCATE ledger.leaf",
            "UPDATE ledger.checkpoint SET note = ''",
            "DELETE FROM ledger.checkpoint",
            "INSERT INTO ledger.checkpoint VALUES (1, now(), '')",
            "UPDATE ledger.body SET sealed = ''",
            "SELECT * FROM ledger.body",
        ):
            with pytest.raises(REFUSED):
                conn.execute(statement)


@pytest.mark.parametrize("database", DATABASES)
def test_the_applications_role_makes_nothing(jk: Jikim, databases: Databases, database: Database) -> None:
    """No table, function, schema or extension can be made by the application's role, and it may become no other."""
    with psycopg.connect(databases.dsns[database], autocommit=True) as conn:
        for statement in (
            "CREATE TABLE public.own (x int)",
            "CREATE SCHEMA own",
            f"CREATE FUNCTION {'live' if database == 'live' else database}.own() RETURNS int LANGUAGE sql AS 'SELECT 1'",
            "CREATE EXTENSION vector",
            "SET ROLE jikim_owner",
            "SET SESSION AUTHORIZATION jikim_admin",
            "ALTER SYSTEM SET fsync = off",
        ):
            with pytest.raises(psycopg.Error):
                conn.execute(statement)


@pytest.mark.parametrize(("role", "database"), list(itertools.permutations(DATABASES, 2)))
def test_a_role_cannot_execute_anothers_functions(
    jk: Jikim, databases: Databases, role: Database, database: Database
) -> None:
    """The live side cannot reach the archive, the archive not the keys, and so on: no function of another database is its own."""
    with psycopg.connect(databases.admin[database]) as conn:
        rows = conn.execute(
            "SELECT count(*) FILTER (WHERE has_function_privilege(%s, p.oid, 'EXECUTE')), count(*) FROM pg_proc p"
            " JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname IN ('live', 'archive', 'keys', 'ledger')",
            (f"jikim_{role}",),
        ).fetchone()
    assert rows is not None
    assert rows[0] == 0
    assert rows[1] > 3
