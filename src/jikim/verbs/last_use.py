"""Somebody uses the service now: an account that nobody uses is told by it (`dormancy`), and the time of records that is
counted from their person's last use (`ends.from: last-use`) begins anew.

Use is a sign-in, coming back, a record that is given, or the application's word (`seen`). INVARIANT: what is over stays
over, whatever is used afterwards.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from uuid import UUID

from jikim.db.driver import Steps
from jikim.policy.compiled import LAST_USE
from jikim.policy.plan import over_from
from jikim.store.sealed import Q
from jikim.verbs.house import House


def clocks(house: House) -> str:
    """Of each kind that is counted from the last use, the event and the moment from which on it is over, used now: JSON."""
    policy, now = house.policy, house.now()
    rows = []
    for rules in policy.by_last_use:
        over = over_from(policy, rules, now, {})
        assert over is not None
        rows.append({"kind": rules.number, "event": rules.events[LAST_USE], "over_from": over.isoformat()})
    return json.dumps(rows)


def note_use(house: House, *subjects: UUID) -> Steps[None]:
    """Writes down that these people use the service now, where the policy counts anything from it."""
    if house.policy.file.dormancy is not None or house.policy.by_last_use:
        for subject in subjects:
            yield Q["seen"](subject=subject, at=house.now(), clocks=clocks(house))


def note_giving(house: House, subjects: Iterable[UUID]) -> Steps[None]:
    """That these people give a record: of accounts its own day says it, so only what is counted from the last use is moved."""
    if house.policy.by_last_use:
        yield from note_use(house, *sorted(set(subjects), key=lambda one: one.bytes))
