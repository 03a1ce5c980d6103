"""One-time links: a token that opens one thing once, stored as a hash, over after its time and with its person.

A token is subject ‖ secret (16 + 32 bytes, base64url without padding); the secret's SHA-256 is what the database holds.
Taking a link deletes it in the same statement, so of two that come with one link only one gets in.
"""

from __future__ import annotations

import base64
import hashlib
import os
from datetime import timedelta
from typing import Any
from uuid import UUID

from jikim.accounts.sessions import Q
from jikim.clock import machine_moment
from jikim.crypto import token_bytes
from jikim.db.driver import Steps
from jikim.verbs.collect import Person
from jikim.verbs.house import House


def make_link(_house: House, subject: UUID, kind: str, use: str, life: timedelta) -> Steps[str]:
    """A one-time token of a person's for one use (`guest`, `reset`). It is stored as a hash."""
    token, row = new_link(subject, kind, use, life)
    yield Q["link.make"](**row)
    return token


def new_link(subject: UUID, kind: str, use: str, life: timedelta) -> tuple[str, dict[str, Any]]:
    """A token, and the row that it is stored as."""
    secret, now = os.urandom(32), machine_moment()
    hashed = hashlib.sha256(secret).digest()
    row = {"subject": subject, "hash": hashed, "kind": kind, "use": use, "at": now, "until": now + life}
    return base64.urlsafe_b64encode(subject.bytes + secret).decode(), row


def end_links(_house: House, subject: UUID, use: str) -> Steps[None]:
    """What was sent to a person for a use opens nothing any more: they have what they asked for, or another address."""
    yield Q["link.end"](subject=subject, use=use)


def take_link(_house: House, token: str, use: str) -> Steps[Person | None]:
    """Takes a link: whose it is, once; None for one that is used, over, made for another use, or no link, or whose
    person is not here."""
    raw = token_bytes(token)
    if len(raw) != 48:
        return None
    subject = UUID(bytes=raw[:16])
    rows = yield Q["link.take"](subject=subject, hash=hashlib.sha256(raw[16:]).digest(), use=use, at=machine_moment())
    return next((Person(subject, kind) for (kind,) in rows), None)
