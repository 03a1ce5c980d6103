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
