"""What will be destroyed when: what rests, by its last day; what lives and ends by time alone; what has ended and
waits. Counts, nobody's data.

A day here is the last day on which something is kept: it goes on the day after. A record whose end is an event has no
day yet and is in no count.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from jikim.db.driver import Steps
from jikim.policy.period import start_of
from jikim.reading.people import Q
from jikim.verbs.house import House

Fate = Literal["destroyed", "rests"]


class Due(NamedTuple):
    """So many of a record kind on one day: `parts` that rest and go, or (`rests` false) records whose life ends. `held`
    of them stay."""

    kind: str
    day: date
    records: int
    held: int
    resting: bool


class Waiting(NamedTuple):
    """Records that have ended and wait for the sweep."""

    kind: str
    records: int
    held: int


class Ruled(NamedTuple):
    """A day's parts under the same rules."""

    kind: str
    rules: tuple[str, ...]
    records: int
    held: int


@dataclass(frozen=True)
class Calendar:
    """A span of time. `dues` in the order of their days."""

    since: date
    until: date
    dues: tuple[Due, ...]
    waiting: tuple[Waiting, ...]

    def by_month(self) -> Mapping[tuple[str, date], tuple[int, int]]:
        """Counts, and those held, by kind and the first day of the month."""
        found: dict[tuple[str, date], tuple[int, int]] = {}
        for one in self.dues:
            place = (one.kind, one.day.replace(day=1))
            count, held = found.get(place, (0, 0))
            found[place] = (count + one.records, held + one.held)
        return found

    def by_day(self) -> Mapping[tuple[str, date], tuple[int, int]]:
        found: dict[tuple[str, date], tuple[int, int]] = {}
        for one in self.dues:
            count, held = found.get((one.kind, one.day), (0, 0))
            found[one.kind, one.day] = (count + one.records, held + one.held)
        return found

    def kinds(self) -> list[str]:
        return sorted({one.kind for one in self.dues})


def calendar(house: House, since: date, until: date) -> Steps[Calendar]:
    """What is due from a day to another, both included."""
    policy = house.policy
    rows = yield Q["calendar.parts"](from_=since, to=until)
    dues = [Due(policy.name("record", kind), due, parts, held, True) for kind, due, parts, held in rows]
    first, over = start_of(since, policy.zone), start_of(date.fromordinal(until.toordinal() + 1), policy.zone)
    rows = yield Q["calendar.ends"](zone=policy.zone.key, from_=first, to=over)
    dues += [Due(policy.name("record", kind), day, records, 0, False) for kind, day, records in rows]
    rows = yield Q["calendar.waiting"]()
    waiting = tuple(Waiting(policy.name("record", kind), records, held) for kind, records, held in rows)
    return Calendar(since, until, tuple(sorted(dues, key=lambda one: (one.day, one.kind, one.resting))), waiting)


def day_rules(house: House, day: date) -> Steps[Sequence[Ruled]]:
    """One day's parts, by kind and by the rules that keep them."""
    policy = house.policy
    rows = yield Q["calendar.day"](due=day)
    return [
        Ruled(policy.name("record", kind), tuple(policy.name("rule", rule) for rule in rules), parts, held)
        for kind, rules, parts, held in rows
    ]
