"""Putting a set back: every row of every table, owners, grants and sequences; whole or not at all."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql
from tests.backup.stored import KEY, empty_database, made, means, programs  # noqa: F401
from tests.conftest import ALICE, Cast, Databases

import jikim
from jikim.app import Jikim
from jikim.backup import restoring
from jikim.backup.dump import Means, count, tables
from jikim.backup.programs import Programs
from jikim.backup.restoring import restore_database
from jikim.backup.sets import DATA, Set, open_set
from jikim.db.embedded import Embedded
from jikim.db.keeper import ADMIN
from jikim.db.migrate import role_of
from jikim.db.schema import Database
from jikim.errors import StoreError
from jikim.jobs import backup as job
from jikim.policy.model import PolicyFile
from jikim.settings import Settings


@pytest.fixture
def target(server: Embedded) -> Iterator[dict[Database, str]]:
    """Three empty databases; their administrator's connection strings."""
    with ExitStack() as stack:
        yield {database: stack.enter_context(empty_database(server, f"{database}_back")) for database in DATA}


def sums(conninfo: str, but: tuple[str, ...] = ()) -> dict[str, tuple[int, str]]:
    """How many rows each table has, and a digest over all of them, whatever their order."""
    found = {}
    with psycopg.connect(conninfo) as conn:
        for schema, table in tables(conn):
            if f"{schema}.{table}" in but:
                continue
            rows = conn.execute(
                sql.SQL("SELECT t::text FROM ONLY {} AS t ORDER BY 1").format(sql.Identifier(schema, table))
            ).fetchall()
            digest = hashlib.sha256(b"\n".join(row[0].encode() for row in rows)).hexdigest()
            found[f"{schema}.{table}"] = (len(rows), digest)
    return found


def shape(conninfo: str) -> list[Any]:
    """Every object with its owner, its grants (in no order, those of its kind where it has none of its own) and its definition."""
    with psycopg.connect(conninfo) as conn:
        relations = conn.execute(
            "SELECT n.nspname, c.relname, c.relkind, pg_get_userbyid(c.relowner), "
            "(SELECT array_agg(a::text ORDER BY a::text) FROM unnest(coalesce(c.relacl, acldefault((CASE c.relkind "
            "WHEN 'S' THEN 's' ELSE 'r' END)::\"char\", c.relowner))) a), c.reloptions::text, "
            "coalesce(pg_get_expr(c.relpartbound, c.oid), '') FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
            "WHERE n.nspname IN ('live', 'archive', 'keys', 'ledger', 'public') ORDER BY 1, 2"
        ).fetchall()
        functions = conn.execute(
            "SELECT n.nspname, pg_get_functiondef(p.oid), pg_get_userbyid(p.proowner), "
            "(SELECT array_agg(a::text ORDER BY a::text) FROM unnest(coalesce(p.proacl, acldefault('f', p.proowner))) a) FROM pg_proc p "
            "JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname IN ('live', 'archive', 'keys', 'ledger') ORDER BY 1, 2"
        ).fetchall()
        rest = conn.execute(
            "SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid <> 0 UNION ALL "
            "SELECT nspname, (SELECT array_agg(a::text ORDER BY a::text) FROM unnest(coalesce(nspacl, acldefault('n', nspowner))) a)::text "
            "FROM pg_namespace WHERE nspname IN ('live', 'archive', 'ledger', 'public') ORDER BY 1, 2"
        ).fetchall()
    return [relations, functions, rest]


@pytest.mark.clause("10.2")
@pytest.mark.one_server("puts one server's back; `test_two_servers_restore.py` those of two")
def test_a_set_comes_back_row_for_row(
    jk: Jikim, cast: Cast, made: Set, databases: Databases, target: dict[Database, str], programs: Programs
) -> None:
    """Each table of the databases has the same rows, and each object its owner, its grants and its definition."""
    for database, conninfo in target.items():
        restore_database(made, database, conninfo, programs)
        # What the making of the set itself wrote after the snapshot: that it was read back; and what processes vouch
        # for each second.
        after = {"live": ("live.backup", "ledger.inbox"), "ledger": ("ledger.word",)}.get(database, ())
        assert sums(conninfo, after) == sums(databases.admin[database], after)
        assert shape(conninfo) == shape(databases.admin[database])
        with psycopg.connect(conninfo) as conn:
            rows = {f"{schema}.{table}": count(conn, schema, table) for schema, table in tables(conn)}
        assert rows == dict(made.files[f"{database}.dump"].rows)


@pytest.mark.one_server("puts one server's back; `test_two_servers_restore.py` those of two")
def test_the_application_goes_on_where_the_set_was_made(
    jk: Jikim,
    cast: Cast,
    made: Set,
    databases: Databases,
    target: dict[Database, str],
    server: Embedded,
    homepage: PolicyFile,
    programs: Programs,
    tmp_path: Path,
) -> None:
    """On databases put back, the application's roles read, write, sweep and prove; identities go on and collide with
    nothing."""
    for database, conninfo in target.items():
        restore_database(made, database, conninfo, programs)
    names = {database: f"{database}_back" for database in DATA}
    dsns = {**databases.dsns, **{each: server.conninfo(name, role_of(each)) for each, name in names.items()}}  # type: ignore[arg-type]
    with psycopg.connect(target["live"]) as conn:
        before = conn.execute("SELECT last_value FROM ledger.inbox_seq_seq").fetchone()
    with Jikim(homepage, Settings(tmp_path, dsns=dsns, ring=tmp_path / "ring")) as back:
        hana = back.handler("hana", origin="192.0.2.10")
        read = back.by(hana).use(cast.alice_order, purpose="delivery")
        assert read["name"] == "가나다"
        fresh = back.collect(
            "membership",
            {**ALICE, "login_id": "carol.example", "email": "carol@example.com"},
            channel="homepage",
            old_enough=True,
        )
        assert back.use(fresh.ref, purpose="notices", items=["email"])["email"] == "carol@example.com"
        with pytest.raises(jikim.JikimError):
            back.collect("membership", ALICE, channel="homepage", old_enough=True)
        back.sweep()
        assert back.sequence().size > made.files["ledger.dump"].rows["ledger.leaf"]
        assert len(b"".join(back.export_ledger())) > 0
    with psycopg.connect(target["live"]) as conn:
        after = conn.execute("SELECT last_value FROM ledger.inbox_seq_seq").fetchone()
    assert before is not None
    assert after is not None
    assert after[0] > before[0]


def test_nobody_but_the_applications_role_may_connect(
    made: Set, target: dict[Database, str], server: Embedded, programs: Programs
) -> None:
    """As at the first start: the live database lets its own role in, and no other of ours."""
    restore_database(made, "live", target["live"], programs)
    with psycopg.connect(server.conninfo("live_back", "jikim_live")) as conn:
        assert conn.execute("SELECT 1").fetchone() == (1,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            conn.execute("SELECT * FROM live.record")
    with pytest.raises(psycopg.OperationalError, match="permission denied"):
        psycopg.connect(server.conninfo("live_back", "jikim_archive"))


def test_a_role_that_may_act_as_the_owner_is_enough(
    made: Set, target: dict[Database, str], server: Embedded, programs: Programs
) -> None:
    """Databases of one's own are put back by the role that migrates them; no superuser is asked for."""
    with psycopg.connect(server.conninfo("postgres", ADMIN), autocommit=True) as conn:
        conn.execute("DROP ROLE IF EXISTS jikim_migrator")
        conn.execute("CREATE ROLE jikim_migrator LOGIN IN ROLE jikim_owner")
    try:
        conninfo = server.conninfo("live_back", "jikim_migrator")
        restore_database(made, "live", conninfo, programs)
        assert sums(target["live"])["live.record"][0] == made.files["live.dump"].rows["live.record"]
    finally:
        with psycopg.connect(server.conninfo("postgres", ADMIN), autocommit=True) as conn:
            conn.execute("DROP ROLE jikim_migrator")


def test_the_keys_come_back_apart(
    jk: Jikim, cast: Cast, means: Means, databases: Databases, server: Embedded, tmp_path: Path
) -> None:
    """A set of the keys is put back as the others are, and its keys open what they sealed."""
    found = job.backup_keys(jk.driver, jk.house, means, lambda: jk.house.keyring.ring, tmp_path / "keys").set
    assert found is not None
    with empty_database(server, "keys_back") as conninfo:
        restore_database(found, "keys", conninfo, means.programs)
        assert sums(conninfo)["keys.key"] == sums(databases.admin["keys"])["keys.key"]
        with pytest.raises(StoreError, match=r"holds no `live\.dump`"):
            restore_database(found, "live", conninfo, means.programs)


@pytest.mark.one_server("looks at one server's rows in their order")
def test_a_database_that_holds_something_is_left_alone(
    made: Set, databases: Databases, target: dict[Database, str], programs: Programs
) -> None:
    """Neither a running house's nor anyone's table is overwritten."""
    before = sums(databases.admin["live"])
    with pytest.raises(StoreError, match="is not empty"):
        restore_database(made, "live", databases.admin["live"], programs)
    assert sums(databases.admin["live"]) == before
    with psycopg.connect(target["live"], autocommit=True) as conn:
        conn.execute("CREATE TABLE public.mine (a int)")
    with pytest.raises(StoreError, match="is not empty"):
        restore_database(made, "live", target["live"], programs)


def test_a_second_try_takes_what_came_back_for_done(
    jk: Jikim, made: Set, databases: Databases, target: dict[Database, str], programs: Programs
) -> None:
    """Killed after the last row, and run again: exactly the set's rows are the set; any other row is somebody's."""
    restore_database(made, "live", target["live"], programs)
    before = sums(target["live"])
    restore_database(made, "live", target["live"], programs, resume=True)
    assert sums(target["live"]) == before
    with pytest.raises(StoreError, match="is not empty"):
        restore_database(made, "live", databases.admin["live"], programs, resume=True)


def test_a_database_of_another_owner_is_refused(made: Set, server: Embedded, programs: Programs) -> None:
    """The functions run with their owner's rights, so whose they are is looked at before anything is put back."""
    with empty_database(server, "foreign_back", ADMIN) as conninfo, pytest.raises(StoreError) as refused:
        restore_database(made, "live", conninfo, programs)
    assert "does not belong to `jikim_owner`" in refused.value.message


@pytest.mark.parametrize(
    "at", [pytest.param("start", marks=pytest.mark.long), "middle", pytest.param("end", marks=pytest.mark.long)]
)
def test_a_changed_file_puts_nothing_back(made: Set, target: dict[Database, str], programs: Programs, at: str) -> None:
    """A flipped bit, wherever it is, leaves the database empty."""
    path = made.path / "live.dump"
    content = path.read_bytes()
    place = {"start": 100, "middle": len(content) // 2, "end": len(content) - 1}[at]
    path.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
    with pytest.raises(StoreError, match="was changed"):
        restore_database(made, "live", target["live"], programs)
    assert sums(target["live"]) == {}


@pytest.mark.parametrize("at", [pytest.param(HEADER_END := 200, marks=pytest.mark.long), -1])
def test_a_file_that_changes_under_the_restore_puts_nothing_back(
    made: Set, target: dict[Database, str], programs: Programs, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    """Were it exchanged after the check, the stream itself would stop the transaction before its end."""
    path = made.path / "live.dump"
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)
    monkeypatch.setattr(restoring, "check_file", lambda _set, _name: None)
    with pytest.raises(StoreError, match="is changed or cut off in chunk"):
        restore_database(made, "live", target["live"], programs)
    assert sums(target["live"]) == {}


def test_a_set_of_another_version_is_refused(made: Set, target: dict[Database, str], programs: Programs) -> None:
    """A schema that this program does not know is not put back."""
    from dataclasses import replace

    with pytest.raises(StoreError, match="was made by another version"):
        restore_database(replace(made, heads={"live": "9999"}), "live", target["live"], programs)


def test_errors_name_no_role_and_no_password(made: Set, programs: Programs) -> None:
    """A server that is not there is told without the connection string."""
    conninfo = "host=127.0.0.1 port=9 dbname=nowhere user=somebody password=hunter-two-22"
    with pytest.raises(StoreError) as refused:
        restore_database(made, "live", conninfo, programs)
    assert not re.search("hunter|somebody|nowhere", str(refused.value))
    assert open_set(made.path, KEY).number == made.number
