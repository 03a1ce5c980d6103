"""Handing over, killed at its steps: what leaves is recorded before, a message is sent until it is answered, and then
no more."""

from __future__ import annotations

import pytest
from tests.faults.killing import EARLY, LATE, Stage, play_cut, play_failed, play_killed, play_sigkilled, stage  # noqa: F401
from tests.faults.scenes import SCENES


def test_a_message_survives_a_kill_at_its_steps(stage: Stage) -> None:
    """Nothing leaves without its record; killed before the receipt, the same message goes again under its own number:
    at every third step (the long form: at every one)."""
    met = play_killed(stage, SCENES["outbox"], every=True, stride=3)
    assert {"outbox_due", "dispatch", "receipt"} <= met


@pytest.mark.parametrize("scene", ["outbox", "hand"])
def test_a_message_whose_statement_fails_is_sent_by_a_retry(stage: Stage, scene: str) -> None:
    """The N-th statement fails, for every third N (the long form: every one)."""
    play_failed(stage, SCENES[scene], every=True, stride=3)


def test_a_provision_is_queued_whole_or_not_at_all(stage: Stage) -> None:
    """Killed around its one statement."""
    assert "authorise" in play_killed(stage, SCENES["hand"], every=True)


def test_a_sender_is_ended_by_the_kernel(stage: Stage) -> None:
    """SIGKILL before and after the dispatch, and before the receipt."""
    assert len(play_sigkilled(stage, "outbox", SCENES["outbox"], [7])) == 1


def test_a_sender_loses_its_connection(stage: Stage) -> None:
    """PostgreSQL ends the backend of the dispatch and of the receipt."""
    assert {"dispatch", "receipt"} <= set(play_cut(stage, SCENES["outbox"], LATE))


@pytest.mark.long
def test_a_sender_is_killed_everywhere_in_every_way(stage: Stage) -> None:
    """Before and after every step, in process, with the answer of each lost, by SIGKILL, and by the end of the backend
    early."""
    play_killed(stage, SCENES["outbox"], every=True)
    play_failed(stage, SCENES["outbox"], every=True)
    play_failed(stage, SCENES["hand"], every=True)
    assert play_sigkilled(stage, "outbox", SCENES["outbox"], None)
    assert play_cut(stage, SCENES["outbox"], EARLY)
