"""A record that an application's own transaction writes: sealed at once, and taken once that transaction has committed.

    verb         the ask is judged by its values, and sealed under its person's key
    application  jikim.sealed: a row of the caller's transaction, which vanishes with it
    collect      the ask is judged again and taken, known by its reference, of which there is one

The application's own row holds the reference. Whoever runs `take_later` again, killed or not, takes nothing twice. What was
written for somebody whose key has gone since opens no more, and is let go.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple
from uuid import UUID

from jikim.crypto import unwrap, wrap
from jikim.db.driver import Steps
from jikim.errors import DeniedError, InvalidError, KeyGoneError
from jikim.keys.keyring import person_name
from jikim.store.holding import Claim, Ref
from jikim.store.index import MOVED
from jikim.store.rows import person_row
from jikim.verbs.collect import Person, collect, foresee
from jikim.verbs.house import By


class Later(NamedTuple):
    """A sealed ask: what it is known by, whose key seals it, and what it asks."""

    reference: UUID
    subject: UUID
    generation: int
    sealed: bytes


def seal_later(
    by: By,
    reference: UUID,
    kind: str,
    values: Mapping[str, Any],
    *,
    channel: str,
    subject: Person,
    old_enough: bool | None,
) -> Steps[Later]:
    """Judges a record as `collect` does, as far as its values say, and seals the ask. Raises as `collect` does."""
    yield from foresee(by, kind, values, channel=channel, subject=subject, old_enough=old_enough)
    asked = {"kind": kind, "values": values, "channel": channel, "who": subject.kind, "old_enough": old_enough}
    whose = subject.subject
    person = yield from person_row(whose)
    generation = person.generation if person is not None else 1
    key = yield from by.house.keyring.ensure("person", person_name(whose, generation))
    sealed = wrap(key, _bound(reference, whose), json.dumps(asked, ensure_ascii=False).encode())
    return Later(reference, whose, generation, sealed)


def _bound(reference: UUID, subject: UUID) -> bytes:
    return b"\x10jikim later v1\x10%b\x10%b" % (reference.bytes, subject.bytes)


def take_later(by: By, later: Later) -> Steps[bool]:
    """Takes what was committed. False where it was refused, which is recorded, or its person's key has gone."""
    house, subject = by.house, later.subject
    try:
        key = yield from house.keyring.open("person", person_name(subject, later.generation))
    except KeyGoneError:
        return False
    asked = json.loads(unwrap(key, _bound(later.reference, subject), later.sealed))
    if (yield from known(by, later.reference, asked["kind"])) is not None:
        return True
    try:
        yield from collect(
            by, asked["kind"], asked["values"], channel=asked["channel"], subject=Person(subject, asked["who"]),
            old_enough=asked["old_enough"], once=Claim(MOVED, _known(later.reference), True),
        )  # fmt: skip
    except (DeniedError, InvalidError):
        return False
    return True


def known(by: By, reference: UUID, kind: str) -> Steps[Ref | None]:
    """The record that a reference names; None where it is not taken yet, or is no more."""
    found = yield from by.house.holding.arrivals.moved([_known(reference)])
    return next((Ref(one.subject, one.record, kind) for one in found.values()), None)


def _known(reference: UUID) -> str:
    return f"later\0{reference}"
