"""What one entry says, made before the statement that records it.

The facts of the ask (verb, purpose, clause, policy) travel as JSON text; who acted, from where and why are sealed under the month's
ledger key, so no address or name lies in a database or its log in the clear. Subject, record, version, items and outcome are added by the
statement from the rows that it locked.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import msgspec

from jikim.crypto import unwrap, wrap
from jikim.db.driver import Steps
from jikim.errors import SealError
from jikim.keys.keyring import Keyring
from jikim.ledger.retention_lots import Lot, key_name
from jikim.policy.ask import Actor, Ask
from jikim.policy.period import day_of

WHO = b"who"  # what a sealed `who` is bound to, beside its month's key

_encode = msgspec.json.Encoder(order="sorted").encode


class Entry(NamedTuple):
    """The parameters that every recording statement ends with: entry, at, fact, who."""

    entry: UUID
    at: datetime
    fact: str
    who: bytes


@lru_cache(maxsize=4096)
def month_of(at: datetime, zone: ZoneInfo) -> date:
    """The first day of the entry's month, which names its ledger key."""
    return day_of(at, zone).replace(day=1)


def month_key(keyring: Keyring, month: date, lot: Lot = Lot.ACCESS) -> Steps[bytes]:
    """The ledger key of a month's lot. Raises KeyGoneError where its time was over."""
    return (yield from keyring.ensure("ledger-month", key_name(month, lot)))


def make(
    keyring: Keyring,
    zone: ZoneInfo,
    at: datetime,
    fact: dict[str, str | int],
    actor: Actor,
    ask: Ask | None = None,
) -> Steps[Entry]:
    """An entry for a statement. `fact` names the event (`record:use`) and holds no personal value."""
    key = yield from month_key(keyring, month_of(at, zone))
    who: dict[str, str] = {"actor": f"{actor.kind}:{actor.id}"}
    if actor.origin:
        who["from"] = actor.origin
    if ask is not None:
        for name in ("reason", "statute", "document", "authority", "approved_by"):
            if value := getattr(ask, name):
                who[name] = value
    return Entry(uuid4(), at, _encode(fact).decode(), wrap(key, WHO, _encode(who)))


def text_of(fact: dict[str, str | int]) -> str:
    """The facts of an ask as an entry carries them."""
    return _encode(fact).decode()


def sibling(entry: Entry, fact: str) -> Entry:
    """Another entry of the same actor at the same moment, for a batch: `who` is sealed once."""
    return Entry(uuid4(), entry.at, fact, entry.who)


def read_who(key: bytes | None, who: bytes) -> dict[str, str]:
    """Who acted; `unreadable` where the seal does not open, so that one damaged entry does not keep all others from their position."""
    if key is None:
        return {"actor": "unreadable"}
    try:
        return open_who(key, who)
    except SealError:
        return {"actor": "unreadable"}


def open_who(key: bytes, who: bytes) -> dict[str, str]:
    """Who acted, opened by the sequencer. Raises SealError."""
    return msgspec.json.decode(unwrap(key, WHO, who), type=dict[str, str])
