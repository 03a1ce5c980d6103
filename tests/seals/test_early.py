"""The database refuses what is early, whoever asks and whatever moment they give; and a journal's step without its
journal."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg.errors import RaiseException
from tests.conftest import Cast, Databases

from jikim.app import Jikim
from jikim.clock import machine_moment
from jikim.db.schema import DATABASES, RESTRICTED
from jikim.errors import StoreError
from jikim.keys.keyring import day_name
from jikim.policy.model import PolicyFile

FAR = datetime(2999, 1, 1, tzinfo=UTC)
ENTRY = "gen_random_uuid()"


def ask(dsn: str, text: str, *params: Any) -> list[tuple[Any, ...]]:
    """One statement, as somebody who holds a role's password."""
    with psycopg.connect(dsn, autocommit=True) as conn:
        return conn.execute(text.encode(), params).fetchall()


def refused(dsn: str, text: str, *params: Any, match: str = "before its time") -> None:
    with pytest.raises(RaiseException, match=match):
        ask(dsn, text, *params)


@pytest.fixture
def world(jk: Jikim, databases: Databases) -> Jikim:
    """The same house without its owner's mark: a real one, whose days the server's clock has a say in."""
    for admin in databases.admin.values():
        with psycopg.connect(admin, autocommit=True) as conn:
            conn.execute("DELETE FROM ledger.demo")
    return jk


def month() -> date:
    return machine_moment().date().replace(day=1)


# ---- the ledger's months


def test_the_running_months_key_stays_whatever_year_the_eraser_claims(world: Jikim, databases: Databases) -> None:
    """The key of the month that runs is not destroyed by who says that it is the year 2999, and one that is over is."""
    text = f"SELECT keys.destroy_month(%s, ROW({ENTRY}, %s, '{{}}', '', 0)::ledger.entry)"
    for name in (f"{month()}", f"{month()}/grants", "2013-02-01/house", "2013-02-01/", "x"):
        refused(databases.erasers["keys"], text, name.encode(), FAR)
    refused(databases.erasers["keys"], text, b"2013-02-01", datetime(2014, 2, 28, 9, tzinfo=UTC))
    before = ask(databases.admin["keys"], "SELECT name FROM keys.key WHERE space = 'ledger-month'")
    assert before
    assert ask(databases.erasers["keys"], text, b"2013-02-01", FAR) == [(True,)]


def test_a_month_is_not_stated_over_by_a_claimed_year(world: Jikim, databases: Databases) -> None:
    """What the ledger says of a running month stays, though the eraser gives the year 2999."""
    text = f"SELECT ledger.state_expiry(%s, %s, ROW({ENTRY}, %s, '{{}}', '', 0)::ledger.entry)"
    for lot in (0, 1, 2, 3):
        refused(databases.erasers["ledger"], text, month(), lot, FAR)
    refused(databases.erasers["ledger"], text, date(2013, 2, 1), 2, FAR)


def test_no_count_of_reads_and_no_pause_is_forgotten_by_a_claimed_year(world: Jikim, databases: Databases) -> None:
    """What watches over reads stays its four weeks, and a pause its three years, though the application gives the year
    2999."""
    at = machine_moment()
    with psycopg.connect(databases.admin["live"], autocommit=True) as conn:
        conn.execute("INSERT INTO live.read_count VALUES ('handler:h-example', %s, false, 3, 3)", (at,))
    assert ask(databases.dsns["live"], "SELECT live.monitor_forget(%s)", FAR) == [(0,)]
    with psycopg.connect(databases.admin["live"], autocommit=True) as conn:
        conn.execute("UPDATE live.read_count SET slot = %s", (at - timedelta(days=30),))
    assert ask(databases.dsns["live"], "SELECT live.monitor_forget(%s)", FAR) == [(1,)]


def test_no_mark_of_a_row_taken_in_is_forgotten_by_a_claimed_year(world: Jikim, databases: Databases) -> None:
    """The marks of a month's access records stay as long as the records, whatever year the application gives."""
    refused(databases.dsns["live"], "SELECT live.taken_forget(%s, %s)", month(), FAR)


FORGOTTEN = {  # the owner's columns and values of a row, the last of which is when its time begins, and what forgets it
    "live.mass": ("number, digest, query, said, asker, asked", "'', '{}', '', 'h-x', %s", "live.mass_forget"),
    "live.explanation": (
        "explanation, about, reader, due, ko, en, asked",
        "'pause:1', 'h-x', '2013-03-01', '', '', %s",
        "live.explanation_forget",
    ),
    "live.demand": (
        "demand, recipient, purpose, ground, statute, state, prepared, opened, closed",
        "1, 1, 'warrant', '', 'done', 'h-x', '2013-02-05', %s",
        "live.demand_forget",
    ),
    "live.handler": ('handler, kind, said, joined, entered, "left"', "'handler', '', '2013-02-05', '2013-02-05', %s", "live.handler_forget"),
    "archive.look": (
        "look, subject, record, kind, policy, purpose, items, reason_kind, said, asker, asked, until",
        "gen_random_uuid(), gen_random_uuid(), 1, 1, 1, '{}', 'law', '', 'h-x', '2013-02-05', %s",
        "archive.look_forget",
    ),
}  # fmt: skip


@pytest.mark.parametrize("table", FORGOTTEN)
def test_what_the_office_has_to_show_is_not_forgotten_by_a_claimed_year(
    world: Jikim, databases: Databases, table: str
) -> None:
    """Who asked for many, explained what they read, was given data by law, looked at what rests, or worked here stays
    known its time, though the application gives the year 2999; and goes after it."""
    columns, values, forget = FORGOTTEN[table]
    name: Any = table.partition(".")[0]
    text = f"SELECT {forget}(%s, ROW({ENTRY}, %s, '{{}}', '', 0)::ledger.entry)"
    for begins, early in ((timedelta(hours=1), True), (timedelta(days=-4 * 365), False)):
        which = str(uuid4())
        with psycopg.connect(databases.admin[name], autocommit=True) as conn:
            put = f"INSERT INTO {table} ({columns}) VALUES (%s, {values})"
            conn.execute(put.encode(), (which, machine_moment() + begins))
        if early:
            refused(databases.dsns[name], text, which, FAR)
        else:
            ask(databases.dsns[name], text, which, FAR)
        with psycopg.connect(databases.admin[name], autocommit=True) as conn:
            conn.execute(f"DELETE FROM {table}".encode())


def test_no_choice_of_cookies_and_no_release_is_forgotten_by_a_claimed_year(world: Jikim, databases: Databases) -> None:
    """Evidence of a choice stays through its day, and a release known for three years, whatever year the application
    gives."""
    at = machine_moment()
    with psycopg.connect(databases.admin["live"], autocommit=True) as conn:
        conn.execute(
            "INSERT INTO live.cookie_choice (browser, at, choice, allowed, refused, told, old_enough, policy, until)"
            " VALUES ('x', %s, 'none', '{}', '{}', false, true, '', %s)",
            (at, at.date() + timedelta(days=2)),
        )
        conn.execute(
            "INSERT INTO live.release (release, kind, recipient, purpose, record, least, why, state, prepared, made, destroyed)"
            " VALUES (%s, 'pseudonymised', 1, 1, 1, 5, '', 'over', 'h-x', %s, %s)",
            (uuid4(), at, at),
        )
    assert ask(databases.dsns["live"], "SELECT live.cookie_forget(%s, %s)", FAR.date(), FAR) == [(0,)]
    assert ask(databases.dsns["live"], "SELECT live.releases_forget(%s)", FAR) == [(0,)]
    with psycopg.connect(databases.admin["live"], autocommit=True) as conn:
        conn.execute("UPDATE live.cookie_choice SET until = until - 30")
        conn.execute("UPDATE live.release SET destroyed = destroyed - interval '4 years'")
    assert ask(databases.dsns["live"], "SELECT live.cookie_forget(%s, %s)", at.date(), at) == [(1,)]
    assert ask(databases.dsns["live"], "SELECT live.releases_forget(%s)", at) == [(1,)]


@pytest.mark.parametrize("name", ["ledger", "keys"])
def test_a_term_only_grows(jk: Jikim, databases: Databases, name: Any) -> None:
    """A lot that once was to stay five years stays five, and a shorter term that somebody states changes nothing."""
    text = f"SELECT ledger.lengthen(0, %s, ROW({ENTRY}, '2013-02-05', '{{}}', '', 0)::ledger.entry)"
    assert ask(databases.dsns[name], text, "5 years") == [(True,)]
    assert ask(databases.dsns[name], text, "1 day") == [(False,)]
    assert ask(databases.admin[name], "SELECT term FROM ledger.term WHERE lot = 0 AND term = '5 years'") != []
    at = datetime(2018, 2, 27, tzinfo=UTC)
    if name == "ledger":
        refused(
            databases.erasers[name],
            f"SELECT ledger.state_expiry('2013-02-01', 0, ROW({ENTRY}, %s, '{{}}', '', 0)::ledger.entry)",
            at,
        )
    else:
        refused(
            databases.erasers[name],
            f"SELECT keys.destroy_month('2013-02-01', ROW({ENTRY}, %s, '{{}}', '', 0)::ledger.entry)",
            at,
        )


@pytest.mark.tampers
def test_a_policy_that_asks_for_less_is_held_to_what_it_asked(
    jk: Jikim, cast: Cast, databases: Databases, forward: Any
) -> None:
    """What the policy once promised to keep is kept by the expiry too, which goes on without an error."""
    jk.sequence()
    fact = '{"event": "ledger:lengthen"}'
    ask(
        databases.dsns["ledger"],
        f"SELECT ledger.lengthen(0, '3 years', ROW({ENTRY}, '2013-02-05', %s, '', 0)::ledger.entry)",
        fact,
    )
    forward(to=datetime(2014, 3, 5, tzinfo=UTC))
    assert "2013-02/access" not in jk.expire().lots
    forward(to=datetime(2016, 3, 5, tzinfo=UTC))
    assert "2013-02/access" in jk.expire().lots
    assert cast.alice.kind == "member"


# ---- keys


@pytest.mark.parametrize(
    ("space", "name", "match"),
    [
        ("signing", b"ledger", "never destroyed"),
        ("ledger-month", b"2013-02-01", "its own evidence"),
        ("ledger-month", b"2013-02-01/house", "its own evidence"),
        ("day", day_name(1, date(2013, 12, 31)), "before its time"),
    ],
)
def test_the_keys_role_destroys_no_evidence_and_no_day_that_is_not_past(
    jk: Jikim, databases: Databases, space: str, name: bytes, match: str
) -> None:
    """Neither a signing key, nor a ledger month's, nor a due day's before its day; not by a replay of made-up lines
    either."""
    at = datetime(2013, 3, 1, tzinfo=UTC)
    refused(
        databases.dsns["keys"],
        f"SELECT keys.destroy(%s, %s, NULL, ROW({ENTRY}, %s, '{{}}', '', 0)::ledger.entry)",
        space,
        name,
        at,
        match=match,
    )
    last = ask(databases.admin["keys"], "SELECT last FROM keys.beside")[0][0]
    row = {"n": last + 1, "at": at.isoformat(), "what": "key", "detail": {"space": space, "name": name.hex()}}
    text = f"SELECT keys.replay(%s, %s, ROW({ENTRY}, %s, '{{}}', '', 0)::ledger.entry)"
    refused(databases.dsns["keys"], text, json.dumps([row]), last + 1, at, match="never destroyed|before its time")


def test_a_day_that_is_past_by_the_caller_alone_keeps_its_key(world: Jikim, databases: Databases) -> None:
    """The year 2999 is the caller's word; the server's clock says that the day is not over."""
    name = day_name(1, machine_moment().date() + timedelta(days=1))
    refused(
        databases.dsns["keys"],
        f"SELECT keys.destroy('day', %s, NULL, ROW({ENTRY}, %s, '{{}}', '', 0)::ledger.entry)",
        name,
        FAR,
    )


@pytest.mark.parametrize("space", ["ledger-month", "signing"])
def test_the_keys_role_puts_no_other_key_in_evidences_place(jk: Jikim, databases: Databases, space: str) -> None:
    """An epoch that somebody else begins wraps people's keys anew; evidence's keys stay as they are."""
    ring = ask(
        databases.dsns["keys"],
        f"SELECT ring FROM keys.epoch_begin(2, %s, 'r', 'h', ROW({ENTRY}, '2013-02-05', '{{}}', '', 0)::ledger.entry)",
        UUID(int=7),
    )[0][0]
    with psycopg.connect(databases.admin["keys"], autocommit=True) as conn:
        conn.execute("UPDATE keys.epoch SET step = 'turned'")
    before = ask(databases.admin["keys"], "SELECT * FROM keys.key WHERE space = %s", space)
    text = "SELECT keys.rewrap(%s, %s, 0, 999, %s, %s, %s)"
    refused(
        databases.dsns["keys"],
        text,
        ring,
        UUID(int=7),
        space,
        [bytes(before[0][1])],
        [b"another"],
        match="its own evidence",
    )
    text = text.replace("rewrap", "rewrap_evidence")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        ask(databases.dsns["keys"], text, ring, UUID(int=7), space, [], [])
    assert ask(databases.admin["keys"], "SELECT * FROM keys.key WHERE space = %s", space) == before


@pytest.mark.parametrize("to", ["turned", "rewrapped", "backup", "waited", "destroyed", "done"])
def test_an_epoch_skips_no_step(jk: Jikim, databases: Databases, to: str) -> None:
    """A step of an epoch is written down after the one before it alone."""
    ask(
        databases.dsns["keys"],
        f"SELECT keys.epoch_begin(2, %s, 'r', 'h', ROW({ENTRY}, '2013-02-05', '{{}}', '', 0)::ledger.entry)",
        UUID(int=7),
    )
    text = "SELECT keys.epoch_step(2, %s, 'begun', %s, NULL, NULL, NULL)"
    assert ask(databases.dsns["keys"], text, UUID(int=7), to) == [(False,)]


@pytest.mark.parametrize("name", RESTRICTED)
def test_a_replay_is_of_what_is_missing_and_nothing_else(jk: Jikim, databases: Databases, name: Any) -> None:
    """Made-up lines beyond the last, with gaps or doubled are refused: none is done beside the log, or without its
    entry."""
    where = f"SELECT last FROM {name}.beside"
    last = ask(databases.admin[name], where)[0][0]
    row = {"at": "2013-02-05", "what": "nothing", "detail": {}}
    text = f"SELECT {name}.replay(%s, %s, ROW({ENTRY}, '2013-02-05', '{{}}', '', 0)::ledger.entry)"
    for numbers, counted in (
        ([last + 1], last),
        ([last + 2], last + 2),
        ([last + 1, last + 1], last + 2),
        ([], last + 1),
    ):
        rows = json.dumps([{**row, "n": n} for n in numbers])
        refused(databases.dsns[name], text, rows, counted, match="restrictions that are missing")


# ---- records and days


def test_a_record_that_lives_is_neither_destroyed_nor_begun_to_rest(
    jk: Jikim, cast: Cast, databases: Databases
) -> None:
    """The live role cannot have a membership that nobody ended gone: not by the last step of a journal, and not by its
    first."""
    ref = cast.alice_membership
    kind = jk.policy.number("record", ref.kind)
    destroy = f"SELECT live.retire_finish(ARRAY[%s::uuid], ARRAY[%s::uuid], %s, false, ROW({ENTRY}, %s, '{{}}', '', 0)::ledger.entry)"
    begin = f"SELECT live.retire_begin(%s, %s, %s, '[]', %s, ROW({ENTRY}, %s, '{{}}', '', 0)::ledger.entry)"
    for fate in ("destroyed", "rests"):
        refused(databases.lying(jk, ref.subject), destroy, ref.subject, ref.record, fate, FAR)
    refused(databases.lying(jk, ref.subject), begin, ref.subject, ref.record, kind, FAR, FAR)
    assert ask(databases.admin["live"], "SELECT state FROM live.record WHERE record = %s", ref.record) == [(1,)]


def test_no_record_is_timed_or_trimmed_anew_that_no_switch_of_versions_wrote_down(
    jk: Jikim, cast: Cast, databases: Databases
) -> None:
    """The live role cannot move the end of a record into the past, nor drop its items, where no new version asked for
    it."""
    ref = cast.alice_membership
    text = f"SELECT live.rework_done(%s, %s, 1, 1, '2000-01-01', '{{}}', '', '{{}}', %s, false, ROW({ENTRY}, '2013-02-05', '{{}}', '', 0)::ledger.entry)"
    for dropped in ([], [1, 2, 3]):
        assert ask(databases.lying(jk, ref.subject), text, ref.subject, ref.record, dropped) == [(False,)]
    assert ask(databases.admin["live"], "SELECT over_from, version FROM live.record WHERE record = %s", ref.record) == [
        (None, 1)
    ]


def test_what_time_ends_is_over_by_the_servers_clock_too(world: Jikim, cast: Cast, databases: Databases) -> None:
    """A record whose time lies ahead of the server's clock stays, though the caller says that it is 2999."""
    ref = cast.alice_membership
    with psycopg.connect(databases.admin["live"], autocommit=True) as conn:
        conn.execute("UPDATE live.record SET over_from = %s", (machine_moment() + timedelta(hours=1),))
    destroy = f"SELECT live.retire_finish(ARRAY[%s::uuid], ARRAY[%s::uuid], 'destroyed', false, ROW({ENTRY}, %s, '{{}}', '', 0)::ledger.entry)"
    refused(databases.lying(world, ref.subject), destroy, ref.subject, ref.record, FAR)


def test_no_due_day_is_hidden_before_it_is_past(world: Jikim, databases: Databases) -> None:
    """Today and any later day stay, whatever day the caller says it is; yesterday's may go."""
    text = f"SELECT archive.day_hide(1, %s, '2999-01-01', ROW({ENTRY}, %s, '{{}}', '', 0)::ledger.entry)"
    for days in (0, 1, 400):
        refused(databases.dsns["archive"], text, machine_moment().date() + timedelta(days=days + 1), FAR)
    assert ask(databases.dsns["archive"], text, machine_moment().date() - timedelta(days=1), FAR) == [(True,)]


def test_a_held_part_does_not_go_before_its_day(jk: Jikim, databases: Databases) -> None:
    """A release drops what is past; the rest goes back to rest."""
    text = f"SELECT archive.drop_held(%s, %s, '2018-01-01', ROW({ENTRY}, '2013-02-05', '{{}}', '', 0)::ledger.entry)"
    record, run = uuid4(), uuid4()
    with psycopg.connect(databases.admin["archive"], autocommit=True) as conn:
        conn.execute(
            "INSERT INTO archive.holding VALUES (%s, %s, %s, '{}', %s, '2013-02-05')", (record, run, uuid4(), run)
        )
    refused(databases.dsns["archive"], text, record, run)


# ---- the inbox


def test_the_tree_grows_only_by_entries_that_it_holds(databases: Databases) -> None:
    """Neither by what has no leaf, nor by leaves that have no body, does the application's role make the tree larger or
    mark a batch."""
    size = ask(databases.dsns["ledger"], "SELECT size FROM ledger.tree_now()")[0][0]
    grow = "SELECT ledger.grow('live', gen_random_uuid(), '[]', %s, %s, '', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '[]')"
    match = "does not hold these entries"
    refused(databases.dsns["ledger"], grow, size, size + 3, match=match)
    with psycopg.connect(databases.dsns["ledger"], autocommit=True) as conn:
        conn.execute(
            "INSERT INTO ledger.leaf SELECT n, sha256('x') FROM generate_series(%s::bigint, %s) AS n", (size, size)
        )
    refused(databases.dsns["ledger"], grow, size, size + 1, match=match)
    assert ask(databases.dsns["ledger"], "SELECT * FROM ledger.placed_of('live')") == []


# ---- a demo


def test_only_its_owner_makes_a_database_a_demo(databases: Databases, homepage: PolicyFile, tmp_path: Any) -> None:
    """Without the owner's mark no clock is moved: the application cannot say of itself that time is not the world's."""
    for admin in databases.admin.values():
        with psycopg.connect(admin, autocommit=True) as conn:
            conn.execute("DELETE FROM ledger.demo")
    with pytest.raises(StoreError, match="is no demo"):
        Jikim(homepage, databases.settings(tmp_path), demo_start=datetime(2013, 2, 5, tzinfo=UTC))
    for name in DATABASES:
        with (
            psycopg.connect(databases.dsns[name], autocommit=True) as conn,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            conn.execute("INSERT INTO ledger.demo VALUES (true)")
