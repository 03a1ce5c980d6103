"""One person's live records of a kind: which there are, since when, and what happened to them. Never a value: a page then reads them by a purpose."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from jikim.db.driver import Steps
from jikim.policy.states import State
from jikim.store.holding import Ref
from jikim.store.sealed import Q
from jikim.verbs.house import House
from jikim.verbs.leave import moments


class Live(NamedTuple):
    """A live record. `version` is its own: it changes with each correction."""

    ref: Ref
    version: int
    collected: datetime
    happened: Mapping[str, datetime]
    frozen: bool


def live_of(house: House, subject: UUID, kind: str) -> Steps[list[Live]]:
    """Somebody's live records of a kind, the oldest first."""
    policy, found = house.policy, []
    number = policy.records[kind].number
    for row in (yield Q["records_of"](subject=subject)):
        record, of, state, version, *_, collected, _, frozen, _, events, _ = row
        if of == number and state == State.LIVE:
            happened = {policy.name("event", event): at for event, at in moments(events).items()}
            found.append(Live(Ref(subject, record, kind), version, collected, happened, frozen is not None))
    return found
