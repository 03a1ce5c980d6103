"""A sweep that waits for a second person, killed at every step: stopped, approved and swept, it goes once and whole."""

from __future__ import annotations

import pytest
from tests.conftest import HOMEPAGE
from tests.faults.killing import LATE, Stage, play_cut, play_failed, play_killed, stage  # noqa: F401
from tests.faults.scenes import SCENES

from jikim.app import read_policy
from jikim.policy.model import PolicyFile, Sweep


@pytest.fixture
def homepage() -> PolicyFile:
    """The homepage's policy, where a sweep may destroy nothing alone."""
    return read_policy(HOMEPAGE).model_copy(update={"sweep": Sweep(few=0, share=1)})


def test_an_approval_survives_a_kill_at_every_step(stage: Stage) -> None:
    """Stopped, approved and swept, killed at every ninth step and done again (the long form: at every one)."""
    met = play_killed(stage, SCENES["approve"], stride=9)
    assert {"sweep.propose", "sweep.approve", "retire.finish", "certify"} <= met


@pytest.mark.long
def test_an_approval_fails_everywhere(stage: Stage) -> None:
    """Killed before and after every step; the N-th call fails, for every N; and the backend ends."""
    play_killed(stage, SCENES["approve"], every=True)
    play_failed(stage, SCENES["approve"], every=True)
    assert play_cut(stage, SCENES["approve"], LATE)
