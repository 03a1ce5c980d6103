"""Counts by an item that lies sealed, such as a country: once a month the daily work reads it of whoever agreed to a
purpose whose results come out aggregated, counts in memory, and keeps the numbers alone (2.3).

Each read is on its person's record. The database makes the counts coarse as it does all others, item by item; two items
are never crossed. A run that is cut off keeps nothing, and the next one counts anew.
"""

from __future__ import annotations

import json
from collections import Counter

from jikim.db.driver import Steps
from jikim.disclosures.opened import FIRST, After, opened_page
from jikim.policy.ask import Ask
from jikim.policy.compiled import Policy, numbers_of
from jikim.policy.model import ItemType
from jikim.policy.period import start_of
from jikim.policy.states import Verb
from jikim.store.sealed import Q
from jikim.verbs.house import SYSTEM, House
from jikim.verbs.planted import planted
from jikim.verbs.statistics import last_month

COUNTED = frozenset({ItemType.COUNTRY, ItemType.REGION, ItemType.GENDER, ItemType.AGE_BAND})
EVENT = "record:statistics"


def items_counted(policy: Policy, purpose: int, kind: int) -> list[int]:
    """The items by which an aggregated purpose counts a record kind. Pure."""
    reading = policy.reading[purpose, kind]
    return [item for item in numbers_of(reading.items) if reading.aggregate and policy.types.get(item) in COUNTED]


def count_items(house: House) -> Steps[int]:
    """Counts the month that is over by each such item: whoever was there when it ended, and still is. Answers how many
    times it counted."""
    policy, month, done = house.policy, last_month(house), 0
    for purpose, kind, by_item in (yield Q["statistics.closed"](month=month)):
        items = items_counted(policy, purpose, kind) if (purpose, kind) in policy.reading and not by_item else []
        if not items:
            continue
        counts = yield from _counted(house, Ask(Verb.USE, kind, 0, SYSTEM, purpose), items)
        cells = [[[item, value, people] for value, people in counts[item].items()] for item in items]
        yield Q["statistics.by_item"](purpose=purpose, kind=kind, month=month, counts=json.dumps(cells))
        done += 1
    return done


def _counted(house: House, ask: Ask, items: list[int]) -> Steps[dict[int, Counter[str]]]:
    """How many people have each value of each item. Who has several records counts once for each value."""
    policy, reading = house.policy, house.policy.reading[ask.purpose, ask.kind]
    names = {item: policy.by_number[ask.kind].spoken.get(item, policy.name("item", item)) for item in items}
    counts: dict[int, Counter[str]] = {item: Counter() for item in items}
    end = start_of(house.today().replace(day=1), policy.zone)
    after: After | None = FIRST
    of, seen = FIRST[0], set[tuple[int, str]]()
    nobody = set((yield from planted(house)))
    while after is not None:
        rows, after = yield from opened_page(house, EVENT, ask, reading, items, after, end)
        for subject, values in rows:
            if subject in nobody:
                continue
            if subject != of:
                of, seen = subject, set()
            for item, name in names.items():
                if (value := values.get(name)) and (item, value) not in seen:
                    seen.add((item, value))
                    counts[item][value] += 1
    return counts
