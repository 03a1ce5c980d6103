"""Challenges for passkeys: random, sealed into the form with their end, good once, bound to this site's address (W3C
WebAuthn §13.4.3)."""

from __future__ import annotations

import os
from datetime import timedelta
from ipaddress import ip_address
from typing import NamedTuple
from urllib.parse import urlsplit

from jikim.accounts.rate_limits import within
from jikim.app import AsyncJikim
from jikim.clock import machine_moment
from jikim.crypto import unwrap, wrap
from jikim.errors import SealError
from jikim.handlers.proofs import CHALLENGE
from jikim.web.site_key import house_key

LIFE = timedelta(minutes=10)


class Challenge(NamedTuple):
    """What a passkey signs, and how the form carries it."""

    value: bytes
    sealed: str


class Where(NamedTuple):
    """The site as a browser knows it: its host is what passkeys belong to. `passkeys`: whether a host of this form can
    have any."""

    host: str
    origin: str
    passkeys: bool


def where(jk: AsyncJikim) -> Where:
    """From the address that people reach the pages by."""
    url = urlsplit(jk.settings.url or jk.policy.file.service.url)
    host = url.hostname or "localhost"
    try:
        ip_address(host)
        named = False
    except ValueError:
        named = True
    return Where(host, f"{url.scheme}://{url.netloc}", named)


async def new_challenge(jk: AsyncJikim) -> Challenge:
    value = os.urandom(CHALLENGE)
    until = int((machine_moment() + LIFE).timestamp()).to_bytes(8, "big")
    return Challenge(value, wrap(await house_key(jk, b"passkeys"), b"challenge", until + value).hex())


async def taken(jk: AsyncJikim, sealed: str) -> bytes | None:
    """The challenge of a form, once and in its time; None for any other."""
    try:
        opened = unwrap(await house_key(jk, b"passkeys"), b"challenge", bytes.fromhex(sealed))
    except (SealError, ValueError):
        return None
    if int.from_bytes(opened[:8], "big") < machine_moment().timestamp():
        return None
    value = opened[8:]
    first = await jk.do(within, "passkey-challenge", value.hex(), 1, LIFE * 2)
    return value if first else None
