"""move_out: all that lives of the people who are here, opened for an approved export, each person's look recorded.

Guarantees: an officer's grant, and the approval of another officer, stand in the statement that hands the rows out. What
rests in the archive stays there: it answers to the purposes of its keeping alone (clause 5.8).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from jikim.crypto import SealContext, open_items
from jikim.db.driver import Steps
from jikim.errors import KeyGoneError
from jikim.keys.keyring import person_name
from jikim.policy.ask import Ask
from jikim.policy.compiled import Policy, RecordRules
from jikim.policy.decide import deny
from jikim.policy.outcome import Outcome
from jikim.policy.states import Verb
from jikim.store.encoded import encode, raw_json
from jikim.store.sealed import Q
from jikim.verbs.account import moments
from jikim.verbs.house import By
from jikim.verbs.judged import permit
from jikim.verbs.values import spoken_values

EVENT = "record:move-out"


class OutRow(NamedTuple):
    """A record as `live.move_out` hands it out: sealed, with its person's consents."""

    outcome: int
    subject: UUID
    who: int
    consents: list[int]
    since: list[datetime]
    record: UUID
    kind: int
    version: int
    generation: int
    channel: int
    collected: datetime
    ended: datetime | None
    events: dict[str, str]
    items: list[int]
    head: bytes
    body: list[bytes]


class Outgoing(NamedTuple):
    """A record as another system reads it: by names, with its own dates and its person's consents. `left_out`: items
    that are files."""

    kind: str
    record: UUID
    person: UUID
    who: str
    channel: str
    collected: datetime
    ended: datetime | None
    events: Mapping[str, datetime]
    consents: Mapping[str, datetime]
    values: Mapping[str, Any]
    left_out: tuple[str, ...]


def move_out(by: By, move: UUID, after: UUID, limit: int) -> Steps[tuple[UUID | None, list[Outgoing]]]:
    """The records of the next people, and the last of those people; None where there are no more.

    Raises DeniedError for anybody but an officer, and where no approved export runs.
    """
    house, actor = by
    policy = house.policy
    if actor.kind != "officer":
        yield from house.refuse(EVENT, policy, actor, deny(policy, "not-confirmed"))
    answer = yield from permit(house, EVENT, Ask(Verb.SHOW, 0, 0, actor), looks=True)
    people = [subject for (subject,) in (yield Q["move_people"](move=move, after=after, limit=limit))]
    if not people:
        return None, []
    first = yield from house.own_look(EVENT, policy, actor, answer.ask, answer.clause, move=str(move))
    entries = [first.another() for _ in people]
    given = [
        {"subject": subject, "entry": entry.entry, "fact": entry.fact, "who": entry.who}
        for subject, entry in zip(people, entries, strict=True)
    ]
    answered = yield Q["move_out"](
        [entry.entry for entry in entries], move=move, rows=raw_json(encode(given)), at=first.at, grant=actor.grant
    )
    rows = [OutRow._make(row) for row in answered]
    if denied := next((row.outcome for row in rows if row.outcome != Outcome.ALLOWED), 0):
        raise house.found(policy, answer, Outcome(denied))
    names = list(dict.fromkeys(person_name(row.subject, row.generation) for row in rows))
    keys = yield from house.keyring.open_many("person", names)
    # A kind that this version no longer declares is read by nothing any more.
    found = [
        _outgoing(policy, policy.by_number[row.kind], row, keys.get(person_name(row.subject, row.generation)))
        for row in rows
        if row.kind in policy.by_number
    ]
    return people[-1], found


def _outgoing(policy: Policy, rules: RecordRules, row: OutRow, key: bytes | None) -> Outgoing:
    if key is None:
        raise KeyGoneError(
            "a person was given a new key in between", ko=("그 사이에 사람의 키가 새로 만들어졌습니다", "")
        )
    place = SealContext(row.subject, row.record, row.version, row.generation)
    opened = open_items(key, place, row.head, zip(row.items, row.body, strict=True))
    kept = {item: value for item, value in opened.items() if rules.items >> item & 1 and item not in rules.files}
    events = {number: name for name, number in rules.events.items()}
    consents = {number: name for name, number in {**policy.purpose_consents, **policy.recipient_consents}.items()}
    return Outgoing(
        rules.name, row.record, row.subject, policy.people_named[row.who], policy.name("channel", row.channel), row.collected, row.ended,
        {events[number]: at for number, at in moments(row.events).items() if number in events},
        {consents[number]: at for number, at in zip(row.consents, row.since, strict=True) if number in consents},
        spoken_values(policy, rules, kept),
        tuple(policy.name("item", item) for item in opened if item in rules.files),
    )  # fmt: skip
