"""What happens while somebody is away: the house's own work, requests, a changed policy, a restore; and what is said of it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import psycopg
import pytest
from tests.conftest import START, Databases
from tests.restore.restore_past import Past, past
from tests.restore.test_coming_back import ACADEMY, COURSE, house, jk, later, name, rest, state, student

import jikim
from jikim.app import AsyncJikim, Jikim, read_policy
from jikim.app.dormancy import _since, rest_unused
from jikim.cabinet.reckoning import reckon
from jikim.desk.deleting import delete_records
from jikim.errors import ConflictError
from jikim.policy.ask import Actor
from jikim.store.rows import person_row
from jikim.verbs.house import House
from jikim.web.account.entering import is_away

__all__ = ["house", "jk", "past"]


def admin(databases: Databases, text: str, *given: Any) -> list[tuple[Any, ...]]:
    with psycopg.connect(databases.admin["live"]) as conn:
        return conn.execute(text.encode(), given).fetchall()


def late(jk: Jikim, databases: Databases) -> int:
    """How many records the proof says are still here five days after they ended."""
    finishing = [rules.number for rules in jk.policy.records.values() if rules.finishes]
    before = jk.now() - timedelta(days=5)
    return sum(row[1] for row in admin(databases, "SELECT * FROM live.prove_late(%s, %s)", before, finishing))


def dormant(jk: Jikim) -> jikim.Ref:
    ref = student(jk)
    for days in (400, 40):
        later(jk, days)
        rest(jk)
    assert name(jk, ref) == "left"
    return ref


def test_who_is_here_comes_back_from_nowhere(jk: Jikim) -> None:
    """A page of coming back that is sent twice, or stayed open, is refused: no false entry, and nobody is let in by it."""
    ref = student(jk)
    jk.leave(ref.subject)
    jk.come_back(ref.subject)
    with pytest.raises(ConflictError):
        jk.come_back(ref.subject)
    assert name(jk, ref) == "Noa Invented"


def test_what_is_set_apart_while_it_is_sealed_anew_opens_still(jk: Jikim, databases: Databases) -> None:
    """A record that rests apart again between the two steps of a new key is not brought back under the old one."""
    ref = dormant(jk)
    who = ref.subject
    admin(databases, "UPDATE live.subject SET stale = generation WHERE subject = %s RETURNING 1", who)

    def again(step: str, when: str) -> None:
        if (step, when) == ("rekey.reseal", "before"):
            admin(databases, "SELECT live.set_apart(%s, %s::integer[])", who, [])

    jk.driver.hook = again
    jk.sweep()
    jk.driver.hook = None
    jk.come_back(who)
    assert name(jk, ref) == "Noa Invented"


def test_whose_use_a_restore_has_lost_is_told_anew(house: Past) -> None:
    """Told before the backup, seen after it, restored: nobody rests by that letter, whatever day it is."""
    with house.open() as jk:
        ref = student(jk)
        later(jk, 340)
        rest(jk)
    names = house.keep("live", "archive", "ledger")
    with house.open() as jk:
        later(jk, 10)
        jk.seen(ref.subject)
    house.replayed(names)
    with Jikim(house.homepage, house.settings(names)) as jk:
        later(jk, 40)
        rest(jk)
        assert name(jk, ref) == "Noa Invented"


@pytest.mark.parametrize("letter", ["waits", "given up"])
def test_whose_letter_no_server_took_was_not_told(jk: Jikim, databases: Databases, letter: str) -> None:
    """Nobody rests while the letter that tells them waits, or once it was given up."""
    ref = student(jk)
    later(jk, 400)
    jk.driver.run(rest_unused(jk.house))
    if letter == "given up":
        admin(databases, "UPDATE live.mail SET state = 'dead' RETURNING 1")
    later(jk, 60)
    jk.driver.run(rest_unused(jk.house))
    assert name(jk, ref) == "Noa Invented"


def test_who_cannot_be_written_to_is_not_marked_as_told(jk: Jikim, monkeypatch: pytest.MonkeyPatch) -> None:
    """A letter that is not queued leaves its person untold: they rest by none that was never written."""
    ref = student(jk)
    later(jk, 400)

    def fails(*_: Any) -> Any:
        raise RuntimeError("killed")

    with monkeypatch.context() as patch:
        patch.setattr("jikim.app.dormancy.queue", fails)
        with pytest.raises(RuntimeError):
            jk.driver.run(rest_unused(jk.house))
    later(jk, 40)
    rest(jk)
    assert name(jk, ref) == "Noa Invented"


def test_no_time_before_a_policy_had_dormancy_counts_as_unused() -> None:
    """Use is written down from the first version on that has it: who used the service before is no account unused."""
    with_, without = read_policy(ACADEMY), read_policy(ACADEMY).model_copy(update={"dormancy": None})
    files = {1: with_, 2: without, 3: with_, 4: with_}
    days = {number: datetime(2020 + number, 1, 1, tzinfo=UTC) for number in files}

    def serving(number: int) -> Any:
        return SimpleNamespace(file=files[number])
        yield

    for known, since in (((1, 2, 3, 4), days[3]), ((3, 4), datetime.min.replace(tzinfo=UTC))):
        versions = SimpleNamespace(began=lambda known=known: [(days[one], one) for one in known], serving=serving)
        steps = _since(cast("House", SimpleNamespace(versions=versions)))
        with pytest.raises(StopIteration) as said:
            next(steps)
        assert said.value.value == since


def test_a_policy_without_dormancy_writes_no_use_down(databases: Databases, tmp_path: Path) -> None:
    """When somebody was last seen is kept for one purpose alone, and not where a policy has none for it."""
    policy = read_policy(ACADEMY).model_copy(update={"dormancy": None})
    with Jikim(policy, databases.settings(tmp_path), demo_start=START) as jk:
        jk.seen(student(jk).subject)
        assert admin(databases, "SELECT count(*) FROM live.used") == [(0,)]


def test_whose_grace_was_taken_out_of_the_policy_is_asked_still(jk: Jikim) -> None:
    """At the door it is the person's state that counts: their time runs on, and they may come back."""
    ref = student(jk)
    jk.leave(ref.subject)

    async def run(steps: Any) -> Any:
        return jk.driver.run(steps)

    file = jk.policy.file.model_copy(update={"leaving": None, "dormancy": None})
    site = SimpleNamespace(policy=replace(jk.policy, file=file), driver=SimpleNamespace(run=run))
    assert asyncio.run(is_away(cast("AsyncJikim", site), ref.subject))


def test_a_request_for_a_deed_is_not_done_by_being_away(jk: Jikim, databases: Databases) -> None:
    """An account that rests has deleted nothing and left nothing; one that left for now has left, and deleted nothing."""
    one, opened = dormant(jk), jk.now()
    asked = "SELECT live.asked_done(%s, %s, NULL, %s)"
    assert [admin(databases, asked, one.subject, what, opened) for what in ("withdraw", "delete")] == [[(False,)]] * 2
    two = student(jk, login_id="student2", email="two@example.com")
    jk.leave(two.subject)
    assert admin(databases, asked, two.subject, "withdraw", opened) == [(True,)]
    assert admin(databases, asked, two.subject, "delete", opened) == [(False,)]


def test_who_is_away_has_a_record_deleted_that_they_asked_to(databases: Databases, tmp_path: Path) -> None:
    """A deletion that was asked for before is carried out in the grace, and stays so when they come back."""
    policy = read_policy(ACADEMY)
    course = policy.records["course"].model_copy(update={"leaving": "ends"})
    policy = policy.model_copy(update={"records": {**policy.records, "course": course}})
    with Jikim(policy, databases.settings(tmp_path), demo_start=START) as jk:
        who = jikim.Person(student(jk).subject, "member")
        ref = jk.collect("course", COURSE, channel="site", subject=who, old_enough=True).ref
        jk.leave(who.subject)
        actor = Actor("member", str(who.subject), 0, "")
        done = jk.driver.run(delete_records(jk.house, who.subject, {ref.record}, actor=actor))
        assert [one.ref.record for one in done] == [ref.record]
        jk.sweep()
        jk.come_back(who.subject)
        assert [card.ref.kind for card in jk.show(who.subject).cards] == ["student"]


def test_paper_of_who_is_away_stays(jk: Jikim) -> None:
    """What hangs on a person who may come back is not shredded as if they had gone."""
    ref = student(jk)
    jk.leave(ref.subject)
    found = jk.driver.run(reckon(jk.house, "student", date(2013, 1, 7), ref))
    assert found.due is None


def test_the_proof_counts_from_when_they_left_for_good(jk: Jikim, databases: Databases) -> None:
    """Erased at once late in the grace is not late already; and a grace that is over and never ended is."""
    now, over = student(jk), student(jk, login_id="student2", email="two@example.com")
    jk.leave(now.subject)
    jk.leave(over.subject)
    later(jk, 20)
    jk.leave(now.subject, now=True)
    assert late(jk, databases) == 0
    later(jk, 6)
    assert late(jk, databases) == 1
    jk.sweep()
    assert late(jk, databases) == 0
    later(jk, 20)
    assert late(jk, databases) == 1
    jk.sweep()
    assert late(jk, databases) == 0


def test_a_receipt_in_the_grace_promises_no_destruction_tomorrow(jk: Jikim) -> None:
    """It says that they are hidden, and until when it can be undone; once they are back it says neither."""
    ref = student(jk)
    jk.leave(ref.subject)
    found = jk.receipt(ref.subject)
    assert [wait.code for wait in found.dates.waits] == ["grace"]
    assert found.dates.hidden == found.lines[0].dates.hidden is not None
    jk.come_back(ref.subject)
    found = jk.receipt(ref.subject)
    assert [wait.code for wait in found.dates.waits] == ["here"]
    assert found.dates.hidden is None


def test_whose_account_rests_leaves_for_good(jk: Jikim) -> None:
    """Who asks to leave while their account rests has no second grace, and is not told that they left already."""
    ref = dormant(jk)
    jk.leave(ref.subject)
    assert state(jk, ref) == 2
    row = jk.driver.run(person_row(ref.subject))
    assert row is not None
    assert row.away is None
