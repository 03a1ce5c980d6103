"""Coming back and leaving for good take what they need in the order in which a sender and a sweep do: none waits for the
other in a circle."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from tests.conftest import START, Databases
from tests.races.interleave import start
from tests.restore.test_away_waiting import AT_GATEWAY, enrolled
from tests.restore.test_coming_back import ACADEMY, COURSE, later, rest, student
from tests.waiting import eventually

import jikim
from jikim.app import Jikim, read_policy
from jikim.jobs.outbox import deliver


@pytest.fixture
def away(databases: Databases, tmp_path: Path) -> Iterator[Jikim]:
    with Jikim(read_policy(ACADEMY), databases.settings(tmp_path), demo_start=START) as jk:
        yield jk


WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


def takes_first(databases: Databases, first: str, then: str, act: Callable[[], object]) -> None:
    """Holds the rows that an act is to take first, and looks that it waits for them without having the others."""
    where = databases.admin["live"]
    with psycopg.connect(where) as holder, psycopg.connect(where, autocommit=True) as looker:
        assert holder.execute(f"{first} FOR UPDATE".encode()).fetchall()
        run = start(act)
        eventually(lambda: run.done() or looker.execute(WAITING).fetchone() != (0,), "a wait for a lock")
        assert not run.done(), "it waited for nothing"
        assert looker.execute(f"{then} FOR UPDATE NOWAIT".encode()).fetchall()
    run.result()


@pytest.mark.parametrize("how", ["comes back", "erased now", "the grace is over"])
def test_who_ends_a_time_away_has_the_person_before_the_messages(away: Jikim, databases: Databases, how: str) -> None:
    """A person, then a record, then its messages: whoever needs them locks them in this order."""
    ref = enrolled(away)
    away.entrust(ref, to="gateway", purpose="fees")
    away.leave(ref.subject)
    acts: dict[str, Callable[[], object]] = {
        "comes back": lambda: away.come_back(ref.subject),
        "erased now": lambda: away.leave(ref.subject, now=True),
        "the grace is over": away.sweep,
    }
    if how == "the grace is over":
        later(away, 40)
    takes_first(databases, "SELECT 1 FROM live.subject", "SELECT 1 FROM live.outbox", acts[how])


def test_who_sends_has_the_record_before_its_message(away: Jikim, databases: Databases) -> None:
    """An event that calls a record back from a processor has the record when it stops its messages: one that sends them
    meanwhile waits for it with empty hands."""
    ref = enrolled(away)
    away.entrust(ref, to="gateway", purpose="fees")

    def sends() -> object:
        return deliver(away.driver, away.house, AT_GATEWAY, lambda *_: (0, b""))

    takes_first(databases, "SELECT 1 FROM live.record", "SELECT 1 FROM live.outbox", sends)


def test_who_moves_what_is_set_apart_has_the_person_before_the_records(away: Jikim, databases: Databases) -> None:
    """A sweep that takes up a dormant person's ended record does so as who wakes them does."""
    who = jikim.Person(student(away).subject, "member")
    course = away.collect("course", COURSE, channel="site", subject=who, old_enough=True).ref
    for days in (400, 40):
        later(away, days)
        rest(away)
    away.event(course, "cancelled")
    one = f"WHERE subject = '{who.subject}'"
    takes_first(databases, f"SELECT 1 FROM live.subject {one}", f"SELECT 1 FROM live.record {one}", away.sweep)
