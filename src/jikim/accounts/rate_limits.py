"""Limits: how often something may be tried. Counted in the database under a hash of the day's key (`keys/day_keys.py`),
so that no list of names or addresses comes to be, and with the day it can't be asked any more who tried.

`within` counts and answers; `try_secret` makes each further try of a secret wait twice as long. Both count before
anything is looked at, so that many tries at once are as many tries.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import NamedTuple

from jikim.accounts.sessions import Q
from jikim.clock import machine_moment
from jikim.crypto import keyed
from jikim.db.driver import Steps
from jikim.keys.day_keys import daily_key
from jikim.verbs.house import House

FREE, FIRST, LONGEST = 5, timedelta(seconds=30), timedelta(hours=1)
REMEMBERED = timedelta(hours=24)


class Try(NamedTuple):
    """One try of a secret. `number` is 0 where it has to wait until `open`."""

    number: int
    open: datetime

    @property
    def allowed(self) -> bool:
        return self.number > 0

    @property
    def locks(self) -> bool:
        """Whether waiting begins with this try: whoever it concerns is told. A later one comes only by waiting."""
        return self.number == FREE


def _hash(house: House, what: str, whose: str) -> Steps[bytes]:
    key = yield from daily_key(house.keyring, b"limits")
    return keyed(key, what.encode() + b"\x00" + _one(whose).encode("utf-8", "replace"))


def _one(key: str) -> str:
    """An IPv6 address by its network of 64 bits: one household or one server has all of it."""
    try:
        address = ip_address(key) if ":" in key else None
    except ValueError:
        address = None
    if not isinstance(address, IPv6Address) or address.ipv4_mapped is not None:
        return key
    return str(IPv6Network((address, 64), strict=False))


def within(house: House, what: str, key: str, most: int, per: timedelta) -> Steps[bool]:
    """Counts one attempt at `what` by `key` (an address, an account). False when there were more than `most` in this
    span of time."""
    now = machine_moment()
    [(done,)] = yield Q["limit.within"](hash=(yield from _hash(house, what, key)), most=most, at=now, until=now + per)
    return bool(done)


def try_secret(house: House, what: str, key: str) -> Steps[Try]:
    """Counts one try of a secret, a wrong one until `forget_tries` says otherwise: the first few are free, then each
    waits twice as long."""
    now = machine_moment()
    [(tried, opens)] = yield Q["limit.try"](
        hash=(yield from _hash(house, what, key)),
        free=FREE,
        first=int(FIRST.total_seconds()),
        longest=int(LONGEST.total_seconds()),
        at=now,
        until=now + REMEMBERED,
    )
    return Try(tried, opens)


def forget_tries(house: House, what: str, key: str) -> Steps[None]:
    """The right secret came: its tries are forgotten."""
    yield Q["limit.drop"](hash=(yield from _hash(house, what, key)))
