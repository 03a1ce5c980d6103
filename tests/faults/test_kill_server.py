"""PostgreSQL is killed with SIGKILL while somebody leaves, a record retires and a day is destroyed: it recovers, and
one retry does it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.faults.ending_servers import databases, home, play_server_ended  # noqa: F401
from tests.faults.killing import Stage, stage  # noqa: F401
from tests.faults.scenes import SCENES


@pytest.mark.parametrize(("verb", "at"), [("leave", [2]), ("destroy", [10])])
def test_the_server_ends_in_the_middle(stage: Stage, home: Path, verb: str, at: list[int]) -> None:
    """Killed at the steps that write, with the same Jikim trying again after it recovered."""
    assert len(play_server_ended(stage, home, SCENES[verb], at)) == len(at)


@pytest.mark.long
@pytest.mark.parametrize(("verb", "seeds"), [("leave", 20), ("retire", 2), ("destroy", 2), ("forget-all", 1)])
def test_the_server_ends_at_every_step(stage: Stage, home: Path, verb: str, seeds: int) -> None:
    """At each step of each, at another moment within it each time; each end costs a recovery, so the longer scenes have
    fewer seeds."""
    for seed in range(1, seeds + 1):
        assert play_server_ended(stage, home, SCENES[verb], seed=seed)
