"""SECURITY.md says what shows each of its promises, and what it names is there."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
PROMISED = TEXT.partition("## What is promised today\n")[2].partition("\n## ")[0]
PROMISES = [one for one in re.split(r"\n(?=- )", PROMISED) if one.startswith("- ")]
NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(test_\w+))?`")


@cache
def held_by(path: str) -> frozenset[str]:
    """The tests that a file holds; none where there is no such file."""
    file = ROOT / path
    return (
        frozenset(re.findall(r"def (test_\w+)\(", file.read_text(encoding="utf-8"))) if file.is_file() else frozenset()
    )


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise[2:40])
def test_every_promise_names_its_test(promise: str) -> None:
    """No promise stands there without a test that shows it."""
    assert NAMED.search(promise), promise


def test_every_test_that_is_named_is_there() -> None:
    """A test that was renamed is renamed in SECURITY.md, too."""
    missing = [
        found
        for found in NAMED.findall(TEXT)
        if found[1] not in held_by(found[0]) | ({""} if held_by(found[0]) else set())
    ]
    assert len(PROMISES) > 20
    assert missing == []


# Rooms with a write that records, and whose statement looks for no grant: what SECURITY.md calls them.
JUST_BEFORE = {
    "desk": "requests, notices, guardians' links", "cabinet": "papers", "processors": "contracts and inspections",
    "disclosures": "questions for consent, releases, demands before their approval", "intake": "partners' keys", "plan": "plans",
    "review": "reviews", "breach": "breach cases", "prove": "attestations", "publishing": "announcements",
    "handlers": "handlers' papers and sign-in methods",
}  # fmt: skip
# What the house does by itself or for a person (jobs, mails, the sweep), or ends what a grant began.
BY_ITSELF = {"reading", "cases", "monitoring", "tasks", "mail", "store", "backup", "reports", "alerts", "keys"}


def test_every_room_that_looks_for_a_grant_just_before_is_named() -> None:
    """A write whose statement does not look for the grant itself is of a room that SECURITY.md says so of."""
    package = ROOT / "src" / "jikim"
    schema = "\n".join(path.read_text(encoding="utf-8") for path in package.rglob("schema.sql"))
    made = re.findall(r"CREATE FUNCTION (live\.\w+)\s*\((.*?)\)\s*(?:RETURNS|LANGUAGE|AS)", schema, re.DOTALL)
    without = {name for name, parameters in made if "p_grant" not in parameters}
    rooms = set()
    for path in package.rglob("queries.sql"):
        for statement in path.read_text(encoding="utf-8").split("-- name: ")[1:]:
            called = re.search(r"(live\.\w+)\(", statement)
            if "{entry}" in statement and called is not None and called[1] in without:
                rooms.add(path.parent.name)
    assert rooms == JUST_BEFORE.keys() | BY_ITSELF
    [sentence] = re.findall(r"The office's other registers \((.*?)\) look just before", PROMISED.replace("\n", " "))
    assert [words for words in JUST_BEFORE.values() if words not in re.sub(r"\s+", " ", sentence)] == []
