"""Where the story plays: the Jikim, the receivers, the demo's own account, and the calendar that moves day by day.

Everything goes through the public SDK, and each thing that is done is told to the account (`model.py`) as well; each
day's sweep is compared with it. The clock moves by a day at a time and through every job.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any, NamedTuple
from uuid import UUID

from jikim.app import Jikim
from jikim.demo.acts import Act, Doings
from jikim.demo.model import ENDING, Model
from jikim.demo.pages import Office, Snapshots
from jikim.demo.receiver import Receiver
from jikim.demo.report import BrokenError, Counts, Report
from jikim.errors import JikimError, StoppedError
from jikim.jobs.retention_sweep import Swept
from jikim.policy.ask import Actor
from jikim.policy.compiled import Policy
from jikim.policy.period import day_of
from jikim.store.holding import Ref
from jikim.verbs.approve import Proposed
from jikim.verbs.collect import Collected, Offer, Person
from jikim.verbs.then import telling_of

MORNING = time(9)
_BATCH = 500


class Someone(NamedTuple):
    """An invented person who is here, and what they brought."""

    doings: Doings
    person: Person
    refs: list[Ref]

    def ref(self, kind: str) -> Ref:
        """Their first record of a kind."""
        return next(ref for ref in self.refs if ref.kind == kind)


class Stage:
    """One running demo."""

    def __init__(self, jk: Jikim, receiver: Receiver, report: Report, rng: Random) -> None:
        self.jk = jk
        self.receiver = receiver
        self.report = report
        self.rng = rng
        self.model = Model()
        self.here: list[Someone] = []
        self.cast: dict[str, Someone] = {}
        self.handlers: dict[str, Actor] = {}
        self.channels: Counter[str] = Counter()
        self.kinds: Counter[str] = Counter()
        self.entrusted: Counter[str] = Counter()
        self.agenda: defaultdict[date, list[Callable[[], None]]] = defaultdict(list)
        self.swept: list[tuple[date, Swept]] = []
        self.approved: list[Proposed] = []
        self.gone: set[UUID] = set()
        self.papers: list[Ref] = []  # what came on paper, in the order in which it came
        self.pages = Snapshots()
        self.days = 0
        self.moved = 0

    @property
    def policy(self) -> Policy:
        return self.jk.policy

    @property
    def today(self) -> date:
        return day_of(self.jk.now(), self.policy.zone)

    # ---- what people do

    def take(self, newcomers: Sequence[Doings]) -> list[Someone]:
        """New people, each with a first record: members a membership, guests what they came with.

        The hashing of passwords is slow by intent; it runs on two threads, everything else in order.
        """

        def first(doings: Doings) -> Collected:
            act = doings.acts[0]
            return self.jk.by(self.actor_of(act.channel)).collect(
                act.kind,
                act.values,
                channel=act.channel,
                subject=doings.person.kind,
                old_enough=True,
                consents=doings.consents,
            )

        arrived = []
        with ThreadPoolExecutor(2) as pool:
            for doings, taken in zip(newcomers, pool.map(first, newcomers), strict=True):
                someone = Someone(doings, Person(taken.ref.subject, doings.person.kind), [])
                self.noted(someone, doings.acts[0], taken.ref, taken.handover)
                arrived.append(someone)
        self.here += arrived
        return arrived

    def add(self, someone: Someone, act: Act, **more: Any) -> Ref:
        """One more record of somebody who is here."""
        taken = self.jk.by(self.actor_of(act.channel)).collect(
            act.kind,
            act.values,
            channel=act.channel,
            subject=someone.person,
            old_enough=True,
            counterparty=act.party,
            **more,
        )
        self.noted(someone, act, taken.ref, taken.handover)
        return taken.ref

    def add_many(self, acts: Sequence[tuple[Someone, Act]]) -> None:
        """Many records at once, each with its own outcome. Raises the first error there is."""
        for start in range(0, len(acts), _BATCH):
            batch = acts[start : start + _BATCH]
            offers = [
                Offer(who.person, act.kind, act.values, act.channel, counterparty=act.party) for who, act in batch
            ]
            for (who, act), taken in zip(batch, self.jk.collect_many(offers, old_enough=True), strict=True):
                if isinstance(taken, JikimError):
                    raise taken
                self.noted(who, act, taken.ref, taken.handover)

    def actor_of(self, channel: str) -> Actor:
        """What comes by paper, phone, fax or mail is entered by a handler."""
        by_hand = channel in ("paper", "phone", "fax", "email") and "hana" in self.handlers
        return self.handlers["hana"] if by_hand else self.jk.actor

    def noted(self, someone: Someone, act: Act, ref: Ref, handover: Mapping[str, str]) -> None:
        """Tells the account of a record, plans what will happen to it, and hands a payment over to its processor."""
        someone.refs.append(ref)
        self.model.take(ref.record, ref.subject, act.kind, someone.person.kind, act.values, self.today)
        self.channels[act.channel] += 1
        self.kinds[act.kind] += 1
        if act.channel == "paper":
            self.papers.append(ref)
        for days, event in act.events:
            self.plan(self.today + timedelta(days=days), lambda event=event: self.happen(ref, event))  # type: ignore[misc]
        if card := handover.get("card"):
            # The whole number goes past the store to the payment processor, once, and is gone from here.
            self.receiver.pay(act.to or "kcp", card)
        if act.to:
            self.entrust(ref, act.to, "identity-check" if act.kind == "identity-check" else "billing")

    def plan(self, day: date, deed: Callable[[], None]) -> None:
        """Something for a later day; for today it happens now."""
        if day <= self.today:
            deed()
        else:
            self.agenda[day].append(deed)

    def entrust(self, ref: Ref, to: str, purpose: str, items: Sequence[str] | None = None) -> UUID:
        """Queues an entrustment; it leaves with the day's deliveries."""
        message = self.jk.entrust(ref, to=to, purpose=purpose, items=items)
        self.entrusted[to] += 1
        return message.message

    def post(self) -> int:
        """Mails what waits to people, where the story has a mailbox. Answers how many left."""
        sent = 0
        while self.jk.settings.smtp is not None and (mailed := self.jk.mails()).sent:
            sent += mailed.sent
        return sent

    def happen(self, ref: Ref, event: str) -> None:
        """An event in a record's life."""
        if not self.lives(ref):
            return  # It is over already: its person left, or took the consent back.
        if self.jk.event(ref, event) != (event in ENDING.get(ref.kind, ())):
            self.report.check(
                "5.1", False, f"{ref.kind}의 {event}가 끝내는지 다릅니다", f"{ref.kind}: whether `{event}` ends it"
            )
        self.model.happen(ref.record, event, self.today)

    def lives(self, ref: Ref) -> bool:
        """Whether the account says that a record is live, and its purpose not yet met."""
        found = self.model.live.get(ref.record)
        return found is not None and found.ended is None and self.model.lasts(found)

    def leave(self, someone: Someone) -> None:
        """Somebody leaves."""
        self.jk.leave(someone.person.subject)
        self.left(someone)

    def left(self, someone: Someone) -> None:
        """The account learns that somebody left."""
        self.model.leave(someone.person.subject, self.today)
        self.gone.add(someone.person.subject)

    # ---- the calendar

    def next_day(self) -> Swept:
        """Moves the clock to the next morning and runs the jobs; then whatever was planned for the day happens."""
        day = self.today + timedelta(days=1)
        self.jk.move_clock(datetime.combine(day, MORNING, self.policy.zone))
        swept = self.jobs()
        self.days += 1
        for deed in self.agenda.pop(day, ()):
            deed()
        return swept

    def until(self, day: date) -> None:
        while self.today < day:
            self.next_day()

    def jobs(self) -> Swept:
        """Deliver, sweep, sequence: what the clock does each day, compared with the account."""
        while sum(self.jk.deliver(self.receiver.endpoints)[:3]) >= _BATCH:
            pass
        swept = self.sweep()
        expected = self.model.sweep(self.today)
        days = Counter({(kind, due): parts for kind, due, parts in swept.days if parts})
        same = (swept.retired, swept.destroyed, days) == (expected.retired, expected.destroyed, expected.days)
        if not same or swept.waiting or swept.failed:
            day = self.today.isoformat()
            self.report.check(
                "5.1",
                False,
                f"{day}: 옮기고 파기한 것이 방침과 다릅니다",
                f"{day}: what was moved and destroyed differs from the policy",
            )
            raise BrokenError
        self.moved += swept.retired.total()
        if swept.certificate:
            self.swept.append((self.today, swept))
        self.jk.sequence()
        return swept

    def sweep(self) -> Swept:
        """The day's sweep. One that would destroy more than it may alone waits for the officer, who looks and approves
        it."""
        try:
            return self.jk.sweep()
        except StoppedError as stopped:
            if stopped.plan is None:
                raise
            self.approved.append(self.jk.by(self.handlers["omar"]).approve(stopped.plan))
            return self.jk.sweep()

    # ---- what people see

    def see_member(self, someone: Someone) -> None:
        """Keeps what a member sees now, for the pages."""
        subject = someone.person.subject
        shown = self.jk.by(self.jk.acting("member", str(subject))).show(subject)
        consents = {self.policy.number("consent", name) for name in shown.consents}
        given = tuple(name for name, number in self.policy.purpose_consents.items() if number in consents)
        self.pages.member = (shown, self.jk.do(telling_of, shown), self.jk.now(), given)

    def see_office(self) -> None:
        """Keeps what the officer sees now."""
        name, jk = self.policy.name, self.jk
        lives: Counter[str] = Counter()
        for kind, _state, records in jk.counts():
            lives[name("record", kind)] += records
        people: Counter[tuple[str, bool]] = Counter()
        for number, state, count in jk.counts("people"):
            people[self.jk.policy.people_named[number], state == 1] += count
        parts = jk.counts("archive.counts")
        self.pages.office = Office(
            jk.now(),
            lives,
            people,
            Counter({(name("record", kind), due): count for kind, due, count, _ in parts}),
            sum(held for *_, held in parts),
            [
                (name(space, target), topic, state, count)
                for space, target, topic, state, count in jk.counts("outbox_states")
            ],
            jk.certificates(),
            jk.sequence().size,
        )

    # ---- what there is

    def people(self) -> int:
        """How many people there must be: members until they leave, guests as long as a record of theirs lives."""
        living = {record.owner for record in self.model.live.values()}
        return sum(
            one.person.subject not in self.gone and (one.person.kind != "guest" or one.person.subject in living)
            for one in self.here
        )

    def counts(self) -> Counts:
        """What the databases hold now."""
        lives = sum(row[2] for row in self.jk.counts())
        rests = sum(row[2] for row in self.jk.counts("archive.counts"))
        return Counts(lives, rests, self.model.ended)

    def agrees(self) -> bool:
        """Whether the databases hold exactly what the account says, by kind and day."""
        name = self.policy.name
        lives = Counter({name("record", kind): 0 for kind, _, _ in self.jk.counts()})
        for kind, _state, records in self.jk.counts():
            lives[name("record", kind)] += records
        rests = {(name("record", kind), due): parts for kind, due, parts, _ in self.jk.counts("archive.counts")}
        return +lives == self.model.lives() and rests == self.model.rests()


def people_of(here: Iterable[Someone], kind: str) -> list[Someone]:
    """Those of one kind."""
    return [someone for someone in here if someone.person.kind == kind]
