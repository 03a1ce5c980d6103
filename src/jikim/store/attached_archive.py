"""Many attached records of one kind and one fate at once: what rests is sealed into the archive, the application's rows go, and then the register's.

What this file guarantees: nothing is held or frozen once its row may be gone (`begin`, written down first); what rests stands in the archive before its row
goes; and the register says so last, each record by an entry of its own. Nothing runs without a plan's `Step`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from jikim.attach.caller import Run, StillReferredError
from jikim.attach.gate import Gate
from jikim.attach.held import Held
from jikim.attach.statements import Sql, of_row, whole_of
from jikim.db.driver import Aside, Steps
from jikim.db.queries import Acknowledged
from jikim.keys.keyring import Keyring
from jikim.ledger.entry import Entry
from jikim.policy.compiled import Policy, numbers_of
from jikim.policy.outcome import Outcome
from jikim.policy.planned import RecordFacts, Resting, Step
from jikim.store.archive import Archive
from jikim.store.attached import Register
from jikim.store.attached_columns import by_item
from jikim.store.encoded import encode, raw_json
from jikim.store.normal_forms import NormalForms
from jikim.store.resting import Begun, parts_of_text, plan_text
from jikim.store.sealed import Q

_NIL = UUID(int=0)


class Row(NamedTuple):
    """A step of a plan, and the row that it is about. The steps of one call are of one kind and one fate."""

    step: Step
    key: str

    @property
    def facts(self) -> RecordFacts:
        return self.step.facts


class BegunRow(NamedTuple):
    """What `attached.begin` answers of a record, without a value."""

    outcome: int
    n: int
    plan: str
    version: int
    policy: int
    collected: datetime
    ended: datetime
    hold: UUID | None
    channel: int
    source: int


class Going(NamedTuple):
    """Rows of one person that no verb ever met, named in live before they go. `records`: the number of each, in
    hexadecimal."""

    subject: UUID
    batch: UUID
    turn: int
    keys: list[str]
    records: list[str]


class AttachedArchive(Archive):
    """The archive of a house that carries out what is over in an application's database, by Jikim's own role there."""

    def __init__(
        self, keyring: Keyring, register: Register, run: Run, gate: Gate, spend: Callable[[int], None], until: date
    ) -> None:
        """`spend` is told how many rows went; `until`: when the oldest backup of today's database ends."""
        super().__init__(keyring)
        self._register, self._run, self._gate, self._spend, self.until = register, run, gate, spend, until
        # What waits: by the table that refers to it, and its constraint.
        self.because: Counter[tuple[str, str]] = Counter()

    def begin_rows(self, policy: Policy, held: Held, rows: Sequence[Row], entry: Entry) -> Steps[list[Begun]]:
        """Step 1: they are over, and their plans are on disk. Answers the plan that stands of each, with what its row says where it rests; a row that is
        gone there says nothing."""
        given = [
            {
                "n": n,
                "subject": row.facts.subject,
                "record": row.facts.record,
                "plan": plan_text(row.step.parts),
                "ended": row.facts.ended or entry.at,
            }
            for n, row in enumerate(rows)
        ]
        answers = yield Q["attached.begin"](rows=raw_json(encode(given)), kind=rows[0].facts.kind, entry=entry)
        begun = [Begun(Outcome.GONE)] * len(rows)
        parts: dict[str, tuple[Resting, ...]] = {}
        for made in map(BegunRow._make, answers):
            if made.outcome != Outcome.ALLOWED:
                begun[made.n] = Begun(Outcome(made.outcome))
                continue
            if made.plan not in parts:
                parts[made.plan] = parts_of_text(made.plan)
            begun[made.n] = Begun(
                Outcome.ALLOWED,
                parts[made.plan],
                made.version,
                made.policy,
                made.hold,
                made.collected,
                made.ended,
                made.channel,
                made.source,
            )
        resting = [row.key for row, one in zip(rows, begun, strict=True) if one.parts]
        if resting:
            rules, number = policy.by_number[rows[0].facts.kind], (yield from self._register.people())
            there = [of_row(held, row) for row in (yield self._there(whole_of(held, resting)))]
            said = {(one.key, number(one.person)): one.said or () for one in there}
            for n, (row, one) in enumerate(zip(rows, begun, strict=True)):
                columns = said.get((row.key, row.facts.subject))  # of somebody else's row by now nothing is kept here
                if one.parts and columns is not None:
                    begun[n] = one._replace(values=by_item(rules, held, columns, row.facts.items))
                elif one.parts:
                    begun[n] = one._replace(parts=())
        return begun

    def admit_rows(self, policy: Policy, rows: Sequence[tuple[Row, Begun]], entry: Entry) -> Steps[None]:
        """Steps 2 and 3: keys durable, then the parts, each with its entry. What a hold keeps is admitted by itself."""
        normal = NormalForms(policy)
        given: list[dict[str, Any]] = []
        for row, begun in rows:
            if begun.hold is not None:
                yield from self.admit(row.step, begun, normal(begun.values), entry.another())
                continue
            found_by = normal(begun.values)
            for part in begun.parts:
                if (one := (yield from self._sealed_part(row.facts, begun, part, found_by))) is not None:
                    given.append(
                        {
                            "n": len(given),
                            "subject": row.facts.subject,
                            "record": row.facts.record,
                            "policy": begun.policy,
                            "version": begun.version,
                            "channel": begun.channel,
                            "source": begun.source,
                            "collected": begun.collected,
                            "ended": begun.ended,
                            "entry": entry.another().entry,
                            **one,
                        }
                    )
        if given:
            (first, _), *_ = rows
            arrived = yield Q["archive.admit_many"](
                rows=raw_json(encode(given)), kind=first.facts.kind, at=entry.at, fact=entry.fact, who=entry.who
            )
            _acknowledge([given[n]["entry"] for (n,) in arrived])

    def name_rows(self, step: Step, keys: Sequence[str], numbers: Sequence[str], at: datetime) -> Steps[Going | None]:
        """Rows that this step is the fate of are named, before they go: those that are known nowhere yet."""
        batch, kind, subject = uuid4(), step.facts.kind, step.facts.subject
        given: dict[str, Any] = {"subject": subject, "batch": batch, "kind": kind, "keys": list(keys), "at": at}
        [(places,)] = yield Q["attached.batch_begin"](records="{" + ",".join(numbers) + "}", **given)
        return Going(subject, batch, 0, [keys[n] for n in places], [numbers[n] for n in places]) if places else None

    def named(self, subject: UUID | None, kind: int, behind: Going | None) -> Steps[Going | None]:
        """The next batch that was named and has not gone yet, of a person or of all."""
        rows = yield Q["attached.batch_next"](
            subject=subject,
            kind=kind,
            behind=_NIL if behind is None else behind.subject,
            after=_NIL if behind is None else behind.batch,
        )
        return Going._make(rows[0]) if rows else None

    def finish_named(self, step: Step, going: Going, left: Iterable[str], entry: Entry) -> Steps[bool]:
        """They are gone, but for those that something still refers to. Answers whether this one says so first."""
        [(done,)] = yield Q["attached.batch_end"](
            subject=going.subject,
            batch=going.batch,
            turn=going.turn,
            left=list(left),
            items=list(numbers_of(step.facts.items)),
            entry=entry,
        )
        return bool(done)

    def erase_rows(self, held: Held, records: Mapping[str, UUID]) -> Steps[set[str]]:
        """The application's rows go, with their parts, by key and with their person: all at once, or none. Answers the keys that
        something still refers to, or that are somebody else's by now: they, and no others, are there yet. Raises GateError."""
        number = yield from self._register.people()
        try:
            rows, left = yield Aside(partial(self._gate.take, self._run, held, records, number))
        except StillReferredError as refers:
            if len(records) == 1:
                self.because[refers.table, refers.constraint] += 1
                return {*records}
            keys, half = [*records], len(records) // 2
            left = set[str]()
            for some in (keys[:half], keys[half:]):
                left |= yield from self.erase_rows(held, {key: records[key] for key in some})
            return left
        self.because.update({(held.table, ""): len(left)} if left else {})
        if rows:
            self._spend(rows)
        return {*left}

    def _there(self, sql: Sql) -> Aside:
        return Aside(partial(self._run, *sql))

    def finish_rows(self, rows: Sequence[Row], fate: str, entry: Entry) -> Steps[list[Outcome]]:
        """The last step: the register's rows go, each with an entry that says what this one does."""
        entries = [entry.entry, *(entry.another().entry for _ in rows[1:])]
        given = [
            {"n": n, "subject": row.facts.subject, "record": row.facts.record, "entry": one}
            for n, (row, one) in enumerate(zip(rows, entries, strict=True))
        ]
        step = rows[0].step
        answers = yield Q["attached.gone"](
            rows=raw_json(encode(given)),
            kind=step.facts.kind,
            fate=fate,
            partly=bool(step.destroyed),
            at=entry.at,
            fact=entry.fact,
            who=entry.who,
        )
        outcomes = [Outcome.GONE] * len(rows)
        for outcome, n in answers:
            outcomes[n] = Outcome(outcome)
        _acknowledge([one for one, outcome in zip(entries, outcomes, strict=True) if outcome is Outcome.ALLOWED])
        return outcomes


def _acknowledge(entries: Sequence[Acknowledged]) -> None:
    """Entries that an answer says are on disk."""
    if entries:
        entries[0].acknowledge(entries[1:], recorded=True)
