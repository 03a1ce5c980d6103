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
from jikim.policy.states import State, Verb
from jikim.store.holding import Ref
from jikim.store.rows import PartRow
from jikim.store.sealed import Q
from jikim.verbs.entries import OFFICE, held_back
from jikim.verbs.house import By
from jikim.verbs.judged import permit
from jikim.verbs.leave import moments
from jikim.verbs.show import went_of

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
    [(_, standing, *_)] = yield Q["subject_of"](subject=subject)
    here = standing == 1
    rows = yield Q["status_of"](subject=subject, kind=rules.number, record=record, at=house.now())
    held_now = yield from held_back(house, subject)
    went = yield from went_of(house, subject, held_now)
    found = [
        RecordStatus(
            Ref(subject, number, kind),
            (State.ENDED if not here and not rules.finishes else State(state)).name.lower(),
            here,
            _names(policy, kind, items),
            collected,
            ended,
            None,
            tuple((policy.name("event", event), at) for event, at in moments(events).items()),
            frozen,
            hold is not None,
            tuple(one for one in went if one.record == number),
        )
        for number, state, collected, ended, frozen, hold, events, items in rows
    ]
    resting: dict[UUID, list[PartRow]] = {}
    for part in (yield from house.archive.parts_of(subject, house.today())):
        if part.kind == rules.number and record in (None, part.record):
            resting.setdefault(part.record, []).append(part)
    for number, parts in resting.items():
        last, items = max(parts, key=lambda one: one.due), {item for one in parts for item in one.items}
        held = any(one.held for one in parts)
        ref, names = Ref(subject, number, kind), _names(policy, kind, sorted(items))
        found.append(
            RecordStatus(ref, "archived", here, names, last.collected, last.ended, last.due, (), None, held, ())
        )
    return found


def _names(policy: Policy, kind: str, items: Iterable[int]) -> tuple[str, ...]:
    """What it holds, as a read of that kind takes the names."""
    return tuple(policy.name("item", item).removeprefix(f"{kind}.") for item in items)
