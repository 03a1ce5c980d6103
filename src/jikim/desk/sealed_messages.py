"""What the desk says to one person: sealed under a key of that person's for the desk alone, which goes with the person
(`verbs.destroy`)."""

from __future__ import annotations

from uuid import UUID

from jikim.crypto import derived, unwrap, wrap
from jikim.db.driver import Steps
from jikim.errors import KeyGoneError, SealError
from jikim.policy.model import Language
from jikim.verbs.forbidden_numbers import no_numbers
from jikim.verbs.house import House

SPACE = "desk"
_USE = b"said"
_AND = "\x1f"  # between the two languages of what the product says by itself


def in_both(ko: str, en: str) -> str:
    """A text in both languages, of which its reader is shown theirs."""
    return f"{ko}{_AND}{en}"


def said_in(text: str, language: Language) -> str:
    """A text for a reader: in their language, where it was said `in_both`; what somebody wrote as they wrote it."""
    ko, both, en = text.partition(_AND)
    return en if both and language == "en" else ko


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
