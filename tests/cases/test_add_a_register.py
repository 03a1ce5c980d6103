"""The how-to of a new register, done as it stands: in a copy of the source, with at most four files and 150 lines."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.house.source import ROOT

PAGE = ROOT / "docs" / "how-to" / "add-a-register.md"
BLOCK = re.compile(r"^`([^`\n]+)`\n\n```(python|diff)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the checkout, without what is made and large."""
    for name in ("src", "docs", "tests", "homepage"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "*.png", ".*"))
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def changed(text: str, diff: str) -> str:
    """A file after a diff whose hunks have no numbers: the lines that go or stay stand together in one place, and a new
    one follows the line before it."""
    for hunk in diff.split("@@\n"):
        before, after = ("".join(f"{line[1:]}\n" for line in hunk.splitlines() if line[0] != sign) for sign in "+-")
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    return text


def test_the_files_that_it_changes_are_as_the_page_shows_them() -> None:
    """What a reader is to change is found where the page says, and is changed."""
    diffs = [(name, text) for name, kind, text in BLOCK.findall(PAGE.read_text(encoding="utf-8")) if kind == "diff"]
    assert diffs
    for name, text in diffs:
        before = (ROOT / name).read_text(encoding="utf-8")
        assert changed(before, text) != before


@pytest.mark.long
def test_a_register_is_added_as_the_page_says(copy: Path) -> None:
    """What the page shows is written down, the rules are made, and the page's own test passes on the running office."""
    blocks = BLOCK.findall(PAGE.read_text(encoding="utf-8"))
    lines = 0
    for name, kind, text in blocks:
        path = copy / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text if kind == "python" else changed(path.read_text(encoding="utf-8"), text), encoding="utf-8")
        lines += len(text.splitlines()) if kind == "python" else len(re.findall(r"^[+]", text, re.MULTILINE))
    rules = copy / "src" / "jikim" / "cases" / "rules.sql"
    before = rules.read_text(encoding="utf-8").splitlines()
    env = {**os.environ, "PYTHONPATH": f"{copy / 'src'}:{copy}"}
    subprocess.run([sys.executable, "-m", "docs"], cwd=copy, env=env, check=True, capture_output=True, timeout=120)
    lines += len(rules.read_text(encoding="utf-8").splitlines()) - len(before)
    assert len(blocks) + 1 <= 4
    assert 0 < lines <= 150
    [test] = [name for name, _, _ in blocks if name.startswith("tests/")]
    command = [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", test]
    done = subprocess.run(command, cwd=copy, env=env, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    assert "1 passed" in done.stdout
