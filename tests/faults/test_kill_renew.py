"""A new key for a person, killed at its steps: every survivor opens, and only the newest key stands."""

from __future__ import annotations

import pytest
from tests.faults.killing import EARLY, LATE, Stage, play_cut, play_failed, play_killed, play_sigkilled, stage  # noqa: F401
from tests.faults.scenes import SCENES


def test_a_renewal_survives_a_kill_at_its_steps(stage: Stage) -> None:
    """Killed after every second step (the long form: every one), every survivor opens under a key that stands; run again,
    one key is left."""
    met = play_killed(stage, SCENES["renew"], stride=2)
    assert {
        "key.put_many",
        "rekey.next",
        "rekey.older",
        "rekey.reseal",
        "key.names",
        "key.destroy",
        "rekey.fresh",
    } <= met


def test_a_renewal_whose_statement_fails_is_done_by_one_retry(stage: Stage) -> None:
    """The N-th statement fails, for every third N (the long form: every one)."""
    play_failed(stage, SCENES["renew"], every=True, stride=3)


@pytest.mark.long
def test_a_renewal_is_ended_by_the_kernel(stage: Stage) -> None:
    """SIGKILL between the new key and the end of the old one."""
    assert len(play_sigkilled(stage, "renew", SCENES["renew"], [9])) == 1


@pytest.mark.long
def test_a_renewal_loses_its_connection(stage: Stage) -> None:
    """PostgreSQL ends the backend while a survivor is sealed anew, and while the old key goes."""
    assert "rekey.reseal" in play_cut(stage, SCENES["renew"], EARLY, range(2, 8))
    assert "key.destroy" in play_cut(stage, SCENES["renew"], LATE, range(4, 12))


@pytest.mark.long
def test_a_renewal_is_killed_everywhere_in_every_way(stage: Stage) -> None:
    """Before and after every step, in process, by SIGKILL, and by the end of the backend early and late."""
    play_killed(stage, SCENES["renew"], every=True)
    play_failed(stage, SCENES["renew"], every=True)
    assert play_sigkilled(stage, "renew", SCENES["renew"], None)
    assert play_cut(stage, SCENES["renew"], EARLY)
    assert play_cut(stage, SCENES["renew"], LATE)
