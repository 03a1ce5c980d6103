"""Destroying a day, and forgetting a person, killed at their steps: nothing early, nothing left, no key for what is
gone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.faults.killing import EARLY, LATE, Stage, play_cut, play_failed, play_killed, play_sigkilled, stage  # noqa: F401
from tests.faults.scenes import SCENES


@pytest.mark.clause("6.5")
@pytest.mark.parametrize("scene", ["destroy", "forget", "forget-all", "forget-shell"])
def test_what_is_due_goes_through_a_kill_at_its_steps(stage: Stage, scene: str) -> None:
    """A past day, and a person who left, go with their keys, where the sweep is killed after every 17th step (the long
    form: every one) and run again."""
    met = play_killed(stage, SCENES[scene], stride=17)
    wanted = {
        "destroy": {"destroy.hide", "key.destroy", "destroy.key_gone", "destroy.rows", "certify"},
        "forget": {"archive.admit", "key.destroy", "forget"},
        "forget-all": {"destroy.hide", "destroy.rows", "key.page", "archive.walked"},
        "forget-shell": {"key.names", "key.destroy", "archive.without_parts", "forget"},
    }
    assert wanted[scene] <= met


@pytest.mark.parametrize("scene", ["destroy", "forget-shell"])
def test_a_destruction_whose_statement_fails_is_done_by_one_retry(stage: Stage, scene: str) -> None:
    """The N-th statement fails, for every 17th N (the long form: every one)."""
    play_failed(stage, SCENES[scene], stride=17)


def test_nothing_is_destroyed_early_at_any_step(stage: Stage) -> None:
    """On the last kept day, killed wherever it is, a sweep destroys nothing; a minute later it does."""
    ref, _ = SCENES["retire"].prepare(stage.director)
    stage.director.sweep()
    due = stage.watch.one("archive", "SELECT due FROM archive.part WHERE record = %s", (ref.record,))
    zone = stage.director.policy.zone
    last = (
        stage.director.now().astimezone(zone).replace(year=due.year, month=due.month, day=due.day, hour=23, minute=59)
    )
    stage.director.move_clock(last)
    for _ in range(3):
        with stage.opened() as jk:
            assert jk.sweep().parts == 0
        assert stage.watch.look().places(ref.record) == {"archive", "rests"}
    stage.director.move_clock(last + timedelta(minutes=1))
    with stage.opened() as jk:
        assert jk.sweep().parts == 1
    assert stage.watch.look().places(ref.record) == {"rests"}


def test_a_destruction_is_ended_by_the_kernel(stage: Stage) -> None:
    """SIGKILL in the middle of destroying a day."""
    assert len(play_sigkilled(stage, "destroy", SCENES["destroy"], [7, 9])) == 2


@pytest.mark.long
def test_a_destruction_loses_its_connection(stage: Stage) -> None:
    """PostgreSQL ends the backend at the steps of a day's destruction, and at those of forgetting a person."""
    assert {"destroy.hide", "key.destroy", "destroy.rows"} <= set(
        play_cut(stage, SCENES["destroy"], LATE, range(9, 18))
    )
    assert "forget" in play_cut(stage, SCENES["forget-shell"], LATE, range(14, 44))


@pytest.mark.long
@pytest.mark.parametrize("scene", ["destroy", "forget", "forget-all", "forget-shell"])
def test_a_destruction_is_killed_everywhere_in_every_way(stage: Stage, scene: str) -> None:
    """Before and after every step, in process, by SIGKILL, and by the end of the backend early and late."""
    play_killed(stage, SCENES[scene], every=True)
    play_failed(stage, SCENES[scene], every=True)
    assert play_sigkilled(stage, scene, SCENES[scene], None)
    assert play_cut(stage, SCENES[scene], EARLY)
    assert play_cut(stage, SCENES[scene], LATE)
