"""Every other verb that writes, killed at its steps: done or not done, and done after one more try."""

from __future__ import annotations

import pytest
from tests.drawn import sampled
from tests.faults.killing import EARLY, LATE, Stage, play_cut, play_failed, play_killed, play_sigkilled, stage  # noqa: F401
from tests.faults.scenes import SCENES

VERBS = ["collect", "collect-single", "consent", "correct", "hold", "leave", "release", "release-one"]


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_survives_a_kill_at_its_steps(stage: Stage, verb: str) -> None:
    """Killed after every ninth step (the long form: any), a verb is done whole or not at all, and tried again it is done
    once."""
    assert play_killed(stage, SCENES[verb], stride=9)


@pytest.mark.drawn
@pytest.mark.parametrize("verb", sampled(VERBS))
def test_a_verb_whose_statement_fails_is_done_by_one_retry(stage: Stage, verb: str) -> None:
    """The N-th statement fails, for every fifth N (the long form: every one), before it ran or with its answer lost."""
    assert play_failed(stage, SCENES[verb], every=True, stride=9)


@pytest.mark.drawn
@pytest.mark.parametrize("verb", sampled(["collect", "correct"]))
def test_a_verb_is_ended_by_the_kernel(stage: Stage, verb: str) -> None:
    """SIGKILL in the middle."""
    assert play_sigkilled(stage, verb, SCENES[verb], [5])


@pytest.mark.drawn
@pytest.mark.parametrize("verb", sampled(VERBS))
def test_a_verb_loses_its_connection(stage: Stage, verb: str) -> None:
    """PostgreSQL ends the backend where everything is done and nothing has committed, at every third step (the long
    form: at every one)."""
    assert play_cut(stage, SCENES[verb], LATE, range(1, 400, 3))


@pytest.mark.long
@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_is_killed_everywhere_in_every_way(stage: Stage, verb: str) -> None:
    """Before and after every step, in process, by SIGKILL, and by the end of the backend early and late."""
    assert play_killed(stage, SCENES[verb], every=True)
    assert play_failed(stage, SCENES[verb], every=True)
    assert play_sigkilled(stage, verb, SCENES[verb], None)
    assert play_cut(stage, SCENES[verb], LATE)
    assert play_cut(stage, SCENES[verb], EARLY)
