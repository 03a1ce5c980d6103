"""A world to race in, cases in it, and what must be so after each race."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

from tests.conftest import ORDER, START, Databases
from tests.employed import employ, lasting
from tests.invariants import Watch, watching
from tests.races.being_away import BRING_BACK, TIMES_AWAY, long_after, lost, prepare, with_time_away
from tests.races.deeds import ENDS, PURPOSE, WITHDRAWN, Case, Deed, looker, rest_until, retired, tidy
from tests.races.interleave import GATE, Ring
from tests.races.matrix import OF_RULES, OPENS, OPPONENTS, STOPS, TELLS, Pair, Scene
from tests.races.receiving import Receiver, receiving
from tests.races.stepping import stepped

import jikim
from jikim.app import Jikim
from jikim.db.spread import HOUSE
from jikim.jobs.outbox import deliver
from jikim.keys.keyring import day_name, person_name
from jikim.policy.model import PolicyFile
from jikim.verbs.house import House

OUTBOX = 3  # its place in a case's state


class Raced(NamedTuple):
    """How a race ended: each party's word, and how the case stands."""

    first: str
    second: str
    state: tuple[Any, ...]


class Met(NamedTuple):
    """An opponent took something while the restriction was made too: what it says, and both entries."""

    pair: Pair
    word: str
    stood: UUID
    acted: UUID


@dataclass
class World:
    """Two Jikims that race, one that prepares, a receiver, and a watch that sees every entry."""

    ring: Ring
    three: Jikim
    receiver: Receiver
    other: jikim.Ref
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    met: list[Met] = field(default_factory=list)
    # Days in one month may be due on one day of a shorter one: these never are.
    days: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    # ---- cases

    def _guest(self, kind: str, values: dict[str, Any], channel: str, subject: Any = "guest", **more: Any) -> jikim.Ref:
        return self.three.collect(kind, values, channel=channel, subject=subject, old_enough=True, **more).ref

    def _entry(self, email: str, subject: Any = "guest") -> jikim.Ref:
        values = {"name": "Dan Example", "email": email, "answers": "파란색"}
        return self._guest("event-entry", values, "event", subject, consents=WITHDRAWN if subject == "guest" else ())

    def case(self, scene: Scene, pair: Pair) -> Case:
        """A fresh record, prepared for a pair."""
        restriction, opponent = pair
        n, jk = next(self.numbers), self.three
        if scene in ("entry", "stale"):
            case = self._case(self._entry(f"old{n}@example.org"), f"old{n}@example.org", f"new{n}@example.org")
        elif scene == "payment":
            payment = {"method": "card", "amount": 99000, "currency": "KRW", "approval": "A1"}
            values = {"name": "가나다", "email": f"old{n}@example.org", "payment": payment}
            case = self._case(self._guest("payment", values, "homepage"), f"old{n}@example.org", f"new{n}@example.org")
            self.ring.watch.admin["live"].execute("DELETE FROM live.setting WHERE name LIKE 'contract-over:%'")
        elif scene == "order":
            # Nothing keeps the note, so that a hold keeps the whole order from going to rest.
            values = ORDER | {"phone": f"02-555-{n:04}", "note": "문 앞에 두어 주세요"}
            case = self._case(self._guest("order", values, "homepage"), f"+822555{n:04}", f"+822556{n:04}")
        else:
            values = {"name": "가나다", "mobile": "010-5550-0101", "result": {"ok": True, "number": f"old {n}"}}
            case = self._case(self._guest("identity-check", values, "homepage"), f"old {n}", f"new {n}")
            case.due = rest_until(jk, case.ref, START + timedelta(days=4 * next(self.days)))
        if scene == "stale":
            goes = self._entry(f"gone{n}@example.org", jikim.Person(case.ref.subject, "guest"))
            jk.event(goes, "closed")
            assert retired(jk, goes) == "goes"
        if opponent == "deliver":
            to, send = ("kcp", jk.entrust) if scene == "payment" else ("agreed-partner", jk.provide)
            case.message = send(case.ref, to=to, purpose=PURPOSE[case.ref.kind], items=[case.item]).message
        if restriction == "revoke":
            purposes = [*PURPOSE.values(), "identity-check"]
            # A handler: an officer's grant that somebody else revokes runs for a day more.
            employ(jk, f"hana{n}")
            case.grant = lasting(jk, f"hana{n}", purposes)
            case.handler = jk.handler(f"hana{n}")
        if restriction in ("correct", "refuse"):
            case.request = jk.ask_correction(case.ref, [case.item])
        over = restriction == "go" or (opponent in ("go", "rest") and restriction not in ("withdraw", "end", "erase"))
        if over and not (restriction == "leave" and scene == "entry"):
            jk.event(case.ref, ENDS[case.ref.kind])
        if restriction == "release":
            case.hold = jk.by(looker(jk)).hold(case.ref, reason="a lawsuit")
        prepare(jk, restriction, case, tried=n % 2 == 0)
        return case

    def _case(self, ref: jikim.Ref, old: str, new: str) -> Case:
        return Case(ref, old, new, self.other, self.receiver)

    def warm(self, jk: Jikim, case: Case) -> None:
        """Lets a Jikim's cache hold every key of the case, as after an earlier look."""
        keyring = jk.house.keyring
        names = [("person", person_name(case.ref.subject, 1))]
        if case.due is not None:
            kind = jk.policy.records[case.ref.kind].number
            names = [("archive", case.ref.subject.bytes), ("day", day_name(kind, case.due))]
        for space, name in names:
            jk.driver.run(keyring.open(space, name))

    # ---- judging

    def mark(self) -> dict[str, int]:
        """How many entries there are, by database."""
        return {
            name: self.ring.watch.one(name, "SELECT coalesce(max(n), 0) FROM public.seen")
            for name in self.ring.watch.admin
        }

    def entries(
        self, since: dict[str, int], case: Case, deed: Deed, database: str | None = None
    ) -> list[tuple[Any, UUID]]:
        """The entries of a deed that were allowed, since then (in one database), in the order in which they were made."""
        event = "record:entrust-sent" if deed.name == "deliver" and case.ref.kind == "payment" else deed.event
        found = []
        for name, n in since.items():
            if database not in (None, name):
                continue
            for at, entry, fact, record in self.ring.watch.rows(
                name, "SELECT at, entry, fact, record FROM public.seen WHERE n > %s AND outcome = 0", (n,)
            ):
                if json.loads(fact)["event"] == event and record in (None, case.ref.record):
                    found.append((at, entry))
        return sorted(found)

    def deed(self, name: str) -> Deed:
        """What reads, sends or sweeps, by name."""
        return OPPONENTS[name]

    def state(self, case: Case) -> tuple[Any, ...]:
        """How the case stands in the live database and the archive; no number in it is of this case alone."""
        subject, record = case.ref[:2]
        watch = self.ring.watch
        live = watch.rows(
            "live",
            "SELECT state, version, frozen IS NOT NULL, hold IS NOT NULL FROM live.record WHERE subject = %s AND record = %s",
            (subject, record),
        )
        people = watch.rows(
            "live", "SELECT state, cardinality(consents) FROM live.subject WHERE subject = %s", (subject,)
        )
        fate = watch.rows("live", "SELECT fate FROM live.tombstone WHERE record = %s", (record,))
        waits = watch.rows("live", "SELECT topic, state FROM live.outbox WHERE subject = %s ORDER BY 1, 2", (subject,))
        parts = watch.rows("archive", "SELECT hold IS NOT NULL FROM archive.part WHERE record = %s", (record,))
        days = watch.rows(
            "archive", "SELECT key_gone IS NOT NULL, removed IS NOT NULL FROM archive.day WHERE due = %s", (case.due,)
        )
        return tuple(map(tuple, (live, people, fate, waits, parts, days)))

    def wrong(
        self,
        pair: Pair,
        case: Case,
        deeds: tuple[Deed, Deed],
        raced: Raced,
        since: dict[str, int],
        ended: datetime | None = None,
    ) -> list[str]:
        """What the restriction did not hold back, or let through too early; and who was not told. Drains what waits in
        the outbox. `ended`: when the restriction was answered, from when on one of the rules holds on a further server."""
        restriction, opponent = pair
        wrong = []
        took = raced.second in ("old", "new", "queued", "goes", "rests", "1 parts")
        stood, acted = self.entries(since, case, deeds[0]), self.entries(since, case, deeds[1])
        if took and stood and acted:
            from_ = stood[-1][0]
            if restriction in OF_RULES and ended and self.three.driver.spread.of(case.ref.subject) != HOUSE:
                from_ = max(from_, ended)
            wrong += _crossed(pair, raced.second, acted[-1][0] > from_)
            # A hold on what rests has an entry in each database; what was done in one is compared with the entry that
            # is there.
            here = self.entries(since, case, deeds[0], deeds[1].database)
            if deeds[0].database == deeds[1].database and here:
                self.met.append(Met(pair, raced.second, here[-1][1], acted[-1][1]))
        if took and not acted and opponent not in ("renew",):
            wrong.append(f"{opponent} took {raced.second} and recorded nothing")
        had = len(self.receiver.got)
        self.drain()
        late = [got for got in self.receiver.got[had:] if got.get("items", {}).get(case.item) == case.old]
        finishes = restriction in ("leave", "erase") and case.ref.kind != "event-entry"
        if late and stood and "deliver" in STOPS.get(restriction, ()) and not finishes:
            wrong.append(f"the old value left after {restriction}")
        if restriction in TELLS and stood and case.message is not None:
            came = [place for place, got in enumerate(self.receiver.got) if got["message"] == str(case.message)]
            told = self.receiver.deletions(case.message)
            if came and not told:
                wrong.append("the receiver holds it and was not told to delete it")
            elif came and came[-1] > told[-1]:
                wrong.append("the receiver was told to delete it before it came")
        return wrong

    def later(self) -> None:
        """Two minutes pass for everyone."""
        self.ring.move(minutes=2)
        self.three.move_clock(self.ring.one.now())

    def drain(self, house: House | None = None) -> None:
        """Sends what waits in the outbox, now or by another house's clock."""
        while any(deliver(self.three.driver, house or self.three.house, self.receiver.endpoints)[:2]):
            pass

    def converged(self, restriction: str, case: Case) -> list[str]:
        """After what a sweep does for this person: everything that survives opens, and nothing that went is left
        behind."""
        tidy(self.three, case.ref.subject)
        self.drain()
        if restriction == "end-away":
            # They left by a clock that is ahead of this one, and so is what is told since.
            self.drain(long_after(self.three.house))
        tidy(self.three, case.ref.subject)
        rows = self.ring.watch.rows(
            "live", "SELECT state, stale FROM live.subject WHERE subject = %s", (case.ref.subject,)
        )
        left = [f"the person is stale: {row}" for row in rows if row[1]]
        records = self.ring.watch.rows(
            "live",
            "SELECT 1 FROM live.record WHERE subject = %s AND hold IS NULL AND frozen IS NULL",
            (case.ref.subject,),
        )
        if (
            rows
            and rows[0][0] == 2
            and not records
            and not self.ring.watch.rows("live", "SELECT 1 FROM live.record WHERE subject = %s", (case.ref.subject,))
        ):
            left.append("a shell is left")
        return left + (lost(self.three, case) if restriction in TIMES_AWAY else [])

    def story(self) -> list[str]:
        """The same, by the ledger's own order. Entries of two databases have none among each other but their moments."""
        places = {body["entry"]: place for place, body in enumerate(self.ring.watch.ledger(self.three))}
        return [
            f"in the ledger, {wrong}"
            for met in self.met
            for wrong in _crossed(met.pair, met.word, places[str(met.acted)] > places[str(met.stood)])
        ]

    def sound(self) -> None:
        """What must hold of the whole, once all is played."""
        found = self.ring.watch.look().wrong
        assert found == [], found
        told = self.story()
        assert told == [], told


def _crossed(pair: Pair, word: str, after: bool) -> list[str]:
    """What is wrong where the opponent took something, after the restriction stood or before."""
    restriction, opponent = pair
    if after and opponent in STOPS.get(restriction, ()) and word != "new":
        return [f"{opponent} took {word} after {restriction}"]
    if not after and opponent in OPENS.get(restriction, ()) and (word != "old" or restriction in BRING_BACK):
        return [f"{opponent} took {word} before {restriction}"]
    return []


@contextmanager
def _quick(watch: Watch) -> Iterator[None]:
    """No commit is waited for until it is on disk: nobody's power fails here, and the order of commits is the same."""
    names = {name: conn.info.dbname for name, conn in watch.admin.items()}
    for name, conn in watch.admin.items():
        conn.execute(f'ALTER DATABASE "{names[name]}" SET synchronous_commit = off')  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name, conn in watch.admin.items():
            conn.execute(f'ALTER DATABASE "{names[name]}" RESET synchronous_commit')  # type: ignore[arg-type]


@contextmanager
def world(databases: Databases, homepage: PolicyFile, directory: Path) -> Iterator[World]:
    """Three Jikims on one set of databases; the caches of the two that race hold what every entry needs, and no key of
    any case."""
    homepage = with_time_away(homepage)
    with watching(databases, directory) as watch, receiving() as receiver, _quick(watch):
        for conn in watch.admin.values():
            conn.execute(GATE)
            conn.execute("ALTER TABLE public.seen ADD COLUMN at timestamptz NOT NULL DEFAULT clock_timestamp()")
            conn.execute("CREATE INDEX ON public.seen (n)")
        with (
            Jikim(homepage, databases.settings(directory), demo_start=START) as three,
            Jikim(homepage, databases.settings(directory)) as one,
            Jikim(homepage, databases.settings(directory)) as two,
        ):
            ring = Ring(databases, homepage, directory, watch, stepped(one), stepped(two))
            made = World(ring, three, receiver, None)  # type: ignore[arg-type]
            made.other = made._entry("other@example.org")
            for jk in (one, two):
                jk.by(looker(jk)).use(made.other, purpose="marketing.events", items=["email"])
            yield made
