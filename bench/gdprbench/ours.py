"""Jikim, by its own verbs, in a house of its own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread

from bench.gdprbench.workloads import PURPOSES, Op, World
from bench.house import employed
from jikim.answers import Offer, Person, Read, Ref, Values
from jikim.app import Jikim, read_policy
from jikim.policy.ask import Actor
from jikim.reading.person import look
from jikim.review.search import Wanted, search
from jikim.settings import Settings
from jikim.verbs.correct import correct_now

POLICY = Path(__file__).with_name("policy.yaml")
BATCH = 1_000


class Ours:
    """A house that holds the world; a client is the house itself, which takes any number of threads."""

    name = "Jikim"

    def __init__(self, directory: Path, world: World) -> None:
        self.jk = Jikim(read_policy(POLICY), Settings(directory), "shop")
        self._world = world
        self._people: list[Person] = []
        self._refs: dict[int, Ref] = {}
        self._officer = employed(self.jk)
        for person in range(world.people):
            self._joined(world.live[person][0])
        rest = [key for key in range(world.size) if key not in self._refs]
        for start in range(0, len(rest), BATCH):
            self._collected(rest[start : start + BATCH])
        self.jk.sequence()

    def _joined(self, key: int) -> None:
        """A new person by their first record, with every consent."""
        kind, values = PURPOSES[self._world.purpose[key]], {"data": self._world.data[key]}
        made = self.jk.collect(
            kind, values, channel="counter", subject="guest", old_enough=True, consents=list(PURPOSES)
        )
        self._refs[key] = made.ref
        self._people.append(Person(made.ref.subject, "guest"))

    def _collected(self, keys: Sequence[int]) -> None:
        world = self._world
        offers = [
            Offer(self._people[world.owner[key]], PURPOSES[world.purpose[key]], {"data": world.data[key]}, "counter")
            for key in keys
        ]
        for key, answer in zip(keys, self.jk.collect_many(offers, old_enough=True), strict=True):
            assert not isinstance(answer, Exception), answer
            self._refs[key] = answer.ref

    def client(self) -> Jikim:
        return self.jk

    def settle(self) -> None:
        """Nothing is deferred: what ended is destroyed, and every entry has its position."""
        self.jk.sweep()
        self.jk.sequence()

    def beside(self, over: Event) -> Thread:
        """The sequencer, once a second, as `jikim serve` has it beside."""

        def sequence() -> None:
            while not over.wait(1):
                self.jk.sequence()

        running = Thread(target=sequence)
        running.start()
        return running

    def entries(self) -> int:
        """How many entries the ledger holds."""
        return self.jk.sequence().size

    def does(self, jk: Jikim, op: Op) -> tuple[str, ...] | int | None:
        """One operation, and its answer."""
        person = self._people[op.people[0]]
        match op.what:
            case "insert":
                kind = PURPOSES[op.purpose]
                given = jk.collect(kind, {"data": op.data}, channel="counter", subject=person, old_enough=True)
                self._refs[op.keys[0]] = given.ref
            case "delete":
                return int(jk.event(self._refs[op.keys[0]], "closed"))
            case "read":
                return (jk.use(self._refs[op.keys[0]], purpose="service")["data"],)
            case "update":
                jk.do(lambda house: correct_now(house.by(jk.actor), self._refs[op.keys[0]], {"data": op.data}))
            case "meta-purpose" if op.gives:
                jk.consent(person.subject, give=[op.purpose])
            case "meta-purpose":
                jk.consent(person.subject, withdraw=[op.purpose])
            case "meta-user" if op.gives:
                jk.consent(person.subject, give=list(PURPOSES))
            case "meta-user":
                jk.consent(person.subject, withdraw=list(PURPOSES))
            case "purpose":
                return self._read(jk, op, op.purpose)
            case "user":
                return self._read(jk, op, "service")
            case "own":
                shown = jk.by(Actor("member", str(person.subject))).show(person.subject)
                return tuple(sorted(card.values["data"] for card in shown.cards if card.values))
            case "metadata":
                known = jk.do(look, person.subject, actor=self._officer)
                return 0 if known is None else sum(1 for one in known.records if one.ended is None)
            case "logs":
                day = timedelta(days=1)
                wanted = Wanted(jk.now() - day, jk.now() + day, subject=person.subject)
                jk.do(search, wanted, actor=self._officer)
            case "verify":
                return 0 if jk.receipt(person.subject).records else 1
        return None

    def _read(self, jk: Jikim, op: Op, purpose: str) -> tuple[str, ...]:
        """What the purpose may read of the people's records: without a consent there is nothing."""
        reads = [Read(self._refs[key], purpose) for key in op.keys]
        answers = jk.use_many(reads)
        return tuple(sorted(one["data"] for one in answers if isinstance(one, Values)))
