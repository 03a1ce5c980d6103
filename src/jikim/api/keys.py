"""Keys of applications: a grant, which the act's own statement looks at, and a secret, of which a hash is stored.

A key reaches what is named when it is made, to read and to write, and nothing unnamed: purposes, record kinds, the
channels that it enters by, the events that it tells of, the consents that it gives and withdraws. What it may do beside
that is named too:

people     act for a person whom the application itself has signed in: corrections and consents, and, where the key
names every record kind,
           show, leave, receipts, requests and hand-offs; who is signed in by a session
evidence   list destruction certificates and what receivers answered
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
from jikim.db.driver import Steps
from jikim.db.queries import load
from jikim.errors import JikimError, NotFoundError
from jikim.particles import eul, eun
from jikim.policy.ask import EVERY_PURPOSE, Actor
from jikim.policy.compiled import Policy, event_names, mask_of
from jikim.policy.model import BUILT_IN_EVENTS
from jikim.policy.model.what import ChannelKind
from jikim.policy.nearest import nearest
from jikim.policy.reach import consent_name
from jikim.verbs.grant import end_grant, give_grant
from jikim.verbs.house import House

Q = load("jikim.api")
PREFIX = "jk_"
MAY = ("people", "evidence", "webhooks", "metrics", "access-records")
MOST = 1_000_000  # requests a minute, where nothing else is said
NAMES = re.compile(r"[a-z][a-z0-9-]{0,39}")
OFFICE = Actor("system", "jikim key", EVERY_PURPOSE)


class Application(NamedTuple):
    """Whom a key stands for, while its grant runs. Masks of what it names."""

    name: str
    purposes: int
    kinds: int
    channels: int
    events: int
    consents: int
    grant: int
    until: datetime
    may: frozenset[str]
    most: int

    def actor(self, origin: str) -> Actor:
        """Who acts, for the verbs."""
        return Actor(
            "application",
            self.name,
            self.purposes,
            origin,
            self.grant,
            self.until,
            kinds=self.kinds,
            channels=self.channels,
            events=self.events,
            consents=self.consents,
        )


class Listed(NamedTuple):
    """A key as it is listed."""

    number: int
    name: str
    purposes: tuple[str, ...]
    records: tuple[str, ...]
    channels: tuple[str, ...]
    events: tuple[str, ...]
    consents: tuple[str, ...]
    may: tuple[str, ...]
    most: int
    given: datetime
    until: datetime
    revoked: datetime | None


def make_key(
    house: House, name: str, purposes: Sequence[str] = (), *, until: datetime, records: Sequence[str] = (), channels: Sequence[str] = (),
    events: Sequence[str] = (), consents: Sequence[str] = (), may: Sequence[str] = (), most: int = MOST, actor: Actor = OFFICE,
) -> Steps[tuple[int, str]]:  # fmt: skip
    """Makes a key and its grant: it reaches what is named here, and nothing else. Answers the grant's number and the
    key, which is stored nowhere.

    Raises JikimError for a name of another form, one that the policy does not declare, and a channel that is no
    program's.
    """
    if not NAMES.fullmatch(name):
        raise JikimError(
            f"`{name}` is no application's name",
            hint="small letters, digits and hyphens, a letter first",
            ko=(
                f"{eun(f'`{name}`')} 애플리케이션 이름으로 쓸 수 없습니다",
                "영문 소문자로 시작해 영문 소문자, 숫자, 하이픈으로 적어 주세요",
            ),
        )
    for one in may:
        if one not in MAY:
            raise JikimError(
                f"a key can't be allowed `{one}`",
                hint=f"it is {', '.join(MAY)}",
                ko=(f"키에 {eul(f'`{one}`')} 허용할 수 없습니다", f"허용할 수 있는 것: {', '.join(MAY)}"),
            )
    if until <= house.now():
        raise JikimError(
            "this key's time would be over already",
            hint="name a later day",
            ko=("이미 지난 시각까지의 키입니다", "더 늦은 날을 적어 주세요"),
        )
    named = {"purpose": purposes, "record": records, "channel": channels, "event": events, "consent": consents}
    for what, known in reachable(house.policy).items():
        for one in named[what]:
            _declared(house.policy, what, one, known)
    # A handler can never have this name, and so no handler gets an application's grant.
    grant = yield from give_grant(
        house.by(actor),
        f"application:{name}",
        purposes,
        until,
        kinds=records,
        channels=channels,
        events=events,
        consents=consents,
    )
    key, secret = os.urandom(16), os.urandom(32)
    yield Q["key.add"](
        key=key,
        hash=hashlib.sha256(secret).digest(),
        name=name,
        may=sorted(set(may)),
        grant=grant,
        most=most,
        at=machine_moment(),
    )
    return grant, PREFIX + base64.urlsafe_b64encode(key + secret).decode()


def reachable(policy: Policy) -> dict[str, list[str]]:
    """What a key may be given, by name. Paper, phone and fax are a handler's, and a partner's channel is its
    signature's."""
    file = policy.file
    own = (ChannelKind.SELF, ChannelKind.AUTOMATIC, ChannelKind.OTHERS, ChannelKind.PUBLIC, ChannelKind.PROVIDER)
    return {
        "purpose": list(file.purposes),
        "record": list(file.records),
        "channel": [name for name, one in file.channels.items() if one.kind in own],
        "event": [name for name in event_names(file) if name not in BUILT_IN_EVENTS],
        "consent": [*policy.purpose_consents, *policy.recipient_consents],
    }


_REACHED = {"purpose": "목적", "record": "기록", "channel": "채널", "event": "이벤트", "consent": "동의"}


def _declared(policy: Policy, what: str, name: str, known: Sequence[str]) -> None:
    if name in known:
        return
    if what == "channel" and name in policy.file.channels:
        partner = policy.file.channels[name].kind is ChannelKind.PARTNER
        by, by_ko = ("a partner's, who signs", "서명하는 제휴사") if partner else ("a handler's", "취급자")
        raise JikimError(
            f"the channel `{name}` is {by}: no program enters by it",
            hint=f"a key may enter by {', '.join(known) or 'none'}",
            ko=(
                f"채널 {eun(f'`{name}`')} {by_ko}의 것이어서 프로그램은 쓸 수 없습니다",
                f"키가 쓸 수 있는 채널: {', '.join(known) or '없음'}",
            ),
        )
    meant = nearest(name, known)
    raise JikimError(
        f"the policy declares no {what} `{name}`",
        hint=f"did you mean `{meant}`?" if meant else f"it is {', '.join(known) or 'none'}",
        ko=(
            f"방침에 없는 {_REACHED[what]}입니다: `{name}`",
            f"혹시 `{meant}`인가요?" if meant else f"쓸 수 있는 이름: {', '.join(known) or '없음'}",
        ),
    )


def look_key(token: str) -> Steps[Application | str]:
    """Whom a key stands for; else why it does not: `no-key`, or `key-over` where its grant was revoked. Its end is the
    policy's time: `decide` sees to it."""
    if not token.startswith(PREFIX):
        return "no-key"
    try:
        raw = base64.b64decode(token[len(PREFIX) :], altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return "no-key"
    if len(raw) != 48:
        return "no-key"
    rows = yield Q["key.look"](key=raw[:16], hash=hashlib.sha256(raw[16:]).digest())
    if not rows:
        return "no-key"
    name, may, most, number, *reach, until, revoked = rows[0]
    if revoked is not None:
        return "key-over"
    purposes, kinds, channels, events, consents = (mask_of(numbers) for numbers in reach)
    return Application(name, purposes, kinds, channels, events, consents, number, until, frozenset(may), most)


def keys_of(house: House) -> Steps[list[Listed]]:
    """Every key."""
    rows = yield Q["key.list"]()
    policy = house.policy
    found = []
    for name, may, most, number, purposes, kinds, channels, events, consents, given, until, revoked in rows:
        found.append(
            Listed(
                number,
                name,
                tuple(policy.name("purpose", one) for one in purposes),
                tuple(policy.name("record", one) for one in kinds),
                tuple(policy.name("channel", one) for one in channels),
                tuple(policy.name("event", one) for one in events),
                tuple(consent_name(policy, one) for one in consents),
                tuple(may),
                most,
                given,
                until,
                revoked,
            )
        )
    return found


def revoke_key(house: House, number: int, *, actor: Actor = OFFICE) -> Steps[bool]:
    """Ends a key at once. Raises JikimError for a number that is no key's."""
    if number not in {one.number for one in (yield from keys_of(house))}:
        raise NotFoundError(
            f"there is no key number {number}",
            hint="`jikim key list` says the numbers",
            ko=(f"{number}번 키가 없습니다", "번호는 `jikim key list`로 확인해 주세요"),
        )
    return (yield from end_grant(house.by(actor), number))[0]
