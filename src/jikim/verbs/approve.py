"""approve: a second person says yes to what a sweep would destroy and may not destroy alone.

The yes is for one plan, these records and these days, and lasts for `APPROVED_FOR`; it falls with the grant that it was
given under.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from jikim.db.driver import Steps
from jikim.errors import StoreError
from jikim.policy.ask import Actor
from jikim.policy.decide import deny
from jikim.policy.outcome import Outcome
from jikim.store.sealed import Q
from jikim.verbs.house import By, House

APPROVED_FOR = timedelta(hours=24)


class Proposed(NamedTuple):
    """A plan that was written down: how many people's records it destroys, of how many, and how many it may without a
    second person. `until` is None where nobody has approved it."""

    plan: str
    people: int
    total: int
    most: int
    records: int
    days: int
    proposed: datetime
    until: datetime | None


def only_officers(house: House, event: str, actor: Actor) -> Steps[None]:
    """Lets pass an officer with a grant that stands. Raises DeniedError, recorded, for anyone else: no program says
    such a thing."""
    if actor.kind != "officer":
        yield from house.refuse(event, house.policy, actor, deny(house.policy, "not-confirmed"))
    if not actor.grant or not (yield from house.manned(actor)):
        yield from house.refuse(event, house.policy, actor, deny(house.policy, "grant"))


def proposals(house: House) -> Steps[list[Proposed]]:
    """The plans that wait or have waited for a second person, the newest first."""
    _ = house
    rows = yield Q["sweep.proposed"]()
    return [Proposed(bytes(plan).hex(), *rest) for plan, *rest in rows]


def approve(by: By, plan: str) -> Steps[Proposed]:
    """Approves a plan by its number, whole or its first eight digits or more. Answers it with the end of its approval.

    Raises DeniedError where the actor is no officer with a standing grant, or gave the word for the clock that the plan
    rests on (the first person is not the second as well), and StoreError for a plan that no sweep has proposed.
    """
    house, actor = by
    policy = house.policy
    event = "sweep:approve"
    yield from only_officers(house, event, actor)
    found = [one for one in (yield from proposals(house)) if len(plan) >= 8 and one.plan.startswith(plan.lower())]
    if len(found) != 1:
        raise StoreError(
            "no sweep has proposed such a plan",
            hint="sweep again, and approve the plan that it names",
            ko=("그런 계획을 제안한 파기 작업이 없습니다", "파기 작업을 다시 실행하고, 나오는 계획을 승인해 주세요"),
        )
    one = found[0]
    until = house.clock.now() + APPROVED_FOR
    entry = yield from house.note(
        event, actor, "grant", plan=one.plan, people=one.people, total=one.total, most=one.most, until=until.isoformat()
    )
    [(code,)] = yield Q["sweep.approve"](plan=bytes.fromhex(one.plan), grant=actor.grant, until=until, entry=entry)
    outcome = Outcome(code)
    if outcome is not Outcome.ALLOWED:
        house.denied(policy, None, outcome)
    return one._replace(until=until)
