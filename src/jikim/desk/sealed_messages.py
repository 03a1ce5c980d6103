"""What the desk says to one person: sealed under a key of that person's for the desk alone, which goes with the person
(`verbs.destroy`)."""

from __future__ import annotations

from uuid import UUID

from jikim.crypto import derived, unwrap, wrap
from jikim.db.driver import Steps
from jikim.errors import KeyGoneError, SealError
from jikim.verbs.forbidden_numbers import no_numbers
from jikim.verbs.house import House

SPACE = "desk"
_USE = b"said"


def seal_said(house: House, subject: UUID, about: UUID, text: str) -> Steps[bytes]:
    """Seals an answer or a reason. Raises InvalidError for one that holds a number that is never taken."""
    yield from no_numbers(house.policy, text=text)
    key = yield from house.keyring.ensure(SPACE, subject.bytes)
    return wrap(derived(key, _USE), about.bytes, text.encode())


def open_said(house: House, subject: UUID, about: UUID, said: bytes | None) -> Steps[str]:
    """The text; empty where there is none, or where its key went with the person."""
    if said is None:
        return ""
    try:
        key = yield from house.keyring.open(SPACE, subject.bytes)
        return unwrap(derived(key, _USE), about.bytes, said).decode()
    except (KeyGoneError, SealError):
        return ""
