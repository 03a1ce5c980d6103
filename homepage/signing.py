"""Signed notes between the homepage and those it works with, and the signature of Standard Webhooks.

A note travels in a browser's address or a POST's body: `base64url(JSON).moment.base64url(HMAC-SHA256)`. Who holds the
shared secret can tell whether it is genuine and not older than an hour; anybody can read it, so nothing personal is put
into one.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

LIFE = timedelta(hours=1)
TOLERANCE = timedelta(minutes=5)


def sign(secret: str, use: str, said: Mapping[str, Any], at: datetime) -> str:
    """A note for one use (`pay`, `paid`, …): one that was made for another use is not genuine for this."""
    body = base64.urlsafe_b64encode(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).decode()
    stamp = str(int(at.timestamp()))
    return f"{body}.{stamp}.{_mac(secret, use, body, stamp)}"


def read(secret: str, use: str, note: str, at: datetime, life: timedelta = LIFE) -> dict[str, Any] | None:
    """What a genuine note of about now says; None for any other."""
    body, _, rest = note.partition(".")
    stamp, _, mac = rest.partition(".")
    if not _about_now(stamp, at, life):
        return None
    if not secret or not hmac.compare_digest(_mac(secret, use, body, stamp).encode(), mac.encode()):
        return None
    try:
        said = json.loads(base64.b64decode(body, altchars=b"-_", validate=True))
    except (binascii.Error, ValueError):
        return None
    return said if isinstance(said, dict) else None


def _about_now(stamp: str, at: datetime, life: timedelta) -> bool:
    """Whether a stamp is a moment, in seconds, and near enough."""
    sound = stamp.isascii() and stamp.isdecimal() and len(stamp) <= 12
    return sound and abs(at.timestamp() - int(stamp)) <= life.total_seconds()


def _mac(secret: str, use: str, body: str, stamp: str) -> str:
    mac = hmac.digest(secret.encode(), f"{use}.{body}.{stamp}".encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(mac).decode()


def webhook_headers(secret: str, message: str, body: bytes, at: datetime) -> dict[str, str]:
    """The headers of Standard Webhooks for one message."""
    stamp = str(int(at.timestamp()))
    return {
        "content-type": "application/json",
        "webhook-id": message,
        "webhook-timestamp": stamp,
        "webhook-signature": f"v1,{_webhook(secret, message, stamp, body)}",
    }


def genuine(secret: str, headers: Mapping[str, str], body: bytes, at: datetime) -> bool:
    """Whether a message came from who holds the secret, about now (Standard Webhooks; header names in lower case)."""
    message, stamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not secret or not message or not _about_now(stamp, at, TOLERANCE):
        return False
    right = f"v1,{_webhook(secret, message, stamp, body)}"
    given = headers.get("webhook-signature", "").split(" ")
    return any(hmac.compare_digest(right.encode(), one.encode()) for one in given)


def _webhook(secret: str, message: str, stamp: str, body: bytes) -> str:
    mac = hmac.digest(secret.encode(), f"{message}.{stamp}.".encode() + body, hashlib.sha256)
    return base64.b64encode(mac).decode()
