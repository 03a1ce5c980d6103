"""statistics: the one door of purposes whose results come out aggregated. Small groups are suppressed by the database itself (2.3, 3.5)."""

from __future__ import annotations

from jikim.answers import Group as Group
from jikim.db.driver import Statement, Steps
from jikim.policy.ask import Ask
from jikim.policy.compiled import SUBJECT_KINDS
from jikim.policy.decide import deny
from jikim.policy.outcome import Outcome
from jikim.policy.states import Verb
from jikim.store.holding import flat
from jikim.store.sealed import Q
from jikim.verbs.house import By

LEAST = 5  # the smallest group that comes out where the policy states no other


def statistics(by: By, kind: str, *, purpose: str, least: int = 0) -> Steps[list[Group]]:
    """Counts people. `least` may only raise the smallest group that the policy allows to come out."""
    house, actor = by
    policy = house.policy
    rules = policy.records.get(kind)
    number = policy.number("purpose", purpose)
    reading = policy.reading.get((number, rules.number)) if rules is not None and number is not None else None
    if rules is None or number is None or reading is None or not reading.aggregate:
        return (yield from house.refuse("record:statistics", policy, actor, deny(policy, "purpose-not-covering")))
    ask = Ask(Verb.USE, rules.number, 0, actor, number)
    if not actor.purposes >> number & 1 or (actor.until is not None and house.now() >= actor.until):
        yield from house.refuse("record:statistics", policy, actor, deny(policy, "grant"), ask)
    if not actor.kinds >> rules.number & 1:
        yield from house.refuse("record:statistics", policy, actor, deny(policy, "beyond-grant", kind), ask)
    floor = max((recipient.least for recipient in policy.file.recipients.values()), default=0) or LEAST
    entry = yield from house.entry("record:statistics", policy, actor, ask, reading.clause)
    rows = yield Statement(
        Q["statistics"], (policy.zone.key, rules.number, flat(reading.needs), max(floor, least), actor.grant, *entry)
    )
    if rows and rows[0][0]:
        house.denied(policy, None, Outcome(rows[0][0]))
    kinds = {found: name.value for name, found in SUBJECT_KINDS.items()}
    return [
        Group(month, kinds[subject_kind], policy.name("channel", channel), people)
        for _outcome, month, subject_kind, channel, people in rows
    ]
