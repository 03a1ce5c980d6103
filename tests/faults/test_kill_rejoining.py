"""The end of a membership for misuse, killed before and after its statements: the case, the leaving and the bar are one,
and the bar comes to stand with the house."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

import pytest
from tests.conftest import HOMEPAGE
from tests.faults.killing import Scene, Stage, play_failed, play_killed, stage
from tests.faults.making import member
from tests.invariants import Watch

from jikim.app import Jikim, read_policy
from jikim.cases.cases import Case
from jikim.cases.listing import case_by
from jikim.desk.measures import MEASURES, propose_measure
from jikim.errors import ConflictError, DeniedError
from jikim.jobs.bars import end_bars
from jikim.policy.model import PolicyFile, Rejoining

__all__ = ["stage"]


class Ending(Scene):
    """A scene of this file's own policy, in no other file's list."""

    @property
    def name(self) -> str:
        return "end-membership"


@pytest.fixture
def homepage() -> PolicyFile:
    bar = Rejoining.model_validate({"items": ["email"], "for": "1y"})
    return read_policy(HOMEPAGE).model_copy(update={"rejoining": bar})


def _act(jk: Jikim, case: Case, step: str, **given: str) -> None:
    now = jk.do(case_by, MEASURES, case.number)
    assert now is not None
    jk.driver.run(MEASURES.acts[step](jk.house, now, given, actor=jk.acting("system", "officers")))


def _suspended(jk: Jikim) -> Case:
    case = jk.do(propose_measure, member(jk), "같은 주소에서 여러 계정", actor=jk.acting("system", "desk"))
    _act(jk, case, "suspend")
    jk.move_clock(jk.now() + timedelta(days=8))
    return case


def _end(jk: Jikim, case: Case) -> None:
    # Played again after it was done, it is refused: the person has left.
    with suppress(ConflictError, DeniedError):
        _act(jk, case, "end", ended="되풀이됨")
    jk.driver.run(end_bars(jk.house))


def _both_or_neither(watch: Watch, case: Case) -> list[str]:
    state = watch.one("live", "SELECT state FROM live.person_case WHERE id = %s", (case.id,))
    person = watch.one("live", "SELECT state FROM live.subject WHERE subject = %s", (case.subject,))
    # It bars from the first commit on, before it stands with the house.
    bars = watch.one(
        "live",
        "SELECT count(DISTINCT tag) FROM (SELECT tag, number FROM live.bar UNION ALL SELECT tag, number FROM live.bar_due) b WHERE number = %s",
        (case.number,),
    )
    return [] if (state, person, bars) in (("suspended", 1, 0), ("ended", 2, 1)) else [f"{state}, {person}, {bars}"]


def _done(_jk: Jikim, watch: Watch, case: Case) -> list[str]:
    state = watch.one("live", "SELECT state FROM live.person_case WHERE id = %s", (case.id,))
    stands = watch.rows("live", "SELECT 1 FROM live.bar WHERE number = %s", (case.number,))
    waits = watch.rows("live", "SELECT 1 FROM live.bar_due")
    logged = watch.rows("live", "SELECT 1 FROM live.restriction WHERE what = 'bar'")
    told = (state, len(stands), len(waits), len(logged) <= 1)
    return _both_or_neither(watch, case) + ([] if told == ("ended", 1, 0, True) else [f"{told}"])


def test_the_end_of_a_membership_survives_a_kill_at_its_statements(stage: Stage) -> None:  # noqa: F811
    """Killed before or after a third of its statements, and with the answers of a third lost, it is done whole or not at all,
    and once; the sweep lets stand what was drawn and did not."""
    scene = Ending(_suspended, _end, _done, _both_or_neither, settles=False)
    met = play_killed(stage, scene, every=True, stride=3)
    assert "case.bar" in met
    assert {"bar.stand", "bar.stands"} <= met
    assert not met & {"leave", "case.leave", "case.step"}
    assert play_failed(stage, scene, every=True, stride=3)
