"""Mail that comes back: each mail to the address of a record leaves with a return address of its own, at the company's own
mailbox (`JIKIM_CANARY_ADDRESS`), which says by nobody's name which record's address it went to. A report of a permanent failure
(RFC 3464: `Action: failed`, `Status: 5.x.x`) that comes there puts that address in doubt (8.1), and nothing is mailed to
it until it is corrected or its person says that it is right.

A return address is 30 bytes in base32 (RFC 4648): a tag, and person, record and version under the stream that the tag
gives. The tag also says whether it was the letter of a leaving. Without the tag, which nobody can make, a report says
nothing. Anything else that comes there is passed over.
"""

from __future__ import annotations

import base64
import binascii
import email
import email.policy
import hmac
from collections.abc import Iterable, Iterator
from contextlib import suppress
from email.message import Message
from typing import Literal, NamedTuple, get_args
from uuid import UUID

from jikim.crypto import derived, keyed
from jikim.db.driver import Steps
from jikim.store.holding import Ref
from jikim.store.rows import record_rows
from jikim.verbs.house import House

LONGEST = 64  # octets of a local part (RFC 5321 §4.5.3.1.1)
MARK, _TAG = "+r", 8
What = Literal["tag", "leaving"]  # any mail; the letter of a leaving


class Sent(NamedTuple):
    """To which record's address a mail went: its person, how its number begins, and its version modulo 2¹⁶."""

    subject: UUID
    start: int
    version: int
    what: What


def _key(house: House) -> Steps[bytes]:
    return derived((yield from house.keyring.ensure("web", b"pages")), b"mail return v1")


def back_to(house: House, ref: Ref, what: What = "tag") -> Steps[str]:
    """Where a mail comes back to that is sent at once to the address of a record, asked before that is read: the address
    of a version that a correction has overtaken by then is never in doubt. Empty where the record is not here."""
    rows = yield from record_rows(ref.subject, house.now(), record=ref.record)
    if not rows:
        return ""
    return (yield from return_address(house, ref.subject, ref.record, rows[0].version, what))


def return_address(house: House, subject: UUID, record: UUID, version: int, what: What = "tag") -> Steps[str]:
    """Where a mail to the address of this version of a record comes back to. Empty where no mailbox is named, or its name is
    too long."""
    name, _, domain = (house.settings().canary_address or "").partition("@")
    if not domain or len(name) + len(MARK) + 48 > LONGEST:
        return ""
    key = yield from _key(house)
    plain = subject.bytes + record.bytes[:4] + (version % 65_536).to_bytes(2, "big")
    tag = _tag(key, what, plain)
    token = base64.b32encode(tag + _under(key, tag, plain)).decode().lower()
    return f"{name}{MARK}{token}@{domain}"


def _tag(key: bytes, what: What, plain: bytes) -> bytes:
    return keyed(key, what.encode() + plain)[:_TAG]


def _under(key: bytes, tag: bytes, text: bytes) -> bytes:
    return bytes(one ^ other for one, other in zip(text, keyed(key, b"stream" + tag), strict=False))


def sent_to(house: House, addresses: Iterable[str]) -> Steps[Sent | None]:
    """What the return address among these says; None where none is ours."""
    name, _, domain = (house.settings().canary_address or "").casefold().partition("@")
    key = yield from _key(house)
    for address in addresses:
        local, _, at = address.casefold().rpartition("@")
        if at != domain or not local.startswith(name + MARK):
            continue
        with suppress(binascii.Error, ValueError):
            raw = base64.b32decode(local.removeprefix(name + MARK).upper())
            tag, plain = raw[:_TAG], _under(key, raw[:_TAG], raw[_TAG:])
            for what in get_args(What) if len(plain) == 22 else ():
                if hmac.compare_digest(_tag(key, what, plain), tag):
                    return Sent(UUID(bytes=plain[:16]), int.from_bytes(plain[16:20]), int.from_bytes(plain[20:]), what)
    return None


def failed(content: bytes) -> bool:
    """Whether a mail reports that one will never be delivered."""
    try:
        message = email.message_from_bytes(content, policy=email.policy.default)
        return any(_permanent(block) for block in _blocks(message))
    except Exception:
        # INVARIANT: what anybody may send stops nothing. The parser raises errors of many kinds.
        return False


def _blocks(message: Message) -> Iterator[Message]:
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status" and isinstance(blocks := part.get_payload(), list):
            yield from (block for block in blocks if isinstance(block, Message))


def _permanent(block: Message) -> bool:
    action, status = str(block["action"] or "").strip().casefold(), str(block["status"] or "").strip()
    return action == "failed" and status.startswith("5.")
