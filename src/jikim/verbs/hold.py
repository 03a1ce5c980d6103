"""hold: a legal hold stops a record's destruction, wherever it is, and nothing else; its release lets the clock run on."""

from __future__ import annotations

from uuid import UUID, uuid4

from jikim.db.driver import Statement, Steps
from jikim.keys.keyring import hold_name
from jikim.policy.ask import Actor, Ask
from jikim.policy.decide import Denied, Outcome, deny
from jikim.policy.states import Verb
from jikim.store.holding import Ref
from jikim.store.sealed import Q
from jikim.verbs.destroy import end_archive_keys, let_key_go
from jikim.verbs.house import House

MOST_PARTS = 64


def _may(house: House, ref: Ref, event: str, actor: Actor, reason: str) -> Steps[None]:
    """Only an officer (or the system on an officer's order) holds and releases, with a reason."""
    policy = house.policy
    denied: Denied | None = None
    if actor.kind not in ("officer", "system"):
        denied = deny(policy, "not-confirmed")
    elif not (yield from house.manned(actor)):
        denied = deny(policy, "grant")
    elif not reason:
        denied = deny(policy, "reason")
    if denied is not None:
        rules = policy.records.get(ref.kind)
        ask = Ask(Verb.DESTROY, rules.number if rules else 0, 0, actor)
        yield from house.refuse(event, policy, actor, denied, ask, ref.subject, ref.record)


def _move(
    house: House, ref: Ref, released: UUID | None, to: UUID | None, event: str, actor: Actor, reason: str
) -> Steps[bool]:
    """Puts the record under a hold or (`to` None) takes the `released` one off, live or resting. Answers whether anything was found."""
    policy = house.policy
    ask = Ask(
        Verb.DESTROY, policy.records[ref.kind].number if ref.kind in policy.records else 0, 0, actor, reason=reason
    )
    entry = yield from house.entry(event, policy, actor, ask, policy.clause("ended"))
    rows = yield Statement(Q["hold"], (ref.subject, ref.record, released, to, *entry))
    outcome = Outcome(rows[0][0])
    if outcome is Outcome.HELD:
        yield from house.refuse(event, policy, actor, deny(policy, "held"), ask, ref.subject, ref.record)
    if outcome is Outcome.CONFLICT:
        house.denied(policy, None, outcome)
    entries = []
    for _ in range(MOST_PARTS):
        entries.append(entry._replace(entry=uuid4()))
    parts, left = yield from house.archive.rehold(ref, released, to, house.today(), entries)
    if any(part is Outcome.HELD for part in parts):
        yield from house.refuse(event, policy, actor, deny(policy, "held"), ask, ref.subject, ref.record)
    if any(part is Outcome.CONFLICT for part in parts):
        house.denied(policy, None, Outcome.CONFLICT)
    for other in left:
        yield from _destroy_key(house, ref, other, actor)
    return outcome is Outcome.ALLOWED or any(part is Outcome.ALLOWED for part in parts)


def _destroy_key(house: House, ref: Ref, number: UUID, actor: Actor) -> Steps[None]:
    policy = house.policy
    entry = yield from house.entry("record:destroy-hold-key", policy, actor, None, policy.clause("irrecoverable"))
    yield from let_key_go(house, "hold", hold_name(number, ref.record), entry, ref.subject)


def hold(house: House, ref: Ref, *, actor: Actor, reason: str) -> Steps[UUID]:
    """Lays a legal hold on a record. Resting parts are re-sealed under the hold's own key before their day's key can go."""
    yield from _may(house, ref, "record:hold", actor, reason)
    number = uuid4()
    if not (yield from _move(house, ref, None, number, "record:hold", actor, reason)):
        policy = house.policy
        yield from house.refuse("record:hold", policy, actor, deny(policy, "gone"), None, ref.subject, ref.record)
    return number


def release(house: House, ref: Ref, number: UUID, *, actor: Actor, reason: str) -> Steps[None]:
    """Releases a hold. What is past its day goes at once; the rest goes back under its day's key, and the hold's key goes.

    Raises DeniedError where another hold than this one is on the record: it stays.
    """
    yield from _may(house, ref, "record:release", actor, reason)
    yield from _move(house, ref, number, None, "record:release", actor, reason)
    yield from _destroy_key(house, ref, number, actor)
    yield from end_archive_keys(house, [ref.subject])
