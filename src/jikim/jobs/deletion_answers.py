"""What a receiver answers when it is told to delete, in the terms of OpenDSR 2.0, signed with the secret that it shares
with the house.

    HTTP/1.1 200 OK
    webhook-id: 6f1c…                             (the request's own)
    webhook-timestamp: 1795564800
    webhook-signature: v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=

    {"subject_request_id": "6f1c…", "request_status": "completed"}

`request_status` is OpenDSR's: `completed` (deleted), `pending` or `in_progress` (asked again, as is a 201 that says only
when), `cancelled`. Ours beside
it is `kept`, for what a law of its own makes a processor keep, with `statute` and `until`. The signature is that of
Standard Webhooks over `id.timestamp.body`, not OpenDSR's certificate: both sides hold the secret already.

INVARIANT: nothing but such an answer is evidence of a deletion. Anything else (no signature, HTML, an empty body,
another request's number, a status that is none) is *unclear*: recorded as that, shown, and asked again.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Literal, NamedTuple

Fate = Literal["done", "kept", "sent", "unclear"]
_WAITS = ("pending", "in_progress")


class Answer(NamedTuple):
    """An HTTP answer; header names in lower case."""

    status: int
    body: bytes
    headers: Mapping[str, str] = {}


def signature(secret: str, message: str, stamp: str, body: bytes) -> str:
    """The signature of Standard Webhooks. A secret that begins with `whsec_` is base64, as the standard has it."""
    key = base64.b64decode(secret.removeprefix("whsec_")) if secret.startswith("whsec_") else secret.encode()
    return "v1," + base64.b64encode(hmac.digest(key, f"{message}.{stamp}.".encode() + body, hashlib.sha256)).decode()


def signed(secret: str, message: str, body: bytes, at: datetime) -> dict[str, str]:
    """The three headers that sign a message, or a receiver's answer to one."""
    stamp = str(int(at.timestamp()))
    return {
        "webhook-id": message,
        "webhook-timestamp": stamp,
        "webhook-signature": signature(secret, message, stamp, body),
    }


def judged(secret: str, message: str, answer: Answer, today: date) -> tuple[Fate, dict[str, str]]:
    """What an answer with a status of 200 to 299 says, and what is kept of it as a receipt. `unclear` says why."""
    if answer.status == 202 and not answer.body.strip():
        return "sent", {"request_status": "pending"}
    given, stamp = answer.headers.get("webhook-signature", ""), answer.headers.get("webhook-timestamp", "")
    right = signature(secret, message, stamp, answer.body)
    if not secret or not any(hmac.compare_digest(right.encode(), one.encode()) for one in given.split(" ")):
        return (
            ("sent", {"request_status": "pending"}) if answer.status == 202 else ("unclear", {"unclear": "not signed"})
        )
    try:
        said = json.loads(answer.body)
    except ValueError:
        said = None
    if not isinstance(said, dict):
        return "unclear", {"unclear": "no JSON object"}
    if said.get("subject_request_id") != message:
        return "unclear", {"unclear": "another request's number"}
    receipt = {
        name: str(said[name])[:200]
        for name in ("request_status", "receipt", "statute", "until", "expected_completion_time")
        if name in said
    }
    match said.get("request_status"):
        case "completed" if answer.status != 202:
            return "done", receipt
        case "kept" if str(said.get("statute", "")).strip() and _ahead(said.get("until"), today):
            return "kept", receipt
        case "kept":
            return "unclear", {**receipt, "unclear": "kept without a statute and a day that lies ahead"}
        case None if answer.status == 201 and "expected_completion_time" in said:
            return "sent", receipt  # OpenDSR §7.3: it has received the request
        case status if status in _WAITS or answer.status == 202:
            return "sent", receipt
    return "unclear", {**receipt, "unclear": "no status that says it is deleted"}


def _ahead(until: object, today: date) -> bool:
    try:
        return date.fromisoformat(str(until)) > today
    except ValueError:
        return False
