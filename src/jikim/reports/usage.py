"""The yearly notice of use and provision (이용·제공 내역 통지): to whom it is owed, what it says to one person, and how far a
year's run has come.

It is owed where the law's threshold is reached, or where the policy promises it (a safeguard `usage-notice`). The
letters go out by `app.noticing`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from jikim.db.driver import Steps
from jikim.db.steps import value_of
from jikim.policy import statutes
from jikim.policy.ask import Actor
from jikim.policy.decide import deny
from jikim.policy.model import Language
from jikim.policy.statutes.row import Statute
from jikim.reports.destruction import Q
from jikim.store.sealed import Q as STORE
from jikim.verbs.account import went_of
from jikim.verbs.entries import held_back, told_of
from jikim.verbs.house import House
from jikim.verbs.then import Gone, Told, gone, told

TOPIC = "usage-notice"


@dataclass(frozen=True)
class Owed:
    """Whether a notice is owed: by which statute (`reached`: its threshold is), and whether the policy promises it."""

    law: Statute | None
    reached: bool
    promised: bool
    people: int

    @property
    def asked(self) -> bool:
        return self.reached or self.promised


class Run(NamedTuple):
    """A year's run."""

    year: int
    state: str
    begun: datetime
    after: UUID
    people: int
    letters: int
    ended: datetime | None


class Due(NamedTuple):
    """Somebody whose turn it is."""

    subject: UUID
    kind: int
    noticed: bool


@dataclass(frozen=True)
class Notice:
    """What one person is told: the reads of their data, and what went to others, each in the words of its version."""

    year: int
    used: tuple[Told, ...]
    went: tuple[Gone, ...]

    def used_said(self, language: Language) -> str:
        """The purposes with the items that were read for them and how often, as one sentence's part; empty for none."""
        times = ("회", " times")[language == "en"]
        found = _grouped((one.purpose(language), one.items(language, inside=False)) for one in self.used)
        return "; ".join(f"{purpose} ({', '.join(items)}) {count:,}{times}" for purpose, items, count in found)

    def went_said(self, language: Language) -> str:
        """The receivers with the items that went there."""
        found = _grouped(
            (one.receiver(language), [one.then.voice(language).item(item) for item in one.went.items])
            for one in self.went
        )
        return "; ".join(f"{to} ({', '.join(items)})" for to, items, _ in found)


def _grouped(said: Iterable[tuple[str, Iterable[str]]]) -> list[tuple[str, tuple[str, ...], int]]:
    """By what it is called, the items and how often: a name that two companies bore is two, a company that two names
    had alike is one."""
    counts: Counter[str] = Counter()
    items: dict[str, dict[str, None]] = {}
    for name, several in said:
        counts[name] += 1
        items.setdefault(name, {}).update(dict.fromkeys(several))
    return [(name, tuple(items[name]), count) for name, count in counts.items()]


def owed(house: House) -> Steps[Owed]:
    """Whether this house owes one: by what the file says of its number of people, else by counting them."""
    people = house.policy.file.service.people
    return _owed(house, sum(int(n) for *_, n in (yield STORE["people"]())) if people is None else people)


def is_owed(house: House) -> Steps[bool]:
    """The same, where nobody asks of how many: people are counted no further than the law asks, if at all."""
    said = house.policy.file.service.people
    found = _owed(house, said or 0)
    if said is None and not found.asked and found.law is not None and found.law.threshold is not None:
        most = found.law.threshold.people
        found = _owed(house, (yield from value_of(STORE["people.up_to"](most=most))))
    return found.asked


def _owed(house: House, people: int) -> Owed:
    file = house.policy.file
    law = statutes.asking(TOPIC, file.service.under, house.today())
    reached = law is not None and (law.threshold is None or law.threshold.reached(people, bool(file.guarded)))
    return Owed(law, reached, TOPIC in file.safeguards, people)


def notice(house: House, subject: UUID, year: int) -> Steps[Notice]:
    """What was used and provided of one person in a year, from the ledger and the register of what left."""
    zone = house.policy.zone
    held = yield from held_back(house, subject)
    used = [
        body
        for body in (yield from told_of(house, subject, held))
        if body["event"] == "record:use:allowed"
        and "purpose" in body
        and datetime.fromisoformat(body["at"]).astimezone(zone).year == year
    ]
    went = [one for one in (yield from went_of(house, subject, held)) if one.at.astimezone(zone).year == year]
    return Notice(year, tuple((yield from told(house, used))), (yield from gone(house, went)))


def begin(house: House, year: int, *, actor: Actor) -> Steps[None]:
    """An officer has a year's notices sent. Raises DeniedError where none is owed, ConflictError where they have begun."""
    event, policy = "usage-notice:begin", house.policy
    if actor.kind != "officer":
        yield from house.refuse(event, policy, actor, deny(policy, "not-confirmed"))
    if not actor.grant:
        yield from house.refuse(event, policy, actor, deny(policy, "grant"))
    if not (yield from owed(house)).asked:
        yield from house.refuse(event, policy, actor, deny(policy, "purpose"))
    entry = yield from house.note(event, actor, "notices", year=year)
    done = yield Q["usage.begin"](year=year, grant=actor.grant, entry=entry)
    house.expect(done, policy)


def runs(_house: House) -> Steps[list[Run]]:
    """Every year's run, the newest first."""
    return [Run._make(row) for row in (yield Q["usage.runs"]())]


def next_people(_house: House, run: Run, limit: int) -> Steps[list[Due]]:
    """Whose turn it is in a run."""
    return [Due._make(row) for row in (yield Q["usage.people"](after=run.after, year=run.year, limit=limit))]


def mark(house: House, subject: UUID, year: int) -> Steps[None]:
    """Somebody has been written to."""
    yield Q["usage.mark"](subject=subject, year=year, at=house.now())


def go_on(house: House, run: Run, to: UUID, people: int, letters: int, *, over: bool, actor: Actor) -> Steps[bool]:
    """A batch is over. Answers False where another process has done the same one."""
    entry = yield from house.note("usage-notice:batch", actor, "notices", year=run.year, letters=letters)
    [(done,)] = yield Q["usage.next"](
        year=run.year, from_=run.after, to=to, people=people, letters=letters, over=over, entry=entry
    )
    return bool(done)
