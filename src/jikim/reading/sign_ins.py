"""Sign-ins held against each other: one address for several accounts, or several addresses for one account (2.2).

By numbers and days, never a value: who sees that something is odd opens the records themselves, each by a read of its
own. The comparison takes a grant for a purpose that stops abuse and a reason, and is recorded with both.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Literal, NamedTuple
from uuid import UUID

from jikim.db.driver import Servers, Steps
from jikim.policy.ask import Actor, Ask, blank
from jikim.policy.compiled import Policy
from jikim.policy.decide import deny
from jikim.policy.outcome import Outcome
from jikim.policy.states import Verb
from jikim.reading.people import Q, working
from jikim.verbs.forbidden_numbers import no_numbers
from jikim.verbs.house import House

EVENT = "sign-in:compare"
MOST = 100  # groups that are shown, the largest first
Way = Literal["address", "account"]
WAYS: Mapping[Way, tuple[str, str]] = {
    "address": ("주소 하나로 로그인한 여러 계정", "several accounts from one address"),
    "account": ("여러 주소에서 로그인한 계정", "one account from several addresses"),
}


class Group(NamedTuple):
    """Accounts that signed in from one address, or one account and from how many addresses it did. `people`: the first
    fifty of them. `whole`: the index is not being renewed, so that the counts are all there is."""

    people: list[UUID]
    accounts: int
    addresses: int
    sign_ins: int
    first: datetime
    last: datetime
    whole: bool


def purposes_against_abuse(policy: Policy) -> tuple[str, ...]:
    """The purposes for which a policy's record of signing in is there; none where it keeps no such record."""
    rules = policy.sign_ins()
    return () if rules is None else tuple(rules.record.for_)


def compare_sign_ins(house: House, way: Way, *, days: int, least: int, reason: str, actor: Actor) -> Steps[list[Group]]:
    """What the last days hold, the largest first. Raises DeniedError, recorded, without a grant or a reason for it."""
    policy, rules = house.policy, house.policy.sign_ins()
    yield from working(house, EVENT, actor)
    numbers = [policy.number("purpose", name) or 0 for name in purposes_against_abuse(policy)]
    mine = next((number for number in numbers if actor.purposes >> number & 1), 0)
    if rules is None or not mine or not actor.kinds >> rules.number & actor.items >> rules.address & 1:
        yield from house.refuse(EVENT, policy, actor, deny(policy, "beyond-grant"))
    assert rules is not None
    ask = Ask(Verb.USE, rules.number, 1 << rules.address, actor, purpose=mine, reason=reason)
    if blank(reason):
        yield from house.refuse(EVENT, policy, actor, deny(policy, "reason"), ask)
    yield from no_numbers(policy, reason=reason)
    clause = policy.reading[mine, rules.number].clause
    entry = yield from house.entry(EVENT, policy, actor, ask, clause, by=way)
    asked: dict[str, Any] = {
        "kind": rules.number,
        "item": rules.address,
        "way": way,
        "since": house.now() - timedelta(days=days),
        "salt": os.urandom(32),
        "grant": actor.grant,
    }

    others = []
    for server in (yield Servers()).servers[1:]:
        for part in (yield Q["sign_ins.part"](at=entry.at, **asked).on(server)):
            others.append(dict(zip(("mark", "people", "addresses", "sign_ins", "first", "last"), part, strict=True)))
    given: dict[str, Any] = {"least": max(2, least), "limit": MOST, "others": json.dumps(others, default=str)}
    rows = yield Q["sign_ins.compare"](entry=entry, **given, **asked)
    if refused := next((outcome for outcome, *_ in rows if outcome), 0):
        house.denied(policy, None, Outcome(refused))
    return [Group._make(row[1:]) for row in rows]
