"""The how-to of moving in, done as it stands: its files are written, its commands run, and its people are here."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from pathlib import Path

import pytest
from tests.conftest import HOMEPAGE, Databases
from tests.house.source import ROOT
from tests.moves.old_shop import SECRET

from jikim.accounts.credentials import sign_in
from jikim.app import Jikim
from jikim.cli import main

PAGE = (ROOT / "docs" / "how-to" / "move-in.md").read_text(encoding="utf-8")
FILES = re.compile(r"`([\w./-]+)`:\n\n```(?:yaml|csv)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COMMANDS = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture
def place(databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory with the page's files and the policy, in which commands find the house."""
    for name in [name for name in os.environ if name.startswith("JIKIM_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.chdir(tmp_path)
    databases.named(monkeypatch, tmp_path / "ring")
    (tmp_path / "policy.yaml").write_bytes(HOMEPAGE.read_bytes())
    (tmp_path / "dump").mkdir()
    for name, text in FILES.findall(PAGE):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_the_page_as_it_stands(office: Jikim, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every command ends as the page says, no value is printed, and both people sign in with what they know."""
    number, said = "", ""
    for line in [line for block in COMMANDS.findall(PAGE) for line in block.splitlines()]:
        command, _, note = line.partition("   # exits ")
        words = shlex.split(command.replace("NUMBER", number))
        if words[0] != "jikim":
            subprocess.run(words, cwd=place, check=True)
            continue
        capsys.readouterr()
        assert main(words[1:]) == int(note or 0), (line, capsys.readouterr())
        out, err = capsys.readouterr()
        said += out + err
        found = re.search(r"asked: (\S+)", out)
        number = found[1] if found else number
    assert "1 would come in, 0 here already, 1 refused" in said
    for value in ("김가수", "gana@example.com", "010-00-1", "없는로", "pbkdf2"):
        assert value not in said
    for name in ("gana", "dara"):
        assert office.do(sign_in, name, SECRET, "192.0.2.1").person is not None
    assert not (place / "aside.jsonl").exists()
    assert "wrote records of 2 people to records" in said
