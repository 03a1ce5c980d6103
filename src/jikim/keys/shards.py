"""The key ring, opened: 256 shard keys, under which every key of the key store is wrapped.

A key is wrapped under the shard key that its name hashes to. Each shard key carries the number of the ring at which it was made, and
a wrapped key names it (`keys.key.ring`). An epoch makes a new ring: fresh shard keys for the shards in which something was
destroyed, the others carried over. While an epoch is under way both rings open, so a key that is wrapped under either one can be read.

The secret of a ring is 256 shard keys ‖ 256 numbers (4 bytes each) ‖ the backup key. `ring.py` keeps it on disk.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from jikim.crypto import KEY_BYTES, new_key
from jikim.errors import SealError

if TYPE_CHECKING:
    from jikim.keys.ring import RingFiles

SHARDS = 256
NONCE_BYTES = 12
SECRET_BYTES = SHARDS * (KEY_BYTES + 4) + KEY_BYTES


def shard_of(name: bytes) -> int:
    """The shard of a key's name: the first byte of its SHA-256."""
    return hashlib.sha256(name).digest()[0]


class Secret(NamedTuple):
    """What one ring holds: shard keys, the ring at which each was made, and the backup key, which is the same for ever."""

    keys: tuple[bytes, ...]
    made: tuple[int, ...]
    backup_key: bytes

    def to_bytes(self) -> bytes:
        return b"".join((*self.keys, *(number.to_bytes(4, "big") for number in self.made), self.backup_key))

    @classmethod
    def from_bytes(cls, secret: bytes) -> Secret:
        """The reverse. Raises SealError for another length."""
        if len(secret) != SECRET_BYTES:
            raise SealError("the key ring's secret has another form", hint="put back one of the ring's copies")
        at = SHARDS * KEY_BYTES
        return cls(
            tuple(secret[n * KEY_BYTES : (n + 1) * KEY_BYTES] for n in range(SHARDS)),
            tuple(int.from_bytes(secret[at + 4 * n : at + 4 * n + 4], "big") for n in range(SHARDS)),
            secret[-KEY_BYTES:],
        )

    @classmethod
    def first(cls) -> Secret:
        """The first ring's: everything fresh."""
        return cls(tuple(new_key() for _ in range(SHARDS)), (1,) * SHARDS, new_key())


class Opened(NamedTuple):
    """One ring's file, opened: its number, who holds its root key (the provider's name), under which version, and what it holds."""

    number: int
    provider: str
    root: str
    secret: Secret


class Ring:
    """The newest ring, and those before it that still open. Wraps and unwraps the key store's keys. It never changes."""

    def __init__(
        self, rings: Sequence[Opened], files: RingFiles, there: frozenset[int], told: Sequence[str] = ()
    ) -> None:
        """`rings`: the newest first. `there`: what lay in the directory. `told`: what an operator should know of the copies."""
        newest = rings[0]
        self.number = newest.number
        self.provider = newest.provider
        self.root = newest.root
        self.backup_key = newest.secret.backup_key
        self.told = tuple(told)
        self.files = files
        self._there = there
        self._made = newest.secret.made
        self._keys: dict[tuple[int, int], bytes] = {}
        for ring in reversed(rings):
            self._keys.update(zip(enumerate(ring.secret.made), ring.secret.keys, strict=True))
        self._ciphers: dict[tuple[int, int], AESGCM] = {}

    def __repr__(self) -> str:
        return f"Ring({self.number})"

    def again(self) -> Ring:
        """The ring as it lies in its directory now. Raises as `open_ring` does."""
        return self.files.open()

    def changed(self) -> bool:
        """Whether other rings lie in the directory now than when this was read; cheap. A directory that is away is no change."""
        try:
            there = self.files.numbers()
        except OSError:
            return False
        return bool(there) and there != self._there

    def made(self, shard: int) -> int:
        """The number of the ring at which a shard's newest key was made."""
        return self._made[shard]

    def knows(self, shard: int, made: int) -> bool:
        """Whether the shard key of that number is here."""
        return (shard, made) in self._keys

    def cipher(self, shard: int, made: int) -> AESGCM:
        """The cipher of a shard key. Raises SealError where it is not here."""
        if (found := self._ciphers.get((shard, made))) is None:
            if (key := self._keys.get((shard, made))) is None:
                raise SealError(
                    f"ring {made} is not here, and a key is wrapped under it",
                    hint="put back the newest copy of the ring directory",
                )
            found = self._ciphers[shard, made] = AESGCM(key)
        return found

    def wrap(self, name: bytes, key: bytes, made: int | None = None) -> bytes:
        """A key under its shard key (None: the newest), bound to its name: nonce ‖ ciphertext."""
        shard = shard_of(name)
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self.cipher(shard, self._made[shard] if made is None else made).encrypt(nonce, key, name)

    def unwrap(self, name: bytes, wrapped: bytes, made: int | None = None) -> bytes:
        """The reverse; without a number, whichever shard key opens it. Raises SealError."""
        shard = shard_of(name)
        numbers = [made] if made is not None else sorted((of for at, of in self._keys if at == shard), reverse=True)
        for number in numbers:
            try:
                return self.cipher(shard, number).decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], name)
            except (InvalidTag, ValueError):
                continue
        raise SealError("a wrapped key does not open under this key and name")

    def rewrap(self, made: int, keys: Sequence[tuple[bytes, int, int, bytes]]) -> list[bytes | None]:
        """Many keys (name, shard, the number they are wrapped under, wrapped) under the shard keys of ring `made`, in their order.

        None for one that does not open. Raises SealError for a shard key that is not here.
        """
        # A million of them are wrapped in one go: nothing is looked up twice.
        opens = {at: self.cipher(*at).decrypt for at in {(shard, of) for _, shard, of, _ in keys}}
        seals = {shard: self.cipher(shard, made).encrypt for shard in {shard for _, shard, _, _ in keys}}
        random = os.urandom(NONCE_BYTES * len(keys))
        found: list[bytes | None] = []
        end = 0
        for name, shard, of, wrapped in keys:
            start, end = end, end + NONCE_BYTES
            nonce = random[start:end]
            try:
                found.append(
                    nonce
                    + seals[shard](nonce, opens[shard, of](wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], name), name)
                )
            except (InvalidTag, ValueError):
                found.append(None)
        return found

    def next_secret(self, number: int, touched: Sequence[int], standing: Mapping[int, int]) -> Secret:
        """The secret of a new ring: fresh keys for the touched shards, the others carried over.

        `standing` says under which number the key store wraps a shard's keys, which is 1 where it says nothing.
        Raises SealError where a shard key to be carried over is not here.
        """
        fresh = frozenset(touched)
        keys, made = [], []
        for shard in range(SHARDS):
            of = number if shard in fresh else standing.get(shard, 1)
            key = new_key() if shard in fresh else self._keys.get((shard, of))
            if key is None:
                raise SealError(
                    f"the shard key of ring {of} is not here, and keys are wrapped under it",
                    hint="put back the newest copy of the ring directory",
                )
            keys.append(key)
            made.append(of)
        return Secret(tuple(keys), tuple(made), self.backup_key)
