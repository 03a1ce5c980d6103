"""check: whether a secret is the one behind its hash. The hash is opened, compared and forgotten; nobody is ever answered it (clause 10.1).

Two entries say what happened: that the hash was opened, before it is; and whether the secret was the right one. What is denied takes the same
steps and the same time as a wrong secret, so that the answer alone tells who is here.
"""

from __future__ import annotations

from jikim.db.driver import Aside, Statement, Steps
from jikim.ledger.body import REFUSED
from jikim.passwords import check_password
from jikim.policy.ask import Actor, Ask
from jikim.policy.compiled import Policy
from jikim.policy.decide import Allowed, Denied, decide, deny
from jikim.policy.outcome import Outcome
from jikim.policy.states import Verb
from jikim.store.holding import Found, Ref, mask_text
from jikim.store.sealed import Q
from jikim.verbs.house import House
from jikim.verbs.use import items_asked

EVENT = "record:check"


def _ask(policy: Policy, by: Policy, ref: Ref, item: str, purpose: str, actor: Actor) -> Ask | Denied:
    number = policy.meant("purpose", purpose, by)
    if number is None:
        return deny(policy, "purpose")
    mask = items_asked(policy, ref.kind, (item,), 0)
    if isinstance(mask, Denied):
        return mask
    return Ask(Verb.CHECK, policy.records[ref.kind].number, mask, actor, number, of=ref.subject)


def check(house: House, ref: Ref, item: str, secret: str, *, purpose: str, actor: Actor) -> Steps[bool]:
    """Whether `secret` is the one that a record holds as `item` (a password), for the person it belongs to or the application on their behalf.

    Raises DeniedError with the clause: no secret, not theirs, no such purpose, ended, left, or gone. A freeze does not keep its owner out.
    """
    now_in_force, version = house.in_force()
    policy = now_in_force
    for _ in range(3):
        ask = _ask(policy, now_in_force, ref, item, purpose, actor)
        answer = ask if isinstance(ask, Denied) else decide(policy, ask, now=house.now())
        if isinstance(answer, Denied) and (other := (yield from house.elsewhere(ref.subject, version))) is not None:
            policy, version = other
            continue
        if isinstance(answer, Denied):
            yield from house.refuse(
                EVENT, policy, actor, answer, None if isinstance(ask, Denied) else ask, ref.subject, ref.record
            )
        assert isinstance(answer, Allowed)
        entry = yield from house.entry(EVENT, policy, actor, answer.ask, answer.clause)
        found = yield from house.holding.check(answer, version, ref, entry)
        if found.outcome is Outcome.OTHER_VERSION:
            policy, version = yield from house.served(ref.subject, found.policy)
            continue
        return (yield from _compared(house, policy, answer, ref, found, secret))
    house.denied(policy, None, Outcome.CONFLICT)


def _compared(house: House, policy: Policy, answer: Allowed, ref: Ref, found: Found, secret: str) -> Steps[bool]:
    """Compares aside, records how that went, and answers; or denies what the statement denied."""
    hashed = next((value.decode() for value in found.values.values()), None)
    right = bool((yield Aside(lambda: check_password(secret, hashed))))
    more = {} if right else {"why": "wrong-secret"}
    entry = yield from house.entry("record:match", policy, answer.ask.actor, answer.ask, answer.clause, **more)
    here = found.outcome is Outcome.ALLOWED
    yield Statement(
        Q["deny"],
        (
            *entry, ref.subject if here else None, ref.record if here else None, mask_text(answer.items),
            Outcome.ALLOWED if right else REFUSED,
        ),
    )  # fmt: skip
    if not here:
        house.denied(policy, answer, found.outcome)
    return right
