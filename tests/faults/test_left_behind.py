"""What stands in the way of one must not stand in the way of the others: stuck people and messages, a month's end, a
server that was started again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import psycopg
import pytest
from tests.faults.killing import Stage, play_whole, stage  # noqa: F401
from tests.faults.making import guest, member, order, someone
from tests.faults.scenes import SCENES

from jikim.db.schema import DATABASES
from jikim.errors import StoreError
from jikim.jobs import retention_sweep as sweeping
from jikim.jobs.outbox import deliver
from jikim.settings import Endpoint
from jikim.verbs.collect import Collected, Offer


def test_people_whose_records_are_damaged_keep_nobody_from_a_new_key(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More damaged people than a page holds, and the first in their order: everyone behind them still gets a new key."""
    monkeypatch.setattr(sweeping, "PAGE", 2)
    jk = stage.director
    people = sorted(someone(jk) for _ in range(6))
    for whose, _ in people:
        jk.event(order(jk, whose), "settled")
    damaged = [whose.subject for whose, _ in people[:3]]
    with psycopg.connect(stage.databases.admin["live"], autocommit=True) as conn:
        conn.execute(
            "UPDATE live.record SET head = set_byte(head, 3, get_byte(head, 3) # 1) WHERE subject = ANY (%s) AND state = 1",
            (damaged,),
        )
    swept = jk.sweep()
    assert swept.renewed == 3
    assert {subject for _, subject, _ in swept.failed} == set(damaged)


def test_people_whose_messages_wait_keep_nobody_from_being_forgotten(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More people than a page holds have left with a message that nobody answers: whoever left behind them is still
    forgotten."""
    monkeypatch.setattr(sweeping, "PAGE", 2)
    jk = stage.director
    people = []
    for _ in range(6):
        ref = guest(jk, "enquiry", {"name": "Dan Example", "email": "dan@example.org", "text": "끊깁니다"}, "board")
        people.append(ref.subject)
    people.sort()
    with psycopg.connect(stage.databases.admin["live"], autocommit=True) as conn:
        for subject in people[:3]:
            conn.execute(
                "INSERT INTO live.outbox (subject, message, record, topic, space, target, purpose, kind, items, policy, not_before, made) "
                "VALUES (%s, gen_random_uuid(), gen_random_uuid(), 'delete', 'recipient', 1, 0, 0, '{}', 0, now(), now())",
                (subject,),
            )
    for subject in people:
        jk.leave(subject)
    assert jk.sweep().forgotten == 3


def test_messages_without_an_endpoint_keep_no_other_waiting(stage: Stage) -> None:
    """Messages that nobody takes stand first in any number: one that somebody takes is still sent."""
    jk = stage.director
    system = jk.acting("system", "shop")
    for _ in range(5):
        paid = order(jk)
        jk.by(system).event(paid, "paid")
        jk.by(system).provide(paid, to="counterparty", purpose="delivery")
    jk.move_clock(jk.now() + timedelta(minutes=1))
    jk.by(system).provide(order(jk), to="service-least", purpose="delivery")
    sent: list[str] = []

    def post(_endpoint: Endpoint, message: str, _body: bytes, _at: Any) -> tuple[int, bytes]:
        sent.append(message)
        return 200, b"{}"

    done = deliver(jk.driver, jk.house, {"service-least": Endpoint("http://127.0.0.1:9/")}, post, 2)
    assert (done.sent, done.waiting) == (1, 5)
    assert len(sent) == 1


def test_a_month_that_ends_under_way_does_not_stop_the_ledger(stage: Stage) -> None:
    """Between the making of an entry and its statement a month begins: the entry is read under the month it was made
    in."""
    jk = stage.director
    whose = member(jk)
    jk.event(
        guest(jk, "enquiry", {"name": "Dan Example", "email": "dan@example.org", "text": "끊깁니다"}, "board"),
        "answered",
    )
    for step in ("collect_many", "certify", "collect", "use", "retire.finish"):
        jk.move_clock(jk.now().replace(day=28, hour=1))

        def turn(met: str, when: str, step: str = step) -> None:
            if (met, when) == (step, "before"):
                jk.driver.hook = None
                jk.move_clock(jk.now() + timedelta(days=5))

        jk.driver.hook = turn
        if step == "collect_many":
            assert isinstance(
                jk.collect_many(
                    [Offer(whose, "visit", {"ip": "192.0.2.7", "access_log": {"path": "/"}}, "automatic")],
                    old_enough=True,
                )[0],
                Collected,
            )
        elif step == "collect":
            order(jk)
        elif step == "use":
            jk.use(order(jk), purpose="delivery", items=["phone"])
        else:
            jk.event(
                guest(jk, "enquiry", {"name": "Dan Example", "email": "dan@example.org", "text": "끊깁니다"}, "board"),
                "answered",
            )
            jk.sweep()
        assert jk.driver.hook is None, step
        jk.sequence()
    stage.watch.ledger(jk)


def test_one_failure_is_all_that_a_restart_costs(stage: Stage) -> None:
    """Every connection ends at once, as when PostgreSQL is started again: one verb fails, and everything after it
    works."""
    with stage.opened() as jk:
        ref = order(jk)
        # Many connections of each pool have been made.
        held = [(pool, pool.getconn()) for pool in jk.driver.pools.values() for _ in range(4)]
        for pool, conn in held:
            pool.putconn(conn)
        for name in DATABASES:
            stage.watch.admin[name].execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        with pytest.raises(StoreError, match="refused step"):
            jk.use(ref, purpose="delivery", items=["phone"])
        for _ in range(6):
            assert jk.use(ref, purpose="delivery", items=["phone"])["phone"] == "+8225550101"
            jk.house.keyring.forget_all()
        jk.event(ref, "settled")
        assert jk.sweep().retired == {"order": 1}


def test_a_script_that_closes_nothing_still_ends(stage: Stage) -> None:
    """A Jikim that was never closed does not hold up the end of its process."""
    assert play_whole(stage, "hand", SCENES["hand"]) == 1


def test_one_damaged_record_hides_no_other(stage: Stage) -> None:
    """A person with a damaged record sees every other one, and that this one is damaged."""
    jk = stage.director
    whose, first = someone(jk)
    second = order(jk, whose)
    with psycopg.connect(stage.databases.admin["live"], autocommit=True) as conn:
        conn.execute(
            "UPDATE live.record SET head = set_byte(head, 3, get_byte(head, 3) # 1) WHERE record = %s", (first.record,)
        )
    cards = {card.ref.record: card for card in jk.show(whose.subject).cards}
    assert (cards[first.record].damaged, dict(cards[first.record].values)) == (True, {})
    assert not cards[second.record].damaged
    assert cards[second.record].values["name"] == "가나다"


@pytest.mark.parametrize("days", [0, 4 * 365], ids=["its day ahead", "its day past"])
def test_a_retirement_that_stalls_across_a_release_brings_nothing_back(stage: Stage, days: int) -> None:
    """A retirement under a hold stalls before its parts arrive; another process finishes it, and the hold is released:
    where the day is past, what went with the hold does not come back, sealed under a key that is gone."""
    director = stage.director
    complaint = {"name": "Dan Example", "email": "dan@example.org", "text": "끊깁니다"}
    ref = guest(director, "complaint", complaint, "homepage")
    system = director.acting("system", "officer")
    number = director.by(system).hold(ref, reason="a lawsuit")
    director.event(ref, "closed")
    with stage.opened() as jk:

        def stall(step: str, when: str) -> None:
            if (step, when) == ("archive.admit", "before"):
                jk.driver.hook = None
                assert director.sweep().retired == {"complaint": 1}
                director.move_clock(director.now() + timedelta(days=days))
                director.by(system).release(ref, number, reason="it was settled")
                director.sweep()

        jk.driver.hook = stall
        jk.sweep()
        assert jk.driver.hook is None
    stage.director.sweep()
    found = stage.watch.look()
    assert found.wrong == []
    assert found.places(ref.record) == ({"rests"} if days else {"archive", "rests"})
    assert stage.watch.settled() == []
