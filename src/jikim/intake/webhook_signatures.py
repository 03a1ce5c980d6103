"""Signed feeds: a partner signs each message with a secret that it shares with the house (HMAC-SHA256, as Standard
Webhooks does).

    webhook-id: msg_2026-11-25-001
    webhook-timestamp: 1795564800
    webhook-signature: v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=

What is signed is `id.timestamp.body`. Guarantees: a message of another key, another body or another time of day than
about now is refused, all with one answer; one that was taken is not taken twice (`feeds.py`). The secret is shown once,
when it is made.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
import re
from datetime import UTC, datetime, timedelta
from typing import NamedTuple, Self
from uuid import UUID, uuid4

from jikim.clock import machine_moment
from jikim.crypto import derived, unwrap, wrap
from jikim.db.driver import Steps
from jikim.db.queries import load
from jikim.errors import JikimError, SealError
from jikim.policy.ask import Actor
from jikim.verbs.grant import office_only
from jikim.verbs.house import House

Q = load("jikim.intake")
TOLERANCE = timedelta(minutes=5)
PREFIX = "whsec_"
MESSAGE = re.compile(r"[A-Za-z0-9._:-]{1,100}")


class PartnerKey(NamedTuple):
    """A key as it is listed."""

    partner: str
    number: UUID
    made: datetime
    ended: datetime | None


class Signature(tuple[str, str, datetime]):
    """A partner's signature that holds: whose it is, its message's name, and when it was signed. Only `check_signature`
    makes one."""

    __slots__ = ()

    def __new__(cls, *_: object) -> Self:
        raise TypeError("a Signature comes from check_signature alone")

    def __init_subclass__(cls, **_: object) -> None:
        raise TypeError("a Signature comes from check_signature alone")

    @property
    def partner(self) -> str:
        return self[0]

    @property
    def message(self) -> str:
        return self[1]

    @property
    def signed(self) -> datetime:
        return self[2]

    def actor(self, origin: str = "") -> Actor:
        """Who acts: the partner, by what it signed. Nobody else comes in by its channel, but a handler with its file."""
        return Actor("partner", self.partner, 0, origin)


def _key(house: House) -> Steps[bytes]:
    return derived((yield from house.keyring.ensure("web", b"api")), b"partners")


def declared(house: House, partner: str) -> None:
    """Goes on for a partner that the policy declares. Raises JikimError for any other."""
    if partner not in house.policy.file.partners:
        known = ", ".join(house.policy.file.partners) or "none"
        raise JikimError(
            "the policy declares no such partner",
            hint=f"it declares {known}",
            ko=("방침에 없는 제휴사입니다", f"방침의 제휴사: {', '.join(house.policy.file.partners) or '없음'}"),
        )


def make_partner_key(house: House, partner: str, *, actor: Actor) -> Steps[tuple[UUID, str]]:
    """Makes a key for a partner. Answers its number and its secret, which is shown once. Several may stand, so that one
    is changed without a pause."""
    declared(house, partner)
    yield from office_only(house, "partner:key", actor)
    number, secret = uuid4(), PREFIX + base64.b64encode(os.urandom(32)).decode()
    sealed = wrap((yield from _key(house)), number.bytes, secret.encode())
    entry = yield from house.note("partner:key", actor, "partner", partner=partner)
    yield Q["partner.key_add"](
        partner=house.policy.handle("partner", partner), number=number, secret=sealed, moment=house.now(), entry=entry
    )
    return number, secret


def end_partner_key(house: House, partner: str, number: UUID, *, actor: Actor) -> Steps[None]:
    """Ends a key at once. Raises DeniedError where it does not stand."""
    yield from office_only(house, "partner:key-end", actor)
    entry = yield from house.note("partner:key-end", actor, "partner", partner=partner)
    done = yield Q["partner.key_end"](partner=house.policy.handle("partner", partner), number=number, entry=entry)
    house.expect(done)


def partner_keys(house: House, partner: str | None = None) -> Steps[list[PartnerKey]]:
    """The keys of a partner, or of all, the newest first; each by its partner's name for ever (`reseller#2` where
    another company bore the name before)."""
    rows = yield Q["partner.keys"](partner=partner and house.policy.handle("partner", partner))
    return [PartnerKey(of, number, made, ended) for of, number, _secret, made, ended in rows]


def signed(secret: str, message: str, moment: datetime, body: bytes) -> str:
    """The signature of a message, as the partner makes it."""
    said = f"{message}.{int(moment.timestamp())}.".encode() + body
    return (
        "v1,"
        + base64.b64encode(
            hmac.new(base64.b64decode(secret.removeprefix(PREFIX)), said, hashlib.sha256).digest()
        ).decode()
    )


def check_signature(
    house: House, partner: str, message: str, timestamp: str, signature: str, body: bytes
) -> Steps[Signature | None]:
    """Whose message it is; None for one that no standing key of the partner signed about now. Takes the same steps for
    a partner that there is not."""
    keys = yield Q["partner.keys"](partner=house.policy.handle("partner", partner))
    key = yield from _key(house)
    if not MESSAGE.fullmatch(message) or not timestamp.isascii() or not timestamp.isdigit() or len(timestamp) > 12:
        return None
    moment = datetime.fromtimestamp(int(timestamp), UTC)
    if abs(machine_moment() - moment) > TOLERANCE or partner not in house.policy.file.partners:
        return None
    given = [one.strip() for one in signature.split(" ") if one.strip()][:5]
    right = False
    for _of, number, sealed, _made, ended in keys:
        if ended is not None:
            continue
        try:
            secret = unwrap(key, number.bytes, bytes(sealed)).decode()
            wanted = signed(secret, message, moment, body)
        except (SealError, binascii.Error, ValueError):
            continue
        right |= any(hmac.compare_digest(wanted.encode(), one.encode("latin-1", "replace")) for one in given)
    return tuple.__new__(Signature, (partner, message, moment)) if right else None
