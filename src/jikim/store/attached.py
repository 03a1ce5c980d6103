"""Attached holding: records that lie in a table of the application, judged and recorded as sealed ones are.

What this file guarantees: a read is recorded in live before a value is read on the caller's connection; a write and its
entry are one statement on that connection; a record is erased there before live says so, and rests in the archive before
it goes there. Nothing runs without an `Allowed`, or a plan's `Step`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID, uuid4

from jikim.attach.caller import Run, StillReferredError
from jikim.attach.held import AttachedKinds, Held
from jikim.attach.statements import Sql, Standing, erased, inserted, parts_deleted, updated, values
from jikim.crypto import derived, keyed
from jikim.db.driver import Aside, Beside, Steps
from jikim.errors import JikimError
from jikim.keys.keyring import Keyring
from jikim.ledger.entry import Entry, text_of
from jikim.policy.compiled import SUBJECT_KINDS, Policy, RecordRules
from jikim.policy.decide import Allowed
from jikim.policy.model import ItemType
from jikim.policy.outcome import Outcome
from jikim.policy.plan import over_from
from jikim.policy.planned import Step
from jikim.policy.states import State
from jikim.store.archive import Archive
from jikim.store.encoded import encode, raw_json
from jikim.store.holding import Claim, Corrected, Found, New, Ref, flat, mask_text, numbers_text
from jikim.store.resting import Begun, parts_of_text, plan_text
from jikim.store.sealed import Q, SealedHolding

_LABEL = b"\x12jikim attached v1"


class Register:
    """Which row of the application each record is, and whose."""

    def __init__(self, keyring: Keyring, kinds: AttachedKinds) -> None:
        self.kinds = kinds
        self._keyring = keyring

    def number(self, table: str, key: str) -> Steps[UUID]:
        """The number of a row: of a person by their table, of a record by its own. Whoever has no key of this house
        cannot tell which row a number is."""
        secret = derived((yield from self._keyring.ensure("attached", b"numbers")), _LABEL)
        made = bytearray(keyed(secret, f"{table}\0{key}".encode())[:16])
        made[6], made[8] = made[6] & 0x0F | 0x80, made[8] & 0x3F | 0x80  # version 8, of one's own (RFC 9562 §5.8)
        return UUID(bytes=bytes(made))

    def person(self, key: object) -> Steps[UUID]:
        """The number of a person, by the key of their row."""
        return (yield from self.number(f"people\0{self.kinds.people}", str(key)))

    def ref(self, row: Standing) -> Steps[Ref]:
        """A row as a record."""
        person = yield from self.person(row.person)
        record = yield from self.number(row.held.table, row.key)
        return Ref(person, record, row.held.kind)

    def put(self, policy: Policy, rows: Sequence[Standing]) -> Steps[list[dict[str, Any]]]:
        """Rows as the register takes them, by their dates and without a value."""
        found = []
        for row in rows:
            ref = yield from self.ref(row)
            found.append(_put(policy, ref, row))
        return found

    def enter(self, policy: Policy, version: int, rows: Sequence[Standing]) -> Steps[None]:
        """Enters them, and takes over what their dates say now."""
        given = yield from self.put(policy, rows)
        if given:
            yield Q["attached.enter"](rows=raw_json(encode(given)), policy=version)


def _put(policy: Policy, ref: Ref, row: Standing) -> dict[str, Any]:
    rules = policy.records[ref.kind]
    collected = _moment(policy, row.collected)
    events = {rules.events[name]: _moment(policy, at) for name, at in row.events.items() if name in rules.events}
    ended = min((at for number, at in events.items() if number in rules.ending), default=None)
    return {
        "subject": ref.subject,
        "subject_kind": SUBJECT_KINDS[rules.record.of[0]],
        "record": ref.record,
        "kind": rules.number,
        "place": row.held.table,
        "key": row.key,
        "channel": policy.number("channel", rules.record.via[0]),
        "items": numbers_text(sorted({rules.names[item] for item in row.held.items.values()})),
        "state": State.LIVE if ended is None else State.ENDED,
        "collected": collected,
        "ended": ended,
        "over_from": over_from(policy, rules, collected, events),
        "events": {str(number): at.isoformat() for number, at in events.items()},
    }


def _moment(policy: Policy, at: datetime | date) -> datetime:
    """A column's date as a moment. What says no zone is of the policy's."""
    if not isinstance(at, datetime):
        at = datetime.combine(at, time())
    return at.replace(tzinfo=policy.zone).astimezone(UTC) if at.tzinfo is None else at


def _by_item(rules: RecordRules, held: Held, row: tuple[Any, ...], items: int) -> dict[int, bytes]:
    """What a row says, by item's number: several columns of one item in the mapping's order."""
    found: dict[int, bytes] = {}
    for (_, item), value in zip(held.items.items(), row, strict=True):
        number = rules.names[item]
        if value in (None, "") or not items >> number & 1:
            continue
        said = json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)
        found[number] = found[number] + b" " + said.encode() if number in found else said.encode()
    return found


def _run(run: Run, sql: Sql) -> Callable[[], list[tuple[Any, ...]]]:
    return lambda: run(sql.text, sql.params)


class AttachedHolding(SealedHolding):
    """The holding of a house on a caller's connection: kinds of the mapping lie there, and every other is sealed."""

    def __init__(self, keyring: Keyring, register: Register, run: Run) -> None:
        super().__init__(keyring)
        self.register, self.run = register, run
        self.keys: dict[UUID, str] = {}  # of records that this call asks about
        self.more: Mapping[str, Any] = {}  # columns that say nothing of a person, for a new row
        self.made = ""  # the key of the row that was made

    def _held(self, allowed: Allowed) -> Held | None:
        return self.register.kinds.kinds.get(allowed.policy.by_number[allowed.ask.kind].name)

    def use(self, allowed: Allowed, policy: int, ref: Ref, entry: Entry) -> Steps[Found]:
        """Judged, locked and recorded in live; then read on the caller's connection."""
        held = self._held(allowed)
        if held is None:
            return (yield from super().use(allowed, policy, ref, entry))
        [(outcome, serving, version, *_, blocker)] = yield self._use(allowed, policy, ref, entry)
        if outcome != Outcome.ALLOWED:
            return Found(Outcome(outcome), {}, 0, serving or 0, blocker)
        rules = allowed.policy.by_number[allowed.ask.kind]
        found = yield from self.values(rules, held, self.keys[ref.record], allowed.items)
        return Found(Outcome.ALLOWED, found, version, serving)

    def values(self, rules: RecordRules, held: Held, key: str, items: int) -> Steps[dict[int, bytes]]:
        """What a row says, by item. To be asked once that is allowed and recorded."""
        rows = yield Aside(_run(self.run, values(held, key)))
        return _by_item(rules, held, rows[0], items) if rows else {}

    def collect(
        self, allowed: Allowed, policy: int, new: New, entry: Entry, beside: Beside | None = None
    ) -> Steps[tuple[Outcome, int]]:
        """Writes one row on the caller's connection, with its entry."""
        held = self._held(allowed)
        if held is None:
            return (yield from super().collect(allowed, policy, new, entry, beside))
        if new.barring:
            raise JikimError(
                "the policy bars some from joining again, and that is not asked of attached records",
                hint="collect this record kind sealed",
            )
        given = _columns(allowed.policy, held, new.values)
        outcome, serving, _ = yield from self._may(allowed, policy, new.subject, new, None, entry)
        if outcome is Outcome.ALLOWED:
            told = _told(entry, "collect", new.values, new.consents)
            [(self.made,)] = yield Aside(_run(self.run, inserted(held, {**given, **self.more}, told)))
        return outcome, serving or policy

    def correct(
        self, allowed: Allowed, policy: int, ref: Ref, request: UUID | None, changes: Mapping[int, bytes],
        claims: tuple[Claim, ...], entry: Entry, looked: Entry, *, now: bool = False, beside: Beside | None = None,
    ) -> Steps[tuple[Corrected, UUID | None]]:  # fmt: skip
        """Changes one row on the caller's connection, with its entry."""
        held = self._held(allowed)
        if held is None:
            return (
                yield from super().correct(
                    allowed, policy, ref, request, changes, claims, entry, looked, now=now, beside=beside
                )
            )
        given = _columns(allowed.policy, held, changes)
        outcome, serving, blocker = yield from self._may(allowed, policy, ref.subject, None, ref.record, entry)
        if outcome is Outcome.ALLOWED and given:
            told = _told(entry, "correct", changes, ())
            rows = yield Aside(_run(self.run, updated(held, self.keys[ref.record], given, told)))
            outcome = Outcome.ALLOWED if rows else Outcome.GONE
        return Corrected(outcome, policy=serving or 0), blocker

    def _may(
        self, allowed: Allowed, policy: int, subject: UUID, new: New | None, record: UUID | None, entry: Entry
    ) -> Steps[tuple[Outcome, int | None, UUID | None]]:
        ask = allowed.ask
        [(outcome, serving, blocker)] = yield Q["attached.may_write"](
            subject=subject,
            new=new is not None and new.is_new,
            record=record,
            kind=ask.kind,
            policy=policy,
            items=mask_text(ask.items),
            needs=flat(allowed.needs),
            consents=numbers_text(new.consents if new is not None else ()),
            channel=ask.channel,
            single=new is not None and new.single,
            grant=ask.actor.grant,
            entry=entry,
        )
        return Outcome(outcome), serving, blocker


def _told(entry: Entry, deed: str, values: Mapping[int, bytes], consents: Sequence[int]) -> tuple[Any, ...]:
    """An entry as the outbox takes it. Nobody vouches for it until it is taken over: the caller may roll back."""
    number, at, fact, who, _ = entry.unvouched()
    return number, at, fact, who, deed, numbers_text(sorted(values)), numbers_text(consents)


def _columns(policy: Policy, held: Held, values: Mapping[int, bytes]) -> dict[str, str]:
    """Values by column. Raises JikimError for what has no column of its own or is no text, and for a password."""
    found = {}
    for number, value in values.items():
        name = policy.name("item", number)
        columns = [column for column, item in held.items.items() if item in (name, name.removeprefix(f"{held.kind}."))]
        text = _text(policy.types.get(number), value.decode())
        if len(columns) != 1 or text is None:
            raise JikimError(
                "the item `{}` has no column that can be written here",
                hint="a password, an item of several columns, and what is no single text are written by the application's own way",
                given=name,
            )
        found[columns[0]] = text
    return found


def _text(type: ItemType | None, said: str) -> str | None:
    """A checked value as one column holds it; None where one column does not."""
    if type is ItemType.PASSWORD:
        return None
    if type is ItemType.ADDRESS and said[:1] == "{":
        parts = json.loads(said)
        return parts["line1"] if parts.keys() <= {"country", "line1"} else None
    return None if said[:1] in "[{" else said


class AttachedArchive(Archive):
    """The archive of a house that carries out what is over in an application's database, by Jikim's own role there."""

    def __init__(self, keyring: Keyring, run: Run, spend: Callable[[int], None], batch: int, until: date) -> None:
        """`spend` is told how many rows went; `batch`: how many at once; `until`: when the oldest backup of today's
        database ends."""
        super().__init__(keyring)
        self._run, self._spend, self._batch, self._until = run, spend, batch, until
        self.keys: dict[UUID, tuple[Held, str]] = {}
        self.policy: Policy | None = None

    def begin(self, step: Step, ended: datetime, entry: Entry) -> Steps[Begun]:
        """As `Archive.begin`, with the values of the application's row. One that is gone there brings none."""
        facts = step.facts
        held, key = self.keys[facts.record]
        [(outcome, plan, version, _, policy, collected, over, hold, channel, source, *_)] = yield Q["retire.begin"](
            subject=facts.subject,
            record=facts.record,
            kind=facts.kind,
            plan=plan_text(step.parts),
            ended=ended,
            entry=entry,
        )
        if outcome != Outcome.ALLOWED:
            return Begun(Outcome(outcome))
        assert self.policy is not None, "said with the step"
        rows = yield Aside(_run(self._run, values(held, key)))
        parts = parts_of_text(plan) if rows else ()
        found = _by_item(self.policy.by_number[facts.kind], held, rows[0], facts.items) if rows else {}
        return Begun(Outcome.ALLOWED, parts, version, policy, hold, collected, over, channel, source, found)

    def finish(self, step: Step, fate: str, entry: Entry) -> Steps[Outcome]:
        """The application's rows go, in batches; then the register's, with the entry, which says how and until when a
        backup may hold them. CONFLICT: something still refers to the row."""
        facts = step.facts
        held, key = self.keys[facts.record]
        said = json.loads(entry.fact)
        if fate == "destroyed":
            # INVARIANT: written down first, so that nothing is held or frozen once its row may be gone.
            begun = entry.another(text_of({**said, "event": "record:reseal", "job": "erase"}))
            [(outcome, *_)] = yield Q["retire.begin"](
                subject=facts.subject, record=facts.record, kind=facts.kind, plan=plan_text(()), ended=facts.ended or entry.at,
                entry=begun,
            )  # fmt: skip
            if outcome != Outcome.ALLOWED:
                return Outcome(outcome)
        for sql in self._statements(held, key):
            try:
                while gone := len((yield Aside(_run(self._run, sql)))):
                    self._spend(gone)
                    if gone < self._batch:
                        break
            except StillReferredError:
                return Outcome.CONFLICT
        how = {"how": "statement", "backups": self._until.isoformat()}
        return (yield from super().finish(step, fate, entry.another(text_of({**said, **how}))))

    def _statements(self, held: Held, key: str) -> Iterator[Sql]:
        yield from parts_deleted(held, key, self._batch)
        yield erased(held, key, f"erased-{uuid4().hex[:12]}")
