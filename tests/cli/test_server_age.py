"""`jikim jobs` says how old the embedded server is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from jikim.cli.jobs import _server

NOW = datetime(2026, 11, 28, tzinfo=UTC)


@pytest.mark.parametrize(("days", "said"), [(-1, "0 days"), (1, "1 day"), (92, "92 days"), (93, "93 days; a newer")])
def test_jobs_says_how_old_the_server_is_and_when_a_newer_one_is_likely(days: int, said: str) -> None:
    """The version and its days on this machine; past a quarter, that a newer release is likely and what to do."""
    line = _server("18.4", NOW - timedelta(days=days), NOW)
    assert line.startswith(f"server: PostgreSQL 18.4, here for {said}")
    assert ("JIKIM_PG_BIN" in line) is (days > 92)
