"""The sequencer, killed at every step: every entry that committed has exactly one place, and a checkpoint covers it."""

from __future__ import annotations

import pytest
from tests.faults.killing import EARLY, LATE, Stage, play_cut, play_failed, play_killed, play_sigkilled, stage  # noqa: F401
from tests.faults.making import order
from tests.faults.scenes import SCENES

from jikim.db.schema import DATABASES
from jikim.ledger.sequencer import TREE


def test_the_ledger_survives_a_kill_at_its_steps(stage: Stage) -> None:
    """Killed between reading, placing, removing and signing, the next run loses no entry and doubles none, and signs
    for all of them: after every third step (the long form: every one)."""
    met = play_killed(stage, SCENES["sequencer"], stride=3)
    assert {
        f"ledger.{step}_{inbox}" for step in ("place", "take", "drop") for inbox in DATABASES if inbox != TREE
    } <= met


def test_a_sequencer_whose_step_fails_is_done_by_one_retry(stage: Stage) -> None:
    """The N-th step fails, for every third N (the long form: every one)."""
    play_failed(stage, SCENES["sequencer"], every=True, stride=3)


@pytest.mark.long
def test_a_sequencer_is_ended_by_the_kernel(stage: Stage) -> None:
    """SIGKILL after an entry has its place and before its inbox has let go of it."""
    assert len(play_sigkilled(stage, "sequencer", SCENES["sequencer"], [9])) == 1


@pytest.mark.long
def test_a_sequencer_loses_its_connection(stage: Stage) -> None:
    """PostgreSQL ends the backend that places: it says so as an error of the store, and the next run places everything
    once."""
    leaf = {**dict.fromkeys(DATABASES, "ledger.inbox"), "ledger": "ledger.leaf"}
    assert play_cut(stage, SCENES["sequencer"], leaf)


def test_a_tree_that_grew_unsigned_is_signed_by_the_next_run(stage: Stage) -> None:
    """A run that died before it signed has left entries that no checkpoint covers: the next one signs, although it
    places nothing."""
    order(stage.director)
    stage.director.sequencer._at = stage.director.now()
    stage.director.sequencer._place("live")
    assert stage.watch.one("ledger", "SELECT count(*) FROM ledger.checkpoint") == 0
    size = stage.director.sequence().size
    assert stage.watch.rows("ledger", "SELECT size FROM ledger.checkpoint") == [(size,)]


@pytest.mark.long
def test_a_sequencer_is_killed_everywhere_in_every_way(stage: Stage) -> None:
    """Before and after every step, in process, and by SIGKILL."""
    play_killed(stage, SCENES["sequencer"], every=True)
    play_failed(stage, SCENES["sequencer"], every=True)
    assert play_sigkilled(stage, "sequencer", SCENES["sequencer"], None)
