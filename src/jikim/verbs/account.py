"""account: what is known of a person, put together once, as facts without values: what is in use, what has ended and is
being settled, what is archived, what was destroyed, what left and what was asked for.

Every reader (the person, staff, receipts, papers, plans) renders this. INVARIANT: a record counts once: one on its way
to the archive counts there from the moment that its parts have arrived, and here until then. The live database is read
first, so none is missed between the two.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from jikim.answers import Card, Destroyed, Ref, RequestCard, RestingCard, Went
from jikim.db.driver import Steps
from jikim.policy.compiled import Policy, mask_of
from jikim.policy.identity import key_of
from jikim.policy.period import day_of
from jikim.policy.plan import declares, plan
from jikim.policy.planned import Plan, RecordFacts
from jikim.policy.states import State
from jikim.store.rows import LiveRow, PartRow, PersonRow, person_row, record_rows, request_rows
from jikim.store.sealed import Q
from jikim.verbs.deletions import standing_of
from jikim.verbs.house import House
from jikim.verbs.then import then


@dataclass(frozen=True)
class Account:
    """A person as they stand. `policy` is the version that serves them, `person` None of whom no row is left; `records`
    are those of the live database, `parts` those of the archive, and `moved` the rows that still stand in the live
    database of what is among the parts."""

    subject: UUID
    policy: Policy
    person: PersonRow | None
    records: tuple[LiveRow, ...]
    parts: tuple[PartRow, ...]
    moved: tuple[LiveRow, ...] = ()

    @property
    def here(self) -> bool:
        return self.person is not None and self.person.state == 1

    @property
    def gone(self) -> bool:
        """Whether they left for good."""
        return self.person is None or self.person.state == 2

    @property
    def kind(self) -> str:
        """What kind of person this is; "" of whom no row is left."""
        return self.policy.people_named.get(self.person.kind, "") if self.person is not None else ""

    @property
    def inventory(self) -> list[RecordFacts]:
        """The records as a plan takes them."""
        return [facts_of(self.subject, self.person.kind if self.person else 0, row) for row in self.records]


def account_of(
    house: House, subject: UUID, *, kind: int | None = None, record: UUID | None = None, take_over: bool = False
) -> Steps[Account]:
    """What stands of a person, or of one kind of their records, or of one alone. No value is read, and nothing is
    recorded. `take_over`: whom an older version serves is taken over to the one in force first, where nothing that it
    asks of them is open."""
    person = yield from person_row(subject)
    policy = house.policy
    if person is not None:
        policy = (
            (yield from house.served(subject, person.policy))[0]
            if take_over
            else (yield from house.versions.serving(person.policy))
        )
    records = (yield from record_rows(subject, house.now(), kind=kind, record=record)) if person is not None else []
    parts = [
        part
        for part in (yield from house.archive.parts_of(subject, house.today()))
        if kind in (None, part.kind) and record in (None, part.record)
    ]
    here, moved = counted_once(records, {part.record for part in parts})
    return Account(subject, policy, person, here, tuple(parts), moved)


def counted_once(
    records: Iterable[LiveRow], arrived: Collection[UUID]
) -> tuple[tuple[LiveRow, ...], tuple[LiveRow, ...]]:
    """The live records, and apart those whose parts have arrived in the archive."""
    here: list[LiveRow] = []
    moved: list[LiveRow] = []
    for row in records:
        (moved if row.moving and row.record in arrived else here).append(row)
    return tuple(here), tuple(moved)


def facts_of(subject: UUID, subject_kind: int, row: LiveRow) -> RecordFacts:
    """A record as a plan takes it."""
    return RecordFacts(
        subject=subject,
        record=row.record,
        kind=row.kind,
        subject_kind=subject_kind,
        state=State(row.state),
        items=mask_of(row.items),
        collected=row.collected,
        events=moments(row.events),
        ended=row.ended,
        frozen=row.frozen is not None,
        held=row.hold is not None,
    )


def moments(events: Mapping[str, str]) -> dict[int, datetime]:
    """A record's events as the store keeps them (JSON), by number."""
    return {int(number): datetime.fromisoformat(at) for number, at in events.items()}


def standing(policy: Policy, row: LiveRow, *, gone: bool) -> State:
    """How a record stands: of somebody who has left for good, what is not finished first has ended."""
    rules = policy.by_number.get(row.kind)
    finishes = rules is not None and rules.finishes
    return State.ENDED if gone and not finishes else State(row.state)


def cards_of(house: House, account: Account) -> Steps[tuple[Card, ...]]:
    """The records in use and those that have ended, without a value."""
    found = []
    for row in account.records:
        digest = (yield from house.versions.serving(row.policy)).digest_hex
        found.append(card_of(account.policy, account.subject, row, digest, gone=account.gone))
    return tuple(found)


def card_of(
    policy: Policy,
    subject: UUID,
    row: LiveRow,
    digest: str,
    *,
    gone: bool,
    values: Mapping[str, Any] = {},
    damaged: bool = False,
) -> Card:
    """One of them."""
    name = policy.name("record", row.kind)
    rules = policy.records.get(name)
    return Card(
        Ref(subject, row.record, name),
        standing(policy, row, gone=gone).name.lower(),
        names_of(policy, row.items),
        values,
        rules.record.for_ if rules is not None else (),
        policy.name("channel", row.channel),
        policy.name("partner", row.source) if row.source else "",
        row.collected,
        row.ended,
        row.version,
        row.frozen,
        row.hold is not None,
        damaged,
        digest,
    )


def parts_of(house: House, subject: UUID, parts: Iterable[PartRow]) -> Steps[tuple[RestingCard, ...]]:
    """What is archived, without a value."""
    found = []
    for part in parts:
        found.append(part_of(house.policy, subject, part, (yield from house.versions.serving(part.policy)).digest_hex))
    return tuple(found)


def part_of(policy: Policy, subject: UUID, part: PartRow, digest: str, values: Mapping[str, Any] = {}) -> RestingCard:
    """One part of it."""
    return RestingCard(
        Ref(subject, part.record, policy.name("record", part.kind)),
        names_of(policy, part.items),
        part.due,
        tuple((policy.name("rule", rule), until) for rule, until in zip(part.rules, part.dues, strict=True)),
        part.collected,
        part.ended,
        part.moved,
        part.held,
        values,
        digest,
    )


def names_of(policy: Policy, items: Iterable[int] | None) -> tuple[str, ...]:
    return tuple(policy.name("item", item) for item in items or ())


def requests_of(policy: Policy, subject: UUID) -> Steps[tuple[RequestCard, ...]]:
    """What was asked of their records."""
    return tuple(
        RequestCard(row.request, row.record, row.kind, row.state, names_of(policy, row.items), row.opened, row.closed)
        for row in (yield from request_rows(subject))
    )


def destroyed_of(house: House, subject: UUID) -> Steps[tuple[Destroyed, ...]]:
    """What was destroyed of what the live database held, by the certificate that has it."""
    rows = yield Q["destroyed_of"](subject=subject)
    if not rows:
        return ()
    certified = yield Q["certificates_of"](moments=[at for at, _ in rows])
    found: dict[UUID | None, Destroyed] = {}
    for (at, records), (_, certificate) in zip(rows, certified, strict=True):
        before = found.get(certificate)
        found[certificate] = Destroyed(certificate, at, records + (before.records if before else 0))
    return tuple(found.values())


def went_of(house: House, subject: UUID, held: frozenset[str]) -> Steps[tuple[Went, ...]]:
    """To whom a person's data went, by the names of then; but not what they may not be told of."""
    found = []
    for message, record, of_version, space, target, items, at, now_in, receipt, asked, deletion, tells in (
        yield Q["disclosures_of"](subject=subject)
    ):
        if str(message) in held:
            continue
        policy = (yield from then(house, at, space, target)).policy
        since = day_of(asked, policy.zone) if deletion else None
        to, names = key_of(policy.name(space, target)), names_of(policy, items)
        found.append(
            Went(
                message,
                record,
                to,
                names,
                of_version,
                at,
                now_in or "",
                receipt or "",
                standing_of(deletion, since, house.today()) if since else "",
                tells,
                policy.digest_hex,
            )
        )
    return tuple(found)


def given_of(house: House, serving: Policy, records: Iterable[LiveRow]) -> Steps[dict[UUID, Policy]]:
    """Of records that the version which serves their person does not declare, the one they were given under."""
    found: dict[UUID, Policy] = {}
    for row in records if house.versions.several else ():
        if not declares(serving, row.kind, mask_of(row.items)):
            found[row.record] = yield from house.versions.serving(row.policy)
    return found


def leaving_of(house: House, account: Account) -> Steps[Plan]:
    """What leaving now would do: what is destroyed at once, what is archived until when and why, what is still in
    progress."""
    return planned(account, house.now(), (yield from given_of(house, account.policy, account.records)))


def planned(account: Account, now: datetime, given: Mapping[UUID, Policy]) -> Plan:
    """The same at a moment, with `given_of` the records."""
    return plan(account.policy, account.inventory, now, leaving=True, given=given)
