"""Handing over by hand: a message of the outbox that no endpoint takes is taken out on paper, judged, locked and recorded as if it were sent.

What leaves this way is one message: decided again at this moment, its version on disk before it is answered, and the receipt says that a person
carried it.
"""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from jikim.db.driver import Statement, Steps
from jikim.disclosures.demands import Q
from jikim.jobs.outbox import Due, note_receipt, take_for_sending
from jikim.verbs.house import House


def hand_over(house: House, subject: UUID, message: UUID) -> Steps[dict[str, Any] | None]:
    """Takes one waiting message out. None where it may not leave (any more), or another took it."""
    rows = yield Statement(Q["demand.message"], (subject, message))
    if not rows:
        return None
    row = Due._make(rows[0])
    policy = (yield from house.versions.serving(row.policy)) if row.policy else house.policy
    name = policy.name("recipient" if row.space == "recipient" else "processor", row.target)
    payload = yield from take_for_sending(house, policy, row, name)
    if payload is None:
        return None
    yield from note_receipt(house, policy, row, name, "done", {"receipt": "handed over by hand"})
    found: dict[str, Any] = json.loads(payload)
    return found
