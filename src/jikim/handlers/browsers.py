"""Known browsers of the office: tries in one that a handler signed in from are counted apart, so that whoever guesses
elsewhere does not stop their work.

As a member's (`accounts/browsers.py`): a token is random, kept as its SHA-256, and opens nothing. A new proof, a lost
one and leaving the duty end it.
"""

from __future__ import annotations

import hashlib
import os
from datetime import timedelta

from jikim.clock import machine_moment
from jikim.db.driver import Steps
from jikim.handlers.register import NAMES, Q
from jikim.verbs.house import House

MOST, LIFE = 10, timedelta(days=180)


def know_browser(_house: House, handler: str, former: str) -> Steps[str]:
    """A browser that a handler just signed in from is known. Answers its token, which is stored nowhere.

    The `former` one is good no more.
    """
    token, now = os.urandom(32).hex(), machine_moment()
    yield Q["office.know"](
        handler=handler, hash=_hash(token), former=_hash(former), now=now, until=now + LIFE, most=MOST
    )
    return token


def counted_as(_house: House, handler: str, token: str) -> Steps[str]:
    """What a try for a handler is counted as: by itself in a browser that is known to them, else with everybody's."""
    if not NAMES.fullmatch(handler):
        return handler
    [(done,)] = yield Q["office.known"](handler=handler, hash=_hash(token), now=machine_moment())
    return f"browser {_hash(token).hex()} {handler}" if done else handler


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
