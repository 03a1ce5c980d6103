"""The record of choices: each is kept with what it was about, for as long as it is evidence of something, and no
longer.

It names a browser by a keyed hash of a random number, never a person. It is needed while a cookie that was set under it
may still be there: the life of the choice's own cookie, then that of the longest cookie (`Rules.evidence_until`). A job
deletes what is older.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import NamedTuple

from jikim.cookies.choice import Choice
from jikim.cookies.rules import Rules
from jikim.crypto import derived, keyed
from jikim.db.driver import Steps
from jikim.db.queries import load
from jikim.verbs.house import House

Q = load("jikim.cookies")


class Chosen(NamedTuple):
    """One choice of a browser as the record holds it."""

    at: datetime
    kind: str
    allowed: tuple[str, ...]
    refused: tuple[str, ...]
    told: bool
    policy: bytes
    until: date


def _browser(house: House, browser: bytes) -> Steps[bytes]:
    key = yield from house.keyring.ensure("web", b"pages")
    return keyed(derived(key, b"browsers"), browser)


def keep_choice(house: House, rules: Rules, choice: Choice) -> Steps[None]:
    """Keeps a choice. Where the policy asks about the age, an "allow" says that it is met: the page says so beside it."""
    browser = yield from _browser(house, choice.browser)
    old_enough = bool(choice.yes) or not rules.below_age
    yield Q["cookies.chosen"](
        browser=browser,
        at=choice.at,
        choice=choice.kind,
        allowed=sorted(choice.yes),
        refused=sorted(choice.no),
        told=choice.told,
        old_enough=old_enough,
        policy=house.policy.digest,
        until=rules.evidence_until(choice.at),
    )


def choices_of(house: House, browser: bytes) -> Steps[list[Chosen]]:
    """What one browser chose, the newest first."""
    rows = yield Q["cookies.choices"](browser=(yield from _browser(house, browser)))
    return [
        Chosen(at, kind, tuple(allowed), tuple(refused), told, bytes(policy), until)
        for at, kind, allowed, refused, told, policy, until in rows
    ]


def note_set(house: House, names: Collection[str]) -> Steps[None]:
    """Declared cookies were let out today."""
    yield Q["cookies.let_out"](names=sorted(names), day=house.today())


def last_set(_house: House) -> Steps[dict[str, date]]:
    """On which day each declared cookie was set last, in whichever browser; one that never was is not in it."""
    return {str(name): day for name, day in (yield Q["cookies.set"]())}


def forget_choices(house: House) -> Steps[int]:
    """Deletes the record of choices that are no evidence any more. Answers how many."""
    [(number,)] = yield Q["cookies.forget"](today=house.today(), at=house.now())
    return int(number)
