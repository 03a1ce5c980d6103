"""statistics: the one door of purposes whose results come out aggregated (2.3, 3.5).

A month is counted once, when it is over, and its answer is stored: whoever asks again, for themselves or for a
recipient, gets that. Groups are people of a kind, by channel and by how often they had such a record; and by a country or
another such item that the purpose names (`disclosures/counted_items.py`). The database keeps small groups back, each
with a second one, and rounds down what comes out to multiples of the smallest group; so no two answers differ by one
person. Canaries are
in no count. What this does not do: two purposes over the same records count whoever agreed to each.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from jikim.answers import Group as Group
from jikim.db.driver import Servers, Steps
from jikim.policy.ask import Ask
from jikim.policy.compiled import Policy, Reading
from jikim.policy.decide import deny
from jikim.policy.outcome import Outcome
from jikim.policy.states import Verb
from jikim.store.holding import flat
from jikim.store.sealed import Q
from jikim.verbs.house import SYSTEM, By, House
from jikim.verbs.planted import planted

LEAST = 5  # the smallest group that comes out where the policy states no other


class ItemCount(NamedTuple):
    """At least how many people had a value of an item, when the month was counted."""

    item: str
    value: str
    people: int


class Month(NamedTuple):
    """A closed month: when it was counted, the smallest group that came out, how many were kept back, the groups, and
    the people by an item."""

    month: date
    counted: datetime
    least: int
    back: int
    groups: tuple[Group, ...]
    by_item: tuple[ItemCount, ...] = ()


def least_of(policy: Policy) -> int:
    """The smallest group that comes out: the largest that the policy asks of any recipient."""
    return max((recipient.least for recipient in policy.file.recipients.values()), default=0) or LEAST


def asks(policy: Policy) -> list[tuple[str, str]]:
    """Every purpose that comes out aggregated, with each record kind that it counts."""
    return [
        (policy.name("purpose", purpose), policy.name("record", kind))
        for (purpose, kind), reading in policy.reading.items()
        if reading.aggregate
    ]


def statistics(by: By, kind: str, *, purpose: str) -> Steps[list[Group]]:
    """The groups of every closed month. Raises DeniedError for a purpose that counts no such records, and for a grant
    that does not reach them."""
    return [group for month in (yield from months(by, kind, purpose=purpose)) for group in month.groups]


def months(by: By, kind: str, *, purpose: str) -> Steps[list[Month]]:
    """Every closed month with its groups, the oldest first; one that was never counted is counted now, and stored."""
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
    return (yield from stored(house, ask, reading))


def stored(house: House, ask: Ask, reading: Reading, **more: str) -> Steps[list[Month]]:
    """The same once it was decided. `more` says in the ledger to whom it goes."""
    policy, first = house.policy, house.today().replace(day=1)
    entry = yield from house.entry("record:statistics", policy, ask.actor, ask, reading.clause, **more)
    needs, grant = flat(reading.needs), ask.actor.grant
    nobody = yield from planted(house)
    seen: dict[str, Any] = {
        "zone": policy.zone.key,
        "kind": ask.kind,
        "needs": needs,
        "except_": nobody,
        "grant": grant,
    }

    others = json.dumps((yield from _others(seen, entry.at)), default=str)
    given: dict[str, Any] = {"purpose": ask.purpose, "least": least_of(policy), "open": first, "others": others}
    rows = yield Q["statistics"](entry=entry, **given, **seen)
    if refused := next((outcome for outcome, *_ in rows if outcome), 0):
        house.denied(policy, None, Outcome(refused))
    found = []
    for _, month, counted, least, back, cells, by_item in rows:
        groups = tuple(
            Group(month, policy.people_named[who], policy.name("channel", via), often, people)
            for who, via, often, people in _told(cells)
        )
        items = tuple(ItemCount(policy.name("item", item), value, people) for item, value, people in _told(by_item))
        found.append(Month(month, counted, least, back, groups, items))
    return found


def _others(seen: Mapping[str, Any], at: datetime) -> Steps[list[dict[str, Any]]]:
    """What the servers beside the house's count: groups small or not, which only the house's function is given."""
    found: list[dict[str, Any]] = []
    for server in (yield Servers()).servers[1:]:
        for cell in (yield Q["statistics.part"](**seen, at=at).on(server)):
            found.append(dict(zip(("month", "kind", "channel", "often", "people"), cell, strict=True)))
    return found


def _told(cells: Any) -> list[Any]:
    return json.loads(cells) if isinstance(cells, str) else cells or []


def close_months(house: House) -> Steps[int]:
    """Counts the month that is over, for each purpose that counts, before its records end. Answers how many were
    counted."""
    closed = {(purpose, kind) for purpose, kind, _ in (yield Q["statistics.closed"](month=last_month(house)))}
    done = 0
    for (purpose, kind), reading in house.policy.reading.items():
        if reading.aggregate and (purpose, kind) not in closed:
            yield from stored(house, Ask(Verb.USE, kind, 0, SYSTEM, purpose), reading)
            done += 1
    return done


def last_month(house: House) -> date:
    """The first day of the month that is over."""
    return (house.today().replace(day=1) - timedelta(days=1)).replace(day=1)
