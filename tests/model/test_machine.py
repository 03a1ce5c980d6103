"""All verbs and the clock, driven at random against a plain dictionary of what each record must be.

The model knows four record kinds of the homepage's policy by their published facts, written down here by hand: an order
(first finishes; its contract rests five years from its end, its supply five from delivery), an enquiry (goes when
answered), a visit (over a month after it, then five years from it) and interests (live by consent alone, six months at
most); beside it a grace of thirty days, and a dormancy after a year, of which people are told thirty days before.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import psycopg
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from tests.answered import SECRET, deleted
from tests.conftest import ORDER, START, Databases, emptied
from tests.employed import employ, lasting

import jikim
from jikim.app import Jikim
from jikim.app.dormancy import NEVER, rest_unused
from jikim.errors import StoppedError
from jikim.jobs.deletion_answers import Answer
from jikim.jobs.outbox import deliver
from jikim.jobs.retention_sweep import Swept
from jikim.mail.queue import drop, due
from jikim.policy.ask import Actor
from jikim.policy.model import Dormancy, Leaving, PolicyFile
from jikim.policy.outcome import Outcome
from jikim.policy.plan import plan
from jikim.proof.verify import verify
from jikim.reading.person import look
from jikim.settings import Endpoint
from jikim.verbs.correct import Correction
from jikim.verbs.leave import inventory_of
from jikim.verbs.retire import move
from jikim.verbs.show_part import Wanted, show_part

SEOUL = ZoneInfo("Asia/Seoul")
CONSENT = "marketing.tailored"
EVERYTHING = Wanted((), None, False, None, lambda _: True, 1, 20, 10, ())
KEPT_BY_END = {"name", "email", "phone", "lines"}
KEPT_BY_DELIVERY = {"name", "address", "phone", "lines"}


def years_after(day: date, years: int) -> date:
    """The last day of a period of years: the day before the one that corresponds to the day after `day`, or the month's
    end."""
    first = day + timedelta(days=1)
    try:
        return first.replace(year=first.year + years) - timedelta(days=1)
    except ValueError:
        return date(first.year + years, 2, 28)


@dataclass
class Life:
    """What a record must be."""

    ref: jikim.Ref
    values: dict[str, Any]
    began: datetime
    state: str = "live"  # live, ended, rests, gone
    version: int = 1
    frozen: Correction | None = None
    hold: Any = None
    ended: datetime | None = None
    delivered: datetime | None = None
    rests: dict[str, date] = field(default_factory=dict)  # item -> last day
    moving: bool = False  # its parts have arrived in the archive, and its live row has not gone
    destroyed: bool = False  # out of the live database, with nothing archived
    got: list[tuple[int, str]] = field(default_factory=list)  # (version, phone) that the processor got


@dataclass
class Human:
    """A person of the model."""

    person: jikim.Person
    main: UUID  # the record of their membership
    here: bool = True
    consents: bool = False
    until: datetime | None = None  # away until then, and may come back
    used: datetime = START
    told: datetime | None = None
    destroyed: bool = False  # their membership
    lives: list[Life] = field(default_factory=list)


_worlds = itertools.count(1)


class Machine(RuleBasedStateMachine):
    """One world."""

    def __init__(self, databases: Databases, homepage: PolicyFile, directory: Path) -> None:
        super().__init__()
        members = {"of": ["member"]}
        away = {
            "leaving": Leaving.model_validate({"grace": "30d", **members}),
            "dormancy": Dormancy.model_validate({"after": "1y", "told": "30d", "then": "apart", **members}),
        }
        self.databases, self.directory = databases, directory
        self.homepage = homepage.model_copy(update=away)
        self.names = itertools.count()
        self.people: list[Human] = []
        self.asked = 0
        self.inbox: list[tuple[str, dict[str, Any]]] = []

    @initialize()
    def begin(self) -> None:
        emptied(self.databases)
        # Emptied databases need an empty ring directory beside them.
        directory = self.directory / str(next(_worlds))
        self.jk = Jikim(self.homepage, self.databases.settings(directory), demo_start=START)
        employ(self.jk, "omar", "officer")
        lasting(self.jk, "omar")
        self.omar: Actor = self.jk.handler("omar", kind="officer")
        self.join()

    # ---- what the model says

    def gone(self, human: Human) -> None:
        """They left for good: what does not first finish ends."""
        human.here, human.consents, human.until = False, False, None
        for life in human.lives:
            if life.state == "live" and life.ref.kind != "order":
                self.finish(life, self.jk.now())
            elif life.state == "ended":
                life.frozen = None

    @property
    def today(self) -> date:
        return self.jk.now().astimezone(SEOUL).date()

    def finish(self, life: Life, at: datetime) -> None:
        """The record is over at this moment; what rests of it follows from the published periods."""
        life.state, life.ended, life.frozen = "ended", at, None
        day = at.astimezone(SEOUL).date()
        match life.ref.kind:
            case "order":
                start = (life.delivered or at).astimezone(SEOUL).date()
                for names, begin in ((KEPT_BY_END, day), (KEPT_BY_DELIVERY, start)):
                    for name in names & set(life.values):
                        life.rests[name] = max(life.rests.get(name, date.min), years_after(begin, 5))
            case "visit":
                began = life.began.astimezone(SEOUL).date()
                life.rests = dict.fromkeys(("ip", "access_log"), years_after(began, 5))

    def swept(self) -> None:
        """What a sweep must bring about now."""
        for human in self.people:
            if human.until is not None and human.until <= self.jk.now():
                self.gone(human)
        for human in self.people:
            human.destroyed = not human.here and human.until is None
            for life in human.lives:
                # Of what is over and held, a sweep moves only what rests whole; the rest stays as it is, and its person's.
                if life.state == "live" and self.over(life) and not (life.hold and life.ref.kind != "visit"):
                    frozen = life.frozen
                    self.finish(life, self.jk.now())
                    life.frozen = frozen if human.here or human.until else None
                    if life.ref.kind == "order":
                        life.rests = {}  # nobody paid it, and nothing was delivered: it was no contract
                if life.state == "ended" and not life.frozen and self.moves(life):
                    life.state = "rests" if life.rests else "gone"
                    life.destroyed = not life.rests
                life.moving = False
                if life.state == "rests" and not life.hold:
                    life.rests = {name: day for name, day in life.rests.items() if day >= self.today}
                    if not life.rests:
                        life.state = "gone"

    def moves(self, life: Life) -> bool:
        """Whether what is over goes to the archive, with what its rules keep still, or goes: a hold keeps what would go."""
        running = {name: day for name, day in life.rests.items() if day >= self.today}
        if life.hold and set(running) != set(life.values):
            return False
        life.rests = running
        return True

    def over(self, life: Life) -> bool:
        """Whether time alone has ended it: a visit's or an interest's months, an order's fourteen days without a
        payment or a delivery."""
        if life.ref.kind == "order":
            days = (self.today - life.began.astimezone(SEOUL).date()).days
            return life.delivered is None and days > 14
        months = {"visit": 1, "interests": 6}.get(life.ref.kind)
        return months is not None and self.today >= self._over(life, months)

    @staticmethod
    def _over(life: Life, months: int) -> date:
        """The day from which a record is over: the day after its months have run (Civil Act §160)."""
        first = life.began.astimezone(SEOUL).date() + timedelta(days=1)
        year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
        try:
            return date(year, month + 1, first.day)
        except ValueError:
            return date(year + (month == 11), (month + 1) % 12 + 1, 1)

    def usable(self, human: Human, life: Life) -> bool:
        finishing = life.ref.kind == "order"
        consent = life.ref.kind != "interests" or human.consents
        return (
            life.state == "live"
            and not self.over(life)
            and life.frozen is None
            and (human.here or finishing)
            and consent
        )

    def pick(self, number: int, *states: str, kind: str | None = None) -> tuple[Human, Life] | None:
        found = [
            (human, life)
            for human in self.people
            for life in human.lives
            if (not states or life.state in states) and kind in (None, life.ref.kind)
        ]
        return found[number % len(found)] if found else None

    def here(self, number: int) -> Human | None:
        found = [human for human in self.people if human.here]
        return found[number % len(found)] if found else None

    def denied(self, call: Any) -> str:
        self.asked += 1
        with pytest.raises(jikim.DeniedError) as refused:
            call()
        return refused.value.why

    # ---- what happens

    @rule()
    def join(self) -> None:
        name = f"member{next(self.names)}"
        values = {"login_id": name, "password": "correct horse 9", "name": "가나다", "email": f"{name}@example.com"}
        agrees = len(self.people) % 2 == 0
        made = self.jk.collect(
            "membership", values, channel="homepage", old_enough=True, consents=[CONSENT] if agrees else []
        )
        self.asked += 1
        self.people.append(
            Human(jikim.Person(made.ref.subject, "member"), made.ref.record, consents=agrees, used=self.jk.now())
        )

    @rule(who=st.integers(0, 99), kind=st.sampled_from(["order", "enquiry", "visit", "interests"]))
    def collect(self, who: int, kind: str) -> None:
        human = self.here(who)
        if human is None:
            return
        channel = {"order": "homepage", "enquiry": "board", "visit": "automatic", "interests": "automatic"}[kind]
        values: dict[str, Any] = {
            "order": {**ORDER, "email": "one@example.com"},
            "enquiry": {"name": "가나다", "email": "one@example.com", "text": "화면이 멈춥니다"},
            "visit": {"ip": "192.0.2.7", "access_log": {"path": "/"}},
            "interests": {"cookie": "abcdef0123456789"},
        }[kind]

        def call() -> Any:
            return self.jk.collect(kind, values, channel=channel, subject=human.person, old_enough=True)

        self.asked += 1
        if kind == "interests" and not human.consents:
            self.asked -= 1
            assert self.denied(call) == "no-consent"
            return
        human.lives.append(Life(call().ref, dict(values), self.jk.now()))
        human.used = self.jk.now()

    @rule(which=st.integers(0, 99))
    def use(self, which: int) -> None:
        found = self.pick(which)
        if found is None:
            return
        human, life = found
        purpose, item = {
            "order": ("delivery", "phone"),
            "enquiry": ("support", "email"),
            "visit": ("abuse-prevention", "ip"),
            "interests": (CONSENT, "cookie"),
        }[life.ref.kind]

        def call() -> Any:
            return self.jk.use(life.ref, purpose=purpose, items=[item])

        if self.usable(human, life):
            self.asked += 1
            read = call()
            assert read[item]
            assert read.version == life.version
            if life.ref.kind == "order":
                assert read["phone"][-4:] == life.values["phone"][-4:]
        else:
            why = self.denied(call)
            assert why in ("frozen", "ended", "left", "resting", "gone", "no-consent")
            if life.frozen and human.here and life.state == "live" and not self.over(life):
                assert why == "frozen"

    @rule(which=st.integers(0, 99))
    def entrust(self, which: int) -> None:
        found = self.pick(which, kind="order")
        if found is None:
            return
        human, life = found

        def call() -> Any:
            return self.jk.entrust(life.ref, to="kis", purpose="debt-collection", items=["phone"])

        # Who collects debts for the company has data until the person leaves (4.6), even of an order that is being
        # finished.
        if self.usable(human, life) and human.here:
            self.asked += 1
            call()
        else:
            self.denied(call)

    @rule()
    def send(self) -> None:
        def post(endpoint: Endpoint, message: str, body: bytes, at: datetime) -> Answer:
            import json

            said = json.loads(body)
            self.inbox.append((message, said))
            return deleted(endpoint, message)

        before = len(self.inbox)
        deliver(self.jk.driver, self.jk.house, {"kis": Endpoint("http://127.0.0.1:1/", SECRET)}, post=post)
        for _, said in self.inbox[before:]:
            if said["topic"] in ("entrust", "corrected"):
                assert set(said["items"]) <= {"phone"}
                lives = [
                    (human, life)
                    for human in self.people
                    for life in human.lives
                    if life.ref.kind == "order"
                    and human.here
                    and self.usable(human, life)
                    and said["items"].get("phone", "")[-4:] == life.values["phone"][-4:]
                    and life.version == said["version"]
                ]
                # INVARIANT: what leaves is the present value of a record that may be used at this moment.
                assert lives, said["topic"]

    @rule(which=st.integers(0, 99))
    def ask_correction(self, which: int) -> None:
        found = self.pick(which, kind="order")
        if found is None:
            return
        human, life = found

        def call() -> Any:
            return self.jk.ask_correction(life.ref, ["phone"])

        if human.here and life.state == "live" and life.frozen is None:
            self.asked += 1
            life.frozen = call()
        else:
            self.denied(call)

    @rule(which=st.integers(0, 99), phone=st.integers(0, 9999), make=st.booleans())
    def end_correction(self, which: int, phone: int, make: bool) -> None:
        frozen = [(human, life) for human in self.people for life in human.lives if life.frozen]
        if not frozen:
            return
        _, life = frozen[which % len(frozen)]
        assert life.frozen is not None
        self.asked += 1
        if make:
            done = self.jk.correct(life.frozen, {"phone": f"02-555-{phone:04}"})
            life.version += 1
            assert done.version == life.version
            life.values["phone"] = f"02-555-{phone:04}"
        else:
            self.jk.by(self.omar).refuse_correction(life.frozen, reason="the value is right")
        life.frozen = None

    @rule(who=st.integers(0, 99), give=st.booleans())
    def consent(self, who: int, give: bool) -> None:
        human = self.here(who)
        if human is None:
            return
        self.asked += 1
        if give:
            self.jk.consent(human.person.subject, give=[CONSENT])
        else:
            self.jk.consent(human.person.subject, withdraw=[CONSENT])
            for life in human.lives:
                if life.ref.kind == "interests" and life.state == "live":
                    self.finish(life, self.jk.now())
        human.consents = give

    @rule(which=st.integers(0, 99), name=st.sampled_from(["delivered", "settled", "answered"]))
    def event(self, which: int, name: str) -> None:
        found = self.pick(which)
        if found is None:
            return
        human, life = found
        declared = name in {"order": ("delivered", "settled"), "enquiry": ("answered",)}.get(life.ref.kind, ())

        def call() -> Any:
            return self.jk.event(life.ref, name)

        if declared and life.state == "live" and not self.over(life) and (human.here or life.ref.kind == "order"):
            self.asked += 1
            over = call()
            assert over == (name != "delivered")
            if over:
                frozen = life.frozen
                self.finish(life, self.jk.now())
                life.frozen = frozen if human.here else None
            else:
                life.delivered = self.jk.now()
        else:
            self.denied(call)

    @rule(who=st.integers(0, 99), now=st.booleans())
    def leave(self, who: int, now: bool) -> None:
        """For good, or for now: then all that is theirs is hidden and nothing of it has ended."""
        human = self.here(who)
        if human is None or len([one for one in self.people if one.here]) == 1:
            return
        self.asked += 1
        self.jk.leave(human.person.subject, now=now)
        if now:
            self.gone(human)
        else:
            human.here = False
            human.until = datetime.combine(self.today + timedelta(days=31), time(), SEOUL)
        assert self.denied(lambda: self.jk.leave(human.person.subject)) in ("left", "gone")

    def away(self, number: int) -> Human | None:
        found = [human for human in self.people if human.until is not None]
        return found[number % len(found)] if found else None

    @rule(who=st.integers(0, 99))
    def come_back(self, who: int) -> None:
        """While their time lasts everything is theirs again; after it nobody is."""
        human = self.away(who)
        if human is None:
            return
        if human.until is not None and human.until <= self.jk.now():
            assert self.denied(lambda: self.jk.come_back(human.person.subject)) == "left"
            return
        self.asked += 1
        self.jk.come_back(human.person.subject)
        human.here, human.until, human.used = True, None, self.jk.now()

    @rule(who=st.integers(0, 99))
    def erase(self, who: int) -> None:
        """Who is away has it erased now."""
        human = self.away(who)
        if human is not None:
            self.asked += 1
            self.jk.leave(human.person.subject, now=True)
            self.gone(human)

    @rule()
    def look_for_unused(self) -> None:
        """Whoever nobody saw for a year is told, and a month later rests until they come back."""
        now = self.jk.now()
        self.jk.driver.run(rest_unused(self.jk.house))
        for letter in self.jk.driver.run(due(self.jk.house, 1000)):
            self.jk.driver.run(drop(self.jk.house, letter))
        for human in self.people:
            if not human.here:
                continue
            over = self.after(human.used, 12)
            if human.told is None or human.told <= human.used:
                if now >= over - timedelta(days=33):
                    human.told = now
            elif now >= max(over, self.after(human.told, 0, 30)):
                human.here, human.until = False, NEVER

    @staticmethod
    def after(start: datetime, months: int, days: int = 0) -> datetime:
        """The first moment at which so many months and days from a moment are over."""
        first = start.astimezone(SEOUL).date() + timedelta(days=1 + days)
        year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
        try:
            day = date(year, month + 1, first.day)
        except ValueError:
            day = date(year + (month == 11), (month + 1) % 12 + 1, 1)
        return datetime.combine(day, time(), SEOUL)

    @rule(which=st.integers(0, 99))
    def hold(self, which: int) -> None:
        found = self.pick(which, "live", "ended", "rests")
        if found is None or found[1].hold or found[1].moving:
            return
        _, life = found
        if life.state == "rests" and any(day < self.today for day in life.rests.values()):
            return
        self.asked += 1
        life.hold = self.jk.by(self.omar).hold(life.ref, reason="a court asked")

    @rule(which=st.integers(0, 99))
    def release(self, which: int) -> None:
        held = [life for human in self.people for life in human.lives if life.hold]
        if not held:
            return
        life = held[which % len(held)]
        self.asked += 1
        self.jk.by(self.omar).release(life.ref, life.hold, reason="the court is done")
        life.hold = None
        if life.state == "rests":
            life.rests = {name: day for name, day in life.rests.items() if day >= self.today}
            if not life.rests:
                life.state = "gone"

    @rule(which=st.integers(0, 99))
    def consult(self, which: int) -> None:
        found = self.pick(which, kind="order")
        if found is None:
            return
        _, life = found

        def call() -> Any:
            return self.jk.by(self.omar).consult(
                life.ref, purpose="legal-evidence", reason_kind="dispute", reason="a dispute"
            )

        readable = set(life.rests) if life.hold else {name for name, day in life.rests.items() if day >= self.today}
        if life.state == "rests" and readable:
            self.asked += 1
            read = call()
            assert set(read) == readable
            assert read["phone"][-4:] == life.values["phone"][-4:]
        else:
            assert self.denied(call) in ("gone", "archive-purpose")

    @rule(hours=st.sampled_from([1, 13, 24, 24 * 20, 24 * 40, 24 * 400, 24 * 1700]))
    def wait(self, hours: int) -> None:
        self.jk.move_clock(self.jk.now() + timedelta(hours=hours))

    def swept_whole(self) -> Swept:
        """Sweeps; where that is more than a sweep may do alone, the officer approves it as a second person."""
        try:
            return self.jk.sweep()
        except StoppedError as stopped:
            self.jk.by(self.omar).approve(stopped.plan or "")
            return self.jk.sweep()

    @rule()
    def sweep(self) -> None:
        swept = self.swept_whole()
        assert swept.failed == []
        self.swept()

    @rule(which=st.integers(0, 99))
    def stall(self, which: int) -> None:
        """Whoever moves a record to the archive is killed before its live row goes."""
        found = self.pick(which, "ended")
        if found is None or found[1].frozen or found[1].hold:
            return
        human, life = found
        if not self.moves(life) or not life.rests:
            return
        facts, policy, here = self.jk.driver.run(inventory_of(self.jk.house, human.person.subject))
        [mine] = [one for one in facts if one.record == life.ref.record]
        [step] = plan(policy, [mine], self.jk.now(), leaving=not here).steps
        assert step.fate == "rests"
        assert self.jk.driver.run(move(self.jk.house, policy, step)) is Outcome.ALLOWED
        life.state, life.moving = "rests", True

    @rule()
    def sequence(self) -> None:
        self.jk.sequence()

    @invariant()
    @precondition(lambda self: self.people)
    def one_person_sees_what_is(self) -> None:
        """Every account of a person is what the model says: in use, ended, archived, destroyed, and no more; a record that
        is on its way to the archive counts once."""
        human = self.people[self.asked % len(self.people)]
        jk, subject = self.jk, human.person.subject
        shown = jk.show(subject)
        self.asked += 1
        standing = {life.ref.record for life in human.lives if life.state in ("live", "ended")}
        archived = {
            life.ref.record
            for life in human.lives
            if life.state == "rests" and (life.hold or any(day >= self.today for day in life.rests.values()))
        }
        ended = {
            life.ref.record
            for life in human.lives
            if life.ref.record in standing and (life.state == "ended" or self.over(life))
        }
        assert {card.ref.record for card in shown.cards if card.ref.kind != "membership"} == standing
        assert {card.ref.record for card in shown.cards if card.state == "ended"} - {human.main} == ended
        assert {part.ref.record for part in shown.resting} == archived
        destroyed = human.destroyed + sum(life.destroyed for life in human.lives)
        assert sum(one.records for one in shown.destroyed) == destroyed
        known = jk.driver.run(look(jk.house, subject, actor=self.omar))
        if known is None:
            assert not standing | archived
        else:
            assert [(one.ref, one.state) for one in known.records] == [(one.ref, one.state) for one in shown.cards]
            assert [one._replace(values={}) for one in known.parts] == [
                one._replace(values={}) for one in shown.resting
            ]
        for kind in ("order", "enquiry", "visit", "interests"):
            said = {one.ref.record: one.state for one in jk.status(subject, kind)}
            told = {one.ref.record: one.state for one in shown.cards} | dict.fromkeys(archived, "archived")
            assert said == {
                life.ref.record: told[life.ref.record]
                for life in human.lives
                if life.ref.kind == kind and life.ref.record in told
            }
        left = {step.facts.record for step in jk.leaving_plan(subject).steps}
        assert left == {card.ref.record for card in shown.cards}
        assert [step.fate for step in shown.leaving.steps] == [step.fate for step in jk.leaving_plan(subject).steps]
        if human.lives:
            lines = {line.what: line for line in jk.receipt(subject).lines}
            assert lines["archive"].count == len(shown.resting) if archived else True
            moving = any(life.moving for life in human.lives)
            if standing or moving:
                assert lines["live"].dates.rows_removed is None
        part = jk.driver.run(show_part(jk.house.by(jk.actor), subject, EVERYTHING))
        assert part.total == len(shown.cards) + len(shown.resting)
        self.asked += 2

    def teardown(self) -> None:
        if not hasattr(self, "jk"):
            return
        try:
            self.end()
        finally:
            self.jk.close()

    def end(self) -> None:
        """Eleven years on nothing remains that no hold and no living person keeps, and everything that happened
        verifies."""
        for human in self.people:
            for life in human.lives:
                if life.hold:
                    self.jk.by(self.omar).release(life.ref, life.hold, reason="all is done")
                    life.hold = None
                if life.frozen:
                    self.jk.by(self.omar).refuse_correction(life.frozen, reason="all is done")
                    life.frozen = None
                if life.state == "live" and life.ref.kind == "order" and not self.over(life):
                    self.jk.event(life.ref, "settled")
            if human.here or (human.until is not None and human.until > self.jk.now()):
                self.jk.leave(human.person.subject, now=True)
        self.send()
        assert self.swept_whole().failed == []
        self.jk.move_clock(self.jk.now() + timedelta(days=366 * 11))
        self.send()
        assert self.swept_whole().failed == []
        assert self.jk.counts() == []
        assert self.jk.counts("archive.counts") == []
        with psycopg.connect(self.databases.admin["keys"]) as conn:
            left = conn.execute("SELECT space, count(*) FROM keys.key GROUP BY space").fetchall()
        assert {space for space, _ in left} <= {"ledger-month", "index", "signing", "handler"}, left
        with psycopg.connect(self.databases.admin["live"]) as conn:
            waiting = conn.execute(
                "SELECT topic, state FROM live.outbox WHERE state IN ('waiting', 'sending', 'sent')"
            ).fetchall()
            people = conn.execute("SELECT count(*) FROM live.subject").fetchone()
        assert waiting == []
        assert people == (0,)
        report = verify(self.jk.export_ledger())
        assert report.ok, str(report)
        # Every verb left at least one entry, a denied one too.
        assert report.entries >= self.asked


def _run(databases: Databases, homepage: PolicyFile, directory: Path, examples: int, steps: int) -> None:
    run_state_machine_as_test(
        lambda: Machine(databases, homepage, directory),
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
            phases=(Phase.explicit, Phase.generate, Phase.shrink),
        ),
    )


def test_all_verbs_against_a_dictionary(databases: Databases, homepage: PolicyFile, tmp_path: Path) -> None:
    """Four random worlds of forty steps each agree with the dictionary at every step, and end with nothing left."""
    _run(databases, homepage, tmp_path, examples=4, steps=40)


@pytest.mark.long
def test_all_verbs_against_a_dictionary_for_long(databases: Databases, homepage: PolicyFile, tmp_path: Path) -> None:
    """The same with many more and longer worlds."""
    _run(databases, homepage, tmp_path, examples=250, steps=80)
