"""Clause 6.5: electronic files are deleted so that the record cannot be reproduced."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests import unsynced

from conftest import HOMEPAGE
from jikim import drill


@pytest.mark.clause("6.5")
def test_nothing_brings_back_what_was_destroyed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The drill: files, log, backups and temporary files are searched to the byte, and every key that exists is tried;
    the attack's controls hit."""
    monkeypatch.setattr(os, "fsync", unsynced.SYNC)  # it reads the disk itself
    report = drill.run(HOMEPAGE, directory=tmp_path / "drill", people=8)
    assert report.ok
    assert report.find("opened-after").count == 0
    assert report.find("opened-before").count > 0
