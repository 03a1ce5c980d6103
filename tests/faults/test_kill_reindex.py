"""The blind index's rotation, killed at its steps: one more run ends it, everyone is found, and one key is left."""

from __future__ import annotations

import pytest
from tests.faults.killing import EARLY, LATE, Stage, play_cut, play_failed, play_killed, play_sigkilled, stage  # noqa: F401
from tests.faults.scenes import SCENES

STEPS = {"key.put", "index.begin", "index.page", "index.move", "index.end", "key.destroy"}
CLAIMS = {**EARLY, "live": "live.claim"}


def test_a_rotation_survives_a_kill_at_its_steps(stage: Stage) -> None:
    """Killed after every second step (the long form: every one), every row has its version's key; run again, one version
    is left, and its key alone."""
    assert play_killed(stage, SCENES["reindex"], stride=2) >= STEPS


def test_a_rotation_whose_statement_fails_is_done_by_one_retry(stage: Stage) -> None:
    """The N-th statement fails, for every third N (the long form: every one), before it ran or with its answer lost."""
    play_failed(stage, SCENES["reindex"], every=True, stride=3)


@pytest.mark.long
def test_a_rotation_is_ended_by_the_kernel(stage: Stage) -> None:
    """SIGKILL while both versions stand, and between the end of the old one and that of its key."""
    assert len(play_sigkilled(stage, "reindex", SCENES["reindex"], [10, 15])) == 2


@pytest.mark.long
def test_a_rotation_loses_its_connection(stage: Stage) -> None:
    """PostgreSQL ends the backend while rows change, and while the old key goes."""
    assert "index.move" in play_cut(stage, SCENES["reindex"], CLAIMS, range(10, 14))
    assert "key.destroy" in play_cut(stage, SCENES["reindex"], LATE, range(14, 22))


@pytest.mark.long
def test_a_rotation_is_killed_everywhere_in_every_way(stage: Stage) -> None:
    """Before and after every step, in process, by SIGKILL, and by the end of the backend early and late."""
    assert play_killed(stage, SCENES["reindex"], every=True) >= STEPS
    play_failed(stage, SCENES["reindex"], every=True)
    assert play_sigkilled(stage, "reindex", SCENES["reindex"], None)
    assert play_cut(stage, SCENES["reindex"], CLAIMS)
    assert play_cut(stage, SCENES["reindex"], LATE)
