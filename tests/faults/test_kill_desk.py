"""Every step of the desk, killed before and after its statements: done whole or not at all, and done after one
more try."""

from __future__ import annotations

import pytest
from tests.drawn import sampled
from tests.faults.killing import Stage, play_cut, play_failed, play_killed, play_sigkilled, stage  # noqa: F401
from tests.faults.scenes import SCENES

from jikim.db.schema import DATABASES

READS = ("case.of", "case.by", "case.steps", "asked.of")
ENDINGS = (
    "-complaint", "-impersonation", "-measure", "-task", "-inspection", "-explanation", "-by-hand", "-paper", "-request",
)  # fmt: skip
STEPS = [name for name in SCENES if name.endswith(ENDINGS)]
CHANGES = {
    "file-complaint": "case.collect",
    "answer-complaint": "case.correct",
    "close-complaint": "case.happen",
    "report-impersonation": "case.suspect",
    "release-impersonation": "case.thaw",
    "end-impersonation": "case.leave",
    "file-task": "case.file",
    "take-task": "case.take",
    "do-task": "case.step",
    "file-request": "asked.collect",
    "freeze-request": "asked.freeze",
}


@pytest.mark.drawn
@pytest.mark.parametrize("step", sampled(STEPS))
def test_a_step_survives_a_kill_at_its_statements(stage: Stage, step: str) -> None:
    """Killed before or after a third of its statements, and with the answers of a third lost (the long form: any): a
    case and its record say the same, and the step is taken once."""
    assert play_killed(stage, SCENES[step], every=True, stride=5)
    assert play_failed(stage, SCENES[step], every=True, stride=5)


@pytest.mark.drawn
@pytest.mark.parametrize("name", sampled(CHANGES))
def test_a_step_changes_in_one_statement(stage: Stage, name: str) -> None:
    """Filing, answering and closing, and what settles a report, change something in one commit alone: every other
    statement reads, or makes a key."""
    met = play_killed(stage, SCENES[name], stride=9_999)  # killed at its first, then whole
    assert {step for step in met if step.startswith(("case.", "asked.")) and step not in READS} == {CHANGES[name]}
    assert not met & {"collect", "freeze", "correct", "happen", "leave", "refuse_correction"}


@pytest.mark.long
@pytest.mark.parametrize("step", STEPS)
def test_a_step_survives_every_way_of_ending(stage: Stage, step: str) -> None:
    """Killed before and after every statement, with the answer of each lost, by SIGKILL everywhere, and by the end of the
    backend in the middle of each."""
    assert play_killed(stage, SCENES[step], every=True)
    assert play_failed(stage, SCENES[step], every=True)
    assert play_sigkilled(stage, step, SCENES[step], None)
    assert play_cut(stage, SCENES[step], dict.fromkeys(DATABASES, "ledger.inbox"))
