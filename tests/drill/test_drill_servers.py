"""A drill whose people lie on two servers of one's own: what was erased is gone from both, and from what was stolen of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.conftest import HOMEPAGE
from tests.db.standby import rows
from tests.db.two_servers import two

from jikim.db.keeper import ADMIN
from jikim.drill import run

pytestmark = pytest.mark.long


def test_a_drill_on_two_servers_finds_nothing(tmp_path: Path) -> None:
    """Every count that must be 0 is, no control is, though people moved between the theft and their leaving; and nothing of it
    stays on either."""
    with two(tmp_path / "servers") as servers:
        first, second = (one.conninfo("postgres", ADMIN) for one in (servers.house, servers.second))
        found = run(HOMEPAGE, directory=tmp_path / "drill", people=8, server=first, further=[second], seed=1)
        assert found.ok, found.as_json()
        assert found.facts["moved"] > 0
        for one in (servers.house, servers.second):
            assert rows(one, "postgres", "SELECT 1 FROM pg_database WHERE datname ^@ 'jikim_drill'") == []
        assert rows(servers.house, "postgres", "SELECT 1 FROM pg_replication_slots") == []
