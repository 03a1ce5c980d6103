"""Sessions: opaque tokens, stored as hashes; listed and revocable; over with the browser, after an idle time, and after
an absolute one.

A token is subject ‖ session ‖ secret (16 + 16 + 32 bytes, base64url): the first two find the row, the secret's SHA-256
is compared. Times are the machine's, so that a demo's moved clock ends nobody's session (architecture §4). The
time-outs are the policy's duty `sign-out`.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID, uuid4

from jikim.accounts.sign_ins import note_sign_in
from jikim.clock import machine_moment
from jikim.crypto import token_bytes, unwrap, wrap
from jikim.db.driver import Steps
from jikim.db.queries import load
from jikim.errors import KeyGoneError, SealError
from jikim.keys.keyring import person_name
from jikim.policy.compiled import Policy
from jikim.store.rows import person_row
from jikim.verbs.collect import Person
from jikim.verbs.house import House
from jikim.verbs.last_use import note_use

Q = load("jikim.accounts")
IDLE = timedelta(minutes=30)
LIMIT = timedelta(hours=12)
STEP_UP = timedelta(minutes=10)


class Session(NamedTuple):
    """A running session. `stepped` is when its holder last proved who they are, None where they have not since it
    began; `guardian`: acts for the subject, and is not them."""

    subject: UUID
    session: UUID
    kind: str
    holder: UUID
    begun: datetime
    seen: datetime
    stepped: datetime | None

    @property
    def guardian(self) -> bool:
        return self.holder != self.subject

    @property
    def fresh(self) -> bool:
        """Whether the person proved who they are a moment ago, as viewing, changing and leaving ask (clauses 7.2,
        10.1)."""
        return self.stepped is not None and machine_moment() - self.stepped < STEP_UP


def begin_session(
    house: House,
    holder: UUID,
    kind: str,
    *,
    ward: UUID | None = None,
    about: bytes = b"",
    proved: bool = True,
    limit: timedelta = LIMIT,
    idle: timedelta = IDLE,
    at_once: int = 1,
) -> Steps[str]:
    """Begins a session of a person, or of a guardian for their `ward`, and answers its token, which is stored nowhere.
    `proved`: whether they have just proved who they are, so that nothing asks them again for a while.

    Of one account at most `at_once` run: the oldest end (clause 8.3).
    """
    session, secret, now = uuid4(), os.urandom(32), machine_moment()
    # Where they may not act for the child, the token opens nothing.
    if (turn := (yield from _turn(holder, ward))) is not None:
        yield Q["session.begin"](
            subject=holder,
            session=session,
            hash=hashlib.sha256(secret).digest(),
            kind=kind,
            ward=ward,
            turn=turn,
            at=now,
            stepped=now if proved else None,
            until=now + limit,
            idle=int(idle.total_seconds()),
            about=about,
            at_once=at_once,
        )
    return base64.urlsafe_b64encode(holder.bytes + session.bytes + secret).decode()


def _turn(holder: UUID, ward: UUID | None) -> Steps[int | None]:
    """In which turn of their link somebody may act for a child; 0 for oneself, None where they may not."""
    return 0 if ward is None else (yield from _acting_for(ward)).get(holder)


def _acting_for(child: UUID) -> Steps[dict[UUID, int]]:
    return dict((yield Q["acting.for"](subject=child)))


class Rules(NamedTuple):
    """How long a session may stand idle, how long it lasts at most, and how many of one account run at once."""

    idle: timedelta
    limit: timedelta
    at_once: int


def rules_of(policy: Policy) -> Rules:
    """What the policy's duties say of sessions (clauses 8.3, 8.4); where they say nothing, half an hour, half a day and
    one."""
    duties = list(policy.file.duties.values())
    idle = min((duty.idle.delta() for duty in duties if duty.idle), default=IDLE)
    limit = min((duty.limit.delta() for duty in duties if duty.limit), default=LIMIT)
    return Rules(idle, limit, min((duty.at_once for duty in duties if duty.at_once), default=1))


def enter(
    house: House, person: Person, *, browser: str, address: str, guardian: UUID | None = None, proved: bool = True
) -> Steps[str]:
    """Begins a session by the policy's rules; `proved` as `begin_session` has it. From where it began is sealed with the
    person's key, for their own list of sessions."""
    rules = rules_of(house.policy)
    holder = guardian or person.subject
    about = yield from _sealed(house, holder, {"browser": browser[:300], "address": address})
    yield from note_use(house, person.subject)
    if guardian is None:
        yield from note_sign_in(house, person, address)
    return (
        yield from begin_session(
            house,
            holder,
            person.kind,
            ward=None if guardian is None else person.subject,
            about=about,
            proved=proved,
            limit=rules.limit,
            idle=rules.idle,
            at_once=rules.at_once,
        )
    )


def _sealed(house: House, subject: UUID, said: dict[str, str]) -> Steps[bytes]:
    person = yield from person_row(subject)
    if person is None:
        return b""
    key = yield from house.keyring.open("person", person_name(subject, person.generation))
    return person.generation.to_bytes(4, "big") + wrap(key, b"session" + subject.bytes, json.dumps(said).encode())


class Listed(NamedTuple):
    """A session in its person's list. `browser` and `address` are empty where their key has since been changed."""

    session: UUID
    holder: UUID
    guardian: bool
    begun: datetime
    seen: datetime
    browser: str
    address: str


def sessions_of(house: House, subject: UUID) -> Steps[list[Listed]]:
    """The sessions of a person that run, and those in which a guardian acts for them, the newest first."""
    at, rows = machine_moment(), []
    doors = (subject, None, 0), *((holder, subject, turn) for holder, turn in (yield from _acting_for(subject)).items())
    for holder, ward, turn in doors:
        rows += yield Q["session.of"](subject=holder, ward=ward, turn=turn, at=at)
    found = []
    for holder, session, begun, seen, about in rows:
        said = yield from _opened(house, holder, about)
        browser, address = str(said.get("browser", "")), str(said.get("address", ""))
        found.append(Listed(session, holder, holder != subject, begun, seen, browser, address))
    return sorted(found, key=lambda one: one.begun, reverse=True)


def _opened(house: House, subject: UUID, about: bytes) -> Steps[dict[str, str]]:
    if not about:
        return {}
    try:
        key = yield from house.keyring.open("person", person_name(subject, int.from_bytes(about[:4], "big")))
        said: dict[str, str] = json.loads(unwrap(key, b"session" + subject.bytes, about[4:]))
    except (KeyGoneError, SealError, ValueError):
        return {}
    return said


def why_over(_house: House, token: str) -> Steps[str]:
    """Why a token's session no longer runs (`displaced`, `idle`, `limit`); empty where nothing is known of it."""
    parsed = parse_token(token)
    if parsed is None:
        return ""
    [(text,)] = yield Q["session.why"](**parsed._asdict(), at=machine_moment())
    return str(text or "")


def clean(_house: House) -> Steps[int]:
    """Sessions, links, known browsers and counts that are over go. Answers how many rows that were."""
    [(count,)] = yield Q["clean"](at=machine_moment())
    return int(count)


class Token(NamedTuple):
    """What a token names: whose session, which, and the secret's hash."""

    subject: UUID
    session: UUID
    hash: bytes


def parse_token(token: str) -> Token | None:
    """What a token names; None for anything that is no token."""
    raw = token_bytes(token)
    if len(raw) != 64:
        return None
    return Token(UUID(bytes=raw[:16]), UUID(bytes=raw[16:32]), hashlib.sha256(raw[32:]).digest())


def session_of(_house: House, token: str) -> Steps[Session | None]:
    """The session of a token that runs, whose person is here; None for any other. Counts as use of it."""
    parsed = parse_token(token)
    if parsed is None:
        return None
    rows = yield Q["session.look"](**parsed._asdict(), at=machine_moment())
    if not rows:
        return None
    [(kind, ward, turn, begun, seen, stepped)] = rows
    # What it was at the one look it still is at the other: a turn that is over comes never again.
    if turn != (yield from _turn(parsed.subject, ward)):
        return None
    return Session(ward or parsed.subject, parsed.session, kind, parsed.subject, begun, seen, stepped)


def step_up(_house: House, session: Session) -> Steps[None]:
    """Notes that the person of a session just proved who they are. The caller has checked it."""
    yield Q["session.step"](subject=session.holder, session=session.session, at=machine_moment())


def end_session(house: House, subject: UUID, session: UUID) -> Steps[bool]:
    """Ends one session of a person; or one in which a guardian acts for them, with whatever else that guardian has open
    for them. Answers whether there was one."""
    [(done,)] = yield Q["session.end"](subject=subject, session=session)
    guardians = (
        () if done else (one.holder for one in (yield from sessions_of(house, subject)) if one.session == session)
    )
    for guardian in guardians:
        [(done,)] = yield Q["acting.over"](subject=subject, guardian=guardian)
    return bool(done)


def end_sessions(_house: House, subject: UUID, but: UUID | None = None) -> Steps[int]:
    """Ends every session of a person, but one perhaps; no browser of theirs is known any more. Answers how many."""
    [(number,)] = yield Q["session.end_all"](subject=subject, but=but)
    return int(number)


def end_everybody() -> Steps[None]:
    """After a restore: sessions, links and known browsers are over, for the backup cannot say which ended since."""
    yield Q["session.over"]()
