"""statistics: the one door of purposes whose results come out aggregated (2.3, 3.5).

A month is counted once, when it is over, and its answer is stored: whoever asks again, for themselves or for a
recipient, gets that. Groups are people of a kind, by channel and by how often they had such a record. The database
keeps small groups back, each with a second one, and rounds down what comes out to multiples of the smallest group; so
no two answers differ by one person. What this does not do: two purposes over the same records count whoever agreed to
each.

A demographic purpose counts people by what they are: by each of its items that says it, of whoever agreed. These values
are sealed, so each is read for that purpose and recorded as any read is; only the counts are stored, and they stay
inside.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from jikim.answers import Group as Group
from jikim.answers import Read, Ref, Trait
from jikim.db.driver import Steps
from jikim.errors import JikimError
from jikim.policy.ask import Ask
from jikim.policy.compiled import SUBJECT_KINDS, Policy, Reading
from jikim.policy.decide import deny
from jikim.policy.items.person import AGE_BANDS
from jikim.policy.model import ItemType, PurposeKind
from jikim.policy.outcome import Outcome
from jikim.policy.states import Verb
from jikim.store.holding import flat
from jikim.store.sealed import Q
from jikim.verbs.house import SYSTEM, By, House
from jikim.verbs.use import use_many

LEAST = 5  # the smallest group that comes out where the policy states no other
PAGE = 200  # people whose traits are read together


class Month(NamedTuple):
    """A closed month: when it was counted, the smallest group that came out, how many were kept back, and the groups:
    by how often, or, of a demographic purpose, by what people are."""

    month: date
    counted: datetime
    least: int
    back: int
    groups: tuple[Group, ...] = ()
    traits: tuple[Trait, ...] = ()


def _band(born: str, day: date) -> str:
    """An age on a day in the bands of `AGE_BANDS`; who is younger than these is one band."""
    at = date.fromisoformat(born)
    years = day.year - at.year - ((day.month, day.day) < (at.month, at.day))
    return next((band for band in reversed(AGE_BANDS) if years >= int(band[:2])), "0-13")


def _as_it_is(value: str, _day: date) -> str:
    return value


# What says of somebody to which group of people they belong, and how it does on a day.
TRAITS: Mapping[ItemType, Callable[[str, date], str]] = {
    ItemType.GENDER: _as_it_is,
    ItemType.AGE_BAND: _as_it_is,
    ItemType.BIRTH_DATE: _band,
    ItemType.REGION: _as_it_is,
    ItemType.COUNTRY: _as_it_is,
}


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


def demographics(policy: Policy) -> dict[tuple[str, str], tuple[str, ...]]:
    """Every demographic purpose with each record kind whose people it counts, and the items that it counts them by."""
    found = {}
    for (purpose, kind), reading in policy.reading.items():
        name, rules = policy.name("purpose", purpose), policy.records[policy.name("record", kind)]
        by = tuple(
            item
            for item, number in rules.names.items()
            if reading.items >> number & 1 and item in policy.file.items and policy.file.items[item].type in TRAITS
        )
        if by and not reading.aggregate and policy.file.purposes[name].kind is PurposeKind.DEMOGRAPHICS:
            found[name, rules.name] = by
    return found


def statistics(by: By, kind: str, *, purpose: str) -> Steps[list[Group]]:
    """The groups of every closed month. Raises DeniedError for a purpose that counts no such records, and for a grant
    that does not reach them."""
    return [group for month in (yield from months(by, kind, purpose=purpose)) for group in month.groups]


def months(by: By, kind: str, *, purpose: str) -> Steps[list[Month]]:
    """Every closed month with its groups, the oldest first; one that was never counted is counted now, and stored.
    People by what they are are counted by the daily work alone."""
    house, actor = by
    policy = house.policy
    rules = policy.records.get(kind)
    number = policy.number("purpose", purpose)
    reading = policy.reading.get((number, rules.number)) if rules is not None and number is not None else None
    if (
        rules is None
        or number is None
        or reading is None
        or (purpose, kind) not in {*asks(policy), *demographics(policy)}
    ):
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
    rows = yield Q["statistics"](
        zone=policy.zone.key,
        purpose=ask.purpose,
        kind=ask.kind,
        needs=flat(reading.needs),
        least=least_of(policy),
        open=first if reading.aggregate else None,
        grant=ask.actor.grant,
        entry=entry,
    )
    if refused := next((outcome for outcome, *_ in rows if outcome), 0):
        house.denied(policy, None, Outcome(refused))
    return [
        Month(month, counted, least, back, *_told(policy, month, cells, reading.aggregate))
        for _, month, counted, least, back, cells in rows
    ]


def _told(policy: Policy, month: date, cells: Any, often: bool) -> tuple[tuple[Group, ...], tuple[Trait, ...]]:
    kinds = {number: name.value for name, number in SUBJECT_KINDS.items()}
    told = json.loads(cells) if isinstance(cells, str) else cells
    if often:
        return tuple(Group(month, kinds[who], policy.name("channel", via), times, n) for who, via, times, n in told), ()
    return (), tuple(Trait(month, kinds[who], policy.name("item", item), group, n) for who, item, group, n in told)


def close_months(house: House) -> Steps[int]:
    """Counts the month that is over, for each purpose that counts, before its records end. Answers how many were
    counted."""
    policy, last = house.policy, (house.today().replace(day=1) - timedelta(days=1)).replace(day=1)
    closed = {(purpose, kind) for purpose, kind in (yield Q["statistics.closed"](month=last))}
    done, people = 0, demographics(policy)
    for (purpose, kind), reading in policy.reading.items():
        if (purpose, kind) in closed:
            continue
        ask = Ask(Verb.USE, kind, 0, SYSTEM, purpose)
        if reading.aggregate:
            yield from stored(house, ask, reading)
        elif by := people.get((policy.name("purpose", purpose), policy.name("record", kind))):
            yield from _count_people(house, ask, reading, by, last)
        else:
            continue
        done += 1
    return done


def _count_people(house: House, ask: Ask, reading: Reading, by: tuple[str, ...], month: date) -> Steps[None]:
    """Reads, of everybody who agreed, the items by which a demographic purpose counts, and stores the counts. Killed on
    the way, it begins again: nothing but whole counts is kept."""
    policy, needs = house.policy, flat(reading.needs)
    purpose, kind = policy.name("purpose", ask.purpose), policy.name("record", ask.kind)
    counts: dict[str, Counter[tuple[int, str]]] = {item: Counter() for item in by}
    after = after_record = UUID(int=0)
    while True:
        rows = yield Q["statistics.traits"](
            kind=ask.kind, needs=needs, after=after, after_record=after_record, limit=PAGE
        )
        if not rows:
            break
        reads = [Read(Ref(subject, record, kind), purpose, by) for subject, record, _ in rows]
        for (_, _, who), values in zip(rows, (yield from use_many(house.by(SYSTEM), reads)), strict=True):
            # Who refused, or was frozen, since the page was read is not counted.
            if isinstance(values, JikimError):
                continue
            for item in by:
                if value := values.get(item):
                    counts[item][who, TRAITS[policy.file.items[item].type](value, house.today())] += 1
        after, after_record, _ = rows[-1]
    cells = [
        [[who, policy.records[kind].names[item], group, n] for (who, group), n in sorted(counts[item].items())]
        for item in by
    ]
    entry = yield from house.entry("record:statistics", policy, SYSTEM, ask, reading.clause)
    yield Q["statistics.traits_close"](
        purpose=ask.purpose, kind=ask.kind, month=month, least=least_of(policy), cells=json.dumps(cells), entry=entry
    )
