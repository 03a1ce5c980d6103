"""Retiring, killed at every step: never in neither database, never usable in both, and done after one more run."""

from __future__ import annotations

import pytest
from killing import Stage, play_cut, play_failed, play_killed, play_sigkilled, stage  # noqa: F401
from scenes import SCENES, usable


def test_an_order_that_is_retired_survives_a_kill_at_every_step(stage: Stage) -> None:  # noqa: F811
    """Killed before and after each step, a retirement leaves the order in at least one database and finishes when run again."""
    met = play_killed(stage, SCENES["retire"])
    assert {"retire.begin", "key.put", "archive.admit", "retire.finish"} <= {step for step, _ in met}
