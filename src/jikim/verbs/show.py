"""show: all that is known of a person: every record with why, until when and where from, what rests, who used it, to
whom it went.

To the person (or a handler who serves their request) the values are opened. What is over waits for the sweep and shows
no value; what rests shows its values to its own person alone, and to everybody else only what is kept, why and until
when (clauses 5.8, 7.5). What a warrant or a statute keeps secret is left out (`verbs.entries`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache, partial
from types import MappingProxyType
from typing import Any, NamedTuple
from uuid import UUID

from jikim.answers import Card as Card
from jikim.answers import Dossier as Dossier
from jikim.answers import RequestCard as RequestCard
from jikim.answers import RestingCard as RestingCard
from jikim.answers import Went as Went
from jikim.crypto import Hmac, SealContext, open_items, record_key
from jikim.db.driver import Steps, aside
from jikim.db.steps import named_rows
from jikim.errors import SealError
from jikim.keys.keyring import person_name
from jikim.policy.ask import Ask
from jikim.policy.compiled import Policy, RecordRules, mask_of
from jikim.policy.decide import Allowed, deny
from jikim.policy.identity import key_of
from jikim.policy.period import day_of
from jikim.policy.plan import plan
from jikim.policy.planned import Plan, RecordFacts
from jikim.policy.states import State, Verb
from jikim.store.holding import Ref
from jikim.store.rows import ShownRow
from jikim.store.sealed import Q
from jikim.verbs.deletions import standing_of
from jikim.verbs.entries import held_back, told_lately, told_of
from jikim.verbs.house import By, House
from jikim.verbs.judged import permit
from jikim.verbs.leave import given_of, moments
from jikim.verbs.read_limits import Exempt, within
from jikim.verbs.show_resting import OWN, show_resting
from jikim.verbs.then import then
from jikim.verbs.values import released_of, spoken_values

EVENT = "subject:show"


def _names(policy: Policy, items: Iterable[int] | None) -> tuple[str, ...]:
    return tuple(policy.name("item", item) for item in items or ())


def show(by: By, subject: UUID) -> Steps[Dossier]:
    """Shows a person what is known of them. A member or guardian sees their own only (`actor.id` is the subject)."""
    return (yield from shown(by, subject))


def shown(by: By, subject: UUID, exempt: Exempt | None = None) -> Steps[Dossier]:
    """The same, for whom it answers."""
    house = by.house
    answer, serving, person = yield from looked(by, subject, exempt)
    cards, inventory, given = yield from cards_of(house, serving, answer, subject, person[0], exempt=exempt)
    resting = yield from resting_of(by, subject)
    leaving = yield from aside(
        len(inventory), partial(plan, serving, inventory, house.now(), leaving=True, given=given)
    )
    told = yield from dossier_of(house, subject, person, cards, resting, leaving)
    return told.dossier


# A person's kind, state, when they joined, and their consents.
PersonFacts = tuple[int, int | None, datetime | None, Sequence[int] | None]


def looked(by: By, subject: UUID, exempt: Exempt | None = None) -> Steps[tuple[Allowed, Policy, PersonFacts]]:
    """Whether this may be looked at, by which version it is served, and who it is. Staff and applications are asked the
    limits of reading, but for who is `exempt`."""
    house, actor = by
    ask = Ask(Verb.SHOW, 0, 0, actor, of=subject)
    answer = yield from permit(house, EVENT, ask, subject, looks=True)
    if exempt is None or not exempt.covers(subject):
        yield from within(house, EVENT, actor, (subject,), ask)
    [(kind, state, version, consents, _, joined, *_)] = yield Q["subject_of"](subject=subject)
    serving = house.policy if version is None else (yield from house.served(subject, version))[0]
    return answer, serving, (kind or 0, state, joined, consents)


def resting_of(by: By, subject: UUID) -> Steps[tuple[RestingCard, ...]]:
    """What rests: still its person's, who see its values; staff read them by `consult` alone (5.8)."""
    return (yield from (show_resting(by, subject) if by.actor.kind in OWN else _unopened(by.house, subject)))


class Looked(NamedTuple):
    """What a look found. `older`: the position below which entries were left out; None: none was."""

    dossier: Dossier
    older: int | None


def dossier_of(
    house: House,
    subject: UUID,
    person: PersonFacts,
    cards: Sequence[Card],
    resting: tuple[RestingCard, ...],
    leaving: Plan,
    newest: int | None = None,
    below: int | None = None,
) -> Steps[Looked]:
    """Cards, with all else that is known of their person; of the entries the `newest` (None: all), `below` a position."""
    policy, (kind, state, joined, consents) = house.policy, person
    held = yield from held_back(house, subject)
    went = yield from went_of(house, subject, held)
    requests = yield Q["requests_of"](subject=subject)
    uses, older = yield from told_lately(house, subject, held, newest, below)
    told = Dossier(
        subject=subject,
        kind=policy.people_named.get(kind, ""),
        here=state == 1,
        joined=joined,
        consents=tuple(policy.name("consent", number) for number in consents or ()),
        cards=tuple(cards),
        resting=resting,
        went=went,
        requests=tuple(
            RequestCard(request, record, about, now_in, _names(policy, items), opened, closed)
            for request, record, about, now_in, items, opened, closed in requests
        ),
        uses=tuple(uses),
        leaving=leaving,
    )
    return Looked(told, older)


def show_rested(by: By, subject: UUID, *, record: UUID | None = None) -> Steps[Dossier]:
    """What rests, of a person or of one record of theirs, with who used it and to whom it went: for themself, who came
    by a number and a code."""
    house = by.house
    resting = yield from show_resting(by, subject, record=record)
    near = {str(part.ref.record) for part in resting}
    held = yield from held_back(house, subject)
    went = yield from went_of(house, subject, held)
    uses = yield from told_of(house, subject, held)
    return Dossier(
        subject=subject,
        kind="",
        here=False,
        joined=None,
        consents=(),
        cards=(),
        resting=resting,
        went=tuple(one for one in went if str(one.record) in near),
        requests=(),
        uses=tuple(use for use in uses if use.get("record") in near),
        leaving=Plan(house.now(), ()),
    )


def went_of(house: House, subject: UUID, held: frozenset[str]) -> Steps[tuple[Went, ...]]:
    """To whom a person's data went, by the names of then; but not what they may not be told of."""
    found = []
    for message, record, of_version, space, target, items, at, now_in, receipt, asked, deletion, tells in (
        yield Q["disclosures_of"](subject=subject)
    ):
        if str(message) in held:
            continue
        policy = (yield from then(house, at, space, target)).policy
        standing = standing_of(deletion, day_of(asked, policy.zone), house.today()) if deletion else ""
        to, names = key_of(policy.name(space, target)), _names(policy, items)
        found.append(
            Went(
                message, record, to, names, of_version, at, now_in or "", receipt or "", standing, tells, policy.digest_hex,
            )
        )  # fmt: skip
    return tuple(found)


def _unopened(house: House, subject: UUID) -> Steps[tuple[RestingCard, ...]]:
    """What rests, without a value."""
    policy, found = house.policy, []
    for row in (yield from house.archive.parts_of(subject, house.today())):
        record, due, number, version, _version, rules, dues, held, _channel, _source, collected, ended, moved, items = (
            row
        )
        found.append(
            RestingCard(
                Ref(subject, record, policy.name("record", number)),
                _names(policy, items),
                due,
                tuple((policy.name("rule", rule), until) for rule, until in zip(rules, dues, strict=True)),
                collected,
                ended,
                moved,
                held,
                policy=(yield from house.versions.serving(version)).digest_hex,
            )
        )
    return tuple(found)


def cards_of(
    house: House, policy: Policy, allowed: Allowed, subject: UUID, kind: int, only: list[UUID] | None = None,
    exempt: Exempt | None = None,
) -> Steps[tuple[list[Card], list[RecordFacts], dict[UUID, Policy]]]:  # fmt: skip
    """A person's live records, or of those the ones named, opened; the look is recorded with them."""
    ask, marks = allowed.ask, exempt.marks if exempt is not None else {}
    for last in (False, True):
        entry = yield from house.entry(EVENT, house.policy, ask.actor, ask, allowed.clause, **marks)
        rows = yield from named_rows(ShownRow._make, Q["show"](subject=subject, only=only, entry=entry))
        named = {made: person_name(subject, made) for made in {row.generation for row in rows if row.head is not None}}
        found = yield from house.keyring.open_many("person", list(named.values()))
        if len(found) < len(named) and not last:
            # The person was given a new key between the statement and the look-up: look again, which records again.
            continue
        keys = {made: record_key(key) for made, name in named.items() if (key := found.get(name)) is not None}
        kinds = [rules for number in {row.kind for row in rows} if (rules := policy.by_number.get(number))]
        released = (yield from released_of(subject)) if any(rules.files for rules in kinds) else {}
        digests = {}
        for version in {row.policy for row in rows}:
            digests[version] = (yield from house.versions.serving(version)).digest_hex
        cards, inventory = yield from aside(
            len(rows), partial(_cards, policy, subject, kind, rows, keys, released, digests)
        )
        break
    given = yield from given_of(house, policy, ((row.record, row.kind, row.policy, row.items) for row in rows))
    # INVARIANT: a grant that stands after the look stood when it was recorded: nothing is shown that was recorded after
    # a revocation.
    if not (yield from house.grant_runs(ask.actor)):
        return (yield from house.refuse(EVENT, house.policy, ask.actor, deny(house.policy, "grant"), ask, subject))
    return cards, inventory, given


_NONE: Mapping[int, datetime] = MappingProxyType({})


class _Alike(NamedTuple):
    """What all records of one kind, state, way and set of items show alike."""

    record: str
    rules: RecordRules | None
    state: State
    shown_state: str
    items: tuple[str, ...]
    mask: int
    channel: str
    source: str


def _alike(policy: Policy, kind: int, state: int, channel: int, source: int, *items: int) -> _Alike:
    name = policy.name("record", kind)
    return _Alike(
        name,
        policy.records.get(name),
        State(state),
        State(state).name.lower(),
        _names(policy, items),
        mask_of(items),
        policy.name("channel", channel),
        policy.name("partner", source) if source else "",
    )


def _cards(
    policy: Policy,
    subject: UUID,
    subject_kind: int,
    rows: Sequence[ShownRow],
    keys: Mapping[int, Hmac],
    released: Mapping[bytes, datetime],
    digests: Mapping[int, str],
) -> tuple[list[Card], list[RecordFacts]]:
    """The records' cards and facts. One that does not open is damaged, and so is one whose key is gone."""
    cards, inventory = [], []
    alike = cache(partial(_alike, policy))
    for row in rows:
        (
            record, kind, state, version, generation, given, channel, source, collected, ended, frozen, hold, events, items, head, body,
        ) = row  # fmt: skip
        said = alike(kind, state, channel, source, *items)
        rules, values, damaged = said.rules, {}, False
        if head is not None and rules is not None:
            place = SealContext(subject, record, version, generation)
            try:
                values = _opened(
                    policy, rules, keys.get(generation), place, head, zip(items, body, strict=True), released
                )
            except SealError:
                damaged = True
        cards.append(
            Card(
                Ref(subject, record, said.record), said.shown_state, said.items, values,
                rules.record.for_ if rules is not None else (), said.channel, said.source, collected, ended, version, frozen,
                hold is not None, damaged, digests[given],
            )
        )  # fmt: skip
        inventory.append(
            RecordFacts(
                subject, record, kind, subject_kind, said.state, said.mask, collected, moments(events) if events else _NONE, ended,
                frozen is not None, hold is not None,
            )
        )  # fmt: skip
    return cards, inventory


def _opened(
    policy: Policy,
    rules: RecordRules,
    key: Hmac | None,
    place: SealContext,
    head: bytes,
    sealed: Iterable[tuple[int, bytes]],
    released: Mapping[bytes, datetime],
) -> dict[str, Any]:
    """A record's values by name. What the version that serves the person no longer declares is shown to nobody; it
    waits to be sealed out."""
    if key is None:
        raise SealError("the key is gone", ko=("키가 없습니다", ""))
    readable = rules.items & ~policy.unreadable
    opened = open_items(key, place, head, sealed)
    return spoken_values(policy, rules, {item: opened[item] for item in opened if readable >> item & 1}, released)
