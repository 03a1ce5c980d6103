"""The README's first program is a program: it is taken from the page and run, and prints what the page says."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.house.source import ROOT
from tests.waiting import PATIENCE

PAGES = ["README.md", "README.ko.md"]


def blocks(page: str, language: str) -> list[str]:
    """The code blocks of one language in a page."""
    text = (ROOT / page).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("page", PAGES)
def test_the_first_program_is_short(page: str) -> None:
    """There is one first program, under fifteen lines."""
    (program,) = blocks(page, "python")
    assert len(program.splitlines()) < 15


def test_both_readmes_show_the_same() -> None:
    """The Korean page has the same program, output and commands, but for the language that it asks for."""
    assert blocks("README.md", "python") == blocks("README.ko.md", "python")
    assert blocks("README.md", "text") == blocks("README.ko.md", "text")
    assert [one.replace("--lang en", "--lang ko") for one in blocks("README.md", "sh")] == blocks("README.ko.md", "sh")


@pytest.mark.usefixtures("ready_clusters")
def test_the_first_program_runs(tmp_path: Path) -> None:
    """Run as the page says, beside the homepage's policy, it prints what the page says."""
    (program,) = blocks("README.md", "python")
    (said,) = blocks("README.md", "text")
    (tmp_path / "homepage").symlink_to(ROOT / "homepage")
    (tmp_path / "first.py").write_text(program, encoding="utf-8")
    environment = {
        name: value for name, value in os.environ.items() if name == "JIKIM_PG_BIN" or not name.startswith("JIKIM_")
    }
    ran = subprocess.run(
        [sys.executable, "-W", "error", "first.py"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.stderr == ""
    assert ran.stdout == said
    assert ran.returncode == 0


def test_the_commands_of_the_readme_run(tmp_path: Path) -> None:
    """The commands for a policy of one's own run in their order and make a page."""
    commands = blocks("README.md", "sh")[1].splitlines()
    assert len(commands) == 3
    for command in commands:
        program, *arguments = command.split()
        assert program == "jikim"
        call = "import sys; from jikim.cli import main; sys.exit(main())"
        ran = subprocess.run(
            [sys.executable, "-c", call, *arguments],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert ran.returncode == 0, ran.stderr
    assert "<!doctype html>" in (tmp_path / "policy.html").read_text(encoding="utf-8").lower()
