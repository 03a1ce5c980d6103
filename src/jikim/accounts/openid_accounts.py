"""Accounts elsewhere (OpenID Connect) that sign somebody in here: a claim of the blind index over who vouches and for
whom, nothing of which is stored.

The link is made once, after the person has proved the account here by its password; the caller sees to that. It goes
with its person, and the index's rotation makes an old copy of it unaskable as it does for every other value that people
are found by.
"""

from __future__ import annotations

from uuid import UUID

from jikim.db.driver import Steps
from jikim.policy.outcome import Outcome
from jikim.store.holding import Claim
from jikim.store.index import OUTSIDE
from jikim.verbs.collect import Person
from jikim.verbs.house import House


def _claim(issuer: str, subject: str) -> Claim:
    return Claim(OUTSIDE, f"{issuer}\0{subject}", True)


def person_outside(house: House, issuer: str, subject: str) -> Steps[Person | None]:
    """Whom an account elsewhere signs in; None where it is linked to nobody who is here or away."""
    found = yield from house.holding.claims.find(_claim(issuer, subject), (0,), away=True)
    return next((Person(subject, house.policy.people_named[kind]) for subject, kind in found), None)


def link_outside(house: House, person: UUID, issuer: str, subject: str) -> Steps[bool]:
    """Links an account elsewhere to a person. False where it signs in somebody else, or them, already."""
    return (yield from house.holding.claims.claim(person, _claim(issuer, subject), house.now())) is Outcome.ALLOWED
