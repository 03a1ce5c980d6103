"""A world whose true time a test sets, and a house whose clock may be wrong about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.conftest import Databases
from tests.employed import employ, lasting
from tests.invariants import Watch, watching

from jikim.app import Jikim
from jikim.clock import WallClock
from jikim.db.driver import Steps
from jikim.jobs import clock_doubt
from jikim.policy.model import PolicyFile

NOON = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)


class World:
    """`true` is the time it is; `error` how far the house's clock is off. `blind`: nothing else on the machine knows
    the time."""

    worldly = True

    def __init__(self) -> None:
        self.true = NOON
        self.error = timedelta()
        self.blind = False

    def now(self) -> datetime:
        """The house's clock."""
        return self.true + self.error

    def passes(self, *, days: float = 0, hours: float = 0) -> None:
        self.true += timedelta(days=days, hours=hours)

    def uptime(self) -> tuple[str, float] | None:
        return None if self.blind else ("this start", (self.true - NOON).total_seconds() + 1000)

    def server_time(self) -> Steps[datetime]:
        yield from ()
        return self.now() if self.blind else self.true


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    found = World()
    monkeypatch.setattr(clock_doubt.clock, "machine_uptime", found.uptime)
    monkeypatch.setattr(clock_doubt, "_server_time", found.server_time)
    monkeypatch.setattr(WallClock, "now", lambda _self: found.now())
    return found


@pytest.fixture
def watch(databases: Databases, tmp_path: Path) -> Iterator[Watch]:
    with watching(databases, tmp_path) as found:
        yield found


@pytest.fixture
def house(world: World, databases: Databases, homepage: PolicyFile, tmp_path: Path, watch: Watch) -> Iterator[Jikim]:
    """A house that is no demo, in that world: opened on its first day, with two officers, and swept once."""
    with Jikim(homepage, databases.settings(tmp_path)) as jk:
        jk.house = replace(jk.house, clock=world)
        for name in ("omar", "ona", "hana"):
            employ(jk, name, "handler" if name == "hana" else "officer")
            lasting(jk, name, ["delivery", *jk.policy.file.archive.purposes])
        jk.sweep()
        yield jk
