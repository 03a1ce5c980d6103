"""The key ring, opened: 256 shard keys, under which every key of the key store is wrapped.

A key is wrapped under the shard key that its name hashes to. Each shard key carries the number of the ring at which it
was made, and a wrapped key names it (`keys.key.ring`). An epoch makes a new ring: fresh shard keys for the shards in
which something was destroyed, the others carried over. While an epoch is under way both rings open, so a key that is
wrapped under either one can be read.

The secret of a ring is 256 shard keys ‖ 256 numbers (4 bytes each) ‖ the backup key. `ring.py` keeps it on disk.
"""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from jikim.crypto import KEY_BYTES, new_key
from jikim.errors import SealError

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
            raise SealError(
                "the key ring's secret has another form",
                hint="put back one of the ring's copies",
                ko=("키 고리의 비밀 값이 다른 형식입니다", "키 고리의 사본 하나를 되돌려 주세요"),
            )
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
    """One ring's file, opened: its number, who holds its root key (the provider's name), under which version, and what
    it holds."""

    number: int
    provider: str
    root: str
    secret: Secret
