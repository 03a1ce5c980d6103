"""Sealed holding: records encrypted under one key per person, in the live database.

What this file guarantees: a value is sealed before it becomes a parameter and opened after it has been returned; a
person's key is durable before its first ciphertext; every write re-seals the whole record; nothing here runs without an
`Allowed`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID, uuid4

from jikim.crypto import Hmac, SealContext, open_items, record_key, seal
from jikim.db.driver import Batch, Beside, Row, Statement, Steps, together
from jikim.db.queries import Query, load
from jikim.errors import ConflictError, KeyGoneError, SealError, StoreError
from jikim.keys.keyring import Keyring, person_name
from jikim.ledger.entry import Entry
from jikim.policy.decide import Allowed
from jikim.policy.name_and_phone import claimed, parts_of
from jikim.policy.outcome import Outcome
from jikim.store.arrivals import UNUSED, Arrivals
from jikim.store.bars import Bars
from jikim.store.by_server import Records, by_server
from jikim.store.claims import TRIES, Claims
from jikim.store.directory import Ticket, free
from jikim.store.encoded import array_text, bytes_text, reads_json
from jikim.store.holding import Claim, Corrected, Found, New, Ref, flat, mask_text, numbers_text, shared
from jikim.store.index import Index
from jikim.store.rows import person_row

Q = load("jikim.store")
Keys = Mapping[bytes, bytes | Hmac]  # people's keys by their names
NONE: Keys = MappingProxyType({})
GENERATIONS = 20_000  # of people's keys, kept in memory: 4 MB


class SealedHolding:
    """The holding that Jikim owns."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring
        self.index = Index(keyring)
        self.claims = Claims(self.index)
        self.bars = Bars(keyring, self.index)
        self._generations: dict[UUID, int] = {}
        self._unused: list[UUID] = []
        self.arrivals = Arrivals(keyring, self.index, self.bars, self._unused)

    def newcomer(self) -> UUID:
        """A new person's number: one whose key was made for somebody who was then refused, where there is one, so that
        none lies unused."""
        try:
            return self._unused.pop()
        except IndexError:
            return uuid4()

    def _generation(self, subject: UUID) -> Steps[int]:
        """The generation of a person's key, from memory or from the store. A wrong memory ends as a conflict and is
        asked again."""
        if (known := self._generations.get(subject)) is not None:
            return known
        person = yield from person_row(subject)
        return self._remembered({subject: 1 if person is None else person.generation})[subject]

    def _generations_of(self, subjects: Iterable[UUID]) -> Steps[dict[UUID, int]]:
        """The same of many people, in one look."""
        found = {one: self._generations.get(one, 0) for one in subjects}
        if missing := [one for one, generation in found.items() if not generation]:
            rows = yield Q["generations_of"](subjects=array_text(one.hex for one in missing))
            found |= self._remembered({**dict.fromkeys(missing, 1), **dict(rows)})
        return found

    def _remembered(self, found: dict[UUID, int]) -> dict[UUID, int]:
        if len(self._generations) > GENERATIONS:
            self._generations.clear()
        self._generations.update(found)
        return found

    def _first_key(self, name: bytes) -> Steps[None]:
        """Whose records were all attached has no key until the first that is sealed. A destroyed name gets none."""
        with suppress(KeyGoneError):
            yield from self._keyring.ensure("person", name)

    def collect(
        self, allowed: Allowed, policy: int, new: New, entry: Entry, beside: Beside | None = None
    ) -> Steps[tuple[Outcome, int]]:
        """Stores one record, and what commits beside it. Answers the outcome and the policy version that serves the
        subject."""
        ask, ticket = allowed.ask, Ticket(new.subject, new.record, again=new.reserved)
        for _ in range(TRIES):
            generation = 1 if new.is_new else (yield from self._generation(new.subject))
            name = person_name(new.subject, generation)
            try:
                key = yield from (self._keyring.ensure if new.is_new else self._keyring.open)("person", name)
            except KeyGoneError:
                # The person was given a new key meanwhile: learn its generation and seal under that.
                self._generations.pop(new.subject, None)
                [(_, state, *_)] = yield Q["subject_of"](subject=new.subject)
                if state != 1:
                    # Nobody is here, or nobody any more: there is no key to seal under, and that is recorded too.
                    outcome = Outcome.GONE if state is None else Outcome.LEFT
                    items = numbers_text(new.values)
                    yield Q["deny"](entry=entry, subject=new.subject, record=new.record, items=items, outcome=outcome)
                    return outcome, policy
                yield from self._first_key(name)
                continue
            sealed = seal(key, SealContext(new.subject, new.record, 1, generation), new.values)
            bars = (yield from self.bars.asked(new.barring)) if new.barring else None
            # Last: whoever fails before has listed nothing with the house.
            claims = (yield from self.index.claimed(new.claims, ticket, entry.at, bars)) if new.claims else None
            statement = together(
                Q["collect"],
                beside,
                subject=new.subject,
                subject_kind=new.subject_kind,
                new=new.is_new,
                consents=numbers_text(new.consents),
                record=new.record,
                kind=ask.kind,
                policy=policy,
                needs=flat(allowed.needs),
                items=numbers_text(sealed.items),
                generation=generation,
                head=sealed.head,
                body=array_text(map(bytes_text, sealed.body)),
                channel=new.channel,
                source=new.source,
                party=new.party,
                over_from=new.over_from,
                single=new.single,
                claims=claims,
                grant=ask.actor.grant,
                entry=entry,
            )
            [(answered, serving)] = yield from ticket.asked(statement)
            outcome, serving = Outcome(answered), serving or policy
            yield from ticket.over(made=outcome is Outcome.ALLOWED)
            if outcome is not Outcome.CONFLICT:
                if new.is_new and not new.reserved and outcome is not Outcome.ALLOWED and len(self._unused) < UNUSED:
                    # INVARIANT: the statement kept nothing of a newcomer whom it refused, so nothing was ever sealed
                    # under this key.
                    self._unused.append(new.subject)
                return outcome, serving
            # The person has a newer key, the index other versions, or what bars is not the same on each server yet.
            self._generations.pop(new.subject, None)
            if new.barring:
                yield from self.bars.known()
            self.index.forget()
            # What was recorded is recorded: the next try is another entry.
            entry = entry.another()
        return Outcome.CONFLICT, policy

    def collect_many(
        self, rows: Sequence[tuple[Allowed, New, Entry]], policy: int, at: datetime
    ) -> Steps[list[Outcome | StoreError]]:
        """Stores records of subjects that exist, one round trip and one commit on each server that they lie on; each row with
        its own outcome, or why its server did not answer where another did.

        All rows share the actor of the first (their `who` is one).
        """
        if not rows:
            return []
        generations = yield from self._generations_of(new.subject for _, new, _ in rows)
        names = {subject: person_name(subject, generation) for subject, generation in generations.items()}
        found = yield from self._keyring.open_many("person", list(names.values()))
        keys = {subject: record_key(one) for subject, name in names.items() if (one := found.get(name)) is not None}
        outcomes: list[Outcome | StoreError] = [Outcome.CONFLICT] * len(rows)
        (first, _, entry), *_ = rows
        records, sent = Records(policy, at, entry.who, first.ask.actor.grant), list[int]()
        for n, (allowed, new, entry) in enumerate(rows):
            key, generation = keys.get(new.subject), generations[new.subject]
            if key is not None:
                sealed = seal(key, SealContext(new.subject, new.record, 1, generation), new.values)
                records.add(allowed, new, entry, sealed, generation)
                sent.append(n)
        answers = yield from by_server(records.people, records.on)
        for n, answer in zip(sent, answers, strict=True):
            outcomes[n] = answer if isinstance(answer, StoreError) else Outcome(answer[0])
        for outcome, (_, new, _) in zip(outcomes, rows, strict=True):
            if outcome is Outcome.CONFLICT:
                self._generations.pop(new.subject, None)
        return outcomes

    @staticmethod
    def _use(allowed: Allowed, policy: int, ref: Ref, entry: Entry, query: Query = Q["use"], **more: Any) -> Statement:
        ask = allowed[0]
        held = allowed[4]
        return query(
            subject=ref[0],
            record=ref[1],
            kind=ask[1],
            policy=policy,
            items=mask_text(allowed[3]),
            needs=flat(allowed[2]),
            finishes=held.by_number[ask[1]].finishes,
            grant=ask[3].grant,
            entry=entry,
            **more,
        )

    def _opened(self, _allowed: Allowed, ref: Ref, row: Row, keys: Keys = NONE) -> Steps[Found]:
        outcome, serving, version, generation, head, items, body, blocker = row
        found = Outcome(outcome)
        if found is not Outcome.ALLOWED:
            return Found(found, {}, 0, serving or 0, blocker)
        if not items:
            return Found(found, {}, version, serving)
        name = person_name(ref.subject, generation)
        key = keys.get(name) or (yield from self._keyring.open("person", name))
        place = SealContext(ref.subject, ref.record, version, generation)
        values = open_items(key, place, head, zip(items, body, strict=True))
        return Found(found, values, version, serving)

    def use(self, allowed: Allowed, policy: int, ref: Ref, entry: Entry) -> Steps[Found]:
        """Reads items of one record: one round trip; recorded before it is answered."""
        for _ in range(TRIES):
            rows = yield self._use(allowed, policy, ref, entry)
            try:
                return (yield from self._opened(allowed, ref, rows[0]))
            except KeyGoneError:
                # The person was given a new key between the statement and the look-up: read again, which records again.
                entry = entry.another()
        raise ConflictError.meanwhile()

    def hashes_as_ours(self, allowed: Allowed) -> bool:
        """Whether a hash of another system's is replaced by one of ours once its secret is known."""
        return True

    @staticmethod
    def _check(allowed: Allowed, policy: int, ref: Ref, entry: Entry, away: bool) -> Statement:
        ask = allowed.ask
        return Q["check"](
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

    def check(self, allowed: Allowed, policy: int, ref: Ref, entry: Entry, *, away: bool = False) -> Steps[Found]:
        """A secret's hash for `verbs.check`, which answers it to nobody. The steps are the same ones whoever is asked
        about, here or not."""
        for _ in range(2):
            rows = yield self._check(allowed, policy, ref, entry, away)
            outcome, serving, version, generation, head, items, body = rows[0]
            name = person_name(ref.subject, generation or 1)
            # A key that is remembered would tell by the time it saves.
            self._keyring.forget("person", name)
            try:
                key = yield from self._keyring.open("person", name)
            except KeyGoneError:
                if outcome == Outcome.ALLOWED:
                    # The person was given a new key meanwhile, as in `use`.
                    entry = entry.another()
                    continue
                key = b""
            if outcome != Outcome.ALLOWED or not items:
                return Found(Outcome(outcome), {}, 0, serving or 0)
            place = SealContext(ref.subject, ref.record, version, generation)
            return Found(Outcome.ALLOWED, open_items(key, place, head, zip(items, body, strict=True)), version, serving)
        return Found(Outcome.CONFLICT)

    def _of_server(
        self, rows: Sequence[tuple[Allowed, Ref, Entry]], policy: int, server: str
    ) -> Steps[list[list[Row]]]:
        """One statement and one commit, or where that fails (a row is held for long), one each."""
        if len(rows) > 1:
            try:
                answers = {n: [tuple(row)] for n, *row in (yield from self._there(rows, policy, server))}
            except StoreError:
                # Whether it was recorded nobody knows: what follows is another entry.
                rows = [(allowed, ref, entry.another()) for allowed, ref, entry in rows]
            else:
                return [answers[n] for n in range(len(rows))]
        return (yield from self._each(rows, policy))

    def _there(self, part: Sequence[tuple[Allowed, Ref, Entry]], policy: int, server: str) -> Steps[list[Row]]:
        """Of one server, in one commit."""
        entries = [entry.entry for _allowed, _ref, entry in part]
        people = [ref.subject for _allowed, ref, _entry in part]
        found: list[Row] = yield Q["use_many"](entries, rows=reads_json(part, policy)).on(server, people)
        return found

    def _each(self, rows: Sequence[tuple[Allowed, Ref, Entry]], policy: int) -> Steps[list[list[Row]]]:
        found: list[list[Row]] = yield Batch([self._use(allowed, policy, ref, entry) for allowed, ref, entry in rows])
        return found

    def use_many(
        self, rows: Sequence[tuple[Allowed, Ref, Entry]], policy: int
    ) -> Steps[list[Found | SealError | KeyGoneError | StoreError]]:
        """Reads items of many records, sent together; each is locked, judged and recorded by itself, and fails by
        itself; what lies on a server that is away, with why."""

        def asked(server: str, places: list[int]) -> Steps[list[list[Row]]]:
            return self._of_server([rows[n] for n in places], policy, server)

        answers = yield from by_server([ref.subject for _allowed, ref, _entry in rows], asked)
        names = Counter(
            person_name(ref.subject, answer[0][3])
            for (_, ref, _), answer in zip(rows, answers, strict=True)
            if not isinstance(answer, StoreError) and answer[0][0] == 0 and answer[0][3] and answer[0][5]
        )
        opened = yield from self._keyring.open_many("person", list(names))
        keys = {name: record_key(key) if names[name] > 1 else key for name, key in opened.items()}
        found: list[Found | SealError | KeyGoneError | StoreError] = []
        for (allowed, ref, entry), answer in zip(rows, answers, strict=True):
            if isinstance(answer, StoreError):
                found.append(answer)
                continue
            try:
                try:
                    found.append((yield from self._opened(allowed, ref, answer[0], keys)))
                except KeyGoneError:
                    # As in `use`: this person alone was given a new key meanwhile.
                    found.append((yield from self.use(allowed, policy, ref, entry.another())))
            except (SealError, KeyGoneError) as error:
                found.append(error)
        return found

    def correct(
        self, allowed: Allowed, policy: int, ref: Ref, request: UUID | None, changes: Mapping[int, bytes],
        claims: tuple[Claim, ...], entry: Entry, looks: Steps[Entry], *, now: bool = False, beside: Beside | None = None,
    ) -> Steps[tuple[Corrected, UUID | None]]:  # fmt: skip
        """Writes the corrected record as a new version, sealed anew and whole, while its request freezes it; or (`now`)
        frozen and corrected in one. `looks` makes the entry of the statement that hands out the record as it is.

        Answers how it ended, and which request is in the way.
        """
        looked = yield from looks
        person = (yield from person_row(ref.subject)) if claims else None
        if person is not None and person.kind in allowed.policy.guests:
            claims = shared(claims)
        for _ in range(TRIES):
            [(stands, version, sealed_under, items, head, body, blocker)] = yield Q["whole"](
                subject=ref.subject, record=ref.record, request=None if now else request, entry=looked
            )
            looked = looked.another()
            if stands is None:
                outcome = Outcome.CORRECTION if not now else Outcome.GONE if blocker is None else Outcome.FROZEN
                yield Q["deny"](
                    entry=entry, subject=ref.subject, record=ref.record, items=numbers_text(changes), outcome=outcome
                )
                return Corrected(outcome), blocker if now else request
            self._generations.pop(ref.subject, None)
            generation = yield from self._generation(ref.subject)
            try:
                old_key = yield from self._keyring.open("person", person_name(ref.subject, sealed_under))
                key = yield from self._keyring.open("person", person_name(ref.subject, generation))
            except KeyGoneError:
                # The person was given a new key meanwhile: read what it sealed anew.
                continue
            place = SealContext(ref.subject, ref.record, version, sealed_under)
            values = dict(open_items(old_key, place, head, zip(items, body, strict=True)))
            values.update(changes)
            # What one value alone does not say: a name with the number that stands beside it.
            rules = allowed.policy.by_number[allowed.ask.kind]
            alone = (one for one in claims if len(parts_of(one.item)) == 1)
            claims = (*alone, *(Claim(*one, False) for one in claimed(rules, values, changes)))
            sealed = seal(key, SealContext(ref.subject, ref.record, version + 1, generation), values)
            ticket = Ticket(*ref[:2])
            statement = together(
                Q["correct"],
                beside,
                subject=ref.subject,
                record=ref.record,
                kind=allowed.ask.kind,
                policy=policy,
                request=request,
                now=now,
                version=version,
                generation=generation,
                changed=sorted(changes),
                items=numbers_text(sealed.items),
                head=sealed.head,
                body=list(sealed.body),
                claims=(yield from self.index.claimed(claims, ticket, entry.at)) if claims else None,
                finishes=allowed.policy.by_number[allowed.ask.kind].finishes,
                needs=flat(allowed.needs),
                grant=allowed.ask.actor.grant,
                entry=entry,
            )
            [(outcome, serving, new_version, told)] = yield from ticket.asked(statement)
            yield from ticket.over(made=outcome == Outcome.ALLOWED)
            if outcome == Outcome.ALLOWED and any(claim.exclusive for claim in claims):
                yield from free(self.index.standing, ref.subject, entry.at)
            if outcome != Outcome.CONFLICT:
                return Corrected(Outcome(outcome), new_version or 0, told or 0, serving or 0), request
            self.index.forget()
            entry = entry.another()
        return Corrected(Outcome.CONFLICT), request
