"""Canaries: people who do not exist, planted through the same doors as everybody. Who they are lies sealed in the
office's register, and nowhere else: nothing about their records says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from jikim.db.driver import Steps
from jikim.keys.sealed_words import words_of
from jikim.store.sealed import Q
from jikim.verbs.house import House

SPACE, USE = "canary", b"who"


class Canary(NamedTuple):
    """One canary: in which system it is looked for, what was planted and until which day, and what became of it: it
    `left`, its records are `gone`, it was `asked` for last, `found`, and `mailed`; `silent`: what was seen last is that no
    mail comes to it. `subject` and `record` are its numbers from the beginning; `came`: planting it was not cut off. `again`:
    when it has gone and is found nowhere, another follows."""

    number: UUID
    system: str
    kind: str
    made: datetime
    until: date
    again: bool
    left: datetime | None
    gone: datetime | None
    asked: datetime | None
    found: datetime | None
    mailed: datetime | None
    silent: bool
    subject: UUID
    record: UUID
    values: Mapping[str, Any]
    came: bool

    @property
    def email(self) -> str:
        """The address at which it is written to."""
        return str(self.values.get("email", "")).casefold()


def canaries(house: House) -> Steps[list[Canary]]:
    """All of them, the oldest first, opened."""
    found = []
    for number, system, kind, sealed, *more in (yield Q["canaries"]()):
        words = yield from words_of(house.keyring, SPACE, number.bytes, USE, sealed)
        who = UUID(words["subject"]), UUID(words["record"]), words["values"], words.get("came", False)
        found.append(Canary._make((number, system, house.policy.name("record", kind), *more, *who)))
    return found


def planted(house: House) -> Steps[list[UUID]]:
    """Whose records nobody counts and whom no letter reaches."""
    return [one.subject for one in (yield from canaries(house))]
