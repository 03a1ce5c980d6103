"""Attached holding: records that lie in a table of the application, judged and recorded as sealed ones are.

What this file guarantees: a read is recorded in live before a value is read on the caller's connection; a write and its
entry are one statement on that connection. Nothing runs without an `Allowed`. How they go: `attached_archive.py`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import partial
from inspect import iscoroutinefunction
from typing import Any
from uuid import UUID

from jikim.attach.caller import AsyncRun, Run
from jikim.attach.dates import dates_of
from jikim.attach.held import AttachedKinds, Held
from jikim.attach.statements import Sql, Standing, inserted, updated, values, values_of
from jikim.crypto import derived, keyed
from jikim.db.driver import Aside, Awaited, Beside, Steps
from jikim.errors import JikimError, KeyGoneError, SealError
from jikim.keys.keyring import Keyring
from jikim.ledger.entry import Entry
from jikim.passwords import hash_of
from jikim.policy.compiled import Policy, RecordRules
from jikim.policy.decide import Allowed
from jikim.policy.model import ItemType
from jikim.policy.outcome import Outcome
from jikim.policy.plan import over_from
from jikim.policy.states import State
from jikim.store.encoded import encode, raw_json
from jikim.store.holding import Claim, Corrected, Found, New, Ref, flat, mask_text, numbers_text
from jikim.store.sealed import Q, SealedHolding

_LABEL = b"\x12jikim attached v1"


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


def _put(policy: Policy, ref: Ref, row: Standing) -> dict[str, Any]:
    rules = policy.records[ref.kind]
    collected, events, ended = dates_of(policy, rules, row.collected, row.events, row.held.sql.zone)
    return {
        "subject": ref.subject,
        "subject_kind": policy.people[rules.record.of[0]],
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


def by_item(rules: RecordRules, held: Held, row: tuple[Any, ...], items: int) -> dict[int, bytes]:
    """What a row says, by item's number: several columns of one item in the mapping's order."""
    found: dict[int, bytes] = {}
    for (_, item), value in zip(held.items.items(), row, strict=True):
        number = rules.names[item]
        if value in (None, "") or not items >> number & 1:
            continue
        said = json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)
        found[number] = found[number] + b" " + said.encode() if number in found else said.encode()
    return found


class AttachedHolding(SealedHolding):
    """The holding of a house on a caller's connection: kinds of the mapping lie there, and every other is sealed."""

    def __init__(self, keyring: Keyring, register: Register, run: Run | AsyncRun) -> None:
        super().__init__(keyring)
        self.register, self._run, self._awaited = register, run, iscoroutinefunction(run)
        self.keys: dict[UUID, str] = {}  # of records that this call asks about
        self.more: Mapping[str, Any] = {}  # columns that say nothing of a person, for a new row
        self.made = ""  # the key of the row that was made

    def there(self, sql: Sql) -> Aside | Awaited:
        """A statement on the caller's connection, in their transaction. To be yielded once that is allowed and recorded."""
        work: Any = partial(self._run, *sql)
        return Awaited(work) if self._awaited else Aside(work)

    def _held(self, allowed: Allowed) -> Held | None:
        return self.register.kinds.kinds.get(allowed.policy.by_number[allowed.ask.kind].name)

    def use(self, allowed: Allowed, policy: int, ref: Ref, entry: Entry) -> Steps[Found]:
        """Judged, locked and recorded in live; then read on the caller's connection."""
        held = self._held(allowed)
        if held is None:
            return (yield from super().use(allowed, policy, ref, entry))
        [row] = yield self._use(allowed, policy, ref, entry)
        outcome, serving, version, generation, *_, blocker = row
        if outcome != Outcome.ALLOWED:
            return Found(Outcome(outcome), {}, 0, serving or 0, blocker)
        if generation:
            # INVARIANT: what holds a record is read off its own row, which the statement locked.
            return (yield from self._opened(ref, row))
        rules = allowed.policy.by_number[allowed.ask.kind]
        found = yield from self.values(rules, held, self.keys[ref.record], allowed.items)
        return Found(Outcome.ALLOWED, found, version, serving)

    def use_many(
        self, rows: Sequence[tuple[Allowed, Ref, Entry]], policy: int
    ) -> Steps[list[Found | SealError | KeyGoneError]]:
        """The same of many: judged, locked and recorded together in live; then one statement a table on the caller's
        connection. Kinds that are sealed are read as such."""
        held = [self._held(allowed) for allowed, _, _ in rows]
        if None in held:
            return (yield from super().use_many(rows, policy))
        answers = yield from self._read_many(rows, policy)
        keys: dict[str, set[str]] = {}
        for one, (_, ref, _), [(outcome, _, _, generation, *_)] in zip(held, rows, answers, strict=True):
            if one is not None and outcome == Outcome.ALLOWED and not generation:
                keys.setdefault(one.kind, set()).add(self.keys[ref.record])
        said: dict[tuple[str, str], tuple[Any, ...]] = {}
        for kind, some in keys.items():
            for key, *columns in (yield self.there(values_of(self.register.kinds.kinds[kind], sorted(some)))):
                said[kind, key] = tuple(columns)
        found: list[Found | SealError | KeyGoneError] = []
        for one, (allowed, ref, _), [row] in zip(held, rows, answers, strict=True):
            outcome, serving, version, generation, *_, blocker = row
            if outcome != Outcome.ALLOWED or one is None:
                found.append(Found(Outcome(outcome), {}, 0, serving or 0, blocker))
                continue
            if generation:
                found.append((yield from self._opened(ref, row)))
                continue
            columns_ = said.get((one.kind, self.keys[ref.record]))
            rules = allowed.policy.by_number[allowed.ask.kind]
            opened = by_item(rules, one, columns_, allowed.items) if columns_ is not None else {}
            found.append(Found(Outcome.ALLOWED, opened, version, serving))
        return found

    def check(self, allowed: Allowed, policy: int, ref: Ref, entry: Entry, *, away: bool = False) -> Steps[Found]:
        """A secret's hash, as the application's column has it: in a form that is known here (`passwords.hash_of`), or
        none that anything is right for. The same steps whoever is asked about."""
        held = self._held(allowed)
        if held is None:
            return (yield from super().check(allowed, policy, ref, entry, away=away))
        ask = allowed.ask
        [row] = yield Q["check"](
            subject=ref.subject,
            record=ref.record,
            kind=ask.kind,
            policy=policy,
            items=mask_text(allowed.items),
            needs=flat(allowed.needs),
            away=away,
            grant=ask.actor.grant,
            entry=entry,
        )
        outcome, serving, version, generation, *_ = row
        if generation:
            return (yield from self._opened(ref, (*row, None)))
        # INVARIANT: what is denied reads no row, in a statement of the same form.
        keys = [self.keys[ref.record]] if outcome == Outcome.ALLOWED else []
        rows = yield self.there(values_of(held, keys))
        rules = allowed.policy.by_number[ask.kind]
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
        looked: Entry,
        *,
        now: bool = False,
        beside: Beside | None = None,
    ) -> Steps[tuple[Corrected, UUID | None]]:
        """Changes one row on the caller's connection, with its entry."""
        held = self._held(allowed)
        if held is None:
            return (
                yield from super().correct(
                    allowed, policy, ref, request, changes, claims, entry, looked, now=now, beside=beside
                )
            )
        outcome, serving, blocker, generation = yield from self._may(
            allowed, policy, ref.subject, None, ref.record, entry
        )
        if outcome is Outcome.ALLOWED and generation:
            return (
                yield from super().correct(
                    allowed, policy, ref, request, changes, claims, entry, looked, now=now, beside=beside
                )
            )
        given = columns_of(allowed.policy, held, changes)
        if outcome is Outcome.ALLOWED and given:
            told = _told(entry, "correct", changes, ())
            rows = yield self.there(updated(held, self.keys[ref.record], given, told))
            outcome = Outcome.ALLOWED if rows else Outcome.GONE
        return Corrected(outcome, policy=serving or 0), blocker

    def _may(
        self, allowed: Allowed, policy: int, subject: UUID, new: New | None, record: UUID | None, entry: Entry
    ) -> Steps[tuple[Outcome, int | None, UUID | None, int | None]]:
        ask = allowed.ask
        [(outcome, serving, blocker, generation)] = yield Q["attached.may_write"](
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
        return Outcome(outcome), serving, blocker, generation


def _told(entry: Entry, deed: str, values: Mapping[int, bytes], consents: Sequence[int]) -> tuple[Any, ...]:
    """An entry as the outbox takes it. Nobody vouches for it until it is taken over: the caller may roll back."""
    number, at, fact, who, _ = entry.unvouched()
    return number, at, fact, who, deed, numbers_text(sorted(values)), numbers_text(consents)


def columns_of(policy: Policy, held: Held, values: Mapping[int, bytes]) -> dict[str, str]:
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
                ko=(
                    "이 항목을 쓸 수 있는 열이 없습니다: `{}`",
                    "비밀번호, 여러 열로 된 항목, 글 하나가 아닌 값은 애플리케이션의 방식으로 저장해 주세요",
                ),
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
