"""Leaving with a grace: hidden and untouched at once, undone until it is over, erased now or then; and a restore of any
moment keeps who came back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from tests.conftest import START, Databases
from tests.restore.restore_past import Past, past

import jikim
from jikim.accounts.credentials import sign_in
from jikim.app import Jikim, read_policy
from jikim.app.dormancy import rest_unused
from jikim.db.driver import Steps
from jikim.errors import DeniedError
from jikim.mail.queue import drop, due
from jikim.policy.ask import Actor
from jikim.policy.outcome import Outcome
from jikim.policy.period import Period, due_from, start_of
from jikim.store.rows import person_row
from jikim.store.sealed import Q
from jikim.verbs.house import SYSTEM

__all__ = ["past"]
ACADEMY = Path(__file__).parents[1] / "policy" / "others" / "academy.yaml"
STUDENT = {
    "login_id": "student1",
    "password": "quiet heron walks 77",
    "name": "Noa Invented",
    "email": "noa@example.com",
}
COURSE = {"name": "Noa Invented", "mobile": "010-1234-0101", "school": "Nowhere School, 2"}


@pytest.fixture
def jk(databases: Databases, tmp_path: Path) -> Iterator[Jikim]:
    with Jikim(read_policy(ACADEMY), databases.settings(tmp_path), demo_start=START) as opened:
        yield opened


def student(jk: Jikim, **other: str) -> jikim.Ref:
    return jk.collect("student", {**STUDENT, **other}, channel="site", old_enough=True, consents=["openings"]).ref


def name(jk: Jikim, ref: jikim.Ref) -> str:
    """A student's name as the house reads it; or why it does not."""
    try:
        return str(jk.use(ref, purpose="membership", items=["name"])["name"])
    except DeniedError as error:
        return error.why


def state(jk: Jikim, ref: jikim.Ref) -> int:
    row = jk.driver.run(person_row(ref.subject))
    return 0 if row is None else row.state


def later(jk: Jikim, days: int) -> None:
    jk.move_clock(jk.now() + timedelta(days=days))


def test_who_leaves_is_hidden_at_once_and_comes_back_with_all_that_was_theirs(jk: Jikim) -> None:
    """In the grace nothing is read, found or collected, the login stays theirs, and their coming back undoes all of it."""
    ref = student(jk)
    jk.leave(ref.subject)
    assert name(jk, ref) == "left"
    assert not jk.find("login_id", "student1")
    assert not [card for card in jk.show(ref.subject).cards if card.values]
    with pytest.raises(DeniedError) as taken:
        student(jk, email="other@example.com")
    assert taken.value.why == "taken"
    with pytest.raises(DeniedError) as gone:
        jk.leave(ref.subject)
    assert gone.value.why == "left"
    later(jk, 29)
    jk.sweep()
    jk.come_back(ref.subject)
    assert name(jk, ref) == "Noa Invented"
    assert [person.subject for person in jk.find("login_id", "student1")] == [ref.subject]
    assert [one.partition("#")[0] for one in jk.show(ref.subject).consents] == ["use:openings"]
    later(jk, 60)
    jk.sweep()
    assert name(jk, ref) == "Noa Invented"


def test_after_the_grace_nobody_comes_back_and_all_goes_as_of_the_day_of_leaving(jk: Jikim) -> None:
    """From the day after the grace on it cannot be undone, before any sweep too; and the receipt says when they left."""
    ref = student(jk)
    left = jk.now()
    jk.leave(ref.subject)
    last = jk.now().astimezone(jk.policy.zone).date() + timedelta(days=31)
    jk.move_clock(start_of(last, jk.policy.zone) - timedelta(minutes=1))
    jk.sweep()
    assert state(jk, ref) == 3
    jk.move_clock(start_of(last, jk.policy.zone))
    with pytest.raises(DeniedError) as over:
        jk.come_back(ref.subject)
    assert over.value.why == "left"
    jk.sweep()
    assert state(jk, ref) in (0, 2)
    assert not jk.show(ref.subject).cards
    hidden = jk.receipt(ref.subject).dates.hidden
    assert hidden is not None
    assert abs(hidden - left) < timedelta(minutes=1)


def test_what_a_law_keeps_is_counted_from_the_day_of_leaving(databases: Databases, tmp_path: Path) -> None:
    """A grace lengthens no period: what rests because its person left rests until five years after that very day."""
    policy = read_policy(ACADEMY)
    course = policy.records["course"].model_copy(update={"leaving": "ends"})
    policy = policy.model_copy(update={"records": {**policy.records, "course": course}})
    with Jikim(policy, databases.settings(tmp_path), demo_start=START) as jk:
        who = jikim.Person(student(jk).subject, "member")
        jk.collect("course", COURSE, channel="site", subject=who, old_enough=True)
        left = jk.now()
        jk.leave(who.subject)
        later(jk, 40)
        jk.sweep()
        rests = [part.due for part in jk.driver.run(jk.house.archive.parts_of(who.subject, jk.house.today()))]
        assert rests == [due_from(left, jk.policy.zone, Period(5, "y"))]


def test_whoever_is_away_can_have_it_erased_now(jk: Jikim) -> None:
    """Beside the undoing stands the end: for good at once, in the grace too."""
    ref = student(jk)
    jk.leave(ref.subject)
    later(jk, 1)
    jk.leave(ref.subject, now=True)
    with pytest.raises(DeniedError):
        jk.come_back(ref.subject)
    jk.sweep()
    assert not jk.show(ref.subject).cards
    assert state(jk, student(jk)) == 1


def test_the_database_lets_nobody_go_before_their_time(jk: Jikim) -> None:
    """The statement that ends a grace refuses before it is over, whatever a caller thinks; so does moving a record."""
    ref = student(jk)
    jk.leave(ref.subject)

    def too_early() -> Steps[int]:
        entry = yield from jk.house.entry("subject:leave", jk.policy, SYSTEM, None, "")
        [(outcome,)] = yield Q["leave_in_the_end"](subject=ref.subject, entry=entry)
        return int(outcome)

    assert jk.driver.run(too_early()) == Outcome.CONFLICT
    assert state(jk, ref) == 3


def test_a_stranger_brings_nobody_back(jk: Jikim) -> None:
    """Only the person, or the application for them, undoes a leaving."""
    ref, other = student(jk), student(jk, login_id="student2", email="two@example.com")
    jk.leave(ref.subject)
    with pytest.raises(DeniedError):
        jk.by(Actor("member", str(other.subject), 0, "")).come_back(ref.subject)
    assert state(jk, ref) == 3


# ---- restored


@pytest.fixture
def house(past: Past) -> Past:
    past.homepage = read_policy(ACADEMY)
    return past


@pytest.mark.parametrize("copied", ["before they left", "in the grace"])
def test_who_came_back_outlives_a_backup_of_before(house: Past, copied: str) -> None:
    """A backup from before the undoing, restored after the grace is over, ends nobody: the undoing stands beside the ring."""
    with house.open() as jk:
        back, gone, now = (student(jk, login_id=f"student{n}", email=f"s{n}@example.com") for n in (1, 2, 3))
        if copied == "in the grace":
            for one in (back, gone, now):
                jk.leave(one.subject)
    names = house.keep("live", "archive", "ledger")
    with house.open() as jk:
        if copied == "before they left":
            for one in (back, gone, now):
                jk.leave(one.subject)
        later(jk, 3)
        jk.come_back(back.subject)
        jk.leave(now.subject, now=True)
    house.replayed(names)
    with Jikim(house.homepage, house.settings(names)) as jk:
        assert [state(jk, one) for one in (back, gone, now)] == [1, 3, 2]
        assert name(jk, back) == "Noa Invented"
        assert name(jk, gone) == "left"
        later(jk, 40)
        jk.sweep()
        assert name(jk, back) == "Noa Invented"
        assert not jk.show(gone.subject).cards


def test_an_undoing_that_a_kill_cut_off_is_done_whole(house: Past) -> None:
    """Killed after the database knows and before the log does, who came back is here at the next opening and in a restore."""
    with house.open() as jk:
        ref = student(jk)
        jk.leave(ref.subject)
    names = house.keep("live", "archive", "ledger")

    def torn(step: str, when: str) -> None:
        if (step, when) == ("restrictions.append.live", "before"):
            raise RuntimeError("killed")

    with house.open() as jk:
        jk.driver.hook = torn
        with pytest.raises(RuntimeError):
            jk.come_back(ref.subject)
        jk.driver.hook = None
    with house.open() as jk:
        assert name(jk, ref) == "Noa Invented"
    house.replayed(names)
    with Jikim(house.homepage, house.settings(names)) as jk:
        assert name(jk, ref) == "Noa Invented"


# ---- accounts that nobody uses


def apart(databases: Databases) -> int:
    with psycopg.connect(databases.admin["live"]) as conn:
        [(count,)] = conn.execute("SELECT count(*) FROM live.apart").fetchall()
        return int(count)


def post(jk: Jikim) -> None:
    """A mail server takes every letter that waits."""
    for one in jk.driver.run(due(jk.house, 10)):
        jk.driver.run(drop(jk.house, one))


def rest(jk: Jikim) -> None:
    """The day's look at accounts that nobody uses; who is told by it is told."""
    jk.driver.run(rest_unused(jk.house))
    post(jk)


def test_an_unused_account_is_told_set_apart_and_woken(jk: Jikim, databases: Databases) -> None:
    """Told a month before, apart after a year, whoever was not seen; a use since keeps it, and coming back wakes it."""
    unused, used = student(jk), student(jk, login_id="student2", email="two@example.com")
    later(jk, 334)
    jk.driver.run(rest_unused(jk.house))
    assert [one.letter for one in jk.driver.run(due(jk.house, 10))] == ["account-unused"] * 2
    post(jk)
    jk.seen(used.subject)
    later(jk, 29)
    rest(jk)
    assert name(jk, unused) == "Noa Invented"
    later(jk, 5)
    rest(jk)
    assert (name(jk, unused), name(jk, used)) == ("left", "Noa Invented")
    assert apart(databases) == 1
    assert not jk.find("login_id", "student1")
    [row] = [jk.driver.run(person_row(unused.subject))]
    assert row is not None
    assert row.away == "dormant"
    signed = jk.driver.run(sign_in(jk.house, "student1", STUDENT["password"], ""))
    assert signed.person is not None
    jk.come_back(unused.subject)
    assert (name(jk, unused), apart(databases)) == ("Noa Invented", 0)
    rest(jk)
    assert name(jk, unused) == "Noa Invented"


def test_nobody_rests_untold_and_a_late_letter_makes_it_later(jk: Jikim) -> None:
    """Where nothing ran for two years, the first run tells, and only a month later one sets apart."""
    ref = student(jk)
    later(jk, 800)
    rest(jk)
    later(jk, 30)
    rest(jk)
    assert name(jk, ref) == "Noa Invented"
    later(jk, 1)
    rest(jk)
    assert name(jk, ref) == "left"


def test_a_record_that_is_gone_was_a_use_all_the_same(jk: Jikim) -> None:
    """Who was told and then gave a record counts as seen on that day, also once the record has gone."""
    ref = student(jk)
    who = jikim.Person(ref.subject, "member")
    later(jk, 334)
    rest(jk)
    later(jk, 10)
    course = jk.collect("course", COURSE, channel="site", subject=who, old_enough=True).ref
    jk.event(course, "cancelled")
    for _ in range(2):
        jk.sweep()
    assert all(card.ref != course for card in jk.show(ref.subject).cards)
    later(jk, 25)
    rest(jk)
    assert name(jk, ref) == "Noa Invented"


def test_what_rests_apart_for_its_time_leaves_and_goes(jk: Jikim, databases: Databases) -> None:
    """Four years apart, then as if they had left; what ends meanwhile goes on its day, and the rest is apart again."""
    ref = student(jk)
    who = jikim.Person(ref.subject, "member")
    course = jk.collect("course", COURSE, channel="site", subject=who, old_enough=True).ref
    later(jk, 400)
    rest(jk)
    later(jk, 40)
    rest(jk)
    assert apart(databases) == 1
    jk.event(course, "cancelled")
    for _ in range(2):
        jk.sweep()
    rest(jk)
    assert apart(databases) == 1
    later(jk, 4 * 366)
    jk.sweep()
    jk.sweep()
    assert apart(databases) == 0
    assert state(jk, ref) in (0, 2)
    assert not [card for card in jk.show(ref.subject).cards if card.ref.kind == "student"]


def test_where_the_policy_lets_an_unused_account_end_it_leaves(databases: Databases, tmp_path: Path) -> None:
    """Told, then not seen for the rest of two years: it is as if they had left."""
    with Jikim(read_policy(ACADEMY.with_name("game.yaml")), databases.settings(tmp_path), demo_start=START) as jk:
        values = {"email": "noa@example.com", "password": "quiet heron walks 77", "nickname": "osprey"}
        ref = jk.collect("account", values, channel="game", old_enough=True).ref
        later(jk, 720)
        rest(jk)
        later(jk, 31)
        rest(jk)
        assert state(jk, ref) == 2


def test_who_is_set_apart_is_so_in_a_restore(house: Past) -> None:
    """A backup from before is brought to it: hidden, set apart, and woken with all that was theirs."""
    with house.open() as jk:
        ref, woken = student(jk), student(jk, login_id="student2", email="two@example.com")
        later(jk, 400)
        rest(jk)
    names = house.keep("live", "archive", "ledger")
    with house.open() as jk:
        later(jk, 40)
        rest(jk)
        assert name(jk, ref) == name(jk, woken) == "left"
        jk.come_back(woken.subject)
    house.replayed(names)
    with Jikim(house.homepage, house.settings(names)) as jk:
        assert (name(jk, ref), name(jk, woken)) == ("left", "Noa Invented")
        jk.come_back(ref.subject)
        assert name(jk, ref) == "Noa Invented"
