"""What one entry says, made before the statement that records it.

The facts of the ask (verb, purpose, clause, policy) travel as JSON text; who acted, from where and why are sealed under
the month's ledger key, so no address or name lies in a database or its log in the clear. Subject, record, version,
items and outcome are added by the statement from the rows that it locked. Its number (`numbers`) shows that a process
of this house wrote it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from jikim.crypto import unwrapping, wrap
from jikim.db.driver import Steps
from jikim.db.queries import load
from jikim.errors import SealError
from jikim.keys.keyring import Keyring
from jikim.ledger.numbers import EntryId, Numbers, said
from jikim.ledger.retention_lots import Lot, key_name
from jikim.policy.ask import Actor, Ask
from jikim.policy.period import day_of

Q = load("jikim.ledger")
WHO = b"who"  # what a sealed `who` is bound to, beside its month's key

_encode = msgspec.json.Encoder(order="sorted").encode
_decode = msgspec.json.Decoder(dict[str, str]).decode


class Entry(NamedTuple):
    """The parameters that every recording statement ends with: entry, at, fact, who, and the grant that it is done
    under (0: none, or the statement looks for it itself).
    """

    entry: EntryId
    at: datetime
    fact: str
    who: bytes
    under: int = 0

    def another(self, fact: str | None = None, who: bytes | None = None) -> Entry:
        """The next entry, at the same moment: what was recorded is recorded, and a second try, or another fact, has a
        number of its own."""
        numbers = self.entry.numbers
        if who is None and fact in (None, self.fact):
            return Entry(numbers.another(self.entry), self.at, self.fact, self.who, self.under)
        fact, who = self.fact if fact is None else fact, self.who if who is None else who
        return Entry(numbers.entry_id(self.entry.key, self.at, fact, who), self.at, fact, who, self.under)

    def beside(self, fact: str) -> tuple[UUID, datetime, str, bytes, int]:
        """Another entry that a statement may record beside this one, or leave out: nobody vouches for it."""
        return self.another(fact).unvouched()

    def unvouched(self) -> tuple[UUID, datetime, str, bytes, int]:
        """The same, where its statement does not record it, or does not tell."""
        return UUID(int=self.entry.int), *self[1:]


@lru_cache(maxsize=64)  # for the entries of one act, which are of one moment
def month_of(at: datetime, zone: ZoneInfo) -> date:
    """The first day of the entry's month, which names its ledger key."""
    return day_of(at, zone).replace(day=1)


def month_key(keyring: Keyring, month: date, lot: Lot = Lot.ACCESS) -> Steps[bytes]:
    """The ledger key of a month's lot. Raises KeyGoneError where its time was over."""
    return (yield from keyring.ensure("ledger-month", key_name(month, lot)))


def make(
    keyring: Keyring,
    numbers: Numbers,
    zone: ZoneInfo,
    at: datetime,
    fact: str,
    actor: Actor,
    ask: Ask | None = None,
    under: int = 0,
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
    sealed = wrap(key, WHO, _encode(who))
    return Entry(numbers.entry_id(numbers.key_of(key), at, fact, sealed), at, fact, sealed, under)


def word(keyring: Keyring, numbers: Numbers, zone: ZoneInfo, at: datetime, *, ended: bool) -> Steps[None]:
    """Says what this process vouches for, where there is something, and whether it `ended`."""
    told = numbers.to_vouch_for(ended=ended)
    if told is None:
        return
    text = said(told, ended=ended)
    try:
        key = yield from month_key(keyring, month_of(at, zone))
        entry = numbers.entry_id(numbers.key_of(key), at, text, b"")
        yield Q["ledger.tell"](entry=entry, at=at, said=text)
    except BaseException:
        numbers.give_back(told)
        raise
    numbers.word_answered(entry)


def text_of(fact: dict[str, str | int]) -> str:
    """The facts of an ask as an entry carries them."""
    return _encode(fact).decode()


def who_reader(key: bytes | None) -> Callable[[bytes], dict[str, str]]:
    """Reads who acted, in entries of a month whose ledger key this is (None: its time was over); `unreadable` where the
    seal does not open, so that one damaged entry does not keep all others from their position."""
    opened = None if key is None else unwrapping(key)

    def read(who: bytes) -> dict[str, str]:
        try:
            return _decode(opened(WHO, who)) if opened is not None else {"actor": "unreadable"}
        except SealError:
            return {"actor": "unreadable"}

    return read
