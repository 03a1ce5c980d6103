"""hold: a legal hold stops a record's destruction, wherever it is, and nothing else; its release lets the clock run on.

A record may be under several holds, each laid and released by its own number, and is destroyed only when none is left.
What rests is sealed under a key of one of them; where that one is released and others stand, it is sealed anew under
the next before the key goes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID, uuid4

from jikim.db.driver import Row, Steps
from jikim.db.steps import value_of
from jikim.errors import InvalidError
from jikim.keys.keyring import hold_name
from jikim.keys.sealed_words import seal_words, words_of
from jikim.ledger.entry import Entry
from jikim.policy.ask import Actor, Ask, blank
from jikim.policy.decide import Denied, deny
from jikim.policy.outcome import Outcome
from jikim.policy.reasons import Why
from jikim.policy.states import Verb
from jikim.store.holding import Ref
from jikim.store.sealed import Q
from jikim.verbs.destroy import destroy_now, end_archive_keys, let_key_go
from jikim.verbs.forbidden_numbers import no_numbers
from jikim.verbs.house import By, House

MOST_PARTS = 64
SAID = "hold-said"  # the space of the keys that seal by whom a hold was laid, and why
LAST = (datetime.max.replace(tzinfo=UTC), UUID(int=2**128 - 1))


class Hold(NamedTuple):
    """A hold that stands; or, where `released` is a moment, whose release has not come to its end: releasing it again
    ends it."""

    ref: Ref
    number: UUID
    laid: datetime
    released: datetime | None
    by: str
    reason: str
    because: str = ""

    def __repr__(self) -> str:
        return f"<Hold {self.number} on {self.ref.kind}>"


def _may(house: House, ref: Ref, event: str, actor: Actor, reason: str) -> Steps[None]:
    """Only an officer (or the system on an officer's order) holds and releases, with a reason."""
    policy = house.policy
    denied: Denied | None = None
    if actor.kind not in ("officer", "system"):
        denied = deny(policy, "not-confirmed")
    elif not (yield from house.manned(actor)):
        denied = deny(policy, "grant")
    elif blank(reason):
        denied = deny(policy, "reason")
    if denied is not None:
        yield from house.refuse(event, policy, actor, denied, _ask(house, ref, actor), ref.subject, ref.record)
    yield from no_numbers(policy, reason=reason)


def _ask(house: House, ref: Ref, actor: Actor, reason: str = "") -> Ask:
    rules = house.policy.records.get(ref.kind)
    return Ask(Verb.DESTROY, rules.number if rules else 0, 0, actor, reason=reason)


def _refuse(house: House, event: str, why: Why, ask: Ask | None, ref: Ref, actor: Actor) -> Steps[None]:
    policy = house.policy
    yield from house.refuse(event, policy, actor, deny(policy, why), ask, ref.subject, ref.record)


def _case(house: House, because: str) -> str:
    """The clause by which destruction waits: of the policy's own case, where it names any."""
    cases = house.policy.file.holds
    if because in cases:
        return cases[because].clause or f"holds.{because}"
    if not cases and not because:
        return house.policy.clause("ended")
    known = ", ".join(f"`{name}`" for name in cases) or "none"
    raise InvalidError(
        f"`{because}` is no case in which the policy lets destruction wait",
        item="because",
        hint=f"its cases (`holds`): {known}",
        ko=("처리방침에서 파기를 보류하기로 한 경우가 아닙니다", f"처리방침의 `holds`: {known}"),
    )


def _entries(entry: Entry) -> Sequence[Entry]:
    return [entry.another() for _ in range(MOST_PARTS)]


def hold(by: By, ref: Ref, *, reason: str, because: str = "") -> Steps[UUID]:
    """Places a legal hold on a record; others on it stay as they are. What is archived is sealed under a hold's own key before
    its day's key can go.

    `because`: the case of the policy (`holds`) that it is laid for. Raises InvalidError for another where the policy names
    cases, and for any where it names none.
    """
    house, actor = by
    event = "record:hold"
    yield from _may(house, ref, event, actor, reason)
    clause = _case(house, because)
    number, ask = uuid4(), _ask(house, ref, actor, reason)
    words = {"by": actor.id, "reason": reason, "because": because}
    said = yield from seal_words(house.keyring, SAID, hold_name(number, ref.record), b"said", words)
    rests = yield from value_of(Q["hold.rests"](subject=ref.subject, record=ref.record))
    while True:
        entry = yield from house.entry(event, house.policy, actor, ask, clause)
        [(code, holds)] = yield Q["hold"](
            subject=ref.subject,
            record=ref.record,
            kind=ask.kind,
            rests=rests,
            lay=number,
            release=None,
            said=said,
            grant=actor.grant,
            entry=entry,
        )
        outcome, standing = Outcome(code), holds or []
        if outcome in (Outcome.ALLOWED, Outcome.RESTING):
            break
        if (
            outcome is not Outcome.GRANT
            and not rests
            and (yield from value_of(Q["hold.rests"](subject=ref.subject, record=ref.record)))
        ):
            # It lived when it was looked for in the archive, and was moved to rest before this.
            rests = True
            continue
        yield from _destroy_said(house, ref, number, actor)
        if outcome in (Outcome.CONFLICT, Outcome.GRANT):
            house.denied(house.policy, None, outcome)
        yield from _refuse(house, event, "gone", None, ref, actor)
    looked = yield from house.resealing("hold", actor)
    parts, left = yield from house.archive.rehold(
        ref, number, standing, house.today(), _entries(entry), looked, release=False
    )
    if any(part is Outcome.CONFLICT for part in parts):
        house.denied(house.policy, None, Outcome.CONFLICT)
    for other in left:
        yield from _destroy_key(house, ref, other, actor)
    if outcome is Outcome.RESTING and not (
        yield from value_of(Q["hold.rests"](subject=ref.subject, record=ref.record))
    ):
        # Its last day went while this was laid: there is nothing left to hold.
        yield from _lift(house, ref, number, event, actor, reason, grant=0)
        yield from _refuse(house, event, "gone", None, ref, actor)
    return number


def release(by: By, ref: Ref, number: UUID, *, reason: str) -> Steps[None]:
    """Releases a hold. Where no other stands, what is past its day goes at once, and the rest goes back under its day's
    key.

    Raises DeniedError where this hold is not on the record and another is: that one stays. Released again, it is
    brought to its end.
    """
    house, actor = by
    event = "record:release"
    yield from _may(house, ref, event, actor, reason)
    yield from _lift(house, ref, number, event, actor, reason, grant=actor.grant)
    yield from end_archive_keys(house, [ref.subject])


def _lift(house: House, ref: Ref, number: UUID, event: str, actor: Actor, reason: str, *, grant: int) -> Steps[None]:
    """Takes a hold away. `grant`: what it is done by; 0 where a hold that was laid on nothing is taken back."""
    policy, ask = house.policy, _ask(house, ref, actor, reason)
    entry = yield from house.entry(event, policy, actor, ask, policy.clause("ended"))
    [(code, holds)] = yield Q["hold"](
        subject=ref.subject,
        record=ref.record,
        kind=ask.kind,
        rests=True,
        lay=None,
        release=number,
        said=b"",
        grant=grant,
        entry=entry,
    )
    outcome, standing = Outcome(code), holds or []
    if outcome in (Outcome.CONFLICT, Outcome.GRANT):
        house.denied(policy, None, outcome)
    looked = yield from house.resealing("hold", actor)
    parts, left = yield from house.archive.rehold(
        ref, number, standing, house.today(), _entries(entry), looked, release=True
    )
    if any(part is Outcome.CONFLICT for part in parts):
        house.denied(policy, None, Outcome.CONFLICT)
    if outcome is Outcome.HELD and not parts:
        yield from _refuse(house, event, "held", ask, ref, actor)
    for other in left:
        yield from _destroy_key(house, ref, other, actor)
    yield from _destroy_key(house, ref, number, actor)
    yield from _destroy_said(house, ref, number, actor)
    yield Q["hold.over"](subject=ref.subject, record=ref.record, hold=number)


def _destroy_key(house: House, ref: Ref, number: UUID, actor: Actor) -> Steps[None]:
    entry = yield from house.note("record:destroy-hold-key", actor, "irrecoverable")
    yield from let_key_go(house, "hold", hold_name(number, ref.record), entry, ref.subject)


def _destroy_said(house: House, ref: Ref, number: UUID, actor: Actor) -> Steps[None]:
    yield from destroy_now(house, "record:destroy-hold-key", SAID, hold_name(number, ref.record), ref.subject, actor)


def holds(house: House, before: tuple[datetime, UUID] = LAST, limit: int = 50) -> Steps[list[Hold]]:
    """The holds of everybody, the newest first, a page at a time: `before` is when the last one was laid, and its number."""
    return (yield from _opened(house, (yield Q["hold.all"](before=before[0], before_hold=before[1], limit=limit))))


def holds_of(house: House, subject: UUID) -> Steps[list[Hold]]:
    """The holds on a person's records, the first laid first."""
    return (yield from _opened(house, (yield Q["hold.of"](subject=subject))))


def _opened(house: House, rows: Sequence[Row]) -> Steps[list[Hold]]:
    found = []
    for subject, record, number, kind, laid, released, sealed in rows:
        said = yield from words_of(house.keyring, SAID, hold_name(number, record), b"said", sealed)
        ref = Ref(subject, record, house.policy.name("record", kind) if kind else "")
        found.append(
            Hold(ref, number, laid, released, said.get("by", ""), said.get("reason", ""), said.get("because", ""))
        )
    return found
