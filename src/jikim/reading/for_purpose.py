"""People listed for a purpose that the policy declares, in pages: who has a live record of a kind that this purpose may read
today. Numbers and dates, never a value: each record is then read by `use`, which judges and records it by itself.

Each page is recorded, with its purpose. Who works at the office reads of many as `reading/mass.py` has it, and not by this.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from jikim.db.driver import Steps
from jikim.policy.ask import Ask
from jikim.policy.decide import deny
from jikim.policy.outcome import Outcome
from jikim.policy.states import Verb
from jikim.reading.people import FIRST, Q
from jikim.store.holding import Ref, flat
from jikim.verbs.house import By
from jikim.verbs.judged import permit

EVENT = "record:list"
PAGE, MOST = 100, 1_000


class Listed(NamedTuple):
    """A record that may be read for the purpose, and since when it is held. The next page goes on behind it."""

    ref: Ref
    collected: datetime


def listed(by: By, kind: str, *, purpose: str, after: Listed | None = None, limit: int = PAGE) -> Steps[list[Listed]]:
    """A page of people with a record of a kind, the oldest first, a thousand at most; none: there are no more.

    Left out is who has left or is away, whose record is frozen or over, and who did not agree to a purpose that asks for it.
    Raises DeniedError for a purpose that does not read this kind or that the actor may not name, and for a handler.
    """
    house, actor = by
    policy = house.policy
    rules, number = policy.records.get(kind), policy.number("purpose", purpose)
    reading = policy.reading.get((number, rules.number)) if rules is not None and number is not None else None
    if rules is None or number is None or reading is None:
        return (yield from house.refuse(EVENT, policy, actor, deny(policy, "purpose-not-covering")))
    if actor.kind not in ("application", "system"):
        return (yield from house.refuse(EVENT, policy, actor, deny(policy, "not-confirmed")))
    ask = Ask(Verb.USE, rules.number, reading.items & ~policy.unreadable, actor, number)
    answer = yield from permit(house, EVENT, ask, looks=True)
    behind = FIRST if after is None else (after.collected, after.ref.record)
    rows = yield Q["listed"](
        kind=rules.number,
        needs=flat(answer.needs),
        behind=behind[0],
        after=behind[1],
        limit=max(1, min(limit, MOST)),
        grant=actor.grant,
        entry=(yield from house.own_look(EVENT, policy, actor, ask, answer.clause)),
    )
    found = []
    for outcome, subject, record, collected in rows:
        if outcome != Outcome.ALLOWED:
            raise house.found(policy, answer, Outcome(outcome))
        found.append(Listed(Ref(subject, record, kind), collected))
    return found
