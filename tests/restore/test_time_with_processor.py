"""A processor keeps what it got for as long as the policy says (`for`), is then told to delete it, once; and a restore tells
it again."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from tests.restore.restore_past import Past, past

import jikim
from jikim.app import Jikim, read_policy
from jikim.jobs.deletion_answers import Answer
from jikim.jobs.outbox import deliver
from jikim.policy.period import due_from, start_of
from jikim.settings import Endpoint

__all__ = ["past"]
ACADEMY = Path(__file__).parents[1] / "policy" / "others" / "academy.yaml"
HERE = {"gateway": Endpoint("http://127.0.0.1:9/", "s")}


def course(jk: Jikim) -> jikim.Ref:
    payment = {"method": "card", "amount": 120000, "currency": "KRW"}
    values = {"name": "Noa Invented", "mobile": "010-1234-0101", "payment": payment}
    return jk.collect("course", values, channel="site", old_enough=True).ref


def sent(jk: Jikim, *refs: jikim.Ref) -> None:
    """Entrusts a course's fee to the gateway, which takes it."""

    def taken(_endpoint: Endpoint, _message: str, _body: bytes, _at: datetime) -> Answer:
        return Answer(200, b"{}")

    for ref in refs:
        jk.entrust(ref, to="gateway", purpose="fees")
    assert deliver(jk.driver, jk.house, HERE, taken).sent == len(refs)


def told(jk: Jikim) -> list[tuple[str, int]]:
    """Who was told to delete how much."""
    return [(one.to, one.messages) for one in jk.deletions()]


def test_what_a_processor_has_had_for_its_time_is_called_back_once(past: Past) -> None:
    """Not on the last of ninety days, but on the day after; what leaves anew has its own time; and of a backup from before it
    was told, it is told again."""
    past.homepage = read_policy(ACADEMY)
    lasts = past.homepage.processors["gateway"].for_
    assert lasts is not None
    with past.open() as jk:
        first, second = course(jk), course(jk)
        last = due_from(jk.now(), jk.policy.zone, lasts)
        sent(jk, first)
        jk.move_clock(start_of(last, jk.policy.zone))
        sent(jk, second)
        jk.sweep(after_gap=True)
        assert told(jk) == []
    names = past.keep("live", "archive", "ledger")
    with past.open() as jk:
        jk.move_clock(start_of(last + timedelta(days=1), jk.policy.zone))
        for _ in range(2):
            jk.sweep(after_gap=True)
            assert told(jk) == [("gateway", 1)]
    past.replayed(names)
    with Jikim(past.homepage, past.settings(names)) as jk:
        assert told(jk) == [("gateway", 1)]


@pytest.mark.parametrize("since", ["handed", "leaving"])
def test_what_a_processor_has_of_who_left_is_called_back_too(past: Past, since: str) -> None:
    """Whoever left, and of whom nothing is here any more, is known until the processor was told: ninety days after the
    hand-over, or after they left where the policy counts from there."""
    file = read_policy(ACADEMY)
    gateway = file.processors["gateway"].model_copy(update={"until": ("contract-end",), "from_": since})
    past.homepage = file.model_copy(update={"processors": {"gateway": gateway}, "leaving": None})
    assert gateway.for_ is not None
    with past.open() as jk:
        ref = course(jk)
        sent(jk, ref)
        if since == "leaving":
            jk.move_clock(
                start_of(due_from(jk.now(), jk.policy.zone, gateway.for_), jk.policy.zone) + timedelta(days=5, hours=9)
            )
        last = due_from(jk.now(), jk.policy.zone, gateway.for_)
        jk.event(ref, "cancelled")
        jk.leave(ref.subject)
        jk.sweep(after_gap=True)
        jk.move_clock(start_of(last, jk.policy.zone))
        jk.sweep(after_gap=True)
        assert told(jk) == []
        jk.move_clock(start_of(last + timedelta(days=1), jk.policy.zone))
        jk.sweep(after_gap=True)
        assert told(jk) == [("gateway", 1)]
