"""judged: what every verb does, said once. A verb supplies what it asks, its statement, and its answer.

prepare ─► decide ─► act ─► answer
   └─ Denied ─┴─► judged again by the version that serves the person, where that is another; else refused, recorded,
   raised
                 └─► another version serves: judged again by that one; denied: raised (the statement has recorded it)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Generic, NamedTuple, NoReturn, TypeAlias, TypeVar
from uuid import UUID

from jikim.db.driver import Aside, Lane, Steps
from jikim.ledger.entry import Entry
from jikim.policy.ask import Actor, Ask
from jikim.policy.compiled import Policy
from jikim.policy.decide import Allowed, Denied, deny
from jikim.policy.outcome import Outcome
from jikim.verbs.house import House
from jikim.verbs.read_limits import within

TRIES = 3
P = TypeVar("P")
T = TypeVar("T")
Prepared: TypeAlias = tuple[Ask, P] | Denied  # the ask, and what the statement needs beside it
Refuse = Callable[[Policy, Denied, Ask | None], Steps[NoReturn]]


class Done(NamedTuple, Generic[T]):
    """What a statement found. `answer` counts where it is allowed; `serving` is the version that serves the person;
    `about` the request in the way."""

    outcome: Outcome
    serving: int | None
    answer: T
    about: UUID | None = None


def judged(
    house: House,
    event: str,
    actor: Actor,
    prepare: Callable[[Policy, Policy], Prepared[P]],
    act: Callable[[Allowed, P, int, Entry], Steps[Done[T]]],
    *,
    subject: UUID | None = None,
    record: UUID | None = None,
    facts: Mapping[str, str | int] | None = None,
    looks: bool = False,
    reads: UUID | None = None,
    lane: Callable[[Policy], Lane | None] | None = None,
    refuse: Refuse | None = None,
) -> Steps[T]:
    """One judged step. Raises DeniedError with the clause, recorded, and ConflictError where the version changes faster
    than it is judged by.

    `prepare` makes the ask by a version, from names as the one in force means them. `act` is the statement: it records
    the entry that it is given. `facts` are the entry's own. `looks`: the grant is looked for before, where the
    statement can't look. `reads`: whose data is read, for which the limits are asked before the statement. `lane`: where
    preparing is done aside, if it is. `refuse`: how this verb refuses, where not as others do.
    """
    in_force, version = house.in_force()
    policy = in_force
    for _ in range(TRIES):
        prepared: Prepared[P]
        if lane is not None and (where := lane(policy)) is not None:
            prepared = yield Aside(partial(prepare, policy, in_force), where)
        else:
            prepared = prepare(policy, in_force)
        ask: Ask | None = None
        answer: Allowed | Denied
        if isinstance(prepared, Denied):
            answer = prepared
        else:
            ask, given = prepared
            answer = house.judge(policy, ask)
            if looks and isinstance(answer, Allowed) and not (yield from house.grant_runs(actor)):
                answer = deny(policy, "grant")
            if reads is not None and isinstance(answer, Allowed):
                yield from within(house, event, actor, (reads,), ask, str((facts or {}).get("shown", "")))
                reads = None  # whichever version judges it in the end
        if isinstance(answer, Denied):
            if (other := (yield from house.elsewhere(subject, version))) is not None:
                policy, version = other
                continue
            if refuse is not None:
                return (yield from refuse(policy, answer, ask))
            return (yield from house.refuse(event, policy, actor, answer, ask, subject, record))
        # A verb's statement looks for the grant and how far it reaches, before it touches a row.
        entry = yield from house.own_look(event, policy, actor, ask, answer.clause, **(facts or {}))
        done = yield from act(answer, given, version, entry)
        if done.outcome is not Outcome.OTHER_VERSION:
            return answered(answer, done)
        policy, version = yield from house.served(subject, done.serving)
    raise house.found(policy, None, Outcome.CONFLICT)


def answered(allowed: Allowed, done: Done[T]) -> T:
    """The answer of a statement that was allowed. Raises what it denied: it has recorded that."""
    if done.outcome is not Outcome.ALLOWED:
        raise House.found(allowed.policy, allowed, done.outcome, done.about)
    return done.answer


def permit(
    house: House, event: str, ask: Ask, subject: UUID | None = None, record: UUID | None = None, *, looks: bool = False
) -> Steps[Allowed]:
    """The policy's yes to what hangs on no version but the one in force; a no is recorded and raised.

    `looks`: the grant is looked for here, by a verb that looks for it again after its statement.
    """
    answer = house.judge(house.policy, ask)
    if isinstance(answer, Allowed) and looks and not (yield from house.grant_runs(ask.actor)):
        answer = deny(house.policy, "grant")
    if isinstance(answer, Denied):
        return (yield from house.refuse(event, house.policy, ask.actor, answer, ask, subject, record))
    return answer
