"""The key store as the verbs see it: keys by name, wrapped under the ring, cached for at most a lease.

Every key is durable in the `keys` database before anything is sealed under it. An opened key is cached for at most `LEASE_SECONDS`
in one process; what is irrecoverable after a destruction waits out that lease.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from jikim.clock import machine_seconds
from jikim.crypto import new_key
from jikim.db.driver import Statement, Steps
from jikim.db.queries import load
from jikim.errors import KeyGoneError
from jikim.keys.ring import Ring

LEASE_SECONDS = 60.0
CACHED = 100_000

Q = load("jikim.keys")


def person_name(subject: UUID, generation: int) -> bytes:
    """The name of a person's live key: subject ‖ generation, 20 bytes."""
    return subject.bytes + generation.to_bytes(4, "big")


def day_name(kind: int, due: date) -> bytes:
    """The name of a due day's key: record kind ‖ day, 14 bytes."""
    return kind.to_bytes(4, "big") + due.isoformat().encode()


def hold_name(hold: UUID, record: UUID) -> bytes:
    """The name of a legal hold's key: hold ‖ record, 32 bytes, so that no hold's number reaches another record's key."""
    return hold.bytes + record.bytes


class Keyring:
    """Opens keys through the ring."""

    def __init__(self, ring: Ring) -> None:
        self._ring = ring
        self._cache: OrderedDict[tuple[str, bytes], tuple[bytes, float]] = OrderedDict()
        self._lock = threading.Lock()

    def cached(self, space: str, name: bytes) -> bytes | None:
        """A key that was opened within the lease."""
        found = self._cache.get((space, name))
        if found is None or found[1] < machine_seconds():
            return None
        return found[0]

    def _remember(self, space: str, name: bytes, key: bytes) -> bytes:
        with self._lock:
            self._cache[space, name] = (key, machine_seconds() + LEASE_SECONDS)
            while len(self._cache) > CACHED:
                self._cache.popitem(last=False)
        return key

    def forget(self, space: str, name: bytes) -> None:
        """Drops a key from this process's cache."""
        with self._lock:
            self._cache.pop((space, name), None)

    def forget_all(self) -> None:
        with self._lock:
            self._cache.clear()

    def ensure(self, space: str, name: bytes) -> Steps[bytes]:
        """The key of a name, made durable first where there is none. Raises KeyGoneError for a destroyed name."""
        if (key := self.cached(space, name)) is not None:
            return key
        fresh = new_key()
        rows = yield Statement(Q["key.put"], (space, name, self._ring.number, self._ring.wrap(name, fresh)))
        if not rows:
            raise KeyGoneError(f"the {space} key was destroyed")
        return self._remember(space, name, self._ring.unwrap(name, rows[0][1]))

    def open(self, space: str, name: bytes) -> Steps[bytes]:
        """The key of a name. Raises KeyGoneError where there is none."""
        if (key := self.cached(space, name)) is not None:
            return key
        rows = yield Statement(Q["key.get"], (space, name))
        if not rows:
            raise KeyGoneError(f"the {space} key is gone")
        return self._remember(space, name, self._ring.unwrap(name, rows[0][1]))

    def ensure_many(self, space: str, names: Sequence[bytes]) -> Steps[dict[bytes, bytes]]:
        """Keys of many new names, durable in one statement. Names that already had one keep it."""
        missing = [name for name in names if self.cached(space, name) is None]
        if missing:
            wrapped = [self._ring.wrap(name, new_key()) for name in missing]
            yield Statement(Q["key.put_many"], (space, missing, self._ring.number, wrapped))
        return (yield from self.open_many(space, names))

    def open_many(self, space: str, names: Sequence[bytes]) -> Steps[dict[bytes, bytes]]:
        """Keys of many names; a name without a key is absent from the answer."""
        found = {name: key for name in names if (key := self.cached(space, name)) is not None}
        missing = [name for name in names if name not in found]
        if missing:
            rows = yield Statement(Q["key.get_many"], (space, missing))
            for name, _ring, wrapped in rows:
                found[name] = self._remember(space, name, self._ring.unwrap(name, wrapped))
        return found
