"""When the next epoch is due by the policy, what it would do, and the journal of those that were."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from jikim.db.driver import Driver, Steps
from jikim.keys.keyring import Q
from jikim.policy.period import Period, next_run
from jikim.verbs.house import House

SAFEGUARD = "key-rotation"  # the policy's safeguard whose `every` says how often
EVERY = Period(1, "d")  # where the policy names no interval


class Journal(NamedTuple):
    """A row of `keys.epoch`."""

    ring: int
    runner: UUID
    step: str
    begun: datetime
    names: int
    shards: list[int]
    former: str
    former_holder: str
    root: str | None
    holder: str | None
    turned: datetime | None
    rewrapped: int
    backup: bool | None
    done: datetime | None
    irrecoverable: datetime | None


class Ahead(NamedTuple):
    """What the next epoch has to do: destroyed names, since when the oldest waits, shards they touch, survivors to be
    wrapped anew."""

    names: int
    since: datetime | None
    shards: int
    survivors: int


@dataclass(frozen=True)
class Due:
    """When the policy wants the next epoch (None: now, as there was none yet), and what it would do. `open`: the one to
    be finished."""

    at: datetime | None
    every: Period
    ahead: Ahead
    open: Journal | None
    now: bool

    def as_json(self) -> dict[str, Any]:
        return {
            "due": self.now,
            "at": self.at.isoformat() if self.at else None,
            "every": str(self.every),
            "unfinished": {"ring": self.open.ring, "step": self.open.step} if self.open else None,
            "names": self.ahead.names,
            "since": self.ahead.since.isoformat() if self.ahead.since else None,
            "shards": self.ahead.shards,
            "survivors": self.ahead.survivors,
        }


def epoch_due(driver: Driver, house: House) -> Due:
    """When the next epoch is due by the policy's safeguard `key-rotation`, and what it would do."""
    last = driver.run(last_epoch())
    ahead = driver.run(_ahead())
    safeguard = house.policy.file.safeguards.get(SAFEGUARD)
    every = (safeguard.every if safeguard is not None else None) or EVERY
    unfinished = last if last is not None and last.done is None else None
    at = next_run(last.begun, every, house.policy.zone) if last is not None else None
    # Where nothing was destroyed, there is nothing to be made irrecoverable, and no root key need be given up.
    now = unfinished is not None or (ahead.names > 0 and (at is None or at <= house.now()))
    return Due(at, every, ahead, unfinished, now)


def last_epoch() -> Steps[Journal | None]:
    rows = yield Q["epoch.last"](limit=1)
    return Journal._make(rows[0]) if rows else None


def _ahead() -> Steps[Ahead]:
    rows = yield Q["epoch.ahead"]()
    return Ahead._make(rows[0])
