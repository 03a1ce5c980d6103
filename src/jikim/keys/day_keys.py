"""A day's key: what is counted or compared for a short while is hashed under it, and a day later nobody can ask for it
any more.

Names and addresses are counted here by hashes. Under a key that stands for ever an old copy of the counts would answer
every guess; so the key is the day's (UTC, the machine's), `jobs/daily.py` ends it with its day and each epoch ends the
running one too, and the next use makes another. What was counted under it is forgotten with it.
"""

from __future__ import annotations

from itertools import count

from jikim.clock import machine_moment
from jikim.crypto import derived
from jikim.db.driver import Steps
from jikim.errors import KeyGoneError
from jikim.keys.keyring import Keyring

SPACE = "daily"


def daily_key(keyring: Keyring, use: bytes) -> Steps[bytes]:
    """Today's key for one use. Where an epoch ended it, or the clock went back to a day that is over, the day's next
    one."""
    day = machine_moment().date().isoformat()
    for n in count():
        try:
            return derived((yield from keyring.ensure(SPACE, f"{day}.{n}".encode())), use)
        except KeyGoneError:
            continue
    raise AssertionError("a day has no last key")
