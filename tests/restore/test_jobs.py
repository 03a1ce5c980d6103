"""`jikim jobs`: everything that is due in one call, each step in the order in which it makes the next possible."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.conftest import HOMEPAGE
from tests.lost import Lost, lost, person

from jikim.cli import main

__all__ = ["lost"]


def test_a_day_of_the_house_ends_with_what_left_irrecoverable(
    lost: Lost, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Someone leaves; one run destroys their key, makes the backups, turns the epoch and sequences; a second finds
    nothing due."""
    with lost.open() as jk:
        leaver, _ = person(jk, 1)
        person(jk, 2)
        jk.leave(leaver.subject)
    for name, place in (
        ("JIKIM_RING_DIR", "ring"),
        ("JIKIM_RING_COPIES", "copy"),
        ("JIKIM_BACKUP_DIR", "sets"),
        ("JIKIM_KEYS_BACKUP_DIR", "keys-sets"),
    ):
        monkeypatch.setenv(name, str(tmp_path / place))
    monkeypatch.setenv("JIKIM_LEASE", "1")
    words = ["jobs", str(HOMEPAGE), "--dir", str(lost.settings.directory)]
    assert main([*words, "--json"]) == 0
    steps = json.loads(capsys.readouterr().out)["steps"]
    assert [one["step"] for one in steps] == [
        "deliver",
        "statistics",
        "mail",
        "sweep",
        "backup",
        "reindex",
        "epoch",
        "sequence",
        "webhooks",
    ]
    assert not [one for one in steps if one["failed"]]
    assert steps[3]["done"]["destroyed"] == {"membership": 1}
    assert lost.set("data").name == steps[4]["done"]["set"]
    assert steps[6]["done"]["backup"] is True
    with lost.open() as jk:
        receipt = jk.receipt(leaver.subject)
        assert receipt.dates.irrecoverable is not None
    assert main(words) == 0
    told = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in told] == ["server", "deliver", "mail", "sweep", "sequence", "webhooks"]


def test_a_step_that_fails_is_told_and_stops_no_other(
    lost: Lost, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Where the backup cannot be made, the sweep and the ledger go on, the reason is told, and the command exits 1."""
    with lost.open() as jk:
        person(jk, 1)
    monkeypatch.setenv("JIKIM_RING_DIR", str(tmp_path / "ring"))
    monkeypatch.setenv("JIKIM_RING_COPIES", str(tmp_path / "copy"))
    (tmp_path / "a-file").write_text("no directory")
    monkeypatch.setenv("JIKIM_BACKUP_DIR", str(tmp_path / "a-file"))
    assert main(["jobs", str(HOMEPAGE), "--dir", str(lost.settings.directory)]) == 1
    told = capsys.readouterr().out.splitlines()
    assert [line for line in told if line.startswith("backup: not done: ")]
    assert [line for line in told if line.startswith("sequence: ") and "not done" not in line]


@pytest.mark.parametrize("seconds", ["0", "-5", "soon"])
def test_an_interval_that_is_none_is_refused(seconds: str, capsys: pytest.CaptureFixture[str]) -> None:
    """`--every` takes a whole number of seconds from 1 on."""
    assert main(["jobs", str(HOMEPAGE), "--every", seconds]) == 2
    assert "--every" in capsys.readouterr().err
