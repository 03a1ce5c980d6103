"""Accounts elsewhere (OpenID Connect) that sign somebody in here: known by a keyed hash of who vouches and for whom, nothing of which is stored.

The link is made once, after the person has proved the account here by its password; the caller sees to that.
"""

from __future__ import annotations

from uuid import UUID

from jikim.accounts.sessions import Q
from jikim.clock import machine_moment
from jikim.crypto import derived, keyed
from jikim.db.driver import Statement, Steps
from jikim.policy.compiled import SUBJECT_KINDS
from jikim.verbs.collect import Person
from jikim.verbs.house import House


def outside_hash(house: House, issuer: str, subject: str) -> Steps[bytes]:
    """The keyed hash of an account elsewhere."""
    key = derived((yield from house.keyring.ensure("web", b"pages")), b"outside")
    return keyed(key, issuer.encode() + b"\x00" + subject.encode())


def person_outside(_house: House, hashed: bytes) -> Steps[Person | None]:
    """Whom an account elsewhere signs in; None where it is linked to nobody who is here."""
    rows = yield Statement(Q["outside.of"], (hashed,))
    kinds = {number: kind.value for kind, number in SUBJECT_KINDS.items()}
    return Person(rows[0][0], kinds[rows[0][1]]) if rows else None


def link_outside(_house: House, subject: UUID, hashed: bytes) -> Steps[bool]:
    """Links an account elsewhere to a person. False where it signs in somebody else already."""
    rows = yield Statement(Q["outside.link"], (subject, hashed, machine_moment()))
    return bool(rows[0][0])
