"""What is over in an application's own tables goes there, or into the archive, by the same plan as sealed records.

A person: their rows are entered, they leave, and everything that the plan lets go is erased. The sweep: rows that an
event or time ended are entered, page by page, and then all that is over is carried out, kind by kind in the order that
foreign keys demand.

A sweep first judges the clock and counts whose records it would destroy, as the sealed one does: what is out of the
ordinary waits for a second person. So does each erasure where the policy says that an officer approves it.
Records of one kind and one fate go together, so many at once (`verbs/attached_retire.py`). Of a person who leaves, rows
that no verb ever met and of which nothing is kept are not entered first: one entry a batch names them.
Stopped or killed anywhere and run again: what has not gone is found again, in the register or in its table.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

from jikim.attach.caller import Run
from jikim.attach.dates import over as may_be_over
from jikim.attach.gate import Gate
from jikim.attach.held import Held
from jikim.attach.statements import Sql, Standing, keys_of, of_row, over, standing_of
from jikim.db.driver import Aside, Driver, Steps
from jikim.errors import NotFoundError
from jikim.jobs.clock_doubt import heed
from jikim.jobs.destruction_preview import Going as Counted
from jikim.jobs.destruction_preview import asked, gather, judge, propose
from jikim.moves.emptying import emptied
from jikim.policy.ask import Actor
from jikim.policy.compiled import Policy, mask_of
from jikim.policy.outcome import Outcome
from jikim.policy.period import due
from jikim.policy.plan import plan
from jikim.policy.planned import RecordFacts, Step
from jikim.policy.states import State
from jikim.store.attached import Register
from jikim.store.attached_archive import AttachedArchive, Going, Row
from jikim.store.rows import person_row
from jikim.store.sealed import Q
from jikim.verbs.account import moments
from jikim.verbs.attached_retire import erase_named, retire_rows
from jikim.verbs.house import SYSTEM, House
from jikim.verbs.leave import leave_for_good

PAGE = 2_000
_NIL = UUID(int=0)
_NO_DAY = datetime.min.replace(tzinfo=UTC)


@dataclass
class Erased:
    """What a run did, by record kind: what rests, what was erased by statement, and what waits (a hold, a correction, a
    row that still refers to it). `backups`: older backups of that database hold it until their end on that day; `because`:
    rows that wait since another table refers to them, by that table and its constraint, and (without one) those of this
    table that are somebody else's by now."""

    backups: date
    retired: Counter[str] = field(default_factory=Counter)
    destroyed: Counter[str] = field(default_factory=Counter)
    waiting: Counter[str] = field(default_factory=Counter)
    because: Counter[tuple[str, str]] = field(default_factory=Counter)

    def as_json(self) -> dict[str, Any]:
        return {
            "retired": dict(self.retired),
            "destroyed": dict(self.destroyed),
            "waiting": dict(self.waiting),
            "because": [
                {"table": table, "constraint": constraint or None, "rows": rows}
                for (table, constraint), rows in sorted(self.because.items())
            ],
            "by": "statement",
            "backups": self.backups.isoformat(),
        }

    def counted(self) -> dict[str, int]:
        """The same as numbers alone."""
        return {"rested": self.retired.total(), "erased": self.destroyed.total(), "waiting": self.waiting.total()}


class DueRow(NamedTuple):
    """An attached record that may be over (`attached.due`), without a value."""

    subject: UUID
    record: UUID
    key: str
    subject_kind: int
    state: int
    items: list[int]
    collected: datetime
    events: dict[str, str]
    ended: datetime | None
    frozen: bool
    held: bool
    policy: int
    subject_left: datetime | None


class Eraser:
    """A run on an application's database, by Jikim's own role there. `gate`: what its rows go through; `spend` is told how
    many went, and waits where that is beyond the budget."""

    def __init__(
        self,
        driver: Driver,
        house: House,
        register: Register,
        run: Run,
        gate: Gate,
        spend: Callable[[int], None],
        batch: int = PAGE,
    ) -> None:
        until = due(house.today(), register.kinds.backups)
        self._archive = AttachedArchive(house.keyring, register, run, gate, spend, until)
        self._driver, self._house, self._batch = driver, house, batch
        self._register, self._run, self._gate, self._order = register, run, gate, gate.order
        self._people = next((held for held in self._order if held.table == register.kinds.people), None)
        self._done = Erased(until, because=self._archive.because)
        self._counted: Counted | None = None  # what a sweep judged: what came to be over since is the next one's

    def person(self, key: object, actor: Actor) -> Erased:
        """Erases a person, by the key of their row, with all of the attached kinds that is theirs and that the
        plan lets go. Raises NotFoundError where neither a row nor the register knows of them, DeniedError as `leave` does, and
        GateError, before they leave, where more would go than is theirs."""
        self._gate.check(self._run)
        self._gate.person(self._run, key)
        subject = self._driver.run(self._leave(key, actor))
        if self._house.policy.file.sweep.approved:
            self._judge(subject, actor)
        with self._driver.gathering():
            self._carry_out(subject, key)
        return self._done

    def sweep(self, *, dry_run: bool = False) -> Erased:
        """Everything that is over now; `dry_run`: how much that is, once it is entered. Raises StoppedError where the clock is
        in doubt, and where more would be destroyed than a sweep may alone (a second person approves it: `verbs.approve`);
        then nothing went; a GateError may come at any batch, which stays whole."""
        if not dry_run:
            self._gate.check(self._run)
            self._driver.run(heed(self._house, SYSTEM))
        for held in self._order:
            for rows in self._over(held):
                self._driver.run(self._enter(rows))
        if dry_run:
            for _, row in self._all(None):
                counted = {"waits": self._done.waiting, "rests": self._done.retired, "goes": self._done.destroyed}
                _add(counted.get(row.step.fate, Counter()), self._house.policy.name("record", row.facts.kind), 1)
            return self._done
        self._judge(None, SYSTEM)
        with self._driver.gathering():
            for page in self._pages(self._people, None) if self._people is not None else ():
                # Who left, and whose erasure was stopped.
                for due_ in page:
                    for held in self._order if due_.subject_left is not None else ():
                        self._unmet(held, due_.subject, due_.key)
            self._carry_out(None)
            for held in self._order:
                # What was cut over (`moves/sealing.py`) and has gone since leaves its columns too, whatever became of the move.
                if held.erase:
                    emptied(self._driver, self._house, self._register, self._run, self._gate, held, _NO_DAY, SYSTEM)
        return self._done

    def _judge(self, subject: UUID | None, actor: Actor) -> None:
        self._counted = gather(self._driver, ((policy, row.step) for policy, row in self._all(subject)), ())
        judged = judge(self._driver, self._house, self._counted)
        if judged.waits:
            self._driver.run(propose(self._house, self._counted, judged, actor))

    def _all(self, subject: UUID | None) -> Iterator[tuple[Policy, Row]]:
        """Everything that may be over, with its fate."""
        return (one for held in self._order for rows in self._pages(held, subject) for one in self._steps(held, rows))

    def _leave(self, key: object, actor: Actor) -> Steps[UUID]:
        subject: UUID | None = None
        for held in reversed(self._order):
            after: str | None = None
            # Whoever is known by their own row leaves; what nothing is kept of need not be entered for that.
            while not (subject and self._passing(self._house.policy, held)) and (
                rows := (yield from self._rows(held, standing_of(held, key, after, self._batch)))
            ):
                yield from self._enter(rows)
                subject = subject or (yield from self._register.person(rows[0].person))
                after = rows[-1].key
        if subject is None:
            subject = yield from self._register.person(key)
        person = yield from person_row(subject)
        if person is None:
            raise NotFoundError(
                "nobody is known by this key",
                hint="look at the key of their row",
                ko=("이 키에 해당하는 사람이 없습니다", "그 사람 행의 키를 확인해 주세요"),
            )
        if person.state == 1:
            yield from leave_for_good(self._house.by(actor), subject)
        return subject

    def _rows(self, held: Held, sql: Sql) -> Steps[list[Standing]]:
        rows = yield Aside(partial(self._run, *sql))
        return [of_row(held, row) for row in rows]

    def _enter(self, rows: Sequence[Standing]) -> Steps[None]:
        policy, version = self._house.in_force()
        yield from self._register.enter(policy, version, rows)

    def _over(self, held: Held) -> Iterator[list[Standing]]:
        """Rows that may be over: `plan` says which are."""
        which = may_be_over(self._house.policy, self._house.policy.records[held.kind], self._house.today())
        after: str | None = None
        while True:
            rows = self._driver.run(self._rows(held, over(held, which.events, which.before, after, self._batch)))
            yield rows
            if len(rows) < self._batch:
                return
            after = rows[-1].key

    def _carry_out(self, subject: UUID | None, key: object = None) -> None:
        for held in self._order:
            self._go_on(held, subject)
            for rows in self._pages(held, subject):
                self._some(held, rows)
            if subject is not None:
                self._unmet(held, subject, key)

    def _pages(self, held: Held, subject: UUID | None) -> Iterator[list[DueRow]]:
        behind = subject or _NIL, _NIL
        while rows := self._driver.run(self._due(held, subject, behind)):
            behind = rows[-1].subject, rows[-1].record
            yield rows

    def _passing(self, policy: Policy, held: Held) -> bool:
        """Whether of this kind nothing is ever kept, and all of it is over when its person leaves: then one step is the fate of each row, whatever its dates."""
        rules = policy.records[held.kind]
        approved = policy.file.sweep.approved  # then each row is counted, and so entered
        return self._people not in (None, held) and not rules.keep and not rules.finishes and not approved

    def _unmet(self, held: Held, subject: UUID, key: object) -> None:
        """The rows of somebody who left that no verb ever met: named, so many at once, and gone."""
        policy, step = self._driver.run(self._step(held, subject))
        after: str | None = None
        while step is not None and (keys := [one for (one,) in self._run(*keys_of(held, key, after, self._batch))]):
            after = keys[-1]
            going = self._driver.run(self._named(step, held, keys))
            if going is not None:
                self._erase(held, policy, step, going)

    def _step(self, held: Held, subject: UUID) -> Steps[tuple[Policy, Step | None]]:
        """What becomes of each of a person's rows of a kind; None where that depends on the row."""
        person = yield from person_row(subject)
        assert person is not None, "who was met has a row"
        policy = yield from self._house.versions.serving(person.policy)
        if person.left_at is None or not self._passing(policy, held):
            return policy, None
        rules, at = policy.records[held.kind], person.left_at
        items = mask_of(sorted({rules.names[item] for item in held.items.values()}))
        facts = RecordFacts(subject, _NIL, rules.number, person.kind, State.ENDED, items, at, {}, at)
        [step] = plan(policy, [facts], self._house.now()).steps
        return policy, step

    def _named(self, step: Step, held: Held, keys: list[str]) -> Steps[Going | None]:
        numbers = yield from self._register.numbers(held, keys)
        return (yield from self._archive.name_rows(step, keys, numbers, self._house.now()))

    def _go_on(self, held: Held, subject: UUID | None) -> None:
        """What was named and did not go yet."""
        kind = self._house.policy.records[held.kind].number
        going: Going | None = None
        while going := self._driver.run(self._archive.named(subject, kind, going)):
            policy, step = self._driver.run(self._step(held, going.subject))
            if step is not None:
                self._erase(held, policy, step, going)

    def _erase(self, held: Held, policy: Policy, step: Step, going: Going) -> None:
        gone, left = self._driver.run(erase_named(self._house, self._archive, policy, held, step, going))
        _add(self._done.destroyed, held.kind, gone)
        _add(self._done.waiting, held.kind, left)

    def _due(self, held: Held, subject: UUID | None, behind: tuple[UUID, UUID]) -> Steps[list[DueRow]]:
        rules, (person, record) = self._house.policy.records[held.kind], behind
        rows = yield Q["attached.due"](
            now=self._house.now(),
            subject=subject,
            kind=rules.number,
            finishes=rules.finishes,
            behind=person,
            after=record,
            limit=self._batch,
        )
        return [DueRow._make(row) for row in rows]

    def _steps(self, held: Held, rows: Sequence[DueRow]) -> Iterator[tuple[Policy, Row]]:
        """A page of them, each planned by the version that serves its person."""
        for row in rows:
            policy = self._driver.run(self._house.versions.serving(row.policy))
            number = policy.records[held.kind].number
            [step] = plan(policy, [_facts(policy, number, row)], self._house.now()).steps
            yield policy, Row(step, row.key)

    def _some(self, held: Held, rows: Sequence[DueRow]) -> None:
        """A page of them, carried out by fate, each fate at once."""
        alike: dict[tuple[str, str, str, bool], tuple[Policy, list[Row]]] = {}
        for policy, row in self._steps(held, rows):
            step = row.step
            if step.fate == "waits":
                self._done.waiting[held.kind] += 1
            elif step.fate != "stays" and self._judged(policy, step):
                which = policy.digest_hex, step.fate, step.clause, bool(step.destroyed)
                alike.setdefault(which, (policy, []))[1].append(row)
        for (_, fate, *_), (policy, going) in alike.items():
            counted = Counter(self._driver.run(retire_rows(self._house, self._archive, policy, held, going)))
            done = self._done.retired if fate == "rests" else self._done.destroyed
            _add(done, held.kind, counted.pop(Outcome.ALLOWED, 0))
            counted.pop(Outcome.GONE, 0)
            _add(self._done.waiting, held.kind, counted.total())

    def _judged(self, policy: Policy, step: Step) -> bool:
        return self._counted is None or not asked(policy, step) or step.facts.record in self._counted.records


def _add(counts: Counter[str], kind: str, count: int) -> None:
    if count:
        counts[kind] += count


def _facts(policy: Policy, kind: int, row: DueRow) -> RecordFacts:
    left = None if policy.by_number[kind].finishes else row.subject_left
    return RecordFacts(
        row.subject,
        row.record,
        kind,
        row.subject_kind,
        State(row.state),
        mask_of(row.items),
        row.collected,
        moments(row.events),
        row.ended or left,
        row.frozen,
        row.held,
    )
