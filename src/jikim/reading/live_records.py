"""One person's live records of a kind: which there are, since when, and what happened to them. Never a value: a page then reads them by a purpose."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from jikim.db.driver import Steps
from jikim.policy.states import State
from jikim.store.holding import Ref
from jikim.store.rows import record_rows
from jikim.verbs.account import moments
from jikim.verbs.house import House


class Live(NamedTuple):
    """A live record. `version` is its own: it changes with each correction."""

    ref: Ref
    version: int
    collected: datetime
    happened: Mapping[str, datetime]
    frozen: bool


def live_of(house: House, subject: UUID, kind: str) -> Steps[list[Live]]:
    """Somebody's live records of a kind, the oldest first."""
    policy = house.policy
    return [
        Live(
            Ref(subject, row.record, kind),
            row.version,
            row.collected,
            {policy.name("event", event): at for event, at in moments(row.events).items()},
            row.frozen is not None,
        )
        for row in (yield from record_rows(subject, house.now(), kind=policy.records[kind].number))
        if row.state == State.LIVE
    ]
