"""Going away and coming back, killed at each step: done whole or not at all, and done after one more try."""

from __future__ import annotations

import pytest
from tests.conftest import HOMEPAGE
from tests.drawn import sampled
from tests.faults.killing import EARLY, LATE, Stage, play_cut, play_failed, play_killed, play_sigkilled, stage  # noqa: F401
from tests.faults.scenes import SCENES

from jikim.app import read_policy
from jikim.policy.model import Dormancy, Leaving, PolicyFile

GOINGS = ["away", "back", "end", "rest", "wake"]


@pytest.fixture
def homepage() -> PolicyFile:
    """The homepage's policy, with a grace and a dormancy for members."""
    members = {"of": ["member"]}
    return read_policy(HOMEPAGE).model_copy(
        update={
            "leaving": Leaving.model_validate({"grace": "30d", **members}),
            "dormancy": Dormancy.model_validate({"after": "1y", "told": "30d", "then": "apart", **members}),
        }
    )


@pytest.mark.drawn
@pytest.mark.parametrize("going", sampled(GOINGS))
def test_being_away_survives_a_kill_and_a_lost_answer(stage: Stage, going: str) -> None:
    """Killed after every third step, and with every fourth statement failing or cut off where nothing has committed yet
    (the long form: all): nobody is half away, and no value lies in two places or in none."""
    every = {"end": 3, "rest": 3}.get(going, 1)
    assert play_killed(stage, SCENES[going], stride=every)
    assert play_failed(stage, SCENES[going], every=True, stride=4 * every)
    assert play_cut(stage, SCENES[going], LATE, range(1, 20, 5))


@pytest.mark.parametrize("going", GOINGS)
@pytest.mark.long
def test_being_away_is_killed_everywhere_in_every_way(stage: Stage, going: str) -> None:
    """Before and after every step, in process, by SIGKILL, and by the end of the backend early and late."""
    assert play_killed(stage, SCENES[going], every=True)
    assert play_failed(stage, SCENES[going], every=True)
    assert play_sigkilled(stage, going, SCENES[going], None)
    assert play_cut(stage, SCENES[going], EARLY)
    assert play_cut(stage, SCENES[going], LATE)
