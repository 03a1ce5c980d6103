"""The N-th file call beside the key ring fails: the verb says so clearly, and one retry does it whole."""

from __future__ import annotations

import pytest
from tests.faults.filing import play_filed, play_opened
from tests.faults.killing import Stage, stage  # noqa: F401
from tests.faults.scenes import SCENES

SHORT = ["leave", "consent", "hold"]
SWEEPS = ["retire", "destroy", "goes", "forget"]


@pytest.mark.parametrize("verb", SHORT)
def test_a_verb_whose_file_call_fails_is_done_by_one_retry(stage: Stage, verb: str) -> None:
    """Whichever call on the restrictions log fails, what was asked is done or not done, is told with what to do, and
    stands in the log once it was tried again."""
    met = play_filed(stage, SCENES[verb])
    assert {call.split()[0] for call in met} >= {"open", "pwrite", "fsync"}


def test_a_sweep_whose_file_call_fails_is_done_by_one_retry(stage: Stage) -> None:
    """The same for a sweep that destroys."""
    assert play_filed(stage, SCENES["goes"])


def test_a_house_whose_file_call_fails_opens_at_the_next_try(stage: Stage) -> None:
    """Whichever call on the ring or the logs fails while a house opens."""
    assert play_opened(stage)


@pytest.mark.long
@pytest.mark.parametrize("verb", [*SHORT, *SWEEPS, "release", "forget-all", "approve"])
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_every_file_call_of_every_scene_fails(stage: Stage, verb: str, after: bool) -> None:
    """Before it did anything, and with its answer lost."""
    assert play_filed(stage, SCENES[verb], after=after)


@pytest.mark.long
def test_every_file_call_of_opening_fails(stage: Stage) -> None:
    """With its answer lost."""
    assert play_opened(stage, after=True)
