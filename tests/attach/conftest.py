"""A Jikim that rules the Django shop's own rows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.attach.attached_shop import attached, opened
from tests.conftest import Databases

from jikim.app import Jikim
from jikim.app.attached import AttachedDatabase


@pytest.fixture
def jk(databases: Databases, tmp_path: Path) -> Iterator[Jikim]:
    with opened(databases, tmp_path) as jk:
        yield jk


@pytest.fixture
def here(jk: Jikim) -> AttachedDatabase:
    return attached(jk)
