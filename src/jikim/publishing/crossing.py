"""Taking people over to a version that has come into force: everybody whom it asks nothing, at once and by pages; the
others when they answer.

Records that hold what the version no longer declares are sealed anew without it, but for what a statute keeps; records
that another time ends are timed anew. What is over by then is for the sweep, whose plan says what rests and what goes,
and which certifies it.
"""

from __future__ import annotations

from typing import Any, NamedTuple
from uuid import UUID

from jikim.crypto import SealContext, open_items, seal
from jikim.db.driver import Steps
from jikim.db.everywhere import hold_everywhere
from jikim.errors import KeyGoneError, SealError
from jikim.keys.keyring import person_name
from jikim.policy.compiled import Policy, mask_of, numbers_of
from jikim.policy.plan import over_from
from jikim.publishing.publications import Publication, Q
from jikim.verbs.account import moments
from jikim.verbs.house import SYSTEM, House

PAGE = 500
_NIL = UUID(int=0)
OWN = "own-promise"


class Crossed(NamedTuple):
    """What one page did: people taken over, and whether that was the last."""

    moved: int
    over: bool


def switch(house: House, found: Publication) -> Steps[bool]:
    """Says that an announced version whose moment has come is in force. Answers whether this said it."""
    if found.state != "announced" or house.now() < found.effective:
        return False
    new = yield from house.versions.serving(found.version)
    entry = yield from house.entry("policy:switch", new, SYSTEM, None, new.clause("versions"), publication=found.number)
    [(done,)] = yield Q["publish.switch"](number=found.number, entry=entry)
    yield from house.versions.refresh(house.clock.now())
    return bool(done)


def take_over_page(house: House, found: Publication, limit: int = PAGE) -> Steps[Crossed]:
    """Takes the next people over to the version in force."""
    new = yield from house.versions.serving(found.version)
    entry = yield from house.entry(
        "subject:take-over", new, SYSTEM, None, new.clause("versions"), publication=found.number
    )
    # INVARIANT: a server that has not heard of the version has nobody to take over, and would say that it is over.
    yield from hold_everywhere()
    [(moved, total, over)] = yield Q["publish.take_over"](number=found.number, limit=limit, entry=entry)
    if total is not None:
        yield Q["publish.moved"](number=found.number, moved=total, over=over, at=entry.at)
    return Crossed(moved, over)


def rework(house: House) -> Steps[int]:
    """Seals and times anew what must be. Answers how many records; one that is frozen or held waits, and so does one
    that does not open."""
    done, subject, record = 0, _NIL, _NIL
    while rows := (
        yield Q["publish.reworks"](after=subject, record=record, limit=PAGE, entry=(yield from house.resealing("trim")))
    ):
        *_, (subject, record, *_) = rows
        for row in rows:
            try:
                done += yield from _one(house, row)
            except (KeyGoneError, SealError):
                # Sealed anew meanwhile, or damaged: the next run looks again.
                continue
    return done


def _one(house: House, row: tuple[Any, ...]) -> Steps[bool]:
    subject, record, kind, version, generation, serving, given, collected, events, waits, items, head, body = row
    policy = yield from house.versions.serving(serving)
    rules = policy.by_number.get(kind) if kind is not None else None
    over, dropped = None, 0
    sealed = None
    if rules is not None:
        over = over_from(policy, rules, collected, moments(events))
        kept = _kept_by_law((yield from house.versions.serving(given)), kind)
        dropped = 0 if waits else mask_of(items) & ~rules.items & ~kept
        if dropped:
            key = yield from house.keyring.open("person", person_name(subject, generation))
            values = open_items(
                key, SealContext(subject, record, version, generation), head, zip(items, body, strict=True)
            )
            left = {item: value for item, value in values.items() if not dropped >> item & 1}
            sealed = seal(key, SealContext(subject, record, version + 1, generation), left)
    entry = yield from house.entry(
        "record:trim",
        policy,
        SYSTEM,
        None,
        policy.clause("ended"),
        **({"kind": rules.name} if rules is not None else {}),
    )
    remaining = [item for item in items or () if not dropped >> item & 1]
    again = bool(rules is not None and waits and mask_of(items) & ~rules.items)
    [(done,)] = yield Q["publish.reworked"](
        subject=subject,
        record=record,
        version=version,
        generation=generation,
        over_from=over,
        items=remaining,
        head=sealed.head if sealed else None,
        body=list(sealed.body) if sealed else [],
        dropped=list(numbers_of(dropped)),
        kept=again,
        entry=entry,
    )
    return bool(done)


def _kept_by_law(policy: Policy, kind: int) -> int:
    """What a statute keeps of a record, by the version that it was given under: it stays until the record rests."""
    rules = policy.by_number.get(kind)
    kept = 0
    for rule in rules.keep if rules is not None else ():
        if rule.keep.because != OWN:
            kept |= rule.items
    return kept
