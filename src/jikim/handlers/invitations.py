"""Invitations: a one-time link with which somebody who was entered into the register signs their pledge and sets how
they prove who they are.

A link is good for three days and used once; a newer one ends the older. It is stored as a hash.
"""

from __future__ import annotations

import base64
import hashlib
import os
from datetime import timedelta

from jikim.clock import machine_moment
from jikim.db.driver import Steps
from jikim.handlers.register import Q
from jikim.policy.ask import Actor
from jikim.verbs.grant import office_only
from jikim.verbs.house import SYSTEM, House

LIFE = timedelta(days=3)


def invite(house: House, handler: str, *, actor: Actor = SYSTEM) -> Steps[str]:
    """A new invitation's token. Raises DeniedError where nobody of that name is designated."""
    event = "handler:invite"
    yield from office_only(house, event, actor)
    secret = os.urandom(32)
    entry = yield from house.note(event, actor, "grant", handler=handler)
    done = yield Q["handler.invite"](
        token=hashlib.sha256(secret).digest(), handler=handler, until=machine_moment() + LIFE, entry=entry
    )
    house.expect(done)
    return base64.urlsafe_b64encode(secret).rstrip(b"=").decode()


def invited(_house: House, token: str) -> Steps[str | None]:
    """Whom an invitation is for, while it runs. Whoever sets their proofs by it uses it up (`set_by_link`)."""
    hashed = token_hash(token)
    if hashed is None:
        return None
    rows = yield Q["handler.invited"](token=hashed, now=machine_moment(), take=False)
    return next((str(handler) for (handler,) in rows), None)


def token_hash(token: str) -> bytes | None:
    """How a link's token is kept; None for what is none."""
    try:
        secret = base64.urlsafe_b64decode(token.encode("ascii", "replace") + b"=" * (-len(token) % 4))
    except ValueError:
        return None
    return hashlib.sha256(secret).digest()
