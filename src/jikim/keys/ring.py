"""The key ring: 256 shard keys under one root key version, in one small file outside PostgreSQL.

Every key in the key store is wrapped under the shard key that its name hashes to. A new ring under a new root version, with
the old one destroyed, makes every key that was deleted from the store irrecoverable; that turn (the epoch) has its place
here: the ring carries its number, and wrapped keys name the ring they are wrapped under.

The file is JSON: {"jikim-ring": 1, "ring": N, "root": VERSION, "shards": base64 of the wrapped 8,192 bytes}.
Losing the ring loses everything.
"""

from __future__ import annotations

import base64
import fcntl
import hashlib
import json
import os
from pathlib import Path

from jikim.crypto import KEY_BYTES, new_key, unwrap, wrap
from jikim.errors import StoreError
from jikim.keys.root import FileRoot, RootProvider, write_durably

SHARDS = 256


class Ring:
    """An opened ring: wraps and unwraps the key store's keys."""

    def __init__(self, number: int, shards: bytes) -> None:
        self.number = number
        self._shards = [shards[i * KEY_BYTES : (i + 1) * KEY_BYTES] for i in range(SHARDS)]

    @staticmethod
    def shard_of(name: bytes) -> int:
        """The shard of a key's name: the first byte of its SHA-256."""
        return hashlib.sha256(name).digest()[0]

    def wrap(self, name: bytes, key: bytes) -> bytes:
        return wrap(self._shards[self.shard_of(name)], name, key)

    def unwrap(self, name: bytes, wrapped: bytes) -> bytes:
        return unwrap(self._shards[self.shard_of(name)], name, wrapped)


def _label(number: int) -> bytes:
    return b"jikim ring %d" % number


def open_ring(directory: Path, root: RootProvider | None = None) -> Ring:
    """Opens the ring in a directory, making it and its root key the first time.

    Two processes that open it first at once get the same ring: making it holds a lock file.
    """
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    provider = root or FileRoot(directory)
    path = directory / "ring.json"
    lock = os.open(directory / "ring.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            version = provider.new_version()
            secret = b"".join(new_key() for _ in range(SHARDS))
            wrapped = provider.wrap(version, _label(1), secret)
            content = {"jikim-ring": 1, "ring": 1, "root": version, "shards": base64.b64encode(wrapped).decode()}
            write_durably(path, json.dumps(content).encode())
    finally:
        os.close(lock)
    try:
        content = json.loads(path.read_bytes())
        if content.keys() != {"jikim-ring", "ring", "root", "shards"} or content["jikim-ring"] != 1:
            raise ValueError("another format")
        number, version = int(content["ring"]), int(content["root"])
        wrapped = base64.b64decode(content["shards"], validate=True)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise StoreError("the key ring file is damaged", hint="put back one of its copies") from None
    secret = provider.unwrap(version, _label(number), wrapped)
    return Ring(number, secret)
