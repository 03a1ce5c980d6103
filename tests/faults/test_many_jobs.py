"""Sweeps, sequencers, outboxes and certificates, duplicated and in any order, from eight workers at once: each thing is
done once."""

from __future__ import annotations

import pytest
from tests.faults.jobs_at_random import in_processes, in_threads, storm
from tests.faults.killing import Stage, stage  # noqa: F401


@pytest.mark.long
def test_eight_workers_do_each_thing_once(stage: Stage) -> None:
    """Eight threads with a Jikim each."""
    storm(stage, 0, in_threads)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(1, 21))
def test_eight_workers_in_any_order(stage: Stage, seed: int) -> None:
    """Twenty orders; every fourth in processes of their own."""
    storm(stage, seed, in_processes if seed % 4 == 0 else in_threads)
