"""A BI tool's role reads the released figures in a database of their own, reaches no other, and holds up nobody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path

import psycopg
import pytest
from psycopg import errors, sql
from tests.conftest import ALICE, ORDER, START, Databases
from tests.employed import employ, lasting
from tests.house.source import ROOT
from tests.office.test_office_disclosures import usage

import jikim
from jikim.app import Jikim
from jikim.app.due import run_due
from jikim.db.embedded import Embedded
from jikim.db.keeper import ADMIN
from jikim.db.migrate import FIGURES, role_of
from jikim.db.remains import until
from jikim.errors import StoreError
from jikim.policy.model import PolicyFile
from jikim.reports.figures import TABLES, Figures, brought, copy_figures, figures
from jikim.settings import Settings
from jikim.verbs.statistics import months

MONTHLY = (
    "SELECT month, kind_of_person, channel, times_at_least, people_at_least FROM bi.people_by_month "
    "WHERE purpose = 'marketing.statistics' AND record = 'usage-history' ORDER BY 1, 2, 3, 4"
)
LOCKS = ("advisory_lock", "try_advisory_lock", "advisory_xact_lock", "advisory_lock_shared")
# Whoever may connect calls these without reading anything: what each holds up, or fills.
HOLDS = {
    "locks": [f"SELECT pg_{lock}({key})" for lock in LOCKS for key in ("7345606", "7345603, 1")],
    "notify": ["SELECT pg_notify('x', 'y')"],
    "large objects": [
        "SELECT lo_create(0)", "SELECT lo_creat(-1)", "SELECT lo_from_bytea(0, 'x')", "SELECT lo_import('/etc/passwd')",
        "SELECT lo_open(1, 131072)",
    ],
    "messages": ["SELECT pg_logical_emit_message(false, 'x', 'y')"],
    "tables": [
        "CREATE TEMP TABLE mine (a int)", "CREATE TABLE bi.mine (a int)", "CREATE TABLE public.mine (a int)",
        "CREATE SCHEMA mine",
    ],
    "others": [
        "SELECT pg_create_logical_replication_slot('x', 'pgoutput')", "SELECT pg_switch_wal()",
        "SET temp_file_limit = -1", "ALTER ROLE CURRENT_USER SET temp_file_limit = -1",
        "ALTER ROLE CURRENT_USER CONNECTION LIMIT -1",
    ],
}  # fmt: skip
HELD = """
SELECT count(*) FILTER (WHERE l.locktype = 'advisory'), count(*) FILTER (WHERE l.mode = 'AccessShareLock')
  FROM pg_locks l JOIN pg_stat_activity a USING (pid) WHERE a.usename = 'jikim_bi'
"""
THERE = """
SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind IN ('r', 'p', 'v', 'm') AND n.nspname !~ '^(pg_|information_schema)'
"""


class House:
    """A house on an embedded server of its own, whose databases are as it made them, and a BI tool's role beside it."""

    def __init__(self, jk: Jikim) -> None:
        assert isinstance(jk._server, Embedded)
        self.jk, self.server = jk, jk._server

    def admin(self, database: str = "postgres") -> psycopg.Connection:
        return psycopg.connect(self.server.conninfo(database, ADMIN), autocommit=True)

    def bi(self, database: str = FIGURES) -> psycopg.Connection:
        return psycopg.connect(self.server.conninfo(database, "jikim_bi"), autocommit=True)

    def databases(self) -> list[str]:
        with self.admin() as conn:
            return [name for (name,) in conn.execute("SELECT datname FROM pg_database WHERE datallowconn")]


@pytest.fixture
def house(homepage: PolicyFile, tmp_path: Path) -> Iterator[House]:
    """The role is made by the lines of the how-to."""
    page = (ROOT / "docs" / "how-to" / "bi.md").read_text(encoding="utf-8")
    with Jikim(homepage, Settings(directory=tmp_path / "data", lease=0.0), demo_start=START) as jk:
        made = House(jk)
        with made.admin() as conn:
            for statement in filter(
                str.strip, re.findall(r"^```sql\n(.*?)^```", page, re.DOTALL | re.MULTILINE)[0].split(";")
            ):
                conn.execute(statement.encode())
        copy_figures(jk.do(figures), str(jk.figures))
        yield made


def test_it_reads_what_was_released_and_no_more(house: House) -> None:
    """The daily work copies the stored answers, rounded, with the policy's names; before a month is over there are none,
    and what happens in the month that goes on changes none."""
    jk = house.jk
    for n in range(11):
        usage(jk, n)
    employ(jk, "omar", "officer")
    lasting(jk, "omar")
    with house.bi() as bi:
        assert not any(ran.failed for ran in run_due(jk) if ran.step == FIGURES)
        assert bi.execute(MONTHLY).fetchall() == []
        jk.move_clock(jk.now().replace(month=jk.now().month + 1, day=1))
        assert {"copied": 2} in [ran.done for ran in run_due(jk) if ran.step == FIGURES]
        rows = bi.execute(MONTHLY).fetchall()
        officer = jk.by(jk.handler("omar", kind="officer", origin="192.0.2.11"))
        released = [
            (one.month, one.subject_kind, one.channel, one.often, one.people)
            for month in officer.do(months, "usage-history", purpose="marketing.statistics")
            for one in month.groups
        ]
        assert rows == sorted(released)
        assert rows
        assert all(people % 5 == 0 and people >= 5 for *_, people in rows)
        usage(jk, 99)
        assert [ran for ran in run_due(jk) if ran.step == FIGURES] == []
        assert copy_figures(jk.do(figures), str(jk.figures)) == 0
        assert bi.execute(MONTHLY).fetchall() == rows


def test_it_connects_to_the_figures_alone(house: House) -> None:
    """Of all databases of the server that take connections; neither does the role that copies."""
    every = house.databases()
    assert {*house.databases()} >= {"live", "archive", "keys", "ledger", FIGURES, "postgres", "template1"}
    for role in ("jikim_bi", role_of(FIGURES)):
        for name in {*every} - {FIGURES}:
            with pytest.raises(psycopg.OperationalError, match="permission denied"):
                psycopg.connect(house.server.conninfo(name, role))


def test_it_reads_these_tables_and_changes_none(house: House) -> None:
    """What is there is the figures' two tables; it writes to none, and takes no lock that a reader does not."""
    with house.bi() as bi:
        assert {name for (name,) in bi.execute(THERE)} == {f"bi.{table}" for table in TABLES}
        for table in TABLES:
            name = sql.Identifier("bi", table)
            changes = (
                "DELETE FROM {}",
                "TRUNCATE {}",
                "INSERT INTO {} DEFAULT VALUES",
                "DROP TABLE {}",
                "SELECT FROM {} FOR KEY SHARE",
            )
            for change in (
                *changes,
                *(
                    f"LOCK TABLE {{}} IN {mode} MODE"
                    for mode in ("ROW SHARE", "ROW EXCLUSIVE", "SHARE", "ACCESS EXCLUSIVE")
                ),
            ):
                with pytest.raises(errors.InsufficientPrivilege), bi.transaction():
                    bi.execute(sql.SQL(change).format(name))  # type: ignore[arg-type]


@pytest.mark.parametrize("what", HOLDS)
def test_it_calls_nothing_that_holds_others_up(house: House, what: str) -> None:
    """Refused in its own database, and in each other one, also where somebody let it connect: as the grant that was given
    for the live database stands."""
    for name in house.databases():
        with house.admin() as conn:
            conn.execute(f"GRANT CONNECT ON DATABASE {name} TO jikim_bi".encode())
        with house.bi(name) as bi:
            for text in HOLDS[what]:
                with pytest.raises(
                    (errors.InsufficientPrivilege, errors.InvalidSchemaName), match=r"denied|does not exist"
                ):
                    bi.execute(text.encode())


def test_people_join_and_are_collected_from_while_it_holds_what_it_can(house: House) -> None:
    """It takes whatever lock joining and collecting take, in each database that lets it in, and leaves a transaction open
    over what it reads: nobody waits, and the figures are copied."""
    jk = house.jk
    jk.collect(
        "membership", ALICE | {"login_id": "first", "email": "first@example.com"}, channel="homepage", old_enough=True
    )
    with ExitStack() as held:
        for name in (*house.databases(), FIGURES):
            with suppress(psycopg.OperationalError):
                bi = held.enter_context(house.bi(name))
                for text in HOLDS["locks"]:
                    with suppress(errors.InsufficientPrivilege):
                        bi.execute(text.encode())
                bi.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
                bi.execute("LISTEN x")
                for table in TABLES:
                    bi.execute(f"LOCK TABLE bi.{table} IN ACCESS SHARE MODE".encode())
                    bi.execute(f"SELECT * FROM bi.{table}".encode())
        with house.admin() as conn:
            locks, reads = conn.execute(HELD).fetchall()[0]
        assert (locks, reads >= len(TABLES)) == (0, True)
        alice = jk.collect("membership", ALICE, channel="homepage", old_enough=True)
        person = jikim.Person(alice.ref.subject, "member")
        order = jk.collect("order", ORDER, channel="homepage", subject=person, old_enough=True).ref
        assert jk.event(order, "settled")
        assert jk.sweep().retired == {"order": 1}
        for n in range(11):
            usage(jk, n)
        jk.move_clock(jk.now().replace(month=jk.now().month + 1, day=1))
        assert not [ran.failed for ran in run_due(jk) if ran.step in (FIGURES, "statistics") and ran.failed]
        with house.bi() as bi:
            assert bi.execute(MONTHLY).fetchall()


def test_another_versions_tables_are_made_anew_and_lost_ones_filled(house: House) -> None:
    """The figures are derived: whatever is there becomes what the live database says, and a second copy changes
    nothing."""
    told = {table: [] for table in TABLES} | {TABLES[1]: [(START.date(), "p", 1, "r", "i", "v", 5, 5, START)]}
    dsn = house.server.conninfo(FIGURES, role_of(FIGURES))
    assert copy_figures(told, dsn) == 1
    with psycopg.connect(dsn, autocommit=True) as conn:
        conn.execute("COMMENT ON SCHEMA bi IS 'of another version'")
        conn.execute("ALTER TABLE bi.people_by_value DROP COLUMN value")
        assert [copy_figures(told, dsn) for _ in range(2)] == [1, 0]
        conn.execute("DROP SCHEMA bi CASCADE")
        assert [copy_figures(told, dsn) for _ in range(2)] == [1, 0]
        assert len(conn.execute("SELECT value FROM bi.people_by_value").fetchall()) == 1


def test_a_reader_who_holds_an_older_table_is_told(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """An upgrade that changes the tables waits for a reader for a while, then says so and leaves them as they were."""
    dsn = house.server.conninfo(FIGURES, role_of(FIGURES))
    monkeypatch.setattr("jikim.reports.figures.WAIT", "50ms")
    with psycopg.connect(dsn, autocommit=True) as conn, house.bi() as bi:
        conn.execute("COMMENT ON SCHEMA bi IS 'of another version'")
        bi.execute("BEGIN")
        bi.execute("SELECT * FROM bi.people_by_month")
        with pytest.raises(StoreError, match=r"refused the copy .*55P03"):
            copy_figures(house.jk.do(figures), dsn)
        bi.execute("COMMIT")
        assert copy_figures(house.jk.do(figures), dsn) == 0


@pytest.mark.parametrize("there", [True, False])
def test_two_copies_at_once_leave_one(house: House, there: bool) -> None:
    """Another process that copies at the same moment, or makes the tables, is waited for: no row is there twice."""
    told: Figures = {TABLES[0]: [], TABLES[1]: [(START.date(), "p", 1, "r", "i", "v", 5, 5, START)]}
    dsn = house.server.conninfo(FIGURES, role_of(FIGURES))
    with psycopg.connect(dsn) as other, ThreadPoolExecutor(1) as pool, house.admin() as watch:
        if not there:
            other.execute("DROP SCHEMA bi CASCADE")
            other.commit()
        brought(other, told)
        second = pool.submit(copy_figures, told, dsn)
        waiting = "SELECT 1 FROM pg_locks WHERE NOT granted"
        assert any(second.done() or watch.execute(waiting).fetchone() for _ in until(30))
        other.commit()
        assert second.result() == 0
        assert other.execute("SELECT people_at_least FROM bi.people_by_value").fetchall() == [(5,)]


def test_a_database_that_cannot_be_had_is_told(house: House) -> None:
    """One that is away, one that is another of the house's, and one that the role may not write to: each is a sentence
    that names the setting and no server's word."""
    for dsn, why in {
        "host=/nowhere dbname=figures password=not-shown": "refused the copy .*connection",
        house.server.conninfo("live", ADMIN): "holds a ledger",
        house.server.conninfo(FIGURES, "jikim_bi"): "refused the copy .*42501",
    }.items():
        with house.admin(FIGURES) as conn:
            conn.execute("COMMENT ON SCHEMA bi IS 'of another version'")
        with pytest.raises(StoreError, match=why) as told:
            copy_figures(house.jk.do(figures), dsn)
        assert "JIKIM_FIGURES_DSN" in str(told.value.hint)
        assert "not-shown" not in str(told.value)
    with house.admin("live") as conn:
        assert conn.execute("SELECT to_regnamespace('bi')").fetchone() == (None,)


def test_without_a_database_nothing_is_copied_and_nothing_fails(jk: Jikim, databases: Databases) -> None:
    """Databases of one's own without that DSN: the daily work does not so much as name the step."""
    assert jk.figures is None
    assert databases.settings(jk.settings.directory).figures is None
    assert [ran for ran in run_due(jk) if ran.step == FIGURES or ran.failed] == []
