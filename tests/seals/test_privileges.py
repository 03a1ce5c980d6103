"""What PUBLIC, which is every role of a server, may not do in a database of the house or beside one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from tests import unsynced

from jikim.db.embedded import Embedded
from jikim.db.keeper import ADMIN
from jikim.db.migrate import ERASER, FIGURES, OWNER, create_databases, migrate, privileges, role_of
from jikim.db.schema import DATABASES

# By PostgreSQL's manual: advisory locks (table 9.105), large objects (35.4), notifications, messages in the write-ahead log (9.97).
FAMILIES = {
    "locks": "proname ~ '^pg_(try_)?advisory_'",
    "notify": "proname = 'pg_notify'",
    "large objects": "proname ~ '^lo_' OR proname IN ('loread', 'lowrite')",
    "messages": "proname = 'pg_logical_emit_message'",
}
EVERY = (*DATABASES, FIGURES, "template1", "postgres")
OURS = (OWNER, ERASER, *(role_of(one) for one in (*DATABASES, FIGURES)))


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Embedded]:
    """An embedded server as a house makes it; the session's has databases that tests made beside it."""
    with unsynced.start(tmp_path_factory.mktemp("shut")) as server:
        create_databases(server.conninfo("postgres", ADMIN))
        for database in DATABASES:
            migrate(database, server.conninfo(database, ADMIN))
        yield server


def holders(server: Embedded, database: str, family: str) -> tuple[int, set[str]]:
    """How many functions of a family there are, and which roles may execute one by a grant, PUBLIC as `-`; the superuser,
    who owns them, aside."""
    functions = (
        f"SELECT proacl, proowner FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace AND ({FAMILIES[family]})"
    )
    grants = (
        f"SELECT DISTINCT a.grantee::regrole::text FROM ({functions}) f, "
        "aclexplode(coalesce(f.proacl, acldefault('f', f.proowner))) a WHERE a.grantee <> f.proowner"
    )
    with psycopg.connect(server.conninfo(database, ADMIN)) as conn:
        found = conn.execute(f"SELECT count(*) FROM ({functions}) f".encode()).fetchall()[0][0]
        return found, {name for (name,) in conn.execute(grants.encode())}


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("database", EVERY)
def test_no_role_but_the_owner_holds_others_up(house: Embedded, database: str, family: str) -> None:
    """By the catalogue, in each database of the server: the locks are the owner's alone, the other functions nobody's."""
    found, roles = holders(house, database, family)
    assert found
    assert roles == ({OWNER} if family == "locks" else set())


@pytest.mark.parametrize("database", EVERY)
def test_public_may_not_so_much_as_connect(house: Embedded, database: str) -> None:
    """By the catalogue: PUBLIC has no right to the database, makes nothing in the schema that all have, and who may
    connect is who works there."""
    with psycopg.connect(house.conninfo(database, ADMIN)) as conn:
        rights = (
            "SELECT a.grantee::regrole::text, a.privilege_type FROM pg_database d, aclexplode(d.datacl) a "
            "WHERE d.datname = current_database() AND a.grantee <> d.datdba"
        )
        found = conn.execute(rights).fetchall()
        assert conn.execute("SELECT has_schema_privilege('public', 'public', 'CREATE')").fetchone() == (False,)
    wanted = {(role_of(database), "CONNECT")} if database in (*DATABASES, FIGURES) else set()
    wanted |= {(ERASER, "CONNECT")} if database in ("keys", "ledger") else set()
    wanted |= {(role_of(FIGURES), "CREATE")} if database == FIGURES else set()
    assert set(found) == wanted


def test_what_is_made_later_is_as_shut(house: Embedded) -> None:
    """A database that an administrator makes afterwards, as for a restore, has it from its first moment."""
    with psycopg.connect(house.conninfo("postgres", ADMIN), autocommit=True) as conn:
        conn.execute("CREATE DATABASE later OWNER jikim_owner")
    try:
        assert holders(house, "later", "locks")[1] == {OWNER}
    finally:
        with psycopg.connect(house.conninfo("postgres", ADMIN), autocommit=True) as conn:
            conn.execute("DROP DATABASE later")


def test_a_server_of_an_older_version_is_shut(tmp_path: Path) -> None:
    """Roles and databases as they were made before there were figures: the next start makes what is missing, in all
    databases, and one that was cut off before its last step goes on."""
    with Embedded.start(tmp_path / "data", bin_dir=unsynced.bare()) as server:
        admin = server.conninfo("postgres", ADMIN)
        with psycopg.connect(admin, autocommit=True) as conn:
            for role in {*OURS} - {role_of(FIGURES)}:
                conn.execute(f"CREATE ROLE {role} LOGIN".encode())
            for database in DATABASES:
                conn.execute(f"CREATE DATABASE {database} OWNER {OWNER}".encode())
        assert "-" in holders(server, "live", "locks")[1]
        create_databases(admin)
        assert {name for one in EVERY for name in holders(server, one, "locks")[1]} == {OWNER}
        with psycopg.connect(admin, autocommit=True) as conn:
            conn.execute(f"REVOKE CREATE ON DATABASE {FIGURES} FROM {role_of(FIGURES)}".encode())
            conn.execute("GRANT CONNECT ON DATABASE keys TO PUBLIC")
        create_databases(admin)
        test_public_may_not_so_much_as_connect(server, "keys")
        test_public_may_not_so_much_as_connect(server, FIGURES)


def test_the_script_is_run_twice_and_by_a_superuser_alone(house: Embedded) -> None:
    """A second time it changes nothing; a role of ours that runs it is refused, and changes nothing."""
    before = [holders(house, "live", family) for family in FAMILIES]
    with psycopg.connect(house.conninfo("live", ADMIN), autocommit=True) as conn:
        conn.execute(privileges().encode())
    with (
        psycopg.connect(house.conninfo("live", role_of("live")), autocommit=True) as conn,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        conn.execute(privileges().encode())
    assert [holders(house, "live", family) for family in FAMILIES] == before
