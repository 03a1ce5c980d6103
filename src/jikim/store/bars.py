"""Who does not join again for a time (`rejoining`): hashes of an account's items, each under a key of its last day.

bar = HMAC(bar key of the day, inner tag); the inner tag is the blind index's (`index.py`), so no value is opened to make
one. The key is made for its day alone and destroyed with it (`jobs/retention_sweep.py`), and nothing that still exists
then makes a hash that stands in an old copy. A bar names no person.

Bars are the house's, and who leaves may lie on another server: what is to bar them is written by the statement by which
they leave, bars there from then on, and stands with the house by the next (`stand`).

INVARIANT: whoever joins is asked under every day that stands, in the statement that takes them in; who knows other days
is told so, and asks again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

import msgspec

from jikim.crypto import derived, keyed
from jikim.db.driver import Steps
from jikim.db.everywhere import hold_everywhere
from jikim.db.queries import load
from jikim.db.steps import value_of
from jikim.errors import KeyGoneError
from jikim.keys.keyring import Keyring
from jikim.store.holding import Claim
from jikim.store.index import Index

Q = load("jikim.store")

SPACE = "bar"
PAGE = 500

_encode = msgspec.json.Encoder().encode


class Barred(NamedTuple):
    """By which measure somebody is barred, and the last day of it."""

    number: str
    due: date


class Bars:
    """The bars that stand, by the index that knows people's values."""

    def __init__(self, keyring: Keyring, index: Index) -> None:
        self._keyring = keyring
        self._index = index

    def asked(self, claims: Sequence[Claim]) -> Steps[dict[str, list[str] | list[bytes]]]:
        """What `live.barred` is asked of somebody who joins: the days that stand, and their items' tags under each."""
        days: Sequence[date] = yield from value_of(Q["bar.days"]())
        return {"days": [day.isoformat() for day in days], "tags": (yield from self._tags(claims, days))}

    def _tags(self, claims: Sequence[Claim], days: Sequence[date]) -> Steps[list[bytes]]:
        inner = (yield from self._index.inner(claims)) if days else []
        tags = []
        for day in days:
            try:
                key = _tag_key((yield from self._keyring.open(SPACE, day.isoformat().encode())))
            except KeyGoneError:
                # Its day is over, or an older key store was put back: nobody is known by it any more.
                continue
            tags += [keyed(key, one) for one in inner]
        return tags

    def against(self, claims: Sequence[Claim]) -> Steps[list[Barred]]:
        """By which measures these values are barred now."""
        days: Sequence[date] = yield from value_of(Q["bar.days"]())
        tags = yield from self._tags(claims, days)
        return [Barred(*row) for row in (yield Q["bar.by"](tags=tags))]

    def drawn(self, subject: UUID, items: Iterable[int], due: date) -> Steps[str]:
        """Bars of a person's items until a day, as `live.bar_draw` takes them: JSON. The day's key is durable before."""
        key = _tag_key((yield from self._keyring.ensure(SPACE, due.isoformat().encode())))
        rows = [
            {"item": item, "from": tag, "tag": keyed(key, inner)}
            for item, tag, inner in (yield from self._index.inner_of(subject, items))
        ]
        return _encode({"due": due.isoformat(), "rows": rows}).decode()

    def stand(self, subject: UUID) -> Steps[None]:
        """What was drawn for somebody who has left stands from here on; once, however often this runs."""
        rows: str | None = yield from value_of(Q["bar.drawn"](subject=subject))
        if rows is not None:
            yield Q["bar.stand"](rows=rows)
            yield Q["bar.stands"](subject=subject)

    def stand_all(self) -> Steps[None]:
        """The same of everybody whose leaving was killed before it."""
        while drawn := (yield Q["bar.drawn_all"](limit=PAGE)):
            for (subject,) in drawn:
                yield from self.stand(subject)

    def known(self) -> Steps[None]:
        """What bars is the same on each server from here on, but for what comes after."""
        yield from self.stand_all()
        yield from hold_everywhere()


def _tag_key(key: bytes) -> bytes:
    return derived(key, b"jikim bar v1")
