"""Jikim, by its own verbs, in a house of its own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from string import Template
from threading import Event, Thread

from bench.gdprbench.workloads import PARTIES, PURPOSES, Op, World
from bench.house import employed
from jikim.answers import Offer, Person, Read, Ref, Values
from jikim.api.keys import Application, look_key, make_key
from jikim.app import Jikim, read_policy
from jikim.app.acting import Acting
from jikim.policy.ask import Actor
from jikim.reading.for_purpose import MOST, Listed, listed
from jikim.reading.person import look
from jikim.review.search import Wanted, search
from jikim.settings import Settings
from jikim.verbs.correct import correct_now

TEMPLATE = Path(__file__).with_name("policy.template")
BATCH = 1_000
PURPOSE = (
    "  {0}: {{group: {0}, basis: consent, optional: true, label: {{ko: 목적 {1}, en: Purpose {1}}}, items: [{2}.data]}}"
)
RECORD = """  {2}:
    label: {{ko: 기록 {1}, en: Record {1}}}
    of: [guest]
    items: {{contents: {{data: {{label: {{ko: 내용, en: Data}}}}}}}}
    via: [counter]
    for: [service, {0}]
    ends: {{closed: {{by: [person, site]}}}}
    expected: 1y"""


def policy_text() -> str:
    """The policy of the house: a purpose and a record kind of its own for each of the benchmark's purposes."""
    each = [(purpose, purpose.removeprefix("purpose"), kind_of(purpose)) for purpose in PURPOSES]
    return Template(TEMPLATE.read_text("utf-8")).substitute(
        items=", ".join(f"{kind}.data" for *_, kind in each),
        purposes="\n".join(PURPOSE.format(*one) for one in each),
        records="\n".join(RECORD.format(*one) for one in each),
    )


def kind_of(purpose: str) -> str:
    """The kind of a purpose's records."""
    return purpose.replace("purpose", "record")


class Ours:
    """A house that holds the world; a client is the house itself, which takes any number of threads."""

    name = "Jikim"

    def __init__(self, directory: Path, world: World) -> None:
        directory.mkdir()
        policy = directory / "policy.yaml"
        policy.write_text(policy_text(), encoding="utf-8")
        self.jk = Jikim(read_policy(policy), Settings(directory / "house"), "shop")
        self._world = world
        self.people: list[Person] = []
        self._refs: dict[int, Ref] = {}
        self._officer = employed(self.jk)
        self._processors: dict[str, Actor] = {}
        for purpose in PURPOSES:
            self._shared(purpose, PARTIES[0])
        for person in range(world.people):
            self._joined(world.live[person][0])
        rest = [key for key in range(world.size) if key not in self._refs]
        for start in range(0, len(rest), BATCH):
            self._collected(rest[start : start + BATCH])
        self.settle()

    def _joined(self, key: int) -> None:
        """A new person by their first record, with their consent."""
        purpose, values = self._world.purpose(self._world.owner[key]), {"data": self._world.data[key]}
        made = self.jk.collect(
            kind_of(purpose), values, channel="counter", subject="guest", old_enough=True, consents=[purpose]
        )
        self._refs[key] = made.ref
        self.people.append(Person(made.ref.subject, "guest"))

    def _collected(self, keys: Sequence[int]) -> None:
        world = self._world
        offers = [
            Offer(
                self.people[world.owner[key]],
                kind_of(world.purpose(world.owner[key])),
                {"data": world.data[key]},
                "counter",
            )
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

    def does(self, jk: Jikim, op: Op) -> list[str] | int | None:
        """One operation, and its answer."""
        person = self.people[op.person]
        match op.what:
            case "insert":
                kind = kind_of(op.purpose)
                given = jk.collect(kind, {"data": op.data}, channel="counter", subject=person, old_enough=True)
                self._refs[op.key] = given.ref
            case "delete":
                return int(jk.event(self._refs[op.key], "closed"))
            case "read":
                return [jk.use(self._refs[op.key], purpose="service")["data"]]
            case "update":
                jk.by(jk.actor).do(correct_now, self._refs[op.key], {"data": op.data})
            case "share":
                jk.by(self._officer).revoke(self._processors[op.purpose].grant)
                self._shared(op.purpose, op.party)
            case "object" | "object-purpose" if op.objects:
                jk.consent(person.subject, withdraw=[op.purpose])
            case "object" | "object-purpose":
                jk.consent(person.subject, give=[op.purpose])
            case "purpose":
                return self._read_purpose(op.purpose)
            case "own-purpose":
                return _read(jk, [self._refs[key] for key in op.keys], op.purpose)
            case "user":
                return _read(jk, [self._refs[key] for key in op.keys], "service")
            case "own":
                shown = jk.by(Actor("member", str(person.subject))).show(person.subject)
                return [card.values["data"] for card in shown.cards if card.values]
            case "metadata":
                known = jk.do(look, person.subject, actor=self._officer)
                return 0 if known is None else sum(1 for one in known.records if one.ended is None)
            case "logs":
                day = timedelta(days=1)
                jk.do(search, Wanted(jk.now() - day, jk.now() + day), actor=self._officer, most=op.lines)
            case "verify":
                return 0 if jk.receipt(person.subject).records else 1
        return None

    def _shared(self, purpose: str, party: str) -> None:
        """An officer grants a purpose's records to another processor's program, which asks by its key from here on."""
        jk, until = self.jk, self.jk.now() + timedelta(days=30)
        _, key = jk.do(
            make_key, f"{purpose}-{party}", [purpose], until=until, records=[kind_of(purpose)], actor=self._officer
        )
        program = jk.driver.run(look_key(key))
        assert isinstance(program, Application)
        self._processors[purpose] = program.actor("")

    def _read_purpose(self, purpose: str) -> list[str]:
        """All records of a purpose, as its processor's program finds them: listed a page at a time, each then read."""
        program, kind = self.jk.by(self._processors[purpose]), kind_of(purpose)
        found: list[str] = []
        after: Listed | None = None
        while True:
            page = program.do(listed, kind, purpose=purpose, after=after, limit=MOST)
            found += _read(program, [one.ref for one in page], purpose)
            if len(page) < MOST:
                return found
            after = page[-1]


def _read(asked: Jikim | Acting, refs: Sequence[Ref], purpose: str) -> list[str]:
    """What the purpose may read of these records: without a consent there is nothing."""
    answers = asked.use_many([Read(ref, purpose) for ref in refs])
    return [one["data"] for one in answers if isinstance(one, Values)]
