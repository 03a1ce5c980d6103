"""`jikim reindex`: what it says, in words and as JSON, and when it exits 1."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.conftest import HOMEPAGE, Databases
from tests.index.looking import jk, join, watch  # noqa: F401
from tests.invariants import Watch

from jikim.app import Jikim
from jikim.cli import main


@pytest.fixture
def named(databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment names this test's databases and ring."""
    databases.named(monkeypatch, tmp_path / "ring")


@pytest.mark.usefixtures("named")
def test_reindex_says_what_it_did(watch: Watch, jk: Jikim, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing while nobody was removed; then how many claims, and that the old key went; then nothing again."""
    join(jk)
    assert main(["reindex", str(HOMEPAGE)]) == 0
    assert capsys.readouterr().out == "nothing is due\n"
    jk.leave(join(jk).subject)
    assert main(["reindex", str(HOMEPAGE)]) == 0
    assert capsys.readouterr().out == (
        "2 claims stand under version 2\n1 old keys were destroyed; the next epoch makes that irrecoverable\n"
    )
    assert main(["reindex", str(HOMEPAGE), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "version": 2,
        "moved": 0,
        "mended": 0,
        "destroyed_keys": 0,
        "lost": [],
        "due": False,
    }


@pytest.mark.usefixtures("named")
def test_a_claim_that_opens_nowhere_is_told(watch: Watch, jk: Jikim, capsys: pytest.CaptureFixture[str]) -> None:
    """It is named by its record, never by its value, and exits 1; what could be mended is said."""
    bad, mended = join(jk, "grebe"), join(jk, "heron")
    live = watch.admin["live"]
    live.execute("UPDATE live.claim SET sealed = set_byte(sealed, 20, get_byte(sealed, 20) # 1)")
    live.execute("UPDATE live.record SET head = sha256(head) WHERE record = %s", (bad.record,))
    jk.leave(join(jk).subject)
    assert main(["reindex", str(HOMEPAGE)]) == 1
    told = capsys.readouterr()
    assert "2 of them were made anew" in told.out
    assert str(bad.record) in told.err
    assert str(mended.record) not in told.err
    assert "grebe" not in told.err + told.out
