"""An order's own password: a guest opens what they left by the address they gave and the password that they set with it.

It is an item of the order like another, so it is stored as a hash, is nobody's to read, and is gone with the order. It
opens that order's guest and nobody else's: guests never merge. An account's password is another thing
(`credentials.py`).

Guarantees: tries are counted by address before anything is looked at, and wait twice as long each; whoever asks learns
by the answer and by its time neither whether anybody is known there nor how many orders there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import uuid4

from jikim.accounts.credentials import Secret, SignedIn, doorkeeper, is_order, secrets_in
from jikim.accounts.rate_limits import forget_tries, try_secret
from jikim.db.driver import Steps
from jikim.errors import DeniedError, JikimError
from jikim.policy.compiled import Policy
from jikim.policy.model import SubjectKind
from jikim.policy.states import State
from jikim.store.holding import Ref
from jikim.store.rows import record_rows
from jikim.verbs.check import check
from jikim.verbs.collect import Person
from jikim.verbs.find import find
from jikim.verbs.house import House

WHAT = "order password"
LATEST = 3  # so many orders of one address are tried, the latest first; an older one is reached by the mailed link


def order_secrets(policy: Policy) -> Mapping[str, Secret]:
    """By record kind, the password of its own that a guest sets with it."""
    return {kind: secret for kind, secret in secrets_in(policy).items() if is_order(policy, kind)}


def open_order(house: House, items: Iterable[str], address: str, key: str, secret: str, origin: str) -> Steps[SignedIn]:
    """The guest whose order bears this password, by an address that they gave. `items`: the policy's that may hold it;
    `key`: as it is counted.

    INVARIANT: the steps are the same, `LATEST` checks, whoever is known by the address.
    """
    held = order_secrets(house.policy)
    tried = yield from try_secret(house, WHAT, key)
    if not tried.allowed or not held:
        return SignedIn(tried)
    found = (yield from _orders(house, held, items, address, origin))[:LATEST]
    kind = next(iter(held))
    opened: Ref | None = None
    for ref in [*found, *(Ref(uuid4(), uuid4(), kind) for _ in range(LATEST - len(found)))]:
        if (yield from _right(house, held[ref.kind], ref, secret, origin)):
            opened = opened or ref
    if opened is None:
        return SignedIn(tried)
    yield from forget_tries(house, WHAT, key)
    return SignedIn(tried, Person(opened.subject, SubjectKind.GUEST.value), opened, opened)


def _orders(
    house: House, held: Mapping[str, Secret], items: Iterable[str], address: str, origin: str
) -> Steps[list[Ref]]:
    """Orders of guests who gave an address, the latest first. No value is read."""
    rows = []
    for item in items:
        try:
            people = yield from find(house.by(doorkeeper(origin)), item, address)
        except JikimError:
            continue
        for person in people:
            if person.guest:
                rows += [(row.collected, person, row) for row in (yield from record_rows(person.subject, house.now()))]
    policy = house.policy
    refs = {
        row.record: Ref(person.subject, row.record, policy.name("record", row.kind))
        for _, person, row in sorted(rows, key=lambda one: one[0], reverse=True)
        if row.state == State.LIVE and policy.name("record", row.kind) in held
    }
    return list(refs.values())


def _right(house: House, of: Secret, ref: Ref, secret: str, origin: str) -> Steps[bool]:
    try:
        return (yield from check(house.by(doorkeeper(origin)), ref, of.item, secret, purpose=of.purpose))
    except DeniedError:
        return False
