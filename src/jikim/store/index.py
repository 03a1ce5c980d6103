"""The blind index: people are found by the exact value of an item without the value being here, and by its tags alone.

inner tag = HMAC(base key, item ‖ value); tag = HMAC(tag key of the version, inner tag). Beside the tag lies the inner
tag, sealed under the version's seal key and bound to its row, so that a row goes to the next version without its record
being opened. Whoever has an old copy of the rows can ask it for a value only with that version's key; once a rotation
has ended (jobs/reindex.py) that key is destroyed, and nothing that still exists makes a tag that stands in the copy.

While a rotation runs two versions stand side by side. INVARIANT: every claim is made under the youngest, every question
is asked under both, and whoever does not know the versions that stand is told so by the statement itself and asks
again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import NamedTuple
from uuid import UUID

import msgspec

from jikim.crypto import blind, derived, keyed, unwrap, wrap
from jikim.db.driver import Steps
from jikim.db.queries import load
from jikim.errors import KeyGoneError
from jikim.keys.keyring import Keyring
from jikim.store.directory import Ticket
from jikim.store.holding import Claim

Q = load("jikim.store")

SPACE = "index"
BASE = b"base"
FIRST = 1
# What is claimed beside the items of a policy, under numbers that no item has: an account elsewhere that signs its
# person in, the row of a partner's feed that a record came in, and the row that was moved in. The index's rotation takes
# these along, and forgets them with their person or record.
OUTSIDE, FEED_ROW, MOVED = 2**31 - 1, 2**31 - 2, 2**31 - 3

_encode = msgspec.json.Encoder().encode


class TagContext(NamedTuple):
    """Where an inner tag belongs. It opens nowhere else."""

    subject: UUID
    record: UUID
    item: int

    def bound(self, version: int) -> bytes:
        """The place as bytes, each part of fixed length."""
        return b"jikim index v1%b%b%b%b" % (
            self.subject.bytes,
            self.record.bytes,
            self.item.to_bytes(4, "big"),
            version.to_bytes(4, "big"),
        )


class VersionKey:
    """One version's two keys, out of the one that is kept: for tags, and for what is sealed beside them."""

    __slots__ = ("_seal", "_tag", "version")

    def __init__(self, version: int, key: bytes) -> None:
        self.version = version
        self._tag = derived(key, b"jikim index tag v1")
        self._seal = derived(key, b"jikim index seal v1")

    def tag(self, inner: bytes) -> bytes:
        """32 bytes, equal only for equal inner tags."""
        return keyed(self._tag, inner)

    def seal(self, row: TagContext, inner: bytes) -> bytes:
        """The inner tag, sealed for one row: 60 bytes."""
        return wrap(self._seal, row.bound(self.version), inner)

    def open(self, row: TagContext, sealed: bytes) -> bytes:
        """The reverse. Raises SealError for what was sealed for another row, or under another version."""
        return unwrap(self._seal, row.bound(self.version), sealed)


def key_name(version: int) -> bytes:
    """The name of a version's key in the space `index`: its number in decimal."""
    return b"%d" % version


def version_of(name: bytes) -> int | None:
    """The version that a key's name stands for; None for the base key's."""
    return int(name) if name.isdigit() else None


def base_key(keyring: Keyring) -> Steps[bytes]:
    """The key of inner tags: it stands for ever, and makes no tag by itself."""
    return (yield from keyring.ensure(SPACE, BASE))


def version_key(keyring: Keyring, version: int) -> Steps[VersionKey]:
    """A version's keys. Raises KeyGoneError for one that was destroyed."""
    # Every version but the first has its key before it begins. One that is missing must not be made anew: it would find
    # nobody.
    get = keyring.ensure if version == FIRST else keyring.open
    key = yield from get(SPACE, key_name(version))
    return keyring.of(SPACE, key_name(version), key, partial(VersionKey, version))


class Index:
    """Tags for writers and for look-ups, under the versions that stand."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring
        self._versions: tuple[int, ...] = ()

    def forget(self) -> None:
        """Drops what is known of the versions: a statement said that others stand."""
        self._versions = ()

    def _known(self) -> Steps[tuple[bytes, list[VersionKey]]]:
        base = yield from base_key(self._keyring)
        gone: tuple[int, ...] = ()
        while True:
            versions = self._versions
            if not versions:
                [(stand, _)] = yield Q["index.state"]()
                versions = tuple(stand)
                if versions == gone:
                    raise KeyGoneError(
                        "the key of the blind index is gone",
                        hint="run `jikim reindex`: it makes the index anew",
                        ko=("검색 색인의 키가 없습니다", "`jikim reindex`를 실행하면 색인을 새로 만듭니다"),
                    )
                self._versions = versions
            try:
                keys: list[VersionKey] = []
                for version in versions:
                    keys.append((yield from version_key(self._keyring, version)))
            except KeyGoneError:
                # A version ended meanwhile, and its key with it: others stand.
                gone, self._versions = versions, ()
                continue
            return base, keys

    def claimed(
        self, claims: Sequence[Claim], ticket: Ticket, at: datetime, bars: Mapping[str, Sequence[object]] | None = None
    ) -> Steps[str]:
        """Claims of a ticket's record as `live.stake` takes them: JSON, with the versions that they were made under, and
        beside them what `live.barred` is asked. What is exclusive is listed with the house first, where it has to be."""
        base, keys = yield from self._known()
        youngest, older = keys[-1], keys[:-1]
        rows, asked = [], []
        for claim in claims:
            inner = blind(base, claim.item, claim.key)
            tag, row = youngest.tag(inner), TagContext(ticket.subject, ticket.record, claim.item)
            # The encoder writes bytes as base64.
            sealed = youngest.seal(row, inner)
            rows.append({"item": claim.item, "exclusive": claim.exclusive, "tag": tag, "sealed": sealed})
            if claim.exclusive:
                asked += [tag, *(key.tag(inner) for key in older)]
        more = {**({"asked": asked} if asked else {}), **({} if bars is None else {"bars": bars})}
        given = _encode({"versions": [key.version for key in keys], "rows": rows, **more}).decode()
        return (yield from ticket.take(claims, given, at, self.standing))

    def inner(self, claims: Iterable[Claim]) -> Steps[list[bytes]]:
        """The inner tags of values."""
        base = yield from base_key(self._keyring)
        return [blind(base, claim.item, claim.key) for claim in claims]

    def inner_of(self, subject: UUID, items: Iterable[int]) -> Steps[list[tuple[int, bytes, bytes]]]:
        """What a person claims of some items: the item, its tag, and its inner tag. No record is opened."""
        found = []
        for tag, record, item, version, sealed in (yield Q["claim.of"](subject=subject, items=list(items))):
            key = yield from version_key(self._keyring, version)
            found.append((item, bytes(tag), key.open(TagContext(subject, record, item), bytes(sealed))))
        return found

    def standing(self, subject: UUID, record: UUID) -> Steps[set[bytes]]:
        """The tags of what a record claims exclusively, as it lies and under each version that stands now. Raises KeyGoneError
        where one has ended meanwhile, and SealError for a claim that is damaged."""
        [(versions, _)] = yield Q["index.state"]()
        rows = yield Q["claim.standing"](subject=subject, record=record)
        found, keys = {bytes(tag) for tag, *_ in rows}, list[VersionKey]()
        for version in versions if len(versions) > 1 else ():
            keys.append((yield from version_key(self._keyring, version)))
        for _, item, version, sealed in rows if keys else ():
            key = yield from version_key(self._keyring, version)
            inner = key.open(TagContext(subject, record, item), bytes(sealed))
            found |= {one.tag(inner) for one in keys}
        return found

    def asked_many(self, item: int, values: Sequence[str]) -> Steps[tuple[Sequence[int], Sequence[bytes]]]:
        """The versions that stand, and the tags of many values: of each value one under every version, in order."""
        base, keys = yield from self._known()
        inner = [blind(base, item, value) for value in values]
        return [key.version for key in keys], [key.tag(one) for one in inner for key in keys]

    def asked(self, item: int, value: str) -> Steps[tuple[Sequence[int], Sequence[bytes]]]:
        """The versions that stand, and the tag of a value under each."""
        base, keys = yield from self._known()
        inner = blind(base, item, value)
        return [key.version for key in keys], [key.tag(inner) for key in keys]
