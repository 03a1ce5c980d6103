"""Attached holding: records that lie in a table of the application, judged and recorded as sealed ones are.

What this file guarantees: a value that was read on the caller's connection is handed out once its entry has committed in
live, and to nobody where it is refused there; a write and its entry are one statement on that connection. Nothing runs
without an `Allowed`. How they go: `attached_archive.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from datetime import datetime
from functools import partial
from inspect import iscoroutinefunction
from typing import Any, NamedTuple
from uuid import UUID

from jikim.attach.caller import AsyncRun, Run
from jikim.attach.dates import dates_of
from jikim.attach.held import AttachedKinds, Held
from jikim.attach.statements import Sql, Standing, inserted, of_row, standing, updated, values, values_of
from jikim.crypto import derived, keyed
from jikim.db.driver import Aside, Awaited, Beside, Row, Statement, Steps
from jikim.errors import JikimError
from jikim.keys.keyring import Keyring
from jikim.ledger.entry import Entry
from jikim.passwords import hash_of
from jikim.policy.compiled import Policy, RecordRules
from jikim.policy.decide import Allowed
from jikim.policy.outcome import Outcome
from jikim.policy.plan import over_from
from jikim.policy.states import State
from jikim.store.attached_columns import by_item, columns_of
from jikim.store.encoded import encode, raw_json, reads_json
from jikim.store.holding import Claim, Corrected, Found, New, Ref, flat, mask_text, numbers_text
from jikim.store.sealed import NONE, Keys, Q, SealedHolding

_LABEL = b"\x12jikim attached v1"
_NO_DATES = dict.fromkeys(("ended", "over_from", "events"))


class Register:
    """Which row of the application each record is, and whose."""

    def __init__(self, keyring: Keyring, kinds: AttachedKinds) -> None:
        self.kinds = kinds
        self._keyring = keyring

    def _secret(self) -> Steps[bytes]:
        return derived((yield from self._keyring.ensure("attached", b"numbers")), _LABEL)

    def number(self, table: str, key: str) -> Steps[UUID]:
        """The number of a row: of a person by their table, of a record by its own. Whoever has no key of this house
        cannot tell which row a number is."""
        return _number((yield from self._secret()), table, key)

    def person(self, key: object) -> Steps[UUID]:
        """The number of a person, by the key of their row."""
        return _number((yield from self._secret()), self._people, str(key))

    def people(self) -> Steps[Callable[[str], UUID]]:
        """The same of many, once it is asked."""
        secret = yield from self._secret()
        return lambda key: _number(secret, self._people, key)

    @property
    def _people(self) -> str:
        return f"people\0{self.kinds.people}"

    def refs(self, rows: Sequence[Standing]) -> Steps[list[Ref]]:
        """Rows as records."""
        secret = yield from self._secret()
        people: dict[str, UUID] = {}
        found = []
        for row in rows:
            person = people.get(row.person)
            if person is None:
                person = people[row.person] = _number(secret, self._people, row.person)
            found.append(Ref(person, _number(secret, row.held.table, row.key), row.held.kind))
        return found

    def numbers(self, held: Held, keys: Sequence[str]) -> Steps[list[str]]:
        """The numbers of a table's rows, in hexadecimal."""
        secret = yield from self._secret()
        return [_bytes(secret, held.table, key).hex() for key in keys]

    def put(self, policy: Policy, rows: Sequence[Standing]) -> Steps[list[dict[str, Any]]]:
        """Rows as the register takes them, by their dates and without a value."""
        refs = yield from self.refs(rows)
        return [_put(policy, ref, row) for ref, row in zip(refs, rows, strict=True)]

    def enter(self, policy: Policy, version: int, rows: Sequence[Standing]) -> Steps[list[Ref]]:
        """Enters them, and takes over what their dates say now. Answers which records they are."""
        refs = yield from self.refs(rows)
        if refs:
            given = [_put(policy, ref, row) for ref, row in zip(refs, rows, strict=True)]
            yield Q["attached.enter"](rows=raw_json(encode(given)), policy=version)
        return refs


def _number(secret: bytes, table: str, key: str) -> UUID:
    return UUID(bytes=_bytes(secret, table, key))


def _bytes(secret: bytes, table: str, key: str) -> bytes:
    made = bytearray(keyed(secret, f"{table}\0{key}".encode())[:16])
    made[6], made[8] = made[6] & 0x0F | 0x80, made[8] & 0x3F | 0x80  # version 8, of one's own (RFC 9562 §5.8)
    return bytes(made)


def _dated(policy: Policy, row: Standing) -> tuple[datetime, dict[str, Any]]:
    """When a row was collected, and what its dates say otherwise, as the register holds it."""
    rules = policy.records[row.held.kind]
    collected, events, ended = dates_of(policy, rules, row.collected, row.events, row.held.sql.zone)
    said = {str(number): at.isoformat() for number, at in events.items()}
    return collected, {"ended": ended, "over_from": over_from(policy, rules, collected, events), "events": said}


class _Met(NamedTuple):
    """A row that a call asks about."""

    row: Standing
    dates: dict[str, Any]

    def parameters(self) -> dict[str, Any]:
        """Its dates as a statement takes them."""
        return {**self.dates, "events": encode(self.dates["events"]).decode()}


def _put(policy: Policy, ref: Ref, row: Standing) -> dict[str, Any]:
    rules, (collected, dates) = policy.records[ref.kind], _dated(policy, row)
    return {
        "subject": ref.subject,
        "subject_kind": policy.people[rules.record.of[0]],
        "record": ref.record,
        "kind": rules.number,
        "place": row.held.table,
        "key": row.key,
        "channel": policy.number("channel", rules.record.via[0]),
        "items": numbers_text(sorted({rules.names[item] for item in row.held.items.values()})),
        "state": State.LIVE if dates["ended"] is None else State.ENDED,
        "collected": collected,
        **dates,
    }


class AttachedHolding(SealedHolding):
    """The holding of a house on a caller's connection: kinds of the mapping lie there, and every other is sealed."""

    def __init__(self, keyring: Keyring, register: Register, run: Run | AsyncRun) -> None:
        super().__init__(keyring)
        self.register, self._run, self._awaited = register, run, iscoroutinefunction(run)
        self._met: dict[UUID, _Met] = {}  # by record
        self.more: Mapping[str, Any] = {}  # columns that say nothing of a person, for a new row
        self.made = ""  # the key of the row that was made

    def for_one_call(self) -> AttachedHolding:
        """The same, of one call: what it meets is forgotten with it, and no other call's."""
        one = copy(self)
        one._met = {}
        return one

    def there(self, sql: Sql) -> Aside | Awaited:
        """A statement on the caller's connection, in their transaction. To be yielded once that is allowed."""
        work: Any = partial(self._run, *sql)
        return Awaited(work) if self._awaited else Aside(work)

    def rows(self, held: Held, keys: Sequence[object], allowed: Allowed | None = None) -> Steps[list[Standing]]:
        """Rows by their dates; where the policy in force allows a read of them, with what they say, which `use` hands out
        once it is recorded."""
        found = yield self.there(standing(held, keys, whole=allowed is not None))
        return [of_row(held, row) for row in found]

    def meet(self, policy: Policy, version: int, rows: Sequence[Standing]) -> Steps[list[Ref]]:
        """Which records the rows are that this call asks about. Its statement in live holds their dates against the
        register's, and is asked again once they are entered where these differ."""
        refs = yield from self.register.refs(rows)
        self._in_force = policy, version
        self._met = {ref.record: _Met(row, _dated(policy, row)[1]) for ref, row in zip(refs, rows, strict=True)}
        return refs

    def enter(self) -> Steps[None]:
        """What was met is entered in the register."""
        yield from self.register.enter(*self._in_force, [met.row for met in self._met.values()])

    def _held(self, allowed: Allowed) -> Held | None:
        return self.register.kinds.kinds.get(allowed.policy.by_number[allowed.ask.kind].name)

    def use(self, allowed: Allowed, policy: int, ref: Ref, entry: Entry) -> Steps[Found]:
        """Judged, locked and recorded in live, by what the row's dates say; then what the row says is handed out."""
        return (yield from self._opened(allowed, ref, (yield from self._judged(allowed, policy, ref, entry))))

    def _judged(self, allowed: Allowed, policy: int, ref: Ref, entry: Entry) -> Steps[Row]:
        by_dates = self._use(allowed, policy, ref, entry, Q["attached.use"], **self._met[ref.record].parameters())
        return (yield from self._asked(by_dates, lambda: self._use(allowed, policy, ref, entry)))

    def _asked(self, by_dates: Statement, once_entered: Callable[[], Statement]) -> Steps[Row]:
        """What live answers: nothing, and nothing is recorded, where the register holds other dates of what was met."""
        judged: Row
        [judged] = yield by_dates
        outcome, *_ = judged
        if outcome is None:
            yield from self.enter()
            [judged] = yield once_entered()
        return judged

    def _each(self, rows: Sequence[tuple[Allowed, Ref, Entry]], policy: int) -> Steps[list[list[Row]]]:
        found = []
        for allowed, ref, entry in rows:
            row = yield from self._judged(allowed, policy, ref, entry)
            found.append([row])
        return found

    def _there(self, part: Sequence[tuple[Allowed, Ref, Entry]], policy: int, server: str) -> Steps[list[Row]]:
        entries = [entry.entry for _allowed, _ref, entry in part]
        dates = [{"subject": ref.subject, "record": ref.record, **self._met[ref.record].dates} for _, ref, _ in part]
        asked = Q["attached.use_many"](entries, dates=raw_json(encode(dates)), rows=reads_json(part, policy))
        found: list[Row] = yield asked.on(server, [ref.subject for _, ref, _ in part])
        if not found:  # and nothing is recorded
            yield from self.enter()
            found = yield from super()._there(part, policy, server)
        return found

    def _opened(self, allowed: Allowed, ref: Ref, row: Row, keys: Keys = NONE) -> Steps[Found]:
        outcome, serving, version, generation, head, *_ = row
        held = self._held(allowed)
        # INVARIANT: what holds a record is read off its own row, which the statement locked.
        if held is None or outcome != Outcome.ALLOWED or generation:
            return (yield from super()._opened(allowed, ref, row, keys))
        rules, met = allowed.policy.by_number[allowed.ask.kind], self._met[ref.record].row
        if met.said is None or head:
            # Another version allows it than the one in force; or the columns were given back, perhaps after they were read.
            said = yield from self.values(rules, held, met.key, allowed.items)
        else:
            said = by_item(rules, held, met.said, allowed.items)
        return Found(Outcome.ALLOWED, said, version, serving)

    def check(self, allowed: Allowed, policy: int, ref: Ref, entry: Entry, *, away: bool = False) -> Steps[Found]:
        """A secret's hash, as the application's column has it: in a form that is known here (`passwords.hash_of`), or
        none that anything is right for. The same steps whoever is asked about."""
        held = self._held(allowed)
        if held is None:
            return (yield from super().check(allowed, policy, ref, entry, away=away))
        [row] = yield self._check(allowed, policy, ref, entry, away)
        outcome, serving, version, generation, *_ = row
        if generation:
            return (yield from self._opened(allowed, ref, (*row, None)))
        # INVARIANT: what is denied reads no row, in a statement of the same form.
        keys = [self._met[ref.record].row.key] if outcome == Outcome.ALLOWED else []
        rows = yield self.there(values_of(held, keys))
        rules = allowed.policy.by_number[allowed.ask.kind]
        said = [by_item(rules, held, tuple(columns), allowed.items) for _, *columns in rows]
        hashes = {number: hash_of(value.decode()) for one in said for number, value in one.items()}
        known = {number: text.encode() for number, text in hashes.items() if text is not None}
        return Found(Outcome(outcome), known, version or 0, serving or 0)

    def hashes_as_ours(self, allowed: Allowed) -> bool:
        """A hash in the application's table stays as the application writes it."""
        return self._held(allowed) is None

    def values(self, rules: RecordRules, held: Held, key: str, items: int) -> Steps[dict[int, bytes]]:
        """What a row says, by item. To be asked once that is allowed and recorded."""
        rows = yield self.there(values(held, key))
        return by_item(rules, held, rows[0][1:], items) if rows else {}

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
                ko=(
                    "방침이 다시 가입할 수 없는 사람을 정했는데, 연결한 기록에서는 이를 확인할 수 없습니다",
                    "이 기록 종류는 암호화해 보관해 주세요",
                ),
            )
        given = columns_of(allowed.policy, held, new.values)
        outcome, serving, *_ = yield from self._may(allowed, policy, new.subject, new, None, entry)
        if outcome is Outcome.ALLOWED:
            told = _told(entry, "collect", new.values, new.consents)
            [(self.made,)] = yield self.there(inserted(held, {**given, **self.more}, told))
        return outcome, serving or policy

    def correct(
        self,
        allowed: Allowed,
        policy: int,
        ref: Ref,
        request: UUID | None,
        changes: Mapping[int, bytes],
        claims: tuple[Claim, ...],
        entry: Entry,
        looks: Steps[Entry],
        *,
        now: bool = False,
        beside: Beside | None = None,
    ) -> Steps[tuple[Corrected, UUID | None]]:
        """Changes one row on the caller's connection, with its entry."""
        held, correct = self._held(allowed), super().correct
        sealed = partial(correct, allowed, policy, ref, request, changes, claims, entry, looks, now=now, beside=beside)
        if held is None:
            return (yield from sealed())
        outcome, serving, blocker, generation = yield from self._may(
            allowed, policy, ref.subject, None, ref.record, entry
        )
        if outcome is Outcome.ALLOWED and generation:
            return (yield from sealed())
        given = columns_of(allowed.policy, held, changes)
        if outcome is Outcome.ALLOWED and given:
            told = _told(entry, "correct", changes, ())
            rows = yield self.there(updated(held, self._met[ref.record].row.key, given, told))
            outcome = Outcome.ALLOWED if rows else Outcome.GONE
        return Corrected(outcome, policy=serving or 0), blocker

    def _may(
        self, allowed: Allowed, policy: int, subject: UUID, new: New | None, record: UUID | None, entry: Entry
    ) -> Steps[tuple[Outcome, int | None, UUID | None, int | None]]:
        ask = allowed.ask

        def asked(met: UUID | None, dates: Mapping[str, Any]) -> Statement:
            return Q["attached.may_write"](
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
                met=met,
                **dates,
                entry=entry,
            )

        # Of a new row the one that was met is its person's.
        met, dates = next(((record, one.parameters()) for record, one in self._met.items()), (None, _NO_DATES))
        outcome, serving, blocker, generation = yield from self._asked(
            asked(met, dates), lambda: asked(None, _NO_DATES)
        )
        return Outcome(outcome), serving, blocker, generation


def _told(entry: Entry, deed: str, values: Mapping[int, bytes], consents: Sequence[int]) -> tuple[Any, ...]:
    """An entry as the outbox takes it. Nobody vouches for it until it is taken over: the caller may roll back."""
    number, at, fact, who, _ = entry.unvouched()
    return number, at, fact, who, deed, numbers_text(sorted(values)), numbers_text(consents)
