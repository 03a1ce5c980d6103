"""Sessions: opaque tokens, stored as hashes; listed and revocable; over with the browser, after an idle time, and after an absolute one.

A token is subject ‖ session ‖ secret (16 + 16 + 32 bytes, base64url): the first two find the row, the secret's SHA-256 is compared. Times are
the machine's, so that a demo's moved clock ends nobody's session (architecture §4). The time-outs are the policy's duty `sign-out`.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID, uuid4

from jikim.clock import machine_moment
from jikim.db.driver import Statement, Steps
from jikim.db.queries import load
from jikim.verbs.house import House

Q = load("jikim.accounts")
IDLE = timedelta(minutes=30)
LIMIT = timedelta(hours=12)
STEP_UP = timedelta(minutes=10)


class Session(NamedTuple):
    """A running session. `stepped` is when its person last proved who they are; `guardian`: acts for the subject, and is not them."""

    subject: UUID
    session: UUID
    kind: str
    guardian: bool
    begun: datetime
    seen: datetime
    stepped: datetime | None

    @property
    def fresh(self) -> bool:
        """Whether the person proved who they are a moment ago, as viewing, changing and leaving ask (clauses 7.2, 10.1)."""
        return self.stepped is not None and machine_moment() - self.stepped < STEP_UP


def begin_session(
    house: House, subject: UUID, kind: str, *, guardian: bool = False, about: bytes = b"", limit: timedelta = LIMIT,
    idle: timedelta = IDLE, at_once: int = 1,
) -> Steps[str]:  # fmt: skip
    """Begins a session and answers its token, which is stored nowhere. Of one account at most `at_once` run: the oldest end (clause 8.3)."""
    session, secret, now = uuid4(), os.urandom(32), machine_moment()
    yield Statement(
        Q["session.begin"],
        (subject, session, hashlib.sha256(secret).digest(), kind, guardian, now, now + limit, int(idle.total_seconds()), about, at_once),
    )  # fmt: skip
    return base64.urlsafe_b64encode(subject.bytes + session.bytes + secret).decode()


def parse_token(token: str) -> tuple[UUID, UUID, bytes] | None:
    """Subject, session and the secret's hash; None for anything that is no token."""
    try:
        raw = base64.b64decode(token, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    if len(raw) != 64:
        return None
    return UUID(bytes=raw[:16]), UUID(bytes=raw[16:32]), hashlib.sha256(raw[32:]).digest()


def session_of(_house: House, token: str) -> Steps[Session | None]:
    """The session of a token that runs, whose person is here; None for any other. Counts as use of it."""
    parsed = parse_token(token)
    if parsed is None:
        return None
    rows = yield Statement(Q["session.look"], (*parsed, machine_moment()))
    if not rows:
        return None
    kind, guardian, begun, seen, stepped = rows[0]
    return Session(parsed[0], parsed[1], kind, guardian, begun, seen, stepped)


def step_up(_house: House, session: Session) -> Steps[None]:
    """Notes that the person of a session just proved who they are. The caller has checked it."""
    yield Statement(Q["session.step"], (session.subject, session.session, machine_moment()))


def end_session(_house: House, subject: UUID, session: UUID) -> Steps[bool]:
    """Ends one session of a person. Answers whether there was one."""
    rows = yield Statement(Q["session.end"], (subject, session))
    return bool(rows[0][0])


def end_sessions(_house: House, subject: UUID, but: UUID | None = None) -> Steps[int]:
    """Ends every session of a person, but one perhaps. Answers how many ended."""
    rows = yield Statement(Q["session.end_all"], (subject, but))
    return int(rows[0][0])
