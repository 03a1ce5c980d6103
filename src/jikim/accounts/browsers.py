"""Known browsers: one that an account signed in from brings a token by which its tries are counted apart
(`credentials.py`), so that whoever guesses elsewhere makes strangers wait, and not the account's person.

A token is 32 random bytes, kept as its SHA-256; it opens nothing, and names nobody. It ends with a new password (by
whichever door: the database sees to it), signing out everywhere, leaving, and a report that somebody else is behind
the account; signing in replaces it. Times are the machine's.
"""

from __future__ import annotations

import hashlib
import os
from datetime import datetime
from uuid import UUID

from jikim.accounts.sessions import Q
from jikim.clock import machine_moment
from jikim.db.driver import Steps
from jikim.verbs.house import House

MOST = 10


def know_browser(house: House, subject: UUID, former: str, until: datetime) -> Steps[str]:
    """A browser that somebody just signed in from is known. Answers its token, which is stored nowhere.

    The `former` one is good no more.
    """
    token, unreadable = os.urandom(32).hex(), house.policy.unreadable
    secrets = [number for number in range(unreadable.bit_length()) if unreadable >> number & 1]
    yield Q["browser.know"](
        subject=subject,
        hash=_hash(token),
        former=_hash(former),
        secrets=secrets,
        at=machine_moment(),
        until=until,
        most=MOST,
    )
    return token


def counted_apart(_house: House, subject: UUID, token: str) -> Steps[str]:
    """What stands before the name that tries are counted by, in a browser that is known to an account; else empty."""
    [(done,)] = yield Q["browser.known"](subject=subject, hash=_hash(token), at=machine_moment())
    return f"browser {_hash(token).hex()} " if done else ""


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
