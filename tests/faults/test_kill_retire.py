"""Retiring, killed at its steps: never in neither database, never usable in both, and done after one more run."""

from __future__ import annotations

import pytest
from tests.conftest import START
from tests.faults.killing import EARLY, LATE, Stage, play_cut, play_failed, play_killed, play_sigkilled, stage  # noqa: F401
from tests.faults.making import order, usable
from tests.faults.scenes import SCENES


@pytest.mark.clause("6.1")
def test_an_order_that_retires_survives_a_kill_at_its_steps(stage: Stage) -> None:
    """Killed after every seventh step (the long form: every one), a retirement leaves the order in at least one database
    and finishes when it is run again."""
    met = play_killed(stage, SCENES["retire"], stride=7)
    assert {
        "retire.begin",
        "key.put",
        "archive.admit",
        "retire.finish",
        "rekey.reseal",
        "key.destroy",
        "rekey.fresh",
    } <= met


def test_what_nothing_keeps_goes_whole_or_not_at_all(stage: Stage) -> None:
    """An answered enquiry is destroyed through a kill at every seventh step (the long form: every one)."""
    assert {"retire.finish", "certify"} <= play_killed(stage, SCENES["goes"], stride=7)


@pytest.mark.clause("6.1")
def test_at_no_boundary_is_an_order_usable_on_both_sides(stage: Stage) -> None:
    """Before and after every step of a sweep a second process tries both doors: at most one opens, and first the one,
    then the other."""
    ref, _ = SCENES["retire"].prepare(stage.director)
    live = order(stage.director)
    doors: list[tuple[str, ...]] = []
    with stage.opened() as beside, stage.opened() as jk:

        def look(_step: str, _when: str) -> None:
            doors.append(tuple(usable(beside, ref, "delivery", "legal-evidence")))
            assert usable(beside, live, "delivery", "legal-evidence") == ["use"]
            assert stage.watch.look().wrong == []

        jk.driver.hook = look
        jk.sweep()
    assert set(doors) == {(), ("consult",)}
    assert doors == sorted(doors)
    assert jk.now() == START


@pytest.mark.parametrize("scene", ["retire", "goes"])
def test_a_retirement_whose_statement_fails_is_done_by_one_retry(stage: Stage, scene: str) -> None:
    """The N-th statement fails, for every seventh N (the long form: every one): the same process's next sweep finishes
    what this one began."""
    play_failed(stage, SCENES[scene], stride=7)


@pytest.mark.long
def test_a_retirement_is_ended_by_the_kernel(stage: Stage) -> None:
    """A process of its own is ended by SIGKILL in the middle of a sweep: the next one finishes it."""
    assert len(play_sigkilled(stage, "retire", SCENES["retire"], [13, 19])) == 2


@pytest.mark.long
def test_a_retirement_loses_its_connection(stage: Stage) -> None:
    """PostgreSQL ends the backend where a step has done everything and committed nothing: one retry converges."""
    assert {"archive.admit", "retire.finish"} <= set(play_cut(stage, SCENES["retire"], LATE, range(5, 16)))


@pytest.mark.long
@pytest.mark.parametrize("scene", ["retire", "goes"])
def test_a_retirement_is_killed_everywhere_in_every_way(stage: Stage, scene: str) -> None:
    """Before and after every step, in process, by SIGKILL, and by the end of the backend early and late."""
    play_killed(stage, SCENES[scene], every=True)
    play_failed(stage, SCENES[scene], every=True)
    assert play_sigkilled(stage, scene, SCENES[scene], None)
    assert play_cut(stage, SCENES[scene], EARLY)
    assert play_cut(stage, SCENES[scene], LATE)
