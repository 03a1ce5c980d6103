"""Everything at once: threads on several Jikims do whatever they like to a few people, and then everything must hold."""

from __future__ import annotations

import random
import threading
from collections import Counter
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from tests.answered import SECRET, deleted
from tests.employed import employ
from tests.races.interleave import Ring, ring, start  # noqa: F401
from tests.races.people import enquiry, entry, identity, looker, order
from tests.waiting import PATIENCE

import jikim
from jikim.app import Jikim
from jikim.errors import ConflictError, DeniedError, StoppedError
from jikim.jobs.outbox import deliver
from jikim.settings import Endpoint
from jikim.verbs.use import Read

PURPOSE = {
    "order": "delivery",
    "identity-check": "identity-check",
    "enquiry": "support",
    "event-entry": "marketing.events",
}
ENDS = {"order": "settled", "identity-check": "checked", "enquiry": "answered", "event-entry": "closed"}
RESTS = {"order": "legal-evidence", "identity-check": "identity-evidence"}
ITEM = {
    "order": ("phone", "02-555-{:04}"),
    "identity-check": ("mobile", "010-5550-{:04}"),
    "enquiry": ("phone", "02-555-{:04}"),
    "event-entry": ("mobile", "010-5550-{:04}"),
}
ENDPOINTS = {
    name: Endpoint("http://127.0.0.1:9/", SECRET) for name in ("service-least", "counterparty", "agreed-partner")
}


class Storm:
    """What the threads share: the records, what was written in which version, and what must no longer happen."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.lock = threading.Lock()
        self.refs: list[jikim.Ref] = []
        self.written: dict[tuple[UUID, int], str] = {}
        self.over: set[UUID] = set()  # records whose end, or whose person's leaving, was answered
        self.holds: dict[jikim.Ref, UUID] = {}
        self.wrong: list[str] = []
        self.done: Counter[str] = Counter()
        self.numbers = iter(range(9999))

    def _read(self, ref: jikim.Ref, over: bool, values: Any) -> None:
        if over:
            self.wrong.append(f"{ref} was read after it was over")
        item = ITEM[ref.kind][0]
        wanted = self.written.get((ref.record, values.version))
        if wanted is not None and item in values and values[item] != wanted:
            self.wrong.append(f"{ref} version {values.version} gave another value")

    def act(self, jk: Jikim, rng: random.Random) -> None:
        actor = looker(jk)
        with self.lock:
            ref = rng.choice(self.refs)
            over = ref.record in self.over
        item, form = ITEM[ref.kind]
        what = rng.choice(
            ["use"] * 6 + ["many", "correct", "correct", "refuse", "event", "consent", "leave", "hold", "release", "provide", "deliver",
             "sweep", "sequence", "show", "consult", "collect", "collect"]
        )  # fmt: skip
        match what:
            case "use":
                self._read(ref, over, jk.by(actor).use(ref, purpose=PURPOSE[ref.kind], reason="x"))
            case "many":
                for got in jk.by(actor).use_many([Read(ref, PURPOSE[ref.kind])] * 3, reason="x"):
                    if isinstance(got, DeniedError):
                        continue
                    if isinstance(got, Exception):
                        raise got
                    self._read(ref, over, got)
            case "correct" | "refuse":
                correction = jk.by(actor).ask_correction(ref, [item])
                if what == "refuse":
                    jk.by(actor).refuse_correction(correction, reason="x")
                    return
                value = form.format(next(self.numbers))
                digits = "+82" + value.replace("-", "")[1:]
                # Written down before, under the version that it will have: a read may be faster than this thread.
                made = jk.by(actor).correct(correction, {item: value})
                self.written[ref.record, made.version] = digits
            case "event":
                if rng.random() < 0.4:
                    jk.by(actor).event(ref, ENDS[ref.kind])
                    with self.lock:
                        self.over.add(ref.record)
            case "consent":
                if ref.kind == "event-entry" and rng.random() < 0.3:
                    jk.by(actor).consent(ref.subject, withdraw=["marketing.events"])
                    with self.lock:
                        self.over.add(ref.record)
            case "leave":
                if rng.random() < 0.1:
                    jk.by(actor).leave(ref.subject)
                    with self.lock:
                        # An order is carried out after its person has left.
                        theirs = [other for other in self.refs if other.subject == ref.subject]
                        self.over |= {other.record for other in theirs if other.kind != "order"}
            case "hold":
                if rng.random() < 0.5:
                    number = jk.by(actor).hold(ref, reason="x")
                    with self.lock:
                        self.holds[ref] = number
            case "release":
                with self.lock:
                    held = self.holds.get(ref)
                if held is not None:
                    jk.by(actor).release(ref, held, reason="x")
            case "provide":
                if ref.kind == "order":
                    jk.by(actor).provide(
                        ref, to=rng.choice(["service-least", "counterparty"]), purpose="delivery", items=["phone"]
                    )
            case "deliver":
                deliver(jk.driver, jk.house, ENDPOINTS, lambda endpoint, message, *_: deleted(endpoint, message))
            case "sweep":
                if failed := jk.sweep().failed:
                    self.wrong.append(f"a sweep failed: {failed}")
            case "sequence":
                jk.sequence()
            case "show":
                jk.by(actor).show(ref.subject)
            case "consult":
                if ref.kind in RESTS:
                    jk.by(actor).consult(ref, purpose=RESTS[ref.kind], reason_kind="dispute", reason="x")
            case "collect":
                made_ref = rng.choice([order, identity])(jk, jikim.Person(ref.subject, "guest"))
                with self.lock:
                    self.refs.append(made_ref)
        self.done[what] += 1

    def blow(self, jk: Jikim, seed: int, acts: int) -> None:
        rng = random.Random(seed)
        for _ in range(acts):
            if self.wrong:
                return
            try:
                self.act(jk, rng)
            except (DeniedError, ConflictError):
                self.done["denied"] += 1
            except StoppedError:  # nearly everybody would go: the day's own sweep has an officer look (`_swept`)
                self.done["stopped"] += 1
            except Exception as error:
                self.wrong.append(f"{type(error).__name__}: {error}")


def _swept(jk: Jikim) -> None:
    """A sweep; where the storm left so few people that nearly all of them go, an officer looks first, as in life."""
    try:
        jk.sweep()
    except StoppedError as stopped:
        employ(jk, "omar", "officer")
        jk.by(looker(jk)).grant(
            "omar", [*jk.policy.file.purposes, *jk.policy.file.archive.purposes], jk.now() + timedelta(days=1)
        )
        jk.by(jk.handler("omar", kind="officer")).approve(str(stopped.plan))
        jk.sweep()


def _storm(ring: Ring, seed: int, acts: int) -> None:
    """Three days, on each of which eight threads on four Jikims act so often."""
    storm = Storm(seed)
    for _ in range(3):
        storm.refs += [order(ring.one), identity(ring.one), enquiry(ring.one), entry(ring.one)]
    crowd = [ring.one, ring.two, ring.another(), ring.another()]
    for _ in range(3):
        runs = [start(lambda jk=jk, n=n: storm.blow(jk, seed * 100 + n, acts)) for n, jk in enumerate(crowd * 2)]  # type: ignore[misc]
        for run in runs:
            run.thread.join(10 * PATIENCE)
            run.result()
        assert storm.wrong == []
        assert ring.watch.look().wrong == []
        # A new day: what rests may be past, and what waited may be sent.
        to = ring.one.now() + timedelta(days=70)
        for jk in crowd:
            jk.house.clock.move(to)  # type: ignore[attr-defined]
        ring.one.move_clock(to)
    assert storm.done["use"] > 0
    assert storm.done["denied"] > 0
    for ref, number in storm.holds.items():
        start(
            lambda ref=ref, number=number: ring.one.by(looker(ring.one)).release(ref, number, reason="x")
        ).thread.join()  # type: ignore[misc]
    for _ in range(3):
        deliver(ring.one.driver, ring.one.house, ENDPOINTS, lambda endpoint, message, *_: deleted(endpoint, message))
        ring.one.move_clock(ring.one.now() + timedelta(days=2))
        _swept(ring.one)
    standing = ring.watch.look()
    assert standing.wrong == []
    for ref in storm.refs:
        assert standing.places(ref.record), f"{ref} is nowhere"
        assert not {"live", "archive"} <= standing.places(ref.record), f"{ref} is in both"
    assert ring.watch.settled() == []
    ring.watch.ledger(ring.one)


def test_a_short_storm_leaves_everything_in_order(ring: Ring) -> None:
    """Some two thousand acts."""
    _storm(ring, 7, 80)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(6))
def test_a_long_storm_leaves_everything_in_order(ring: Ring, seed: int) -> None:
    """The same for longer, with other seeds."""
    _storm(ring, seed, 1200)
