"""Keys of applications: a grant, which the read's own statement looks at, and a secret, of which a hash is stored.

A key names the purposes that its application may name. What it may do beside that is said when it is made:

people     act for a person whom the application itself has signed in: show, leave, consent, correct, requests, hand-offs, sessions
webhooks   have webhooks of its own
metrics    read /api/metrics from elsewhere
access-records  send access records of another system, which are taken into the ledger

A revoked key is refused by the statement that would act, whatever this process remembers of it.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
import re
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from jikim.clock import machine_moment
from jikim.db.driver import Statement, Steps
from jikim.db.queries import load
from jikim.errors import JikimError
from jikim.policy.ask import EVERY_PURPOSE, Actor
from jikim.policy.compiled import mask_of
from jikim.verbs.grant import end_grant, give_grant
from jikim.verbs.house import House

Q = load("jikim.api")
PREFIX = "jk_"
MAY = ("people", "webhooks", "metrics", "access-records")
MOST = 1_000_000  # requests a minute, where nothing else is said
NAMES = re.compile(r"[a-z][a-z0-9-]{0,39}")
OFFICE = Actor("system", "jikim key", EVERY_PURPOSE)


class Application(NamedTuple):
    """Whom a key stands for, while its grant runs."""

    name: str
    purposes: int
    grant: int
    until: datetime
    may: frozenset[str]
    most: int

    def actor(self, origin: str) -> Actor:
        """Who acts, for the verbs."""
        return Actor("application", self.name, self.purposes, origin, self.grant, self.until)


class Listed(NamedTuple):
    """A key as it is listed."""

    number: int
    name: str
    purposes: tuple[str, ...]
    may: tuple[str, ...]
    most: int
    given: datetime
    until: datetime
    revoked: datetime | None


def make_key(
    house: House, name: str, purposes: Sequence[str], *, until: datetime, may: Sequence[str] = (), most: int = MOST, actor: Actor = OFFICE
) -> Steps[tuple[int, str]]:  # fmt: skip
    """Makes a key and its grant. Answers the grant's number and the key, which is stored nowhere. Raises JikimError for names of another form."""
    if not NAMES.fullmatch(name):
        raise JikimError(f"`{name}` is no application's name", hint="small letters, digits and hyphens, a letter first")
    for one in may:
        if one not in MAY:
            raise JikimError(f"a key can't be allowed `{one}`", hint=f"it is {', '.join(MAY)}")
    if until <= house.now():
        raise JikimError("this key's time would be over already", hint="name a later day")
    # A handler can never have this name, and so no handler gets an application's grant.
    grant = yield from give_grant(house, f"application:{name}", purposes, until, actor=actor)
    key, secret = os.urandom(16), os.urandom(32)
    yield Statement(
        Q["key.add"], (key, hashlib.sha256(secret).digest(), name, sorted(set(may)), grant, most, machine_moment())
    )
    return grant, PREFIX + base64.urlsafe_b64encode(key + secret).decode()


def look_key(token: str) -> Steps[Application | str]:
    """Whom a key stands for; else why it does not: `no-key`, or `key-over` where its grant was revoked. Its end is the policy's time: `decide` sees to it."""
    if not token.startswith(PREFIX):
        return "no-key"
    try:
        raw = base64.b64decode(token[len(PREFIX) :], altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return "no-key"
    if len(raw) != 48:
        return "no-key"
    rows = yield Statement(Q["key.look"], (raw[:16], hashlib.sha256(raw[16:]).digest()))
    if not rows:
        return "no-key"
    name, may, most, number, purposes, until, revoked = rows[0]
    if revoked is not None:
        return "key-over"
    return Application(name, mask_of(purposes), number, until, frozenset(may), most)


def keys_of(house: House) -> Steps[list[Listed]]:
    """Every key."""
    rows = yield Statement(Q["key.list"], ())
    policy = house.policy
    return [
        Listed(number, name, tuple(policy.name("purpose", one) for one in purposes), tuple(may), most, given, until, revoked)
        for name, may, most, number, purposes, given, until, revoked in rows
    ]  # fmt: skip


def revoke_key(house: House, number: int, *, actor: Actor = OFFICE) -> Steps[bool]:
    """Ends a key at once. Raises JikimError for a number that is no key's."""
    if number not in {one.number for one in (yield from keys_of(house))}:
        raise JikimError(f"there is no key number {number}", hint="`jikim key list` says the numbers")
    return (yield from end_grant(house, number, actor=actor))[0]
