"""Codes: six digits that prove an address is somebody's, before anything of theirs is stored.

What there is to remember travels with the form, sealed: the address, the code's hash and its end. The server keeps
nothing but a count of tries under a keyed hash. Where the code was right, `proof` seals that the address is proven, so
that a form can be mended without a second code.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import json
import secrets
import unicodedata
from datetime import datetime, timedelta
from typing import Any

from jikim.accounts.rate_limits import within
from jikim.clock import machine_moment
from jikim.crypto import derived, keyed, unwrap, wrap
from jikim.db.driver import Steps
from jikim.errors import SealError
from jikim.verbs.house import House

LIFE = timedelta(minutes=10)
PROVEN = timedelta(minutes=60)
TRIES = 5
# And of all codes that are sent to one address within an hour: another code brings no new tries without end.
OF_ONE_ADDRESS, SPAN = 20, timedelta(hours=1)


def _key(house: House) -> Steps[bytes]:
    return derived((yield from house.keyring.ensure("web", b"pages")), b"codes")


def _sealed(key: bytes, name: str, held: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(wrap(key, name.encode(), json.dumps(held).encode())).decode()


def _opened(key: bytes, name: str, sealed: str) -> dict[str, Any] | None:
    """What a token holds, where it is ours, for this use, and not over."""
    try:
        raw = base64.b64decode(sealed, altchars=b"-_", validate=True)
        held: dict[str, Any] = json.loads(unwrap(key, name.encode(), raw))
    except (binascii.Error, ValueError, SealError):
        return None
    return held if datetime.fromisoformat(held["until"]) > machine_moment() else None


def _plain(address: str) -> str:
    """An address as it is counted, however it was typed."""
    return unicodedata.normalize("NFKC", address).casefold().strip()


def begin_code(house: House, use: str, address: str) -> Steps[tuple[str, str]]:
    """Six digits to send to an address, and the sealed token that goes into the form. Nothing is stored."""
    key = yield from _key(house)
    code, number = f"{secrets.randbelow(1_000_000):06d}", secrets.token_hex(16)
    held = {
        "address": address,
        "hash": keyed(key, f"{number}{code}".encode()).hex(),
        "number": number,
        "until": (machine_moment() + LIFE).isoformat(),
    }
    return code, _sealed(key, f"code:{use}", held)


def check_code(house: House, use: str, sealed: str, code: str) -> Steps[str | None]:
    """The address that a code proves; None for a wrong code, one that is over, or one that was tried too often."""
    key = yield from _key(house)
    held = _opened(key, f"code:{use}", sealed)
    if held is None or not (yield from within(house, "code", held["number"], TRIES, LIFE)):
        return None
    if not (yield from within(house, f"codes {use}", _plain(str(held["address"])), OF_ONE_ADDRESS, SPAN)):
        return None
    digits = "".join(c for c in code if c.isdigit())
    right = hmac.compare_digest(keyed(key, f"{held['number']}{digits}".encode()).hex(), held["hash"])
    return str(held["address"]) if right else None


def proof(house: House, use: str, address: str) -> Steps[str]:
    """A sealed token that says an address is proven; the caller has checked it."""
    held = {"address": address, "until": (machine_moment() + PROVEN).isoformat()}
    return _sealed((yield from _key(house)), f"proof:{use}", held)


def proven(house: House, use: str, sealed: str) -> Steps[str | None]:
    """The address that a token of `proof` says is proven, for an hour."""
    held = _opened((yield from _key(house)), f"proof:{use}", sealed)
    return None if held is None else str(held["address"])
