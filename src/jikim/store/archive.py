"""What rests: moving an ended record into the archive, reading it for its rule, and re-sealing it under a hold.

A record rests in one part per due day. A part's key is the due day's key joined with the person's archive key (or,
while a legal hold lasts, the hold's key joined with it): destroying the day destroys every part, destroying the
person's key every part of theirs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from jikim.crypto import SealContext, blind, joined_key, open_items, seal
from jikim.db.driver import Steps
from jikim.db.steps import named_rows, value_of
from jikim.errors import KeyGoneError
from jikim.keys.keyring import Keyring, day_name, hold_name, person_name
from jikim.ledger.entry import Entry
from jikim.policy.compiled import numbers_of
from jikim.policy.decide import Allowed
from jikim.policy.outcome import Outcome
from jikim.policy.planned import RecordFacts, Resting, Step
from jikim.store.claims import TRIES
from jikim.store.encoded import encode, part_json, raw_json
from jikim.store.holding import Ref, mask_text
from jikim.store.resting import Begun, Consulted, Own, own_of, parts_of_text, plan_text, tag_key
from jikim.store.rows import OwnRow, PartRow
from jikim.store.sealed import Q


class Archive:
    """The archive's statements, with their sealing."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring

    def begin(self, step: Step, ended: datetime, entry: Entry) -> Steps[Begun]:
        """Step 1: the record is over, its plan is on disk. Answers the plan that stands and the opened values."""
        facts = step.facts
        ours = plan_text(step.parts)
        key: bytes | None = None
        for tried in range(1, TRIES + 1):
            rows = yield Q["retire.begin"](
                subject=facts.subject, record=facts.record, kind=facts.kind, plan=ours, ended=ended, entry=entry
            )
            outcome, plan, version, generation, policy, collected, over, hold, channel, source, items, head, body = (
                rows[0]
            )
            if outcome != Outcome.ALLOWED:
                return Begun(Outcome(outcome))
            try:
                key = yield from self._keyring.open("person", person_name(facts.subject, generation))
                break
            except KeyGoneError:
                # The person was given a new key between the statement and the look-up: begin again, which changes
                # nothing.
                if tried == TRIES:
                    raise
                entry = entry.another()
        assert key is not None
        place = SealContext(facts.subject, facts.record, version, generation)
        values = open_items(key, place, head, zip(items, body, strict=True))
        return Begun(
            Outcome.ALLOWED, parts_of_text(plan), version, policy, hold, collected, over, channel, source, values
        )

    def _part_key(self, ref: tuple[UUID, UUID], kind: int, due: date, hold: UUID | None) -> Steps[bytes]:
        subject, record = ref
        person = yield from self._keyring.ensure("archive", subject.bytes)
        if hold is not None:
            first = yield from self._keyring.ensure("hold", hold_name(hold, record))
        else:
            first = yield from self._keyring.ensure("day", day_name(kind, due))
        return joined_key(first, person)

    def part_key(self, ref: tuple[UUID, UUID], kind: int, due: date, hold: UUID | None, *, fresh: bool) -> Steps[bytes]:
        """A part's key, of its day or of a hold; `fresh` makes it durable where there is none. Raises KeyGoneError."""
        return (yield from (self._part_key if fresh else self._open_part_key)(ref, kind, due, hold))

    def admit(self, step: Step, begun: Begun, found_by: Mapping[int, str], entry: Entry) -> Steps[int]:
        """Steps 2 and 3: keys durable, then the parts. A part whose day is already destroyed does not arrive. Answers
        how many did.

        `found_by`: the normal form of what a record may be found by. Its tags are made under each part's day key, and
        end with it.
        """
        facts = step.facts
        sealed_parts = []
        for part in begun.parts:
            if (one := (yield from self._sealed_part(facts, begun, part, found_by))) is not None:
                sealed_parts.append(one)
        [(_, admitted)] = yield Q["archive.admit"](
            subject=facts.subject,
            record=facts.record,
            kind=facts.kind,
            policy=begun.policy,
            version=begun.version,
            channel=begun.channel,
            source=begun.source,
            collected=begun.collected,
            ended=begun.ended,
            hold=begun.hold,
            parts=raw_json(encode(sealed_parts)),
            entry=entry,
        )
        return int(admitted)

    def _sealed_part(
        self, facts: RecordFacts, begun: Begun, part: Resting, found_by: Mapping[int, str]
    ) -> Steps[dict[str, Any] | None]:
        """A part as it is sent to the archive, its key durable before; None where its day is destroyed already."""
        try:
            key = yield from self._part_key((facts.subject, facts.record), facts.kind, part.due, begun.hold)
        except KeyGoneError:
            return None
        place = SealContext(facts.subject, facts.record, begun.version, 0)
        sealed = seal(key, place, {item: begun.values[item] for item in numbers_of(part.items) if item in begun.values})
        head, body = part_json(sealed)
        return {
            "due": part.due, "rules": [rule for rule, _ in part.rules], "dues": [until for _, until in part.rules],
            "items": sealed.items, "head": head, "body": body, "tags": (yield from self._tags(facts.kind, part, found_by)),
        }  # fmt: skip

    def _tags(self, kind: int, part: Resting, found_by: Mapping[int, str]) -> Steps[list[bytes]]:
        kept = {item: value for item, value in found_by.items() if part.items >> item & 1}
        if not kept:
            return []
        try:
            key = tag_key((yield from self._keyring.ensure("day", day_name(kind, part.due))))
        except KeyGoneError:
            # What a hold keeps past its day is found by its number alone.
            return []
        return [blind(key, item, value) for item, value in kept.items()]

    def own(self, subject: UUID, record: UUID | None, today: date, entry: Entry) -> Steps[list[Own]]:
        """What rests of a person, or of one record of theirs, opened for themself. A part whose key is gone, or that
        does not open, has no values."""
        found: list[Own] = []
        for _ in range(2):
            rows = [
                OwnRow._make(row)
                for row in (yield Q["archive.own"](subject=subject, record=record, today=today, entry=entry))
            ]
            days = {day_name(row.kind, row.due) for row in rows if row.hold is None}
            keys = yield from self._keyring.open_many("day", sorted(days))
            person = yield from self._keyring.open_many("archive", [subject.bytes])
            missed = False
            found = []
            for row in rows:
                first = keys.get(day_name(row.kind, row.due))
                if row.hold is not None:
                    name = hold_name(row.hold, row.record)
                    first = (yield from self._keyring.open_many("hold", [name])).get(name)
                missed = missed or first is None
                found.append(own_of(subject, row, first, person.get(subject.bytes)))
            if not missed:
                break
            # As in `consult`: a day or a hold went between the statement and the look-up.
            entry = entry.another()
        return found

    def by_number(self, low: UUID, high: UUID, today: date, entry: Entry) -> Steps[tuple[UUID, UUID | None] | None]:
        """Whose a number is among what rests: a record's, its beginning (`low` to `high`), or a person's own. None for
        nobody's, or for more than one's."""
        rows = yield Q["archive.by_number"](low=low, high=high, today=today, entry=entry)
        subject, record = rows[0]
        return None if subject is None else (subject, record)

    def find(
        self, kinds: Sequence[int], rules: Sequence[int], item: int, value: str, today: date, entry: Entry
    ) -> Steps[list[tuple[UUID, UUID, int, date]]]:
        """Who is found by an item's exact value (its normal form) among what rests of these kinds: person, record,
        kind, due day."""
        days = yield Q["archive.kept_days"](kinds=list(kinds))
        keys = yield from self._keyring.open_many("day", [day_name(kind, due) for kind, due in days])
        asked = [
            (kind, due, blind(tag_key(key), item, value))
            for kind, due in days
            if (key := keys.get(day_name(kind, due))) is not None
        ]
        rows = yield Q["archive.find"](
            kinds=[kind for kind, _due, _tag in asked],
            dues=[due for _kind, due, _tag in asked],
            tags=[tag for _kind, _due, tag in asked],
            rules=list(rules),
            items=[item],
            today=today,
            entry=entry,
        )
        return [(subject, record, kind, due) for subject, record, kind, due in rows]

    def finish(self, steps: Sequence[Step], fate: str, entry: Entry) -> Steps[list[Outcome]]:
        """Step 4, or the destruction of what nothing keeps: the live rows go, each by an entry of its own. The steps are
        of one kind and one fate, and no more than 256. Answers GONE for each that had gone already."""
        first, *_ = steps
        [(_, outcomes)] = yield Q["retire.finish"](
            subjects=[step.facts.subject for step in steps],
            records=[step.facts.record for step in steps],
            fate=fate,
            partly=bool(first.destroyed),
            entry=entry,
        )
        return [Outcome(outcome) for outcome in outcomes]

    def consult(
        self, allowed: Allowed, policy: int, ref: Ref, rules: Sequence[int], today: date, entry: Entry
    ) -> Steps[list[Consulted]]:
        """Reads a record's resting parts for rules that still run; for a purpose that asks for a second person, by an
        approval that stands."""
        ask = allowed.ask
        purposes = allowed.policy.file.archive.purposes
        second = purposes[allowed.policy.name("archive", ask.purpose)].second_person == "values"
        found: list[Consulted] = []
        for _ in range(2):
            rows = yield Q["archive.consult"](
                subject=ref.subject,
                record=ref.record,
                kind=ask.kind,
                policy=policy,
                items=mask_text(allowed.items),
                rules=list(rules),
                today=today,
                purpose=ask.purpose,
                reason_kind=ask.reason_kind,
                second=ask.actor.id if second else None,
                entry=entry,
            )
            found = []
            missed = False
            for outcome, serving, due, version, hold, head, items, body, under in rows:
                if outcome != Outcome.ALLOWED or not items:
                    found.append(Consulted(Outcome(outcome), serving or 0, due, version or 0, under=under))
                    continue
                try:
                    key = yield from self._open_part_key((ref.subject, ref.record), ask.kind, due, hold)
                except KeyGoneError:
                    missed = True
                    found.append(Consulted(Outcome.GONE, serving, due, version))
                    continue
                place = SealContext(ref.subject, ref.record, version, 0)
                values = open_items(key, place, head, zip(items, body, strict=True))
                found.append(Consulted(Outcome.ALLOWED, serving, due, version, values, under))
            if not missed:
                break
            # Between the statement and the look-up its day was destroyed, or a hold was released, which seals it under
            # its day's key again: read again, which records again.
            entry = entry.another()
        return found

    def _open_part_key(self, ref: tuple[UUID, UUID], kind: int, due: date, hold: UUID | None) -> Steps[bytes]:
        subject, record = ref
        person = yield from self._keyring.open("archive", subject.bytes)
        if hold is not None:
            first = yield from self._keyring.open("hold", hold_name(hold, record))
        else:
            first = yield from self._keyring.open("day", day_name(kind, due))
        return joined_key(first, person)

    def parts_of(self, subject: UUID, today: date) -> Steps[list[PartRow]]:
        """What rests of a person; no value."""
        return (yield from named_rows(PartRow._make, Q["archive.parts_of"](subject=subject, today=today)))

    def rehold(
        self,
        ref: Ref,
        run: UUID,
        standing: Sequence[UUID],
        today: date,
        entries: Sequence[Entry],
        looked: Entry,
        *,
        release: bool,
    ) -> Steps[tuple[list[Outcome], set[UUID]]]:
        """Puts the resting parts of a record under the first hold that stands; or (where none does) back under their
        day's keys.

        `run` is the hold that is laid, or whose `release` this is, and the key by which the archive hands out what this
        run moves. A part that comes back to a day that is past goes at once. One entry of `entries` is used for each
        part, and `looked` for being handed them. Answers an outcome for each that was moved, and the holds that seal
        nothing of the record any more.
        """
        outcomes: list[Outcome] = []
        left: set[UUID] = set()
        to = standing[0] if standing else None
        only = run if release else None
        [(began,)] = yield Q["hold.begin"](
            subject=ref.subject, record=ref.record, run=run, standing=list(standing), only=only, at=looked.at
        )
        if not began:
            return [], left
        rows = yield Q["hold.parts"](record=ref.record, run=run, entry=looked)
        for (due, kind, version, hold, items, head, body), entry in zip(rows, entries, strict=False):
            drop = Q["hold.drop"](record=ref.record, run=run, due=due, entry=entry)
            if to is None and due < today:
                outcomes.append(Outcome((yield from value_of(drop))))
                continue
            try:
                key = yield from self._open_part_key((ref.subject, ref.record), kind, due, hold)
            except KeyGoneError:
                # Its day was destroyed meanwhile.
                outcomes.append(Outcome.GONE)
                continue
            try:
                new_key = yield from self._part_key((ref.subject, ref.record), kind, due, to)
            except KeyGoneError:
                if to is not None:
                    # That hold was released meanwhile: whoever asks again hears which stand now.
                    outcomes.append(Outcome.CONFLICT)
                    continue
                # The day that it comes back to was destroyed, by a clock that is ahead of this one: it goes with its
                # day.
                outcomes.append(Outcome((yield from value_of(drop))))
                continue
            place = SealContext(ref.subject, ref.record, version, 0)
            values = open_items(key, place, head, zip(items, body, strict=True))
            sealed = seal(new_key, place, values)
            [(outcome,)] = yield Q["hold.reseal"](
                record=ref.record,
                run=run,
                due=due,
                from_=hold,
                to=to,
                head=sealed.head,
                body=list(sealed.body),
                entry=entry,
            )
            if to is None and outcome == Outcome.GONE:
                outcome = yield from value_of(drop)
            outcomes.append(Outcome(outcome))
            if hold is not None:
                left.add(hold)
        yield Q["hold.end"](record=ref.record, run=run)
        return outcomes, left
