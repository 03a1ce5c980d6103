"""status: how a person's records of one kind stand: live, ended or resting; what happened to them and when; a freeze, a
hold; and how what went out of them stands. Never a value.

It is for who only has to know whether an order was paid or a message arrived. It is decided as a look at what is known
of a person is, but reaches one record kind: a key or a grant for that kind is enough, and no purpose is named, as
nothing is read. A person of the office who asks is recorded with whose records they were (safety notice §8); a program
or the person themself is not, so that the ledger tells of looks at data alone. A refusal is recorded, whoever asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from jikim.answers import RecordStatus as RecordStatus
from jikim.db.driver import Steps
from jikim.policy.ask import Ask
from jikim.policy.compiled import Policy
from jikim.policy.decide import deny
from jikim.policy.states import Verb
from jikim.store.holding import Ref
from jikim.store.rows import PartRow
from jikim.store.sealed import Q
from jikim.verbs.account import account_of, moments, names_of, standing, went_of
from jikim.verbs.entries import OFFICE, held_back
from jikim.verbs.house import By
from jikim.verbs.judged import permit

EVENT = "record:status"


def status(by: By, subject: UUID, kind: str, *, record: UUID | None = None) -> Steps[list[RecordStatus]]:
    """How a person's records of a kind stand, the oldest first; `record`: that one alone. What was destroyed is not among
    them.

    Raises DeniedError with the clause: no such kind, beyond the grant, or another person's.
    """
    house, actor = by
    policy = house.policy
    rules = policy.records.get(kind)
    if rules is None:
        return (yield from house.refuse(EVENT, policy, actor, deny(policy, "record-kind"), None, subject, record))
    ask = Ask(Verb.SHOW, rules.number, 0, actor, of=subject)
    answer = yield from permit(house, EVENT, ask, subject, record, looks=True)
    if actor.kind in OFFICE:
        entry = yield from house.entry(EVENT, policy, actor, ask, answer.clause)
        yield Q["note"](entry=entry, subject=subject, record=record, items=None)
    account = yield from account_of(house, subject, kind=rules.number, record=record)
    went = yield from went_of(house, subject, (yield from held_back(house, subject)))
    found = [
        RecordStatus(
            Ref(subject, row.record, kind),
            standing(policy, row, gone=account.gone).name.lower(),
            account.here,
            _names(policy, kind, row.items),
            row.collected,
            row.ended,
            None,
            tuple((policy.name("event", event), at) for event, at in moments(row.events).items()),
            row.frozen,
            row.hold is not None,
            tuple(one for one in went if one.record == row.record),
        )
        for row in account.records
    ]
    archived: dict[UUID, list[PartRow]] = {}
    for part in account.parts:
        archived.setdefault(part.record, []).append(part)
    for number, parts in archived.items():
        last, items = max(parts, key=lambda one: one.due), {item for one in parts for item in one.items}
        held = any(one.held for one in parts)
        ref, names = Ref(subject, number, kind), _names(policy, kind, sorted(items))
        found.append(
            RecordStatus(ref, "archived", account.here, names, last.collected, last.ended, last.due, (), None, held, ())
        )
    return found


def _names(policy: Policy, kind: str, items: Iterable[int]) -> tuple[str, ...]:
    """What it holds, as a read of that kind takes the names."""
    return tuple(name.removeprefix(f"{kind}.") for name in names_of(policy, items))
