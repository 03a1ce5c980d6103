"""The epoch, killed at every step: everybody works on, one retry brings it to its end, and what was destroyed is
irrecoverable then."""

from __future__ import annotations

import pytest
from tests.faults.killing import EARLY, LATE, Stage, play_cut, play_failed, play_killed, play_sigkilled, stage  # noqa: F401
from tests.faults.scenes import SCENES
from tests.faults.turning import opens

FILES = {"epoch.make_root", "epoch.lay_ring", "epoch.lease", "epoch.destroy_root", "epoch.remove_rings"}


@pytest.mark.long
@pytest.mark.clause("6.5")
def test_an_epoch_is_ended_by_the_kernel(stage: Stage) -> None:
    """SIGKILL before the ring is laid, while it turns, and around the end of the root key."""
    met = play_sigkilled(stage, "epoch", SCENES["epoch"], [5, 22, 36])
    assert len(met) == 3
    assert all("epoch." in where for where in met)


def test_before_the_epoch_a_thief_has_it(stage: Stage) -> None:
    """The scene's thief opens what was stolen for as long as no epoch was there: otherwise the scene would show
    nothing."""
    thing = SCENES["epoch"].prepare(stage.director)
    assert opens(thing)
    SCENES["epoch"].act(stage.director, thing)
    assert not opens(thing)


def test_an_epoch_whose_statement_fails_is_done_by_one_retry(stage: Stage) -> None:
    """PostgreSQL ends the backend where the turn and the wrapping anew are about to commit."""
    met = play_cut(stage, SCENES["epoch"], {**LATE, "keys": "keys.key"}, [12, 14])
    assert met


@pytest.mark.long
def test_an_epoch_is_killed_everywhere_in_every_way(stage: Stage) -> None:
    """Before and after every step, in process, by SIGKILL, and by the end of the backend early and late."""
    met = play_killed(stage, SCENES["epoch"], every=True)
    assert met >= FILES | {"epoch.begin", "epoch.turn", "epoch.page", "epoch.rewrap", "epoch.rewrapped", "epoch.done"}
    play_failed(stage, SCENES["epoch"], every=True)
    assert play_sigkilled(stage, "epoch", SCENES["epoch"], None)
    assert play_cut(stage, SCENES["epoch"], EARLY)
    assert play_cut(stage, SCENES["epoch"], LATE)
