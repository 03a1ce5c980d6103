"""Destruction waits in the cases that the policy names, until an officer ends it, and in no other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from tests.conftest import START, Databases

from jikim.app import Jikim, read_policy
from jikim.errors import InvalidError
from jikim.verbs.hold import holds
from jikim.verbs.house import SYSTEM

ACADEMY = Path(__file__).parents[1] / "policy" / "others" / "academy.yaml"


@pytest.fixture
def jk(databases: Databases, tmp_path: Path) -> Iterator[Jikim]:
    with Jikim(read_policy(ACADEMY), databases.settings(tmp_path), demo_start=START) as opened:
        yield opened


def test_destruction_waits_in_a_case_of_the_policy_and_in_no_other(jk: Jikim) -> None:
    """A course over which something is owed outlives its five years until the hold is released; who names another case, or
    none, is told which there are, and nothing is held."""
    values = {"name": "Noa Invented", "mobile": "010-1234-0101"}
    ref = jk.collect("course", values, channel="site", old_enough=True).ref
    office = jk.by(SYSTEM)
    for because in ("", "a lawsuit"):
        with pytest.raises(InvalidError, match="no case") as refused:
            office.hold(ref, reason="unpaid fees", because=because)
        assert "`debt`" in (refused.value.hint or "")
    assert jk.do(holds) == []
    number = office.hold(ref, reason="unpaid fees", because="debt")
    assert [(one.because, one.reason) for one in jk.do(holds)] == [("debt", "unpaid fees")]
    jk.event(ref, "cancelled")
    jk.move_clock(START + timedelta(days=6 * 366))
    jk.sweep(after_gap=True)
    assert [card.ref.record for card in jk.show(ref.subject).cards] == [ref.record]
    office.release(ref, number, reason="it is paid")
    jk.sweep(after_gap=True)
    assert jk.show(ref.subject).cards == ()
