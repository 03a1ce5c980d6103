"""Sessions of the office: a token in a cookie of its own, stored as a hash; idle and absolute ends; one at a time
(clauses 8.4, 10.5, 10.6).

Who signs in, and who fails to, is on the record with the address it came from (safety notice §8).
"""

from __future__ import annotations

import base64
import hashlib
import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from jikim.clock import machine_moment
from jikim.db.driver import Steps
from jikim.handlers.register import Granted, Q, grants
from jikim.policy.ask import Actor
from jikim.policy.compiled import Policy
from jikim.policy.period import day_of, due
from jikim.verbs.entries import said_of
from jikim.verbs.grant import grants_of
from jikim.verbs.house import House

IDLE = timedelta(minutes=30)
LIMIT = timedelta(hours=10)
FRESH = timedelta(minutes=10)


@dataclass(frozen=True)
class Signed:
    """The handler who is signed in, as every page of the office is given them. `address` is where the request comes
    from.

    `proved`: when they last proved who they are; None since they came by the company's provider. `overdue`: the proof
    has to be renewed before anything else (10.6).
    """

    handler: str
    kind: Literal["handler", "officer"]
    name: str
    email: str
    begun: datetime
    proved: datetime | None
    grants: tuple[Granted, ...]
    address: str
    overdue: bool
    token: bytes

    @property
    def officer(self) -> bool:
        return self.kind == "officer"

    @property
    def fresh(self) -> bool:
        """Whether they proved who they are a moment ago, as grants, destruction and mass reads ask."""
        return self.proved is not None and machine_moment() - self.proved < FRESH

    def purposes(self) -> tuple[str, ...]:
        """The purposes that their running grants name."""
        return tuple(dict.fromkeys(name for one in self.grants for name in one.purposes))


class Token(NamedTuple):
    """A session's secret, and how the cookie carries it."""

    secret: bytes
    text: str


def new_token() -> Token:
    secret = os.urandom(32)
    return Token(secret, base64.urlsafe_b64encode(secret).decode())


def begin_office(house: House, handler: str, address: str, *, most: int = 1) -> Steps[str]:
    """Begins a session and answers its token. The caller has checked the proof. Raises DeniedError for who may hold no
    grant."""
    token, now = new_token(), machine_moment()
    actor = Actor("handler", handler, 0, address)
    entry = yield from house.note("office:sign-in", actor, "grant")
    done = yield Q["office.enter"](
        handler=handler,
        session=hashlib.sha256(token.secret).digest(),
        now=now,
        until=now + LIMIT,
        idle=int(IDLE.total_seconds()),
        most=most,
        entry=entry,
    )
    house.expect(done)
    return token.text


def hash_of(token: str) -> bytes:
    """What the database knows of a token."""
    return hashlib.sha256(base64.urlsafe_b64decode(token.encode("ascii", "replace") + b"==")).digest()


def signed_in(house: House, token: str, address: str) -> Steps[Signed | None]:
    """Who a token's session is of, where it runs and they may still hold a grant. Their grants are read anew each time:
    one that ends, ends now."""
    try:
        hashed = hash_of(token)
    except ValueError:
        return None
    rows = yield Q["office.look"](session=hashed, now=machine_moment())
    if not rows:
        return None
    handler, kind, said, begun, proved, renewed = rows[0]
    who = yield from said_of(house, handler, said)
    now = house.now()
    running = tuple(one for one in (yield from grants(house, handler)) if one.runs(now))
    return Signed(
        handler,
        kind,
        who.get("name", handler),
        who.get("email", ""),
        begun,
        proved,
        running,
        address,
        renewed is None or house.today() > due(day_of(renewed, house.policy.zone), house.every("grant-renewal")),
        hashed,
    )


def acting(
    house: House, me: Signed, purpose: str | None = None, *, kind: str | None = None, item: str | None = None
) -> Steps[Actor]:
    """Who acts, for a verb: by the running grant (that names this purpose) which reaches a record kind or an item,
    where one does; of several, the widest. Another grant beside it takes nothing away. Without one, every verb refuses.
    """

    def reach(one: Granted) -> tuple[bool, bool, bool, bool, bool, int, int]:
        return (
            reads(house.policy, one, kind, item),
            kind is None or one.kinds is None or kind in one.kinds,
            item is None or one.items is None or item in one.items,
            one.kinds is None,
            one.items is None,
            len(one.purposes),
            one.number,
        )

    fit = [one for one in me.grants if purpose is None or purpose in (*one.purposes, *one.keeping)]
    number = max(fit, key=reach).number if fit else None
    return (yield from grants_of(house, me.handler, kind=me.kind, origin=me.address, purpose=purpose, grant=number))


def reads(policy: Policy, one: Granted, kind: str | None, item: str | None = None) -> bool:
    """Whether a grant reads records (of a kind; an item of them) for any of its purposes."""
    kinds = {
        rules.number
        for name, rules in policy.records.items()
        if kind in (None, name) and (one.kinds is None or name in one.kinds)
    }
    purposes = {policy.number("purpose", name) for name in one.purposes}
    wanted = policy.number("item", item) if item is not None else None
    return any(
        purpose in purposes and of in kinds and (wanted is None or reading.items >> wanted & 1)
        for (purpose, of), reading in policy.reading.items()
    )


def prove_again(_house: House, me: Signed) -> Steps[None]:
    """Notes that a handler just proved anew who they are. The caller has checked it."""
    yield Q["office.prove"](session=me.token, proved=machine_moment())


def end_office(house: House, me: Signed) -> Steps[None]:
    """Signs out."""
    actor = Actor(me.kind, me.handler, 0, me.address)
    entry = yield from house.note("office:sign-out", actor, "grant")
    yield Q["office.leave"](session=me.token, entry=entry)


def end_every_office() -> Steps[None]:
    """After a restore: sessions, known browsers and invitations are over."""
    yield Q["office.over"]()
