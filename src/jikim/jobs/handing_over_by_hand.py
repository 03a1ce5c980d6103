"""Handing over by hand: a message of the outbox that no endpoint takes is taken out on paper, judged, locked and
recorded as if it were sent.

What leaves this way is one message: decided again at this moment, its version on disk before it is answered, and the
receipt says that a person carried it.

What a handler puts into a file for a receiver is taken by their grant, which the statement looks at, and stays on its
way until somebody confirms that it was given; until then it may be put into another file.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from jikim.db.driver import Steps
from jikim.disclosures.demand_register import Q
from jikim.disclosures.handing_on import message_rows
from jikim.jobs.outbox import Due, ask_of, note_receipt, take_for_sending
from jikim.policy.ask import Actor
from jikim.policy.compiled import Policy
from jikim.policy.decide import Allowed, Denied
from jikim.policy.numbers import Space
from jikim.verbs.hand_over import Terms
from jikim.verbs.house import House


def hand_over(house: House, subject: UUID, message: UUID) -> Steps[dict[str, Any] | None]:
    """Takes one waiting message out. None where it may not leave (now, or any more), or another took it."""
    rows = yield Q["demand.message"](subject=subject, message=message)
    if not rows:
        return None
    row = Due._make(rows[0])
    policy = (yield from house.versions.serving(row.policy)) if row.policy else house.policy
    name = policy.name("recipient" if row.space == "recipient" else "processor", row.target)
    payload = yield from take_for_sending(house, policy, row, name)
    if not isinstance(payload, bytes):
        return None
    yield from note_receipt(house, policy, row, name, "done", {"receipt": "handed over by hand"})
    found: dict[str, Any] = json.loads(payload)
    return found


class Taken(NamedTuple):
    """A message that was put into a file: its number, its record's kind, the values that leave."""

    message: UUID
    kind: str
    values: Mapping[str, Any]


def take_out(
    house: House, space: Space, to: str, purpose: str, chosen: Collection[UUID], *, actor: Actor
) -> Steps[list[Taken]]:
    """Takes the chosen messages of a receiver and purpose for a file, each decided anew. Those that may not leave any
    more are left out.

    Raises DeniedError, recorded, before anything is taken, where one of them is beyond the actor's grant.
    """
    rows = yield from _chosen(house, space, to, purpose, chosen)
    for row, policy in rows:
        ask = ask_of(row, Terms(), actor)
        answer = house.judge(policy, ask)
        if isinstance(answer, Denied) and isinstance(house.judge(policy, ask_of(row, Terms())), Allowed):
            yield from house.refuse(f"record:{row.topic}-sent", policy, actor, answer, ask, row.subject, row.record)
    taken = []
    for row, policy in rows:
        payload = yield from take_for_sending(house, policy, row, policy.name(space, row.target), actor)
        if isinstance(payload, bytes):
            said = json.loads(payload)
            taken.append(Taken(row.message, said["record"], said["items"]))
    return taken


def confirm(
    house: House,
    space: Space,
    to: str,
    purpose: str,
    chosen: Collection[UUID],
    receipt: Mapping[str, str],
    *,
    actor: Actor,
) -> Steps[int]:
    """Somebody's word that the chosen messages were given to the receiver. Answers how many were on their way. Raises
    DeniedError as `take_out`."""
    confirmed = 0
    for row, policy in (yield from _chosen(house, space, to, purpose, chosen)):
        ask = ask_of(row, Terms(), actor)
        answer = house.judge(policy, ask)
        if isinstance(answer, Denied) and isinstance(house.judge(policy, ask_of(row, Terms())), Allowed):
            yield from house.refuse(f"record:{row.topic}-receipt", policy, actor, answer, ask, row.subject, row.record)
        if row.state == "sending":
            name = policy.name(space, row.target)
            confirmed += yield from note_receipt(house, policy, row, name, "done", receipt, actor)
    return confirmed


def _chosen(
    house: House, space: Space, to: str, purpose: str, chosen: Collection[UUID]
) -> Steps[list[tuple[Due, Policy]]]:
    found = []
    for row in (yield from message_rows(house, space, to, purpose)):
        due = Due._make(row[:-1])
        if due.message in chosen:
            found.append((due, (yield from house.versions.serving(due.policy)) if due.policy else house.policy))
    return found
