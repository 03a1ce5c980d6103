"""What people on several servers need does not run where there is one."""

from __future__ import annotations

from typing import Any

import pytest
from tests.conftest import ORDER
from tests.faults.making import member

import jikim
from jikim.app import Jikim
from jikim.db.spread import Spread


@pytest.mark.one_server("what runs there of several servers")
def test_on_one_server_nothing_of_it_runs(jk: Jikim, monkeypatch: pytest.MonkeyPatch) -> None:
    """Verbs of one and of many, and jobs, ask no ranges, guard no statement and wait for nobody's move."""

    def never(*_: Any, **__: Any) -> Any:
        raise AssertionError

    for name in ("asking", "sent", "learn", "split"):
        monkeypatch.setattr(Spread, name, never)
    steps: list[str] = []
    jk.driver.hook = lambda step, _: steps.append(step)
    person = member(jk)
    ref = jk.collect("order", ORDER, channel="homepage", subject=person, old_enough=True).ref
    assert jk.use_many([jikim.Read(ref, "delivery", items=["phone"])] * 2)
    jk.leave(person.subject)
    jk.sweep()
    jk.sequence()
    assert not {step for step in steps if step.startswith(("lies.", "rules."))}
