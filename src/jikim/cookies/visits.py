"""Visits and interests: the two kinds of record that arise from looking at pages, taken only as consented (clauses 1.3,
2.3, 9.2).

Which they are is read from the policy. A *visit* is what an automatic channel brings that asks for an IP address and an
access log; its cookie purpose is the one that serves a statistical purpose of the record. An *interest* is what such a
channel brings with a cookie's identifier and plain data, under a cookie purpose of the record kind's own name.

A visit is one record, not one a request: it goes on while no half hour passes between two pages. Of a page, its first
word is noted.

Whose they are: of somebody who is signed in, that person's, where the person agreed to the purpose too. Else of a guest
who is nothing but this browser. There the browser's choice is the guest's consent, and taking it back withdraws that.
The cookie holds the guest's number, sealed: nobody reads it or writes another. The two are not joined: a browser's
identifier differs for each person who uses it.
"""

from __future__ import annotations

import base64
import binascii
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from jikim.cookies.rules import Rules
from jikim.crypto import derived, keyed, unwrap, wrap
from jikim.db.driver import Steps
from jikim.errors import DeniedError, SealError
from jikim.policy.ask import Actor
from jikim.policy.compiled import Policy
from jikim.policy.model import ChannelKind, ItemType, PurposeKind, Record
from jikim.store.rows import person_row
from jikim.verbs.collect import Person, collect
from jikim.verbs.consent import consent
from jikim.verbs.house import House

APART = timedelta(minutes=30)
TOPICS = 12
SYSTEM_NAME = "visits"


class VisitKind(NamedTuple):
    """A kind of record that looking at pages makes: its kind, channel and items, and the cookie and purpose it waits
    for."""

    kind: str
    channel: str
    ip: str
    log: str
    browser: str
    topics: str
    cookie: str
    purpose: str
    serves: str


def _through(policy: Policy, record: Record) -> str | None:
    return next((name for name in record.via if policy.file.channels[name].kind is ChannelKind.AUTOMATIC), None)


def _item(policy: Policy, names: Iterable[str], kind: ItemType) -> str:
    return next((name for name in names if policy.file.items[name].type is kind), "")


def _first_cookie(rules: Rules, purpose: str) -> str:
    return next((name for name, one in rules.table.items() if one.purpose == purpose), "")


def visits_of(policy: Policy, rules: Rules) -> VisitKind | None:
    """The visits that a policy keeps, or None."""
    for name, record in policy.file.records.items():
        channel = _through(policy, record)
        ip, log = (_item(policy, record.items.required, kind) for kind in (ItemType.IP_ADDRESS, ItemType.ACCESS_LOG))
        if channel is None or not ip or not log:
            continue
        for purpose, serves in rules.serves.items():
            counted = policy.file.purposes[serves].kind is PurposeKind.STATISTICS
            cookie = _first_cookie(rules, purpose)
            if counted and serves in record.for_ and cookie:
                browser = _item(policy, record.items.names, ItemType.COOKIE_ID)
                return VisitKind(name, channel, ip, log, browser, "", cookie, purpose, serves)
    return None


def interests_of(policy: Policy, rules: Rules) -> VisitKind | None:
    """The interests that a policy keeps, or None."""
    for name, record in policy.file.records.items():
        channel = _through(policy, record)
        browser = _item(policy, record.items.required, ItemType.COOKIE_ID)
        topics = next((found for found, one in record.items.contents.items() if one.type == "data"), "")
        cookie = _first_cookie(rules, name)
        if channel and browser and topics and cookie and rules.serves.get(name) in record.for_:
            return VisitKind(name, channel, "", "", browser, topics, cookie, name, rules.serves[name])
    return None


@dataclass(frozen=True)
class Trace:
    """What a trace's cookie holds: the guest (none, where only members used it), the browser's random number, how often
    and when last."""

    guest: UUID | None
    browser: bytes
    count: int
    last: datetime
    topics: tuple[str, ...] = ()

    def sealed(self, key: bytes, cookie: str) -> str:
        row = {
            "s": self.guest.hex if self.guest else "",
            "b": self.browser.hex(),
            "n": self.count,
            "t": int(self.last.timestamp()),
            "k": list(self.topics),
        }
        raw = wrap(derived(key, b"traces"), cookie.encode(), json.dumps(row, separators=(",", ":")).encode())
        return base64.urlsafe_b64encode(raw).decode().rstrip("=")

    @classmethod
    def opened(cls, key: bytes, cookie: str, value: str | None) -> Trace | None:
        """The trace of a cookie's value; None where there is none that we sealed."""
        if not value:
            return None
        try:
            raw = base64.b64decode(value + "=" * (-len(value) % 4), altchars=b"-_", validate=True)
            row: Mapping[str, Any] = json.loads(unwrap(derived(key, b"traces"), cookie.encode(), raw))
        except (binascii.Error, ValueError, SealError):
            return None
        guest = UUID(row["s"]) if row["s"] else None
        return cls(guest, bytes.fromhex(row["b"]), row["n"], datetime.fromtimestamp(row["t"], UTC), tuple(row["k"]))


class Seen(NamedTuple):
    """Who looks at a page: the person who is signed in, or the guest that another trace of this browser names."""

    person: Person | None
    guest: UUID | None
    address: str
    page: str
    language: str


def note_visit(house: House, kept: VisitKind, key: bytes, trace: Trace | None, seen: Seen) -> Steps[Trace | None]:
    """Notes that a page was looked at. Answers what the cookie is to hold now; None where it may stay as it is."""
    now = house.now()
    if trace is not None and now - trace.last < APART:
        return replace(trace, last=now) if now - trace.last >= timedelta(minutes=1) else None
    browser = trace.browser if trace is not None else os.urandom(12)
    values = {kept.ip: seen.address, kept.log: {"page": seen.page, "language": seen.language}}
    guest = yield from _take(house, kept, key, values, browser, trace, seen)
    return Trace(guest, browser, trace.count + 1 if trace is not None else 1, now)


def note_interest(
    house: House, kept: VisitKind, key: bytes, trace: Trace | None, seen: Seen, topics: Iterable[str]
) -> Steps[Trace | None]:
    """Notes topics that somebody looked at, each once for as long as the cookie stays."""
    known = trace.topics if trace is not None else ()
    new = [topic for topic in dict.fromkeys(topics) if topic not in known][: max(0, TOPICS - len(known))]
    if not new:
        return None
    browser = trace.browser if trace is not None else os.urandom(12)
    guest = yield from _take(house, kept, key, {kept.topics: new}, browser, trace, seen)
    return Trace(guest, browser, trace.count + 1 if trace is not None else 1, house.now(), (*known, *new))


def _take(
    house: House,
    kept: VisitKind,
    key: bytes,
    values: Mapping[str, Any],
    browser: bytes,
    trace: Trace | None,
    seen: Seen,
) -> Steps[UUID | None]:
    """Collects one record, of the person or of the guest. Answers the guest, who may be new."""
    actor = Actor("application", SYSTEM_NAME)
    # Whoever allowed it said that they are of age: the page asks for it in the same breath.
    guest = trace.guest if trace is not None and trace.guest is not None else seen.guest
    if seen.person is not None:
        own = {**values, **({kept.browser: _name(key, browser, seen.person.subject)} if kept.browser else {})}
        yield from collect(house.by(actor), kept.kind, own, channel=kept.channel, subject=seen.person, old_enough=True)
        return guest
    own = {**values, **({kept.browser: _name(key, browser, None)} if kept.browser else {})}
    if guest is not None and (yield from _agrees(house, guest, kept.serves)):
        try:
            yield from collect(
                house.by(actor), kept.kind, own, channel=kept.channel, subject=Person(guest, "guest"), old_enough=True
            )
            return guest
        except DeniedError as error:
            if error.why not in ("gone", "left"):
                raise
    taken = yield from collect(
        house.by(actor), kept.kind, own, channel=kept.channel, subject="guest", old_enough=True, consents=(kept.serves,)
    )
    return taken.ref.subject


def _name(key: bytes, browser: bytes, person: UUID | None) -> str:
    """A browser's identifier as a record holds it: another for each person, and none that its cookie would show."""
    of = b"" if person is None else person.bytes
    return base64.urlsafe_b64encode(keyed(derived(key, b"names"), browser + of)[:12]).decode()


def consents_of(house: House, subject: UUID) -> Steps[frozenset[str] | None]:
    """The purposes that somebody who is here agreed to; None where nobody is."""
    person = yield from person_row(subject)
    if person is None or person.state != 1:
        return None
    given = set(person.consents)
    return frozenset(name for name, number in house.policy.purpose_consents.items() if number in given)


def _agrees(house: House, guest: UUID, purpose: str) -> Steps[bool]:
    given = yield from consents_of(house, guest)
    if given is None:
        return False
    if purpose not in given:
        yield from consent(house.by(Actor("member", str(guest))), guest, give=(purpose,))
    return True


def withdraw(house: House, guests: Iterable[UUID | None], purposes: Iterable[str]) -> Steps[int]:
    """A browser takes back what it allowed: the guest that it is withdraws, and what lived by that alone ends. Answers
    how many ended."""
    ended = 0
    for guest in {guest for guest in guests if guest is not None}:
        given = yield from consents_of(house, guest)
        back = [purpose for purpose in dict.fromkeys(purposes) if given and purpose in given]
        if back:
            done = yield from consent(house.by(Actor("member", str(guest))), guest, withdraw=back)
            ended += done.ended
    return ended
