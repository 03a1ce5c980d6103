"""A record that nobody ends: late from the day after it should have ended, a broken promise when its grace is over, and
kept again once somebody ends it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from tests.employed import employ, lasting

import jikim
from jikim.app import Jikim
from jikim.app.due import run_due
from jikim.cases.listing import open_cases
from jikim.errors import StoppedError
from jikim.tasks.filing import TASKS
from jikim.verbs.house import SYSTEM

Forward = Callable[..., datetime]


def enquiry(jk: Jikim) -> jikim.Ref:
    said = {"name": "자차카", "email": "too-long@example.com", "text": "소리가 나지 않습니다"}
    return jk.collect("enquiry", said, channel="board", subject="guest", old_enough=True).ref


def state(jk: Jikim) -> tuple[str, str]:
    """How 5.1 stands, and what is said of it."""
    found = jk.prove().of("5.1")
    return found.state, found.said("en") + found.said("ko")


@pytest.mark.clause("5.1")
def test_what_nobody_ends_is_late_and_then_breaks_the_promise(jk: Jikim, forward: Forward) -> None:
    """An enquiry should last fourteen days: on the last it is well, a day later late, after as long again broken; ended
    by a handler, it is well again."""
    employ(jk, "h-answers")
    lasting(jk, "h-answers", ["support"])
    ref = enquiry(jk)
    forward(days=14)
    jk.sweep()
    before = state(jk)
    assert before[0] not in ("late", "broken")
    forward(days=1)
    jk.sweep()
    assert state(jk)[0] == "late"
    assert "Enquiry 1" in state(jk)[1]
    assert "문의 1" in state(jk)[1]
    forward(days=13)
    jk.sweep()
    assert state(jk)[0] == "late"
    forward(days=1)
    jk.sweep()
    assert state(jk)[0] == "broken"
    assert "자차카" not in state(jk)[1]
    jk.by(jk.handler("h-answers")).event(ref, "answered")
    jk.sweep()
    assert state(jk)[0] not in ("late", "broken")


@pytest.mark.clause("5.1")
def test_the_daily_work_gives_it_to_somebody_who_may_end_it(jk: Jikim, forward: Forward) -> None:
    """Once it is late, one task names the kind and leads to its list; its owner's grant reaches such records; a second
    day files no second one."""
    for handler, purposes in (("h-another", ["delivery"]), ("h-answers", ["support"])):
        employ(jk, handler)
        lasting(jk, handler, purposes)
    enquiry(jk)
    forward(days=14)
    list(run_due(jk))
    assert "late-records" not in {one.kind for one in jk.driver.run(open_cases(jk.house, TASKS, actor=SYSTEM))}
    for _ in range(2):
        forward(days=1)
        list(run_due(jk))
    (task,) = [one for one in jk.driver.run(open_cases(jk.house, TASKS, actor=SYSTEM)) if one.kind == "late-records"]
    assert (task.about, task.owner, task.href) == ("enquiry", "h-answers", "/office/records/enquiry")


@pytest.mark.clause("5.1")
@pytest.mark.clause("6.6")
def test_a_destruction_that_nobody_approves_breaks_the_promise(jk: Jikim, forward: Forward) -> None:
    """Records of more people than a sweep may destroy alone wait for an officer's word: it is kept for five days and
    broken on the sixth, and without that word nothing was destroyed."""
    jk.sweep()
    for ref in [enquiry(jk) for _ in range(12)]:
        jk.event(ref, "answered")
    for days, broken in ((5, False), (1, True)):
        forward(days=days)
        with pytest.raises(StoppedError):
            jk.sweep()
        assert ("Records still active five days after they ended: 12" in state(jk)[1]) is broken
    assert state(jk)[0] == "broken"
    assert jk.certificates() == []
