"""The four workloads as operations with the answers that they must have, drawn before anything runs: pure, and the same
for the same seed."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import accumulate
from typing import NamedTuple

PURPOSES: Mapping[str, str] = {
    "ads": "ad",
    "surveys": "survey",
    "offers": "offer",
    "studies": "study",
    "events": "event",
}
EACH = 2  # records of a person for each purpose
PEOPLE_READ = 5  # people whose records of one purpose a processor reads at once
SKEW = 0.99  # of the Zipf distribution, as in YCSB

# Each workload's operations with their shares, and whether people are drawn by Zipf.
WORKLOADS: Mapping[str, tuple[Mapping[str, float], bool]] = {
    "controller": ({"insert": 0.25, "delete": 0.25, "meta-purpose": 0.25, "meta-user": 0.25}, False),
    "customer": (
        {
            "read": 0.2,
            "own-purpose": 0.1,
            "own": 0.1,
            "update": 0.2,
            "meta-purpose": 0.1,
            "meta-user": 0.1,
            "delete": 0.2,
        },
        True,
    ),
    "processor": ({"read": 0.2, "purpose": 0.4, "user": 0.4}, False),
    "regulator": ({"metadata": 0.46, "logs": 0.31, "verify": 0.23}, True),
}


class Op(NamedTuple):
    """One operation. `people` and `keys` are numbers of the world's: of the records that an application has listed for
    it, whether they may be read or not. `gives`: consent is given, or stands for what is inserted; `expects`: the data
    read, sorted, or how many rows; None where nothing is read, or set-ups answer with different things."""

    what: str
    people: tuple[int, ...]
    keys: tuple[int, ...] = ()
    purpose: str = ""
    data: str = ""
    gives: bool = True
    expects: tuple[str, ...] | int | None = None


@dataclass
class World:
    """What every set-up holds: records by number, whose they are and for which purpose; `size` records at first."""

    size: int
    seed: int = 1
    owner: list[int] = field(default_factory=list)
    purpose: list[str] = field(default_factory=list)
    data: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)
        people = self.size // (EACH * len(PURPOSES))
        self.live: list[list[int]] = [[] for _ in range(people)]
        self.given = [set(PURPOSES) for _ in range(people)]
        self._gone: list[int] = []
        for person in range(people):
            for purpose in PURPOSES:
                for _ in range(EACH):
                    self._record(person, purpose)
        self._weights = list(accumulate(1 / rank**SKEW for rank in range(1, people + 1)))
        self._ranked = self._random.sample(range(people), people)

    @property
    def people(self) -> int:
        return len(self.live)

    def _record(self, person: int, purpose: str) -> int:
        number = len(self.owner)
        self.owner.append(person)
        self.purpose.append(purpose)
        self.data.append(self._ten())
        self.live[person].append(number)
        return number

    def _ten(self) -> str:
        return f"{self._random.getrandbits(40):010x}"

    def drawn(self, workload: str, operations: int, clients: int) -> list[list[Op]]:
        """Operations by client. A person is one client's alone, so that each answer is known whoever is faster; a
        processor changes nothing, and reads across them."""
        shares, skewed = WORKLOADS[workload]
        given: list[list[Op]] = [[] for _ in range(clients)]
        whats = self._random.choices(list(shares), list(shares.values()), k=operations)
        for number, what in enumerate(whats):
            client = number % clients
            person = self._person(skewed, client, clients)
            # Whose last record goes is nobody's any more, and nothing can be asked of them.
            for _ in range(1_000):
                if what != "delete" or len(self.live[person]) > 1:
                    break
                person = self._person(False, client, clients)
            else:
                raise ValueError("a world of so few records has none left to delete")
            given[client].append(self._op(what, person))
        return given

    def _person(self, skewed: bool, client: int, clients: int) -> int:
        if skewed:
            [found] = self._random.choices(self._ranked, cum_weights=self._weights)
        else:
            found = self._random.randrange(self.people)
        theirs = found - found % clients + client
        return theirs if theirs < self.people else theirs - clients

    def _op(self, what: str, person: int) -> Op:
        live = self.live[person]
        purpose = self._random.choice(list(PURPOSES))
        match what:
            case "insert":
                key = self._record(person, purpose)
                return Op(what, (person,), (key,), purpose, self.data[key], purpose in self.given[person])
            case "delete":
                key = live.pop(self._random.randrange(len(live)))
                self._gone.append(key)
                return Op(what, (person,), (key,), expects=1)
            case "read":
                key = self._random.choice(live)
                return Op(what, (person,), (key,), expects=(self.data[key],))
            case "update":
                key = self._random.choice(live)
                self.data[key] = self._ten()
                return Op(what, (person,), (key,), data=self.data[key])
            case "meta-purpose":
                gives = purpose not in self.given[person]
                (self.given[person].add if gives else self.given[person].discard)(purpose)
                return Op(what, (person,), purpose=purpose, gives=gives)
            case "meta-user":
                gives = not self.given[person]
                self.given[person] = set(PURPOSES) if gives else set()
                return Op(what, (person,), gives=gives)
            case "own-purpose":
                return self._by_purpose((person,), purpose)
            case "purpose":
                return self._by_purpose(tuple(self._random.sample(range(self.people), PEOPLE_READ)), purpose)
            case "own" | "user":
                return Op(what, (person,), tuple(live), expects=self._said(live))
            case "metadata":
                return Op(what, (person,), expects=len(live))
            case "logs":
                return Op(what, (person,))
            case "verify":
                key = self._random.choice(self._gone)
                return Op(what, (self.owner[key],), (key,), expects=0)
        raise ValueError(what)

    def _by_purpose(self, people: tuple[int, ...], purpose: str) -> Op:
        listed = [key for person in people for key in self.live[person] if self.purpose[key] == purpose]
        readable = [key for key in listed if purpose in self.given[self.owner[key]]]
        return Op("purpose", people, tuple(listed), purpose, expects=self._said(readable))

    def _said(self, keys: list[int]) -> tuple[str, ...]:
        return tuple(sorted(self.data[key] for key in keys))
