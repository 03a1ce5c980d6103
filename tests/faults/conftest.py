"""The stage of the fault tests: three databases on which Jikims are opened, killed and opened again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Databases
from invariants import watching
from killing import Stage

from jikim.policy.model import PolicyFile


@pytest.fixture
def stage(databases: Databases, homepage: PolicyFile, tmp_path: Path) -> Iterator[Stage]:
    with watching(databases, tmp_path) as watch:
        yield Stage(databases, homepage, tmp_path, watch)
