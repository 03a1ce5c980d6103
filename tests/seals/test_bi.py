"""A BI tool's role reads the released numbers, and nothing else in the house."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from psycopg import errors, sql
from tests.conftest import Cast, Databases
from tests.office.test_office_disclosures import usage

from jikim.app import Jikim
from jikim.verbs.statistics import close_months, months


@pytest.fixture
def bi(databases: Databases) -> Iterator[psycopg.Connection]:
    """The role as a company makes it, by the lines of the how-to; gone again afterwards."""
    with psycopg.connect(databases.admin["live"], autocommit=True) as admin:
        admin.execute("CREATE ROLE jikim_bi")
        try:
            admin.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO jikim_bi").format(sql.Identifier(admin.info.dbname)))
            admin.execute("SET ROLE jikim_bi")
            yield admin
        finally:
            admin.execute("RESET ROLE")
            admin.execute("DROP OWNED BY jikim_bi")
            admin.execute("DROP ROLE jikim_bi")


def test_it_reads_what_was_released_and_no_more(jk: Jikim, cast: Cast, bi: psycopg.Connection) -> None:
    """The views say the stored answers, rounded, with the policy's names; before a month is over they say nothing."""
    for n in range(11):
        usage(jk, n)
    said = (
        "SELECT month, kind_of_person, channel, times_at_least, people_at_least FROM bi.people_by_month "
        "WHERE purpose = 'marketing.statistics' AND record = 'usage-history' ORDER BY 1, 2, 3, 4"
    )
    assert bi.execute(said).fetchall() == []
    jk.move_clock(jk.now().replace(month=jk.now().month + 1, day=1))
    jk.do(close_months)
    rows = bi.execute(said).fetchall()
    officer = jk.by(cast.omar)
    released = [
        (one.month, one.subject_kind, one.channel, one.often, one.people)
        for month in officer.do(months, "usage-history", purpose="marketing.statistics")
        for one in month.groups
    ]
    assert rows == sorted(released)
    assert rows
    assert all(people % 5 == 0 and people >= 5 for *_, people in rows)
    usage(jk, 99)
    assert bi.execute(said).fetchall() == rows


def test_it_reads_nothing_else(jk: Jikim, cast: Cast, bi: psycopg.Connection) -> None:
    """Every table, view and function of the house's schemas is out of its reach; so is a change of what it reads."""
    every = (
        "SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
        "WHERE c.relkind IN ('r', 'p', 'v', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')"
    )
    for schema, name in bi.execute(every).fetchall():
        table = sql.Identifier(schema, name)
        if schema == "bi":
            for change in ("DELETE FROM {}", "TRUNCATE {}"):
                with pytest.raises(
                    (errors.InsufficientPrivilege, errors.WrongObjectType, errors.ObjectNotInPrerequisiteState)
                ):
                    bi.execute(sql.SQL(change).format(table))
            continue
        with pytest.raises(errors.InsufficientPrivilege):
            bi.execute(sql.SQL("SELECT * FROM {}").format(table))
    reach = "SELECT nspname FROM pg_namespace WHERE has_schema_privilege('jikim_bi', oid, 'USAGE')"
    assert {name for (name,) in bi.execute(reach)} <= {"bi", "public", "pg_catalog", "information_schema"}
    there = "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'bi'"
    assert {name for (name,) in bi.execute(there)} == {"people_by_month", "people_by_value"}
