"""What an entry's body says: the five facts that the safety standard asks (who, when, from where, whose data, what was
done), the purpose, clause and policy digest; never an item's value.

    {"actor":"handler:delivery-1","at":"2013-03-05T01:02:03.000000+00:00","clause":"2.1","entry":"…","event":"record:use:allowed",
     "from":"192.0.2.7","items":["address","name"],"kind":"order","policy":"9f…","purpose":"delivery","record":"…","subject":"…","version":1}
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from functools import lru_cache
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import UUID, uuid4

import msgspec

from jikim.crypto import Hmac, derived
from jikim.errors import JikimError
from jikim.policy.outcome import WHY_OF, Outcome
from jikim.policy.reasons import Why
from jikim.proof.export import SALT_BYTES

_SALTS = b"\x0ejikim salts v1"
UNREADABLE = "ledger:unreadable:found"  # a row that said nothing sensible when it was placed
DAMAGED = "ledger:damaged:found"  # a body that does not open where it lies

_decode = msgspec.json.Decoder(dict[str, Any]).decode


class Waiting(NamedTuple):
    """A row of an inbox, in the order of its columns."""

    seq: int
    entry: UUID
    at: datetime
    fact: str
    who: bytes
    subject: UUID | None
    record: UUID | None
    version: int | None
    items: list[int] | None
    outcome: int
    blocker: UUID | None


_MOST = 2_000  # facts that are longer name many records: they come once, and are not remembered


def _fact(text: str) -> Mapping[str, Any]:
    return _known_fact(text) if len(text) <= _MOST else _known_fact.__wrapped__(text)


@lru_cache(maxsize=1024)
def _known_fact(text: str) -> Mapping[str, Any]:
    found = _decode(text)
    if not isinstance(found["event"], str) or not all(isinstance(value, (str, int)) for value in found.values()):
        raise ValueError(text)
    return found


@lru_cache(maxsize=1024)
def moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def body_name(position: int) -> bytes:
    """What a sealed body is bound to."""
    return b"body" + position.to_bytes(8, "big")


def salts_key(key: bytes) -> Hmac:
    """The key of the salts of a month's lot, out of the lot's own, for HMAC-SHA-256."""
    return Hmac(derived(key, _SALTS), sha256)


def salt_of(salts: Hmac, position: int, body: bytes) -> bytes:
    """An entry's salt: it needs no place of its own, is another for another body, and goes with the lot's key."""
    return salts.ended(salts.begun(position.to_bytes(8, "big") + body))[:SALT_BYTES]


def read_body(position: int, month: date, opened: bytes | None) -> dict[str, Any]:
    """An entry's body with its position. One that does not open (None) says so in its place, and keeps no other from
    being read."""
    try:
        if opened is None:
            raise ValueError
        body = _decode(opened)
    except ValueError:
        at = datetime.combine(month, time(), UTC)
        body = {"actor": "unreadable", "at": moment(at), "entry": "", "event": DAMAGED}
    return {**body, "position": position}


def own(at: datetime) -> Waiting:
    """The row of an entry of the ledger itself, which never lay in an inbox."""
    return Waiting(0, uuid4(), at, "", b"", None, None, None, None, 0, None)


class Names(NamedTuple):
    """What an entry needs of the policy: the name of an item's number, and the clause that a denial rests on."""

    item: Callable[[int], str]
    clause: Callable[[Why], str]


def compose(row: Waiting, who: Mapping[str, str], names: Names) -> dict[str, Any]:
    """The body of one entry, ready for its canonical form. A denial carries the clause that refuses, not the one that
    was asked under.

    INVARIANT: one whose row says nothing sensible is placed as `ledger:unreadable`, and keeps no other from its
    position.
    """
    try:
        return _compose(row, who, names)
    except (JikimError, LookupError, TypeError, ValueError):
        return {**who, "at": moment(row.at), "entry": str(row.entry), "event": UNREADABLE}


def _compose(row: Waiting, who: Mapping[str, str], names: Names) -> dict[str, Any]:
    fact = _fact(row.fact)
    allowed = row.outcome == 0
    body: dict[str, Any] = {
        **fact,
        **who,
        "at": moment(row.at),
        "entry": str(row.entry),
        "event": f"{fact['event']}:allowed" if allowed else f"{fact['event']}:denied",
    }
    if row.subject is not None:
        body["subject"] = str(row.subject)
    if row.record is not None:
        body["record"] = str(row.record)
    if row.version is not None:
        body["version"] = row.version
    if row.items:
        body["items"] = sorted(map(names.item, row.items))
    if row.blocker is not None:
        body["about"] = str(row.blocker)
    if not allowed and row.outcome != Outcome.REFUSED:
        why = WHY_OF.get(Outcome(row.outcome))
        if fact["event"] == "archive:consult" and row.outcome == Outcome.NO_CONSENT:
            # There it says that no running rule keeps the record for this purpose (`verbs/consult.py`).
            why = "archive-purpose"
        body["why"] = why or "conflict"
        # A missing consent is refused by the clause of what it was asked for.
        if why is not None and why != "no-consent":
            body["clause"] = names.clause(why)
    return body
