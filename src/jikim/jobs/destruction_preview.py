"""What a sweep is about to destroy, before it does: records whole, and days of archived parts; how many people that is,
and whether it may.

A sweep may alone destroy records of a declared share of all people (`sweep` in the policy). More than that is no day's
ordinary work: a wrong period, a wrong clock, or somebody's doing. Then nothing goes until a second person has approved
exactly that. Moving to the archive is no destruction, and what was begun (a day that is hidden, a key whose rows are
gone) is finished without being asked again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from jikim.db.driver import Driver, Steps
from jikim.db.queries import Query
from jikim.db.steps import rows_of
from jikim.errors import StoppedError
from jikim.policy.ask import Actor
from jikim.policy.compiled import Policy
from jikim.policy.planned import Step
from jikim.store.sealed import Q
from jikim.verbs.house import House

_PAGE = 10_000
_NIL = UUID(int=0)
Day = tuple[int, date]


@dataclass
class Going:
    """Records that nothing keeps, by number, with whose they are; and past days, with whose parts rest there.

    `over`: how many records are over, whatever becomes of them.
    """

    records: dict[UUID, UUID] = field(default_factory=dict)
    days: dict[Day, set[UUID]] = field(default_factory=dict)
    seen: set[Day] = field(default_factory=set)
    stopped: bool = False
    over: int = 0

    def people(self) -> set[UUID]:
        """Everyone of whom something would go."""
        return set(self.records.values()).union(*self.days.values())

    def begun(self) -> Going:
        """Of all this only the days whose destruction was begun before: nothing of them is asked again."""
        return Going(seen=self.seen - self.days.keys(), stopped=True)

    def beyond(self, approved: Iterable[Approved]) -> set[UUID]:
        """Those of whom something would go that nobody approved. A day that has grown since is not the day that was
        approved."""
        records = set[UUID]()
        days: dict[Day, int] = {}
        for one in approved:
            records |= one.records
            days |= one.days
        left = {subject for record, subject in self.records.items() if record not in records}
        return left.union(*(people for day, people in self.days.items() if len(people) > days.get(day, 0)))

    def number(self, policy: str) -> bytes:
        """The plan's number: SHA-256 over the policy and everything that would go, in order."""
        digest = hashlib.sha256(b"jikim sweep plan 1\n" + policy.encode())
        for record in sorted(self.records, key=lambda one: one.bytes):
            digest.update(b"r" + record.bytes)
        for (kind, due), people in sorted(self.days.items()):
            digest.update(b"d%d %s" % (kind, due.isoformat().encode()))
            for subject in sorted(people, key=lambda one: one.bytes):
                digest.update(subject.bytes)
        return digest.digest()


@dataclass(frozen=True)
class Approved:
    """What a second person said yes to: records, and days with so many people each."""

    records: frozenset[UUID]
    days: dict[Day, int]


@dataclass(frozen=True)
class Judged:
    """`people` of whom something would go; of these, `beyond` any approval; `most` that may without one; of `total`
    people."""

    people: int
    beyond: int
    most: int
    total: int
    plan: str

    @property
    def waits(self) -> bool:
        return self.beyond > self.most


def asked(policy: Policy, step: Step) -> bool:
    """Whether a step destroys what a sweep has to count: a whole record; and where an officer approves each destruction,
    a part of one too, which is dropped as the rest moves to the archive."""
    return step.fate == "goes" or (step.fate == "rests" and step.destroyed > 0 and policy.file.sweep.approved)


def gather(driver: Driver, steps: Iterable[tuple[Policy, Step]], days: Iterable[Day]) -> Going:
    """What would go of these steps, each with the version that judges it, and days. Nothing is changed."""
    going = Going()
    for policy, step in steps:
        going.over += 1
        if asked(policy, step):
            going.records[step.facts.record] = step.facts.subject
    for day in days:
        going.seen.add(day)
        # A day that is hidden already answers nobody: it was judged when it was begun.
        if people := set(_pages(driver, Q["archive.people_of_day"], kind=day[0], due=day[1])):
            going.days[day] = people
    return going


def judge(driver: Driver, house: House, going: Going) -> Judged:
    """Counts, and compares with what the policy lets a sweep do alone."""
    bounds = house.policy.file.sweep
    people = going.people()
    approved = driver.run(_approved(house)) if len(people) > bounds.few else []
    beyond = going.beyond(approved)
    most, total = bounds.few, 0
    if len(beyond) > most:
        total = _everyone(driver)
        most = max(most, total * bounds.share // 100)
    return Judged(len(people), len(beyond), most, total, going.number(house.policy.digest_hex).hex())


def may_go(driver: Driver, house: House, going: Going, day: Day) -> bool:
    """Whether a day may be destroyed: one that was counted, or that came to be past with what was counted still within
    bounds."""
    if day in going.seen or going.stopped:
        return day in going.seen
    late = gather(driver, (), (day,))
    if judge(driver, house, Going(going.records, going.days | late.days)).waits:
        return False
    going.seen.add(day)
    going.days |= late.days
    return True


def propose(house: House, going: Going, judged: Judged, actor: Actor) -> Steps[None]:
    """Writes down a plan that waits for a second person, with its entry, and stops. Raises StoppedError."""
    entry = yield from house.note(
        "sweep:stop",
        actor,
        "ended",
        why="share",
        plan=judged.plan,
        people=judged.people,
        beyond=judged.beyond,
        most=judged.most,
        total=judged.total,
    )
    days = sorted(going.days)
    yield Q["sweep.propose"](
        plan=bytes.fromhex(judged.plan),
        people=judged.people,
        total=judged.total,
        most=judged.most,
        records=sorted(going.records, key=lambda one: one.bytes),
        kinds=[kind for kind, _ in days],
        dues=[due for _, due in days],
        parts=[len(going.days[day]) for day in days],
        entry=entry,
    )
    raise StoppedError(
        f"records of {judged.beyond} people would go, of {judged.total}, and nothing of that was destroyed: "
        f"a sweep alone may destroy those of {judged.most}",
        why="share",
        plan=judged.plan,
        hint="look with --dry-run; if it is right, an officer approves it and you sweep again: "
        f"`jikim sweep approve POLICY {judged.plan[:12]} --by NAME`",
        ko=(
            f"전체 {judged.total}명 중 {judged.beyond}명의 기록을 파기하게 되어 그 가운데 아무것도 파기하지 않았습니다. "
            f"파기 작업이 혼자 파기할 수 있는 것은 {judged.most}명의 기록까지입니다",
            "--dry-run으로 확인하고, 맞으면 보호책임자가 승인한 뒤 다시 실행해 주세요: "
            f"`jikim sweep approve POLICY {judged.plan[:12]} --by NAME`",
        ),
    )


def _approved(house: House) -> Steps[list[Approved]]:
    rows = yield Q["sweep.approved"](at=house.clock.now())
    return [
        Approved(frozenset(records), dict(zip(zip(kinds, dues, strict=True), parts, strict=True)))
        for _plan, records, kinds, dues, parts in rows
    ]


def _everyone(driver: Driver) -> int:
    """Everyone of whom anything is here or rests."""
    total = sum(int(people) for _kind, _state, people in driver.run(rows_of(Q["people"]())))
    resting = list[UUID]()
    for subject in _pages(driver, Q["archive.people"]):
        resting.append(subject)
        if len(resting) == _PAGE:
            total += len(driver.run(rows_of(Q["without_row"](subjects=resting))))
            resting.clear()
    return total + (len(driver.run(rows_of(Q["without_row"](subjects=resting)))) if resting else 0)


def _pages(driver: Driver, query: Query, **which: object) -> Iterator[UUID]:
    after = _NIL
    while found := [one for (one,) in driver.run(rows_of(query(**which, after=after, limit=_PAGE)))]:
        yield from found
        if len(found) < _PAGE:
            return
        after = found[-1]
