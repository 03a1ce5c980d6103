"""find: people by the exact value of an item that may be looked up by. The value meets the database as a blind index
only.

Whoever may not read a value may not search by it: records are searched whose item a purpose of the actor reads, and no
other.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from jikim.db.driver import Steps
from jikim.policy import name_and_phone
from jikim.policy.ask import Actor, Ask
from jikim.policy.compiled import Policy
from jikim.policy.decide import deny
from jikim.policy.items import ItemError, accept
from jikim.policy.states import Verb
from jikim.store.holding import Claim
from jikim.store.sealed import Q
from jikim.verbs.collect import Person
from jikim.verbs.house import By

T = TypeVar("T")


def find(by: By, item: str, value: str, *, country: str = "KR") -> Steps[list[Person]]:
    """People who are here and hold this value. Recorded, without the value. Raises DeniedError for other items.

    By a name (`lookup_with`) together with the last four digits of their telephone number: `Gana Kim 0101`.
    """
    return (yield from find_at_the_door(by, item, value, country=country, away=False))


def find_at_the_door(by: By, item: str, value: str, *, country: str = "KR", away: bool = True) -> Steps[list[Person]]:
    """The same, with those who are away: for who lets them in, and nobody else."""

    def claimed(number: int, key: str, kinds: list[int]) -> Steps[list[tuple[UUID, int]]]:
        return by.house.holding.claims.find(Claim(number, key, True), kinds, away=away)

    found = yield from searched(by, item, value, claimed, country=country)
    return [Person(subject, by.house.policy.people_named[kind]) for subject, kind in found]


def searched(
    by: By, item: str, value: str, search: Callable[[int, str, list[int]], Steps[list[T]]], *, country: str = "KR"
) -> Steps[list[T]]:
    """What `search` finds by a claim's number, the value in its one form, and the record kinds that may be searched:
    asked for once that is allowed and recorded."""
    house, actor = by
    policy = house.policy
    ask = Ask(Verb.SHOW, 0, 0, actor)
    declared = policy.file.items.get(item)
    number = policy.number("item", item)
    if declared is None or number is None or not declared.finds:
        return (yield from house.refuse("subject:find", policy, actor, deny(policy, "undeclared-item"), ask))

    def readable(one: int) -> list[int]:
        known = actor.kind in ("application", "handler", "officer", "system")
        return _readable(policy, actor, one) if known else []

    if declared.lookup_with:
        phones = [one for other in declared.lookup_with if (one := policy.number("item", other)) is not None]
        places = list(name_and_phone.searched(number, phones, readable))
    else:
        places = [(number, kinds)] if (kinds := readable(number)) else []
    over = actor.until is not None and house.now() >= actor.until
    if not places or over or not (yield from house.grant_runs(actor)):
        yield from house.refuse("subject:find", policy, actor, deny(policy, "grant"), ask)
    try:
        key = name_and_phone.asked(value) if declared.lookup_with else accept(declared.type, value, country=country).key
    except ItemError as error:
        raise error.beside(item) from None
    entry = yield from house.entry("subject:find", policy, actor, ask, policy.clause("lookup"), by=item)
    items = sorted({one for place, _kinds in places for one in name_and_phone.parts_of(place)})
    yield Q["note"](entry=entry, subject=None, record=None, items=items)
    found: list[T] = []
    for place, kinds in places:
        found += yield from search(place, key or "", kinds)
    # INVARIANT: a grant that stands after the look stood when it was recorded.
    if not (yield from house.grant_runs(actor)):
        yield from house.refuse("subject:find", policy, actor, deny(policy, "grant"), ask)
    return list(dict.fromkeys(found))


def _readable(policy: Policy, actor: Actor, item: int) -> list[int]:
    """The record kinds whose item a purpose of this actor reads, one person at a time."""
    if not actor.items >> item & 1:
        return []
    return sorted(
        {
            kind
            for (purpose, kind), reading in policy.reading.items()
            if actor.purposes >> purpose & 1
            and actor.kinds >> kind & 1
            and reading.items >> item & 1
            and not reading.aggregate
        }
    )
