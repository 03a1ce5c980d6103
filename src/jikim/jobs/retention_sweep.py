"""The sweep: ends, retires and destroys what is due. Idempotent; any number of processes; a certificate for each run
that destroys.

1. whose time away is over leaves for good, and records that are over (by event, by time, or because their subject
   left) are retired, or destroyed where nothing keeps them;
2. due days that are past are destroyed: key, then rows;
3. people something of whose went get a new key, and the old one goes: at once, or, where backups are made, once one
   holds what survives;
4. of people who left and have nothing here any more the last trace goes, and the archive key once nothing rests;
5. bars on joining again whose day is past go: key, then rows;
6. processors are told to delete what they have had for as long as the policy lets them (`for`).

Killed anywhere and run again: no record in neither database, none usable in both, none destroyed early, none forgotten.
Before any of it the clock is judged (`doubt`) and what would be destroyed is counted (`going`); what is out of the
ordinary waits for a person.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from jikim.db.driver import Driver, Steps
from jikim.db.steps import rows_of
from jikim.desk.guardians import meet_all
from jikim.errors import KeyGoneError, SealError, StoreError
from jikim.jobs import clock_doubt, destruction_preview
from jikim.jobs.bars import end_bars
from jikim.jobs.certificate import certify
from jikim.jobs.destruction_preview import Going, Judged
from jikim.jobs.expire import NOTHING, Expired, due_lots, times_of
from jikim.jobs.key_renewal import TOGETHER, renew_stale
from jikim.ledger.retention_lots import label
from jikim.policy.ask import Actor
from jikim.policy.compiled import Policy, mask_of
from jikim.policy.outcome import Outcome
from jikim.policy.period import day_of
from jikim.policy.plan import declares, plan
from jikim.policy.planned import RecordFacts, Step
from jikim.policy.states import State
from jikim.store.directory import settle
from jikim.store.sealed import Q
from jikim.verbs.account import moments
from jikim.verbs.destroy import (
    destroy_day,
    forget_handed_over,
    forget_person,
    let_ripe_keys_go,
    waiting_keys,
    walk_archive_keys,
)
from jikim.verbs.hand_back import call_back_in_time
from jikim.verbs.house import SYSTEM, House
from jikim.verbs.leave import leave_in_the_end
from jikim.verbs.retire import destroy_records, finish_moved, move

PAGE = 500
RECORDS = 5_000  # a page of what is over
AWAITED = 500  # records of all kinds that wait for others of theirs: what has moved meanwhile can be put under no hold
_NIL = UUID(int=0)


@dataclass
class Swept:
    """What a run did (or, dry, would do), by record kind. `certificate` is None where nothing was destroyed.

    A dry run says in `doubt` what speaks against the clock, and in `judged` whether a second person is needed.
    """

    retired: Counter[str] = field(default_factory=Counter)
    destroyed: Counter[str] = field(default_factory=Counter)
    waiting: Counter[str] = field(default_factory=Counter)
    days: list[tuple[str, date, int]] = field(default_factory=list)
    failed: list[tuple[str, UUID, str]] = field(default_factory=list)
    renewed: int = 0
    forgotten: int = 0
    keys_waiting: int = 0
    expired: Expired = NOTHING
    packed: int = 0
    certificate: UUID | None = None
    content: Mapping[str, Any] | None = None
    dry: bool = False
    doubt: clock_doubt.Doubt | None = None
    judged: Judged | None = None

    @property
    def parts(self) -> int:
        """Archived parts whose day was destroyed."""
        return sum(count for _, _, count in self.days)

    def as_json(self) -> dict[str, Any]:
        return {
            "dry_run": self.dry,
            "retired": dict(self.retired),
            "destroyed": dict(self.destroyed),
            "waiting": dict(self.waiting),
            "days": [{"kind": kind, "due": due.isoformat(), "parts": parts} for kind, due, parts in self.days],
            "failed": [{"kind": kind, "record": str(record), "error": error} for kind, record, error in self.failed],
            "renewed": self.renewed,
            "forgotten": self.forgotten,
            "keys_waiting_for_a_backup": self.keys_waiting,
            "expired": {
                "bodies": self.expired.bodies,
                "lots": list(self.expired.lots),
                "waiting": list(self.expired.waiting),
            },
            "packed": self.packed,
            "certificate": str(self.certificate) if self.certificate else None,
            "doubt": self.doubt.english if self.doubt else None,
            "people": self.judged.people if self.judged else 0,
            "plan": self.judged.plan if self.judged and self.judged.waits else None,
        }


@dataclass(frozen=True)
class HouseAt(House):
    """A house that judges as of another moment. What it records still carries the clock's own time."""

    at: datetime

    def now(self) -> datetime:
        return self.at

    def today(self) -> date:
        return day_of(self.at, self.policy.zone)


def sweep(
    driver: Driver,
    house: House,
    *,
    dry_run: bool = False,
    at: datetime | None = None,
    actor: Actor = SYSTEM,
    after_gap: bool = False,
) -> Swept:
    """Runs everything that is due at the house's `now`, or at another moment.

    Raises ValueError for a moment that lies ahead, but in a dry run: nothing is destroyed before its day. Raises
    StoppedError where the clock is in doubt (an officer goes on with `after_gap`), and has changed nothing; or where
    more would be destroyed than a sweep may destroy alone (a second person approves the plan that it names:
    `verbs.approve`), and has destroyed nothing new and ended nobody: whose time away is over was counted as gone.
    """
    if at is not None:
        if at > house.now() and not dry_run:
            raise ValueError("a sweep that is no dry run does not run ahead of the clock")
        house = HouseAt(
            house.keyring,
            house.holding,
            house.archive,
            house.versions,
            house.clock,
            at,
            settings=house.settings,
            objects=house.objects,
            faults=house.faults,
            numbers=house.numbers,
            signer=house.signer,
        )
    done = Swept(dry=dry_run)
    word = 0
    if dry_run:
        done.doubt = driver.run(clock_doubt.doubted(house))
    else:
        word = driver.run(clock_doubt.begin(house, actor, after_gap=after_gap))
    counted = house.now()
    goes = destruction_preview.gather(driver, _steps(driver, house), _all_days(driver, house))
    done.judged = destruction_preview.judge(driver, house, goes)
    stopped = done.judged.waits and not dry_run
    if not (stopped or dry_run):
        _end_times_away(driver, house, counted)
    # What goes is written beside the key ring once for the run, before anything is certified.
    with driver.gathering():
        # What came to be due after the count is the next sweep's: where nothing was over, nothing is read again.
        if goes.over and not stopped:
            _records(driver, house, done, goes)
        # What was begun is finished, whatever waits. A record that was moved just now may rest in a day that is past.
        if goes.over or goes.seen:
            _days(driver, house, done, goes.begun() if stopped else goes)
        if not dry_run:
            _people(driver, house, done)
            driver.run(let_ripe_keys_go(house))
            driver.run(rows_of(Q["claim.over"](today=house.today(), at=house.now())))
            # What somebody left with is taken off the list when what bars them stands (`live.freed_records`).
            driver.run(end_bars(house))
            driver.run(settle(house.holding.index.standing, house.now()))
            driver.run(meet_all(house))
            driver.run(call_back_in_time(house))
    # What an earlier run destroyed and did not live to certify is in it too.
    if not dry_run and (made := driver.run(certify(house))) is not None:
        done.certificate, done.content = made
    if stopped:
        driver.run(destruction_preview.propose(house, goes, done.judged, actor))
    if word:
        driver.run(rows_of(Q["sweep.word_kept"]()))
    done.keys_waiting = driver.run(waiting_keys(house))
    if dry_run:
        done.expired = Expired(
            lots=tuple(label(*lot) for lot in driver.run(due_lots(house, driver.run(times_of(house)))))
        )
    return done


def _end_times_away(driver: Driver, house: House, counted: datetime) -> None:
    """Whose time away was over when it was counted leaves for good: what is theirs goes, or rests, with the rest."""
    after: UUID | None = _NIL
    while after is not None:
        over = driver.run(leave_in_the_end(house, counted, after, PAGE))
        after = over[-1] if len(over) == PAGE else None


def _records(driver: Driver, house: House, done: Swept, goes: Going) -> None:
    """Retires or destroys each record that is over: the rows of many of a kind go at once."""
    going: dict[tuple[bytes, int, str, str, bool], list[tuple[Policy, Step]]] = defaultdict(list)
    for policy, step in _steps(driver, house):
        kind = policy.name("record", step.facts.kind)
        if step.fate == "waits":
            done.waiting[kind] += 1
        elif destruction_preview.asked(policy, step) and step.facts.record not in goes.records:
            # It came to be due after the count: the next sweep counts it.
            continue
        elif done.dry:
            _count(done, kind, step, Outcome.ALLOWED)
        elif step.fate == "rests":
            try:
                moved = driver.run(move(house, policy, step))
            except (SealError, KeyGoneError) as error:
                # One damaged record must not keep every other from its day; it stays where it is and is told.
                done.failed.append((kind, step.facts.record, type(error).__name__))
                continue
            if moved is not Outcome.ALLOWED:
                _count(done, kind, step, moved)
                continue
        if not done.dry and step.fate in ("rests", "goes"):
            alike = going[policy.digest, step.facts.kind, step.clause, step.fate, bool(step.destroyed)]
            alike.append((policy, step))
            whole = sum(map(len, going.values())) >= AWAITED
            for one in [*going.values()] if whole else [alike] if len(alike) == TOGETHER else []:
                _go(driver, house, done, one)
                one.clear()
    for alike in going.values():
        _go(driver, house, done, alike)


def _go(driver: Driver, house: House, done: Swept, alike: Sequence[tuple[Policy, Step]]) -> None:
    """The rows go of what rests now, or of what nothing keeps. Where the database refuses one of them, each goes by
    itself, up to that one."""
    if not alike:
        return
    steps = [step for _, step in alike]
    (policy, first), *others = alike
    try:
        outcomes = driver.run((finish_moved if first.fate == "rests" else destroy_records)(house, policy, steps))
    except StoreError:
        if not others:
            raise
        for one in alike:
            _go(driver, house, done, [one])
        return
    for step, outcome in zip(steps, outcomes, strict=True):
        _count(done, policy.name("record", step.facts.kind), step, outcome)


def _count(done: Swept, kind: str, step: Step, outcome: Outcome) -> None:
    if outcome in (Outcome.FROZEN, Outcome.HELD):
        done.waiting[kind] += 1
    elif outcome is Outcome.ALLOWED:
        (done.retired if step.fate == "rests" else done.destroyed)[kind] += 1


def _steps(driver: Driver, house: House) -> Iterator[tuple[Policy, Step]]:
    """Each record that is over, with its fate, page by page."""
    after: tuple[Any, ...] = (1, house.now(), _NIL, _NIL)
    while True:
        rows = driver.run(_page(house, after))
        for _turn, _at, *facts, version, left, given in rows:
            policy = _judging(driver, house, version, given, facts[2], mask_of(facts[5]))
            subject, record, kind, subject_kind, state, items, collected, events, ended, frozen, held = facts
            found = RecordFacts(
                subject,
                record,
                kind,
                subject_kind,
                State(state),
                mask_of(items),
                collected,
                moments(events),
                ended or _left_end(policy, kind, left),
                frozen,
                held,
            )
            for step in plan(policy, (found,), house.now()).steps:
                if step.fate != "stays":
                    yield policy, step
        if len(rows) < RECORDS:
            return
        after = rows[-1][:4]


def _judging(driver: Driver, house: House, serving: int, given: int, kind: int, items: int) -> Policy:
    """The version that a record is judged by: the one that serves its person, unless that no longer declares what the
    record holds.

    Then it is the one that it was given under: what that kept by law or by promise is kept, and the rest goes.
    """
    policy = driver.run(house.versions.serving(serving))
    if given != serving and not declares(policy, kind, items):
        return driver.run(house.versions.serving(given))
    return policy


def _left_end(policy: Policy, kind: int, left: Any) -> Any:
    """Whose subject has left is over from that moment, unless its kind first finishes."""
    rules = policy.by_number.get(kind)
    return None if rules is not None and rules.finishes else left


def _page(house: House, after: tuple[Any, ...]) -> Steps[list[tuple[Any, ...]]]:
    """Of what is over, what comes behind the last row's turn, moment, person and record."""
    finishing = [rules.number for rules in house.policy.records.values() if rules.finishes]
    turn, at, subject, record = after
    rows: list[tuple[Any, ...]] = yield Q["inventory"](
        now=house.now(),
        finishing=finishing,
        turn=turn,
        after=at,
        after_subject=subject,
        after_record=record,
        limit=RECORDS,
    )
    return rows


def _all_days(driver: Driver, house: House) -> list[tuple[int, date]]:
    """Every past day and every day whose destruction was begun."""
    found: dict[tuple[int, date], None] = {}
    after: tuple[int, date] = (0, date.min)
    while rows := driver.run(_due_days(house, after)):
        found.update(dict.fromkeys(rows))
        after = rows[-1]
    return list(found)


def _days(driver: Driver, house: House, done: Swept, goes: Going) -> None:
    for kind, due in _all_days(driver, house):
        if not done.dry and not destruction_preview.may_go(driver, house, goes, (kind, due)):
            # It waits for a second person, or came after the count and makes it too much: the next sweep says so.
            continue
        name = house.policy.name("record", kind)
        if done.dry:
            done.days.append((name, due, 0))
            continue
        day = driver.run(destroy_day(house, house.policy, kind, due))
        if day is not None:
            done.days.append((name, due, day.parts))


def _due_days(house: House, after: tuple[int, date]) -> Steps[list[tuple[int, date]]]:
    rows = yield Q["archive.days_due"](today=house.today(), after=after[1], after_kind=after[0], limit=PAGE)
    return [(kind, due) for kind, due in rows]


def _people(driver: Driver, house: House, done: Swept) -> None:
    done.renewed, failed = renew_stale(driver, house)
    done.failed += failed
    after = _NIL
    while shells := driver.run(rows_of(Q["shells"](after=after, limit=PAGE))):
        for (subject,) in shells:
            after = subject
            if driver.run(forget_person(house, subject)):
                done.forgotten += 1
    after = _NIL
    while listed := driver.run(rows_of(Q["handed_over.rests"](after=after, limit=PAGE))):
        *_, (after,) = listed
        driver.run(forget_handed_over(house, [subject for (subject,) in listed]))
    driver.run(walk_archive_keys(house))
