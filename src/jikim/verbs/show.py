"""show: all that is known of a person: every record with why, until when and where from, what rests, who used it, to
whom it went.

To the person (or a handler who serves their request) the values are opened. What is over waits for the sweep and shows
no value; what rests shows its values to its own person alone, and to everybody else only what is kept, why and until
when (clauses 5.8, 7.5). What a warrant or a statute keeps secret is left out (`verbs.entries`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
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
from jikim.policy.compiled import Policy, RecordRules
from jikim.policy.decide import Allowed, deny
from jikim.policy.planned import Plan
from jikim.policy.states import Verb
from jikim.store.rows import PersonRow, ShownRow, person_row
from jikim.store.sealed import Q
from jikim.verbs.account import (
    Account,
    card_of,
    counted_once,
    destroyed_of,
    given_of,
    parts_of,
    planned,
    requests_of,
    went_of,
)
from jikim.verbs.entries import held_back, told_lately
from jikim.verbs.house import By, House
from jikim.verbs.judged import permit
from jikim.verbs.read_limits import Exempt, within
from jikim.verbs.show_resting import OWN, show_resting
from jikim.verbs.values import released_of, spoken_values

EVENT = "subject:show"


def show(by: By, subject: UUID) -> Steps[Dossier]:
    """Shows a person what is known of them. A member or guardian sees their own only (`actor.id` is the subject)."""
    return (yield from shown(by, subject))


def shown(by: By, subject: UUID, exempt: Exempt | None = None) -> Steps[Dossier]:
    """The same, for whom it answers."""
    house = by.house
    answer, serving, person = yield from looked(by, subject, exempt)
    rows, cards = yield from opened_live(house, serving, answer, subject, person, exempt=exempt)
    resting = yield from resting_of(by, subject)
    records, moved = counted_once(rows, {part.ref.record for part in resting})
    account = Account(subject, serving, person, records, (), moved)
    given = yield from given_of(house, serving, account.records)
    plan = yield from aside(len(rows), partial(planned, account, house.now(), given))
    stand = {row.record for row in account.records}
    return (
        yield from dossier_of(house, account, [card for card in cards if card.ref.record in stand], resting, plan)
    ).dossier


def looked(by: By, subject: UUID, exempt: Exempt | None = None) -> Steps[tuple[Allowed, Policy, PersonRow | None]]:
    """Whether this may be looked at, by which version it is served, and who it is. Staff and applications are asked the
    limits of reading, but for who is `exempt`."""
    house, actor = by
    ask = Ask(Verb.SHOW, 0, 0, actor, of=subject)
    answer = yield from permit(house, EVENT, ask, subject, looks=True)
    if exempt is None or not exempt.covers(subject):
        yield from within(house, EVENT, actor, (subject,), ask)
    person = yield from person_row(subject)
    serving = house.policy if person is None else (yield from house.served(subject, person.policy))[0]
    return answer, serving, person


def resting_of(by: By, subject: UUID) -> Steps[tuple[RestingCard, ...]]:
    """What rests: still its person's, who see its values; staff read them by `consult` alone (5.8)."""
    if by.actor.kind in OWN:
        return (yield from show_resting(by, subject))
    house = by.house
    return (yield from parts_of(house, subject, (yield from house.archive.parts_of(subject, house.today()))))


class Looked(NamedTuple):
    """What a look found. `older`: the position below which entries were left out; None: none was."""

    dossier: Dossier
    older: int | None


def dossier_of(
    house: House,
    account: Account,
    cards: Sequence[Card],
    resting: tuple[RestingCard, ...],
    leaving: Plan,
    newest: int | None = None,
    below: int | None = None,
) -> Steps[Looked]:
    """Cards, with all else that is known of their person; of the entries the `newest` (None: all), `below` a position."""
    subject, person = account.subject, account.person
    held = yield from held_back(house, subject)
    went = yield from went_of(house, subject, held)
    requests = yield from requests_of(house.policy, subject)
    destroyed = yield from destroyed_of(house, subject)
    uses, older = yield from told_lately(house, subject, held, newest, below)
    told = Dossier(
        subject=subject,
        kind=house.policy.people_named.get(person.kind, "") if person else "",
        here=account.here,
        joined=person.joined if person else None,
        consents=tuple(house.policy.name("consent", number) for number in (person.consents if person else ()) or ()),
        cards=tuple(cards),
        resting=resting,
        went=went,
        requests=requests,
        uses=tuple(uses),
        leaving=leaving,
        destroyed=destroyed,
    )
    return Looked(told, older)


def opened_live(
    house: House, policy: Policy, allowed: Allowed, subject: UUID, person: PersonRow | None, only: list[UUID] | None = None,
    exempt: Exempt | None = None, finishing: list[int] | None = None,
) -> Steps[tuple[list[ShownRow], list[Card]]]:  # fmt: skip
    """A person's live records, or of those the ones named, with their values; the look is recorded with them.
    `finishing`: of who has left those in progress, of these kinds."""
    ask, marks = allowed.ask, exempt.marks if exempt is not None else {}
    for last in (False, True):
        entry = yield from house.entry(EVENT, house.policy, ask.actor, ask, allowed.clause, **marks)
        rows = yield from named_rows(
            ShownRow._make, Q["show"](subject=subject, only=only, finishes=finishing, entry=entry)
        )
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
        gone = person is None or person.state == 2
        cards = yield from aside(len(rows), partial(_cards, policy, subject, gone, rows, keys, released, digests))
        break
    # INVARIANT: a grant that stands after the look stood when it was recorded: nothing is shown that was recorded after
    # a revocation.
    if not (yield from house.grant_runs(ask.actor)):
        return (yield from house.refuse(EVENT, house.policy, ask.actor, deny(house.policy, "grant"), ask, subject))
    return rows, cards


def _cards(
    policy: Policy,
    subject: UUID,
    gone: bool,
    rows: Sequence[ShownRow],
    keys: Mapping[int, Hmac],
    released: Mapping[bytes, datetime],
    digests: Mapping[int, str],
) -> list[Card]:
    """The records' cards. One that does not open is damaged, and so is one whose key is gone."""
    cards = []
    for row in rows:
        rules, values, damaged = policy.by_number.get(row.kind), {}, False
        if row.head is not None and rules is not None:
            place = SealContext(subject, row.record, row.version, row.generation)
            sealed = zip(row.items, row.body, strict=True)
            try:
                values = _opened(policy, rules, keys.get(row.generation), place, row.head, sealed, released)
            except SealError:
                damaged = True
        cards.append(card_of(policy, subject, row, digests[row.policy], gone=gone, values=values, damaged=damaged))
    return cards


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
