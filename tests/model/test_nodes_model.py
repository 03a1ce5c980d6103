"""Several nodes as models (`nodes/`), one for each thing that one server's locks and snapshots hold: looked at in every
order, and with each guard taken away."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.house.source import PACKAGE, modules
from tests.model.spin import look

from jikim.db.queries import statements
from jikim.db.schema import DATABASES, source

HERE = Path(__file__).parent
# Of each model: a guard of the code, or of what is to be built, and the promise that breaks without it.
GUARDS: dict[str, dict[str, str]] = {
    "revocation": {
        "LOCK_PER_NODE": "no_use_after_its_revocation",
        "LOOKED_FIRST": "no_use_after_its_revocation",
        "LET_GO_EARLY": "no_use_after_its_revocation",
        "ONE_PHASE": "no_use_after_its_revocation",
        "OWN_FIRST": "everybody_gets_through",
        "HOME_FIRST": "everybody_gets_through",
    },
    "index": {
        "LOCK_PER_NODE": "no_old_claim_outlives_its_key",
        "OLDER_NOT_ASKED": "one_value_one_person",
        "OLD_GOES_FIRST": "one_value_one_person",
        "YOUNGEST_FIRST": "what_is_claimed_is_found",
        "LOOKED_UNLOCKED": "what_is_claimed_is_found",
        "NO_PERSON_LOCK": "nobody_is_found_who_left",
        "END_UNSEEN": "no_old_claim_outlives_its_key",
    },
    "positions": {
        "WATERMARK": "every_entry_gets_its_place",
        "DROPPED_FIRST": "every_entry_gets_its_place",
        "NO_TREE_LOCK": "no_place_twice",
        "UNMARKED": "no_place_twice",
        "COORDINATOR_PLACED_FIRST": "no_use_behind_its_revocation",
        "ANOTHERS_CUT": "no_use_behind_its_revocation",
        "STOOD_IS_ALL": "no_use_behind_its_revocation",
    },
    "move": {
        "NOT_ASKED": "no_write_is_lost",
        "CLOSED_UNLOCKED": "no_write_is_lost",
        "GONE_BEFORE_IT_IS_THERE": "the_person_is_somewhere",
        "INBOX_GOES_TOO": "no_entry_is_lost",
        "NOT_LOOKED_AGAIN": "no_write_is_lost",
        "TWO_AT_ONCE": "no_write_is_lost",
    },
    "copies": {
        "NO_LOCK_AT_HOME": "no_use_after_its_revocation",
        "FOUND_IS_ANSWERED": "no_use_after_its_revocation",
        "COPY_NOT_AWAITED": "no_use_after_its_revocation",
        "BEGUN_NOT_AWAITED": "no_use_after_its_revocation",
        "HOUSE_PLACED_FIRST": "no_use_behind_its_revocation",
        "CUT_LAST": "no_use_behind_its_revocation",
        "READ_AT_ONCE": "no_use_behind_its_revocation",
        "READ_BESIDE_WHAT_BEGAN": "no_use_behind_its_revocation",
    },
    "failover": {
        "ASYNCHRONOUS": "nothing_answered_is_lost",
        "ALONE_WHEN_IT_IS_AWAY": "nothing_answered_is_lost",
        "BEHIND_IS_PROMOTED": "nothing_answered_is_lost",
        "NOT_FENCED": "no_use_after_its_revocation",
        "READ_ONLY_USE": "a_standby_answers_no_use",
    },
}
BOUNDS = {"KILLS", "MOVES"}
# What is the engine's, and none of ours.
ENGINES = {"CREATE SUBSCRIPTION", "citus_move_shard_placement", "pg_promote", "synchronous_standby_names"}


def _model(name: str) -> Path:
    return HERE / "nodes" / f"{name}.pml"


@pytest.mark.parametrize("name", GUARDS)
def test_the_promises_hold_on_three_nodes(tmp_path: Path, name: str) -> None:
    """In every order, while nobody is killed, no promise breaks."""
    looked = look(_model(name), tmp_path, bounds={"KILLS": 0})
    assert looked.broken == ""
    assert looked.whole
    assert looked.states > 100


@pytest.mark.long
@pytest.mark.parametrize("name", GUARDS)
def test_the_promises_hold_wherever_a_process_is_killed(tmp_path: Path, name: str) -> None:
    """In every order and with two kills anywhere, no promise breaks."""
    looked = look(_model(name), tmp_path, bounds={"KILLS": 2})
    assert looked.broken == ""
    assert looked.whole


@pytest.mark.long
@pytest.mark.parametrize(("name", "guard"), [(name, guard) for name in GUARDS for guard in GUARDS[name]])
def test_each_guard_is_needed(tmp_path: Path, name: str, guard: str) -> None:
    """Without it the model breaks the promise that the guard is for."""
    assert look(_model(name), tmp_path, without=guard).broken == GUARDS[name][guard]


@pytest.mark.parametrize("name", GUARDS)
def test_every_guard_of_a_model_is_tried(name: str) -> None:
    """A guard that the model names is in the list."""
    text = _model(name).read_text(encoding="utf-8")
    assert set(re.findall(r"^#(?:ifn?def |if defined\()(\w+)", text, re.M)) - BOUNDS == set(GUARDS[name])


def test_a_models_steps_are_the_codes() -> None:
    """What a model names between backticks is a function, a table or a statement of the databases, a method, a file, or
    the engine's."""
    databases = "\n".join(source(database) for database in DATABASES)
    known = set(re.findall(r"^CREATE (?:FUNCTION|TABLE) ([a-z_.]+)", databases, re.M)) | ENGINES
    known |= {name for of in statements().values() for name in of}
    code = "\n".join(path.read_text(encoding="utf-8") for path in modules())
    for path in sorted((HERE / "nodes").glob("*.pml")):
        for named in re.findall(r"`([^`]+)`", path.read_text(encoding="utf-8")):
            kind, _, method = named.partition(".")
            here = named in known or (PACKAGE / named).is_file()
            assert here or re.search(rf"^class {kind}\b(?:.|\n)*?^    def {method or '__init__'}\(", code, re.M), (
                path.name,
                named,
            )
