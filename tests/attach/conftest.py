"""A Jikim that rules the Django shop's own rows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.attach.attached_shop import AttachedShop, attached, opened
from tests.conftest import Databases

from jikim.app import Jikim
from jikim.app.attached import AttachedDatabase
from jikim.db.embedded import Embedded


@pytest.fixture
def jk(databases: Databases, tmp_path: Path) -> Iterator[Jikim]:
    with opened(databases, tmp_path) as jk:
        yield jk


@pytest.fixture(scope="session")
def sixty(server: Embedded) -> AttachedShop:
    """The shop with sixty people, to be copied."""
    return AttachedShop(server, 60)


@pytest.fixture
def here(jk: Jikim) -> AttachedDatabase:
    return attached(jk)
