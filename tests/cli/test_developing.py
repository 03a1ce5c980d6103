"""`jikim serve --dev`: what runs follows the file, as far as it may."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from tests.house.source import ROOT
from tests.waiting import PATIENCE

from jikim.cli.developing import develop
from jikim.errors import PolicyError
from jikim.policy.model import PolicyFile

CLINIC = (ROOT / "tests" / "policy" / "others" / "clinic.yaml").read_text(encoding="utf-8")


class Stage:
    """Sites that serve nothing: each answers until it is stopped, or, `refused`, does not begin. What `acts` say is done
    once each has begun; after the last of them the process is asked to end."""

    def __init__(self, path: Path, *acts: str, refused: str = "") -> None:
        self.path, self.acts, self.refused = path, list(acts), refused
        self.served: list[str] = []

    def begun(self, file: PolicyFile) -> Stage:
        self.phone = str(file.officers.officer.phone)
        self.stopped = threading.Event()
        return self

    def until_signal(self) -> None:
        if self.phone == self.refused:
            raise PolicyError("it was never announced", ko=("공고한 적 없음", ""))
        self.served.append(self.phone)
        if self.acts:
            self.path.write_text(self.acts.pop(0), encoding="utf-8")
            assert self.stopped.wait(PATIENCE)

    def stop(self) -> None:
        self.stopped.set()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A policy that is being written."""
    made = tmp_path / "policy.yaml"
    made.write_text(CLINIC, encoding="utf-8")
    return made


def test_what_is_saved_is_served(path: Path) -> None:
    """A sound file that is saved is what runs next."""
    stage = Stage(path, CLINIC.replace("02-000-0003", "02-000-0013"))
    develop(path, "en", stage.begun)
    assert stage.served == ["02-000-0003", "02-000-0013"]


def test_a_file_with_errors_leaves_what_runs(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is told, and the one before goes on; once mended, the file is served."""
    broken = CLINIC.replace("\npurposes:", "\npurposes: 7\nwas:", 1)
    stage = Stage(path, broken, CLINIC.replace("02-000-0003", "02-000-0013"))
    develop(path, "en", stage.begun)
    assert stage.served == ["02-000-0003", "02-000-0003", "02-000-0013"]
    assert "can't run" in capsys.readouterr().err


def test_a_file_that_has_to_be_announced_leaves_what_runs(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where the house refuses it, it says so and what is in force goes on."""
    stage = Stage(path, CLINIC.replace("02-000-0003", "02-000-0099"), refused="02-000-0099")
    develop(path, "en", stage.begun)
    assert stage.served == ["02-000-0003", "02-000-0003"]
    assert "never announced" in capsys.readouterr().err


def test_the_first_file_has_to_run(path: Path) -> None:
    """With nothing before it, what cannot run ends the command."""
    path.write_text("jikim: 1\n", encoding="utf-8")
    with pytest.raises(PolicyError):
        develop(path, "en", Stage(path).begun)
