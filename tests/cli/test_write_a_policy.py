"""The tutorial about writing a policy, gone through: what it shows of `check` and of `explain` is what they print."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from tests.cli.test_transcripts import place, typed
from tests.house.source import ROOT

__all__ = ["place"]  # a fixture
PAGE = (ROOT / "docs" / "tutorial" / "write-a-policy.md").read_text(encoding="utf-8")
LONE = [text for kind, text in re.findall(r"^```(\w*)\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE) if kind == ""]


def test_the_finding_of_the_page_is_told(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that is misspelt as on the page is told at that place, with the name that was meant."""
    (finding,) = (one for one in LONE if "[unknown-item]" in one)
    assert typed(["init", "shop", "--yes"], {}, monkeypatch)[1] == 0
    path = place / "shop" / "policy.yaml"
    where, as_misspelt = finding.splitlines()[:2]
    line = int(where.split(":")[1])
    lines = path.read_text(encoding="utf-8").split("\n")
    assert lines[line - 1] == as_misspelt.replace("adress", "address")
    lines[line - 1] = as_misspelt
    path.write_text("\n".join(lines), encoding="utf-8")
    told, code = typed(["check", "shop/policy.yaml"], {}, monkeypatch)
    assert code == 1
    assert finding.strip() in told


def test_the_question_of_the_page_is_answered_so(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the page asks the policy is answered word for word, and with its exit code."""
    (asked,) = (one for one in LONE if one.startswith("$ jikim explain"))
    command, _, answer = asked.partition("\n")
    assert typed(["init", "shop", "--yes"], {}, monkeypatch)[1] == 0
    assert typed(shlex.split(command)[2:], {}, monkeypatch) == (answer, 1)
