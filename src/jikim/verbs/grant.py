"""grant: handlers are named people with the purposes they may name, until a day. Given and revoked by an officer, recorded (10.6)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from jikim.db.driver import Statement, Steps
from jikim.policy.ask import Actor, ActorKind
from jikim.policy.compiled import mask_of
from jikim.policy.decide import deny
from jikim.store.sealed import Q
from jikim.verbs.house import House


def _officer(house: House, event: str, actor: Actor) -> Steps[None]:
    if actor.kind not in ("officer", "system"):
        yield from house.refuse(event, house.policy, actor, deny(house.policy, "not-confirmed"))
    if not (yield from house.manned(actor)):
        yield from house.refuse(event, house.policy, actor, deny(house.policy, "grant"))


def give_grant(house: House, handler: str, purposes: Sequence[str], until: datetime, *, actor: Actor) -> Steps[int]:
    """Gives a grant. Answers its number. Raises DeniedError for purposes that the policy does not declare."""
    policy = house.policy
    yield from _officer(house, "handler:grant", actor)
    numbers = []
    for name in purposes:
        number = policy.number("purpose", name)
        if number is None:
            yield from house.refuse("handler:grant", policy, actor, deny(policy, "purpose"))
        assert number is not None
        numbers.append(number)
    entry = yield from house.entry(
        "handler:grant", policy, actor, None, policy.clause("grant"), handler=handler, purposes=",".join(purposes),
        until=until.isoformat(),
    )  # fmt: skip
    rows = yield Statement(Q["grant_give"], (handler, sorted(numbers), until, *entry))
    return int(rows[0][0])


def revoke_grant(house: House, number: int, *, actor: Actor) -> Steps[bool]:
    """Ends a grant at once: every later statement under it is denied. Answers whether it stood."""
    policy = house.policy
    yield from _officer(house, "handler:revoke", actor)
    entry = yield from house.entry("handler:revoke", policy, actor, None, policy.clause("grant"), grant=number)
    rows = yield Statement(Q["grant_revoke"], (number, *entry))
    return bool(rows[0][0])


def grants_of(house: House, handler: str, kind: ActorKind, origin: str) -> Steps[Actor]:
    """The actor that a handler is now: the newest grant that runs, or one that may name no purpose."""
    rows = yield Statement(Q["grants_of"], (handler,))
    now = house.now()
    for number, purposes, until, revoked in reversed(rows):
        if revoked is None and until > now:
            return Actor(kind, handler, mask_of(purposes), origin, number, until)
    return Actor(kind, handler, 0, origin)
