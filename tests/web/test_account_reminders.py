"""Reminders at the policy's intervals: found by dates, written once, in the person's language."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import psycopg
import pytest
from tests.conftest import Databases

from jikim.accounts.reminders import due_reminders, kept_current, mark
from jikim.accounts.sessions import begin_session, clean
from jikim.app import Jikim
from jikim.app.reminding import remind
from jikim.db.steps import rows_of
from jikim.prove.gathering import Q
from jikim.verbs.collect import Person


def member(jk: Jikim, name: str) -> Person:
    """An invented member."""
    given = {"login_id": name, "password": "quiet heron walks", "name": "가나다", "email": f"{name}@example.com"}
    return Person(jk.collect("membership", given, channel="homepage", old_enough=True).ref.subject, "member")


def queued(databases: Databases) -> list[tuple[str, str]]:
    """Letters that wait, with their language."""
    with psycopg.connect(databases.admin["live"]) as admin:
        return admin.execute("SELECT letter, language FROM live.mail ORDER BY letter, language").fetchall()


def counted(jk: Jikim, what: str) -> tuple[int, ...]:
    """How many the page of promises says were reminded, and how many of them have not answered."""
    [found] = jk.driver.run(rows_of(Q["prove.reminded"](what=what, item=0)))
    return found


@pytest.mark.clause("8.1")
@pytest.mark.clause("8.3")
def test_who_is_due_is_written_to_once(jk: Jikim, databases: Databases) -> None:
    """Half a year on the password, a year on the data, once for each interval, in the language that they chose; who
    left is left alone."""
    one, two = member(jk, "reminded1"), member(jk, "reminded2")
    gone = member(jk, "reminded3")
    jk.collect("preferences", {"language": "en"}, channel="homepage", subject=two, old_enough=True)
    jk.leave(gone.subject)
    assert remind(jk)["password"] == 0
    jk.move_clock(jk.now() + timedelta(days=183))
    assert (remind(jk)["password"], remind(jk)["password"]) == (2, 0)
    assert queued(databases) == [("password-reminder", "en"), ("password-reminder", "ko")]
    jk.move_clock(jk.now() + timedelta(days=100))
    assert remind(jk) | {"over": 0, "reconfirmed": 0} == {"reconfirmed": 0, "data": 0, "password": 0, "over": 0}
    jk.move_clock(jk.now() + timedelta(days=90))
    assert remind(jk) | {"over": 0, "reconfirmed": 0} == {"reconfirmed": 0, "data": 2, "password": 2, "over": 0}
    jk.leave(one.subject)


@pytest.mark.clause("8.1")
def test_a_correction_or_a_word_begins_the_interval_anew(jk: Jikim) -> None:
    """Who corrected something, or said that it is right, is not reminded of their data, nor counted as reminded; a new
    password is a new half year."""
    one, two = member(jk, "current1"), member(jk, "current2")
    jk.move_clock(jk.now() + timedelta(days=364))
    jk.driver.run(kept_current(jk.house, one.subject))
    ref = next(card.ref for card in jk.show(two.subject).cards)
    jk.correct(jk.ask_correction(ref, ["password"]), {"password": "another quiet heron"})
    jk.move_clock(jk.now() + timedelta(days=3))
    assert remind(jk) | {"over": 0, "reconfirmed": 0} == {"reconfirmed": 0, "data": 0, "password": 1, "over": 0}
    assert counted(jk, "data") == (0, 0)
    jk.move_clock(jk.now() + timedelta(days=400))
    assert remind(jk)["data"] == 2
    assert counted(jk, "data") == (2, 2)
    jk.driver.run(kept_current(jk.house, one.subject))
    assert counted(jk, "data") == (2, 1)


def test_of_two_processes_one_writes(jk: Jikim, another: Callable[[], Jikim]) -> None:
    """A reminder that another process has marked is not written a second time."""
    member(jk, "twice1")
    jk.move_clock(jk.now() + timedelta(days=400))
    other = another()
    (here,), _ = jk.driver.run(due_reminders(jk.house, "data"))
    (there,), _ = other.driver.run(due_reminders(other.house, "data"))
    assert (jk.driver.run(mark(jk.house, here)), other.driver.run(mark(other.house, there))) == (True, False)


def test_what_is_over_of_accounts_goes(jk: Jikim) -> None:
    """Sessions a day after their end, links and counts at theirs, are removed by the same step."""
    person = member(jk, "over1")
    jk.driver.run(begin_session(jk.house, person.subject, "member", limit=timedelta(days=-2)))
    assert jk.driver.run(clean(jk.house)) >= 1
    assert jk.driver.run(clean(jk.house)) == 0
