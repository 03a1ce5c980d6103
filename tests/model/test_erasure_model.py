"""Leaving, the sweep, backups, the epoch and a restore as a model (`erasure.pml`), looked at in every order, and with
each of its guards taken away."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.model.spin import look

MODEL = Path(__file__).with_name("erasure.pml")

# A guard of the code, and the promise that breaks without it.
GUARDS = {
    "UNLOGGED": "nothing_comes_back",
    "NOT_REPLAYED": "nothing_comes_back",
    "STILL_WAITING": "what_survives_opens",
    "NOT_REWRAPPED": "what_survives_opens",
    "ANY_RING": "what_survives_opens",
    "AT_ONCE": "newest_set_brings_all",
    "SET_OF_NOW": "newest_set_brings_all",
    "CARRIED": "irrecoverable_is_true",
    "NO_LEASE": "irrecoverable_is_true",
    "ROOT_STAYS": "irrecoverable_is_true",
    "CLAIMED_EARLY": "irrecoverable_is_true",
    "OLD_NAME": "new_key_is_new",
}
pytestmark = pytest.mark.long


@pytest.mark.parametrize("bounds", [{"KILLS": 0}, {"KILLS": 0, "EPOCHS": 2}], ids=str)
def test_the_promises_of_erasure_hold_in_every_order(tmp_path: Path, bounds: dict[str, int]) -> None:
    """Nothing comes back, what is called irrecoverable is, and what survives opens, wherever a process is killed."""
    looked = look(MODEL, tmp_path, bounds=bounds)
    assert looked.broken == ""
    assert looked.whole
    assert looked.states > 100_000


@pytest.mark.parametrize("guard", GUARDS)
def test_each_guard_of_erasure_is_needed(tmp_path: Path, guard: str) -> None:
    """Without it the model breaks the promise that the guard is for."""
    assert look(MODEL, tmp_path, without=guard, bounds={"KILLS": 0}).broken == GUARDS[guard]


def test_every_guard_of_the_model_is_tried() -> None:
    """A guard that the model names is in the list."""
    text = MODEL.read_text(encoding="utf-8")
    named = {line.split()[1] for line in text.splitlines() if line.startswith(("#ifdef ", "#ifndef "))}
    assert named - {"KILLS", "SETS", "EPOCHS", "RESTORES"} == set(GUARDS)
