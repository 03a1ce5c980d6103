"""The key store as the verbs see it: keys by name, wrapped under the ring, cached for at most a lease.

Every key is durable in the `keys` database before anything is sealed under it. An opened key is cached for at most the
lease in one process; what is irrecoverable after a destruction waits out that lease.

An epoch of another process changes the ring under a running one. The store refuses a key that is wrapped under a shard
key whose time is over, and answers which one it wants; a number that is not in memory is looked for in the ring
directory. So nobody fails.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from jikim.clock import machine_seconds
from jikim.crypto import new_key
from jikim.db.driver import Steps
from jikim.db.queries import load
from jikim.errors import KeyGoneError, StoreError
from jikim.keys.ring import Ring
from jikim.keys.shards import shard_of

LEASE_SECONDS = 60.0
CACHED = 100_000
TRIES = 5  # an epoch takes seconds and a look-up milliseconds: more than one turn in between is not met

Q = load("jikim.keys")
T = TypeVar("T")


def person_name(subject: UUID, generation: int) -> bytes:
    """The name of a person's live key: subject ‖ generation, 20 bytes."""
    return subject.bytes + generation.to_bytes(4, "big")


def generation_of(name: bytes) -> int:
    """The generation that a person's key's name holds."""
    return int.from_bytes(name[16:20], "big")


def day_name(kind: int, due: date) -> bytes:
    """The name of a due day's key: record kind ‖ day, 14 bytes."""
    return kind.to_bytes(4, "big") + due.isoformat().encode()


def hold_name(hold: UUID, record: UUID) -> bytes:
    """The name of a legal hold's key: hold ‖ record, 32 bytes, so that no hold's number reaches another record's key."""
    return hold.bytes + record.bytes


def _apart(made: int, ring: Ring) -> StoreError:
    """A key's shard key is nowhere: one of the two was put back."""
    if made > ring.number:
        return StoreError(
            "the key ring here is older than the key store",
            hint="put back the newest copy of the ring directory",
            ko=("이곳의 키 고리가 키 DB보다 오래되었습니다", "키 고리 디렉터리의 가장 최근 사본을 되돌려 주세요"),
        )
    return StoreError(
        "the key store is older than its key ring: it is from before an epoch, and opens no more",
        hint="restore the newest backup of the keys",
        ko=(
            "키 DB가 키 고리보다 오래되었습니다. 키 고리를 교체하기 전의 것이라 더는 열리지 않습니다",
            "가장 최근의 키 백업을 복원해 주세요",
        ),
    )


@dataclass(slots=True, repr=False)
class _Cached:
    """An opened key, until when it may be used, and what was made of it."""

    key: bytes
    until: float
    made: Any = None


class Keyring:
    """Opens keys through the ring. `lease`: for how many seconds an opened key may stay in this process's memory."""

    def __init__(self, ring: Ring, lease: float = LEASE_SECONDS) -> None:
        self._ring = ring
        self.lease = lease
        self._checked = machine_seconds()
        self._standing: dict[int, int] = {}
        self._cache: OrderedDict[tuple[str, bytes], _Cached] = OrderedDict()
        self._lock = threading.Lock()

    # ---- the ring

    @property
    def ring(self) -> Ring:
        """The ring as this process last read it."""
        return self._ring

    def reload(self) -> Ring:
        """Reads the ring directory again. Raises as `open_ring` does."""
        self._ring = self._ring.again()
        self._checked = machine_seconds()
        self._standing.clear()
        return self._ring

    def _fresh_ring(self) -> Ring:
        """The ring; looked at again where the lease is over, so that no shard key stays in memory after its epoch."""
        if machine_seconds() - self._checked > self.lease:
            self._checked = machine_seconds()
            if self._ring.changed():
                self.reload()
        return self._ring

    def _made(self, ring: Ring, shard: int) -> int:
        """Under which shard key to wrap: the one that the store last asked for, else the newest."""
        made = self._standing.get(shard)
        return made if made is not None and ring.knows(shard, made) else ring.made(shard)

    def _asked_for(self, shard: int, made: int) -> None:
        """The store wants this one. Raises StoreError where it is nowhere."""
        if not self._ring.knows(shard, made) and not self.reload().knows(shard, made):
            raise _apart(made, self._ring)
        self._standing[shard] = made

    def _unwrap(self, name: bytes, made: int, wrapped: bytes) -> bytes | None:
        """A key; None where its shard key is not to be found: then an epoch is over, and the store has it anew."""
        shard = shard_of(name)
        ring = self._fresh_ring()
        if not ring.knows(shard, made):
            ring = self.reload()
            if not ring.knows(shard, made):
                return None
        return ring.unwrap(name, wrapped, made)

    # ---- the cache

    def cached(self, space: str, name: bytes) -> bytes | None:
        """A key that was opened within the lease."""
        found = self._cache.get((space, name))
        return None if found is None or found.until < machine_seconds() else found.key

    def of(self, space: str, name: bytes, key: bytes, make: Callable[[bytes], T]) -> T:
        """What `make` makes of an opened key; kept with it, and no longer."""
        found = self._cache.get((space, name))
        if found is None or found.key is not key:
            return make(key)
        if found.made is None:
            found.made = make(key)
        made: T = found.made
        return made

    def _remember(self, space: str, name: bytes, key: bytes, asked: float) -> bytes:
        # INVARIANT: the lease counts from before the store was asked, so no key is cached longer than that after its
        # destruction.
        with self._lock:
            self._cache.pop((space, name), None)
            self._cache[space, name] = _Cached(key, asked + self.lease)
            now = machine_seconds()
            while self._cache:
                first = next(iter(self._cache))
                if len(self._cache) <= CACHED and self._cache[first].until >= now:
                    break
                del self._cache[first]
        return key

    def forget(self, space: str, name: bytes) -> None:
        """Drops a key from this process's cache."""
        with self._lock:
            self._cache.pop((space, name), None)

    def forget_all(self) -> None:
        with self._lock:
            self._cache.clear()

    # ---- keys

    def ensure(self, space: str, name: bytes) -> Steps[bytes]:
        """The key of a name, made durable first where there is none. Raises KeyGoneError for a destroyed name."""
        if (key := self.cached(space, name)) is not None:
            return key
        fresh, shard = new_key(), shard_of(name)
        for _ in range(TRIES):
            asked = machine_seconds()
            ring = self._fresh_ring()
            made = self._made(ring, shard)
            mine = ring.wrap(name, fresh, made)
            rows = yield Q["key.put"](space=space, name=name, ring=made, wrapped=mine)
            if not rows:
                raise KeyGoneError(f"the {space} key was destroyed", ko=(f"{space} 키는 파기되었습니다", ""))
            stands, wrapped = rows[0]
            if wrapped is None:
                self._asked_for(shard, stands)
                continue
            opened = fresh if wrapped == mine else self._unwrap(name, stands, wrapped)
            if opened is not None:
                return self._remember(space, name, opened, asked)
        raise _apart(stands, self._ring)

    def ensure_many(self, space: str, names: Sequence[bytes]) -> Steps[list[bytes]]:
        """The keys of many names, as `ensure` gives each, in one round trip. Raises KeyGoneError where one was
        destroyed."""
        asked, ring = machine_seconds(), self._fresh_ring()
        fresh = [new_key() for _ in names]
        made = [self._made(ring, shard_of(name)) for name in names]
        mine = [ring.wrap(name, key, number) for name, key, number in zip(names, fresh, made, strict=True)]
        stands = {n: row for n, *row in (yield Q["key.put_many"](space=space, names=names, rings=made, wrapped=mine))}
        found = []
        for n, name in enumerate(names):
            if stands.get(n, (0, None))[1] == mine[n]:
                found.append(self._remember(space, name, fresh[n], asked))
            else:
                found.append((yield from self.ensure(space, name)))
        return found

    def open(self, space: str, name: bytes) -> Steps[bytes]:
        """The key of a name. Raises KeyGoneError where there is none."""
        if (key := self.cached(space, name)) is not None:
            return key
        for _ in range(TRIES):
            asked = machine_seconds()
            rows = yield Q["key.get"](space=space, name=name)
            if not rows:
                raise KeyGoneError(f"the {space} key is gone", ko=(f"{space} 키가 없습니다", ""))
            made, wrapped = rows[0]
            opened = self._unwrap(name, made, wrapped)
            if opened is not None:
                return self._remember(space, name, opened, asked)
        raise _apart(made, self._ring)

    def open_many(self, space: str, names: Sequence[bytes]) -> Steps[dict[bytes, bytes]]:
        """Keys of many names; a name without a key is absent from the answer."""
        found = {name: key for name in names if (key := self.cached(space, name)) is not None}
        missing = [name for name in names if name not in found]
        unknown = 0
        for _ in range(TRIES):
            if not missing:
                return found
            asked = machine_seconds()
            rows = yield Q["key.get_many"](space=space, names=missing)
            missing = []
            for name, made, wrapped in rows:
                opened = self._unwrap(name, made, wrapped)
                if opened is None:
                    missing.append(name)
                    unknown = made
                else:
                    found[name] = self._remember(space, name, opened, asked)
        if missing:
            raise _apart(unknown, self._ring)
        return found
