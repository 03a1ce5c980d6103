"""`jikim prove`, as it is typed: what it writes, and how it ends."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.conftest import HOMEPAGE, Cast, Databases

from jikim.app import Jikim
from jikim.cli import main

pytestmark = pytest.mark.usefixtures("ready_clusters")


@pytest.fixture
def typed(jk: Jikim, cast: Cast, databases: Databases, monkeypatch: pytest.MonkeyPatch) -> tuple[str, ...]:
    """The words that lead to a house that runs."""
    databases.named(monkeypatch, jk.settings.ring_directory)
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    return ("prove", str(HOMEPAGE), "--dir", str(jk.settings.directory))


def test_it_tells_what_is_not_kept_and_one_promise_in_full(
    jk: Jikim, typed: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    """Without a scanner it says so with the reason and exits 0; `--clause` tells one with its ways and reach; a clause
    that is not there is an error."""
    assert main(list(typed)) == 0
    said = capsys.readouterr().out
    assert "? 10.3  unproven: No virus scanner is configured; until one is, uploads are refused." in said
    assert said.splitlines()[-1].startswith("69 promises: ")
    assert "11.1" not in said, "the pages were looked at"
    assert main([*typed, "--lang", "ko"]) == 0
    assert "백신이 설정되어 있지 않습니다" in capsys.readouterr().out
    assert main([*typed, "--clause", "10.1"]) == 0
    whole = capsys.readouterr().out
    assert "+ 10.1  kept" in whole
    assert "reach: jikim (sealed)" in whole
    assert "hashed one-way; nobody but its owner" in whole
    assert main([*typed, "--strict"]) == 1
    capsys.readouterr()
    assert main([*typed, "--clause", "99.9"]) == 1
    assert "no clause `99.9`" in capsys.readouterr().err


def test_it_makes_no_house(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A misspelt directory is told, and nothing is made there."""
    assert main(["prove", str(HOMEPAGE), "--dir", str(tmp_path / "nowhere")]) == 1
    assert "there is no data" in capsys.readouterr().err
    assert not (tmp_path / "nowhere").exists()
