"""The four workloads as operations with the answers that they must have, drawn before anything runs: pure, and the same
for the same seed."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import accumulate
from typing import NamedTuple

# As the published workload files have them: so many purposes, so many people, and record n is of purpose n modulo the
# one and of person n modulo the other, so that all of a person's are of one purpose.
PURPOSES = tuple(f"purpose{n}" for n in range(1, 26))
EACH = 10  # records of a person
PARTIES = ("near", "far")  # with whom a purpose's records are shared in turn
LINES = 1_000  # of the log that a regulator reads at most
SKEW = 0.99  # of the Zipf distribution, as in YCSB

# Each workload's operations with their shares, and whether people are drawn by Zipf.
WORKLOADS: Mapping[str, tuple[Mapping[str, float], bool]] = {
    "controller": ({"insert": 0.25, "delete": 0.25, "share": 0.25, "object": 0.25}, False),
    "customer": (
        {
            "read": 0.2,
            "own-purpose": 0.1,
            "own": 0.1,
            "update": 0.2,
            "object-purpose": 0.1,
            "object": 0.1,
            "delete": 0.2,
        },
        True,
    ),
    "processor": ({"read": 0.2, "purpose": 0.4, "user": 0.4}, False),
    "regulator": ({"metadata": 0.46, "logs": 0.31, "verify": 0.23}, True),
}


class Op(NamedTuple):
    """One operation. `person` and `key` are numbers of the world's; `keys`: all that a person has, as an application
    lists it. `party`: with whom the purpose's records are shared, for `share` from here on; `objects`: whether the
    person does, from here on; `lines`: of the log. `expects`: the data read, sorted, or how many rows; None where nothing
    is read, or set-ups answer with different things."""

    what: str
    person: int = -1
    key: int = -1
    keys: tuple[int, ...] = ()
    purpose: str = ""
    data: str = ""
    party: str = ""
    objects: bool = False
    lines: int = 0
    expects: tuple[str, ...] | int | None = None


@dataclass
class World:
    """What every set-up holds: records by number, and whose they are; `size` records at first."""

    size: int
    seed: int = 1
    owner: list[int] = field(default_factory=list)
    data: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)
        self.people = self.size // EACH
        if self.people % len(PURPOSES):
            raise ValueError("a person's records are of one purpose where purposes divide people")
        self.live: list[list[int]] = [[] for _ in range(self.people)]
        self.objecting: set[int] = set()
        self.party = dict.fromkeys(PURPOSES, PARTIES[0])
        self._gone: list[int] = []
        for number in range(self.size):
            self._record(number % self.people)
        self._weights = list(accumulate(1 / rank**SKEW for rank in range(1, self.people + 1)))
        self._ranked = self._random.sample(range(self.people), self.people)

    @staticmethod
    def purpose(person: int) -> str:
        """The purpose of all that a person has."""
        return PURPOSES[person % len(PURPOSES)]

    def _record(self, person: int) -> int:
        number = len(self.owner)
        self.owner.append(person)
        self.data.append(self._ten())
        self.live[person].append(number)
        return number

    def _ten(self) -> str:
        return f"{self._random.getrandbits(40):010x}"

    def drawn(self, workload: str, operations: int, clients: int) -> list[list[Op]]:
        """Operations by client. A purpose with all its people is one client's alone, so that each answer is known
        whoever is faster."""
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
        while True:
            if skewed:
                [found] = self._random.choices(self._ranked, cum_weights=self._weights)
            else:
                found = self._random.randrange(self.people)
            if found % len(PURPOSES) % clients == client:
                return found

    def _op(self, what: str, person: int) -> Op:
        live, purpose = self.live[person], self.purpose(person)
        match what:
            case "insert":
                key = self._record(person)
                return Op(what, person, key, (), purpose, self.data[key], self.party[purpose], person in self.objecting)
            case "delete":
                key = live.pop(self._random.randrange(len(live)))
                self._gone.append(key)
                return Op(what, person, key, expects=1)
            case "read":
                key = self._random.choice(live)
                return Op(what, person, key, expects=(self.data[key],))
            case "update":
                key = self._random.choice(live)
                self.data[key] = self._ten()
                return Op(what, person, key, data=self.data[key])
            case "share":
                [party] = set(PARTIES) - {self.party[purpose]}
                self.party[purpose] = party
                return Op(what, purpose=purpose, party=party)
            case "object" | "object-purpose":
                self.objecting ^= {person}
                return Op(what, person, purpose=purpose, objects=person in self.objecting)
            case "purpose":
                return Op(what, purpose=purpose, party=self.party[purpose], expects=self._readable(purpose))
            case "own-purpose":
                readable = [] if person in self.objecting else live
                return Op(what, person, -1, tuple(live), purpose, expects=self._said(readable))
            case "own" | "user":
                return Op(what, person, -1, tuple(live), expects=self._said(live))
            case "metadata":
                return Op(what, person, expects=len(live))
            case "logs":
                return Op(what, lines=self._random.randint(1, LINES))
            case "verify":
                key = self._random.choice(self._gone)
                return Op(what, self.owner[key], key, expects=0)
        raise ValueError(what)

    def _readable(self, purpose: str) -> tuple[str, ...]:
        """What a purpose gives: all its records, whoever's, but of those who object."""
        people = range(PURPOSES.index(purpose), self.people, len(PURPOSES))
        return self._said(key for person in people if person not in self.objecting for key in self.live[person])

    def _said(self, keys: Iterable[int]) -> tuple[str, ...]:
        return tuple(sorted(self.data[key] for key in keys))
