"""`jikim jobs` does the daily work whatever is wrong with a setting that one of its steps alone may need."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.conftest import HOMEPAGE, Databases

from jikim.app import Jikim
from jikim.cli import main


@pytest.mark.parametrize("wrong", ["JIKIM_LIVE_2_OWNER_DSN", "JIKIM_LIVE_OWNER_DSN_FILE"])
def test_owners_that_cannot_be_told_stop_nothing(
    jk: Jikim,
    databases: Databases,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    wrong: str,
) -> None:
    """A further server's owner without the house's, or a file that this user may not read: nobody asks for them while no move
    of people was cut off."""
    databases.named(monkeypatch, tmp_path / "ring")
    monkeypatch.setenv(wrong, str(tmp_path / "none"))
    jk.close()
    main(["jobs", str(HOMEPAGE), "--json"])
    steps = {one["step"]: one["failed"] for one in json.loads(capsys.readouterr().out)["steps"]}
    assert "sweep" in steps
    assert "servers" not in steps
