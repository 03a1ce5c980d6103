"""The demo's own small account of what must become of each record: plain dictionaries, written from the policy's text.

It shares no code with the product: the rules below are the published policy's section 5 by hand, the calendar is its
own. Every day of the demo is compared with it, exactly.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

ALL = ("member", "corporate", "guest")


class Keep(NamedTuple):
    """Section 5: these items rest for so many months from an event."""

    items: frozenset[str]
    months: int
    since: str = "ended"
    only: tuple[str, ...] = ALL
    once: tuple[str, ...] = ()


def _keep(items: str, months: int, since: str = "ended", only: tuple[str, ...] = ALL, once: str = "") -> Keep:
    return Keep(frozenset(items.split()), months, since, only, tuple(once.split()))


KEEPS: dict[str, tuple[Keep, ...]] = {
    "order": (
        _keep("name email phone lines", 60, once="paid delivered settled"),
        _keep("name address phone lines", 60, "delivered", once="delivered settled"),
    ),
    "payment": (_keep("name payment", 60, "paid", once="paid settled"),),
    "order-withdrawal": (_keep("name lines reason", 60),),
    "delivery-request": (_keep("name address", 60, "delivered", once="delivered"),),
    "identity-check": (_keep("name result", 6, "checked", once="checked"),),
    "complaint": (_keep("name email text answer", 36),),
    "measure": (_keep("evidence objection answer", 36, once="confirmed"),),
    "usage-history": (_keep("usage", 12, only=("corporate",)),),
    "visit": (_keep("ip access_log", 60, "collected"),),
}
ENDING = {
    "order": ("settled", "withdrawn"),
    "payment": ("settled", "refunded"),
    "order-withdrawal": ("refunded", "closed"),
    "delivery-request": ("delivered", "cancelled"),
    "identity-check": ("checked",),
    "enquiry": ("answered", "closed"),
    "complaint": ("closed",),
    "measure": ("closed",),
    "rights-request": ("answered", "closed"),
    "event-entry": ("closed",),
}
LASTING = {
    "usage-history": 1,
    "visit": 1,
    "sign-in": 3,
    "interests": 6,
    "delivery-request": 3,
}  # months after which time alone ends it
# Days after which time ends it, unless one of these happened.
COMING_TO_NOTHING = {"order": (14, ("paid", "delivered")), "payment": (14, ("paid",)), "identity-check": (14, ())}
FINISHING = ("order", "payment", "order-withdrawal", "delivery-request", "complaint", "measure", "rights-request")


def last_day(event: date, months: int) -> date:
    """The last day of a period: its first day is the day after the event, its last the one before the same day of a
    later month."""
    day = event + timedelta(days=1)
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    after = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    end = after - timedelta(days=1)
    return end if day.day > end.day else date(year, month + 1, day.day) - timedelta(days=1)


@dataclass
class Record:
    """One record as the model knows it."""

    owner: Hashable
    kind: str
    of: str
    items: frozenset[str]
    collected: date
    events: dict[str, date] = field(default_factory=dict)
    ended: date | None = None
    parts: set[date] = field(default_factory=set)
    held: bool = False


@dataclass
class Day:
    """What one day's sweep must do."""

    retired: Counter[str] = field(default_factory=Counter)
    destroyed: Counter[str] = field(default_factory=Counter)
    days: Counter[tuple[str, date]] = field(default_factory=Counter)


class Model:
    """Every record that was taken, and where it must be."""

    def __init__(self) -> None:
        self.live: dict[Hashable, Record] = {}
        self.resting: dict[Hashable, Record] = {}
        self.left: dict[Hashable, date] = {}
        self.taken = 0
        self.ended = 0  # records and parts that are destroyed

    def take(self, record: Hashable, owner: Hashable, kind: str, of: str, items: Iterable[str], day: date) -> None:
        self.live[record] = Record(owner, kind, of, frozenset(items), day)
        self.taken += 1

    def happen(self, record: Hashable, event: str, day: date) -> None:
        found = self.live[record]
        found.events.setdefault(event, day)
        if event in ENDING.get(found.kind, ()):
            found.ended = day

    def withdraw(self, record: Hashable, day: date) -> None:
        """The consent by which alone it lived is taken back."""
        self.live[record].ended = day

    def leave(self, owner: Hashable, day: date) -> None:
        self.left[owner] = day

    def hold(self, record: Hashable) -> None:
        self.resting[record].held = True

    def release(self, record: Hashable, day: date) -> int:
        """What is past its day goes with the release. Answers how many parts."""
        found = self.resting[record]
        found.held = False
        return sum(self._end(record, due) for due in sorted(found.parts) if due < day)

    def sweep(self, today: date) -> Day:
        """Carries the day out, and answers what it did."""
        done = Day()
        for record, found in list(self.live.items()):
            ended = self._ended(found, today)
            if ended is None:
                continue
            found.parts = {due for due in self._parts(found, ended) if due >= today}
            del self.live[record]
            if found.parts:
                self.resting[record] = found
                done.retired[found.kind] += 1
            else:
                self.ended += 1
                done.destroyed[found.kind] += 1
        for record, found in list(self.resting.items()):
            for due in [] if found.held else sorted(found.parts):
                if due < today:
                    done.days[found.kind, due] += self._end(record, due)
        return done

    def lasts(self, found: Record) -> bool:
        """Whether a live record is not cut short by its person's leaving."""
        return found.owner not in self.left or found.kind in FINISHING

    def _end(self, record: Hashable, due: date) -> int:
        found = self.resting[record]
        found.parts.discard(due)
        self.ended += 1
        if not found.parts:
            del self.resting[record]
        return 1

    def _ended(self, found: Record, today: date) -> date | None:
        if found.ended is not None:
            return found.ended
        if not self.lasts(found):
            return self.left[found.owner]
        months = LASTING.get(found.kind)
        over = months is not None and last_day(found.collected, months) < today
        days, stops = COMING_TO_NOTHING.get(found.kind, (0, ()))
        if days and not found.events.keys() & set(stops):
            over = found.collected + timedelta(days=days) < today
        # What time ends is over from today's midnight, and a period from a midnight counts its first day (§157,
        # proviso): as if it had ended yesterday.
        return today - timedelta(days=1) if over else None

    @staticmethod
    def _parts(found: Record, ended: date) -> set[date]:
        moments = found.events | {"collected": found.collected, "ended": ended}
        until: dict[str, date] = {}
        for keep in KEEPS.get(found.kind, ()):
            if found.of in keep.only and (not keep.once or found.events.keys() & set(keep.once)):
                due = last_day(moments.get(keep.since, ended), keep.months)
                for item in keep.items & found.items:
                    until[item] = max(due, until.get(item, due))
        return set(until.values())

    # ---- what there must be

    def lives(self) -> Counter[str]:
        return Counter(record.kind for record in self.live.values())

    def rests(self) -> Counter[tuple[str, date]]:
        return Counter((record.kind, due) for record in self.resting.values() for due in record.parts)
