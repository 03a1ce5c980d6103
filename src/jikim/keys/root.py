"""Providers of the root key: who holds the one secret that everything else hangs on.

A provider makes versions, wraps under them and destroys them. This file's provider keeps them as files; what its destruction is
worth is file level only (a disk's own remapping, and snapshots, are beyond it), and `worth` says so.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Protocol

from jikim.crypto import new_key, unwrap, wrap
from jikim.errors import KeyGoneError


class RootProvider(Protocol):
    """What the ring asks of whoever holds the root key."""

    worth: str

    def new_version(self) -> int: ...

    def destroy_version(self, version: int) -> None: ...

    def wrap(self, version: int, name: bytes, secret: bytes) -> bytes: ...

    def unwrap(self, version: int, name: bytes, wrapped: bytes) -> bytes: ...


def write_durably(path: Path, content: bytes) -> None:
    """Writes a private file so that after a crash there is the old content or the new, never half of either."""
    draft = path.with_name(path.name + ".draft")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


class FileRoot:
    """Root key versions as private files `root-N.key` in one directory."""

    worth = "file level: the file is overwritten and removed; copies of the disk made earlier are beyond it"

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)

    def _path(self, version: int) -> Path:
        return self._directory / f"root-{version}.key"

    def new_version(self) -> int:
        """Makes the next version, durable before it is returned."""
        used = [int(path.stem.removeprefix("root-")) for path in self._directory.glob("root-*.key")]
        version = max(used, default=0) + 1
        write_durably(self._path(version), new_key())
        return version

    def destroy_version(self, version: int) -> None:
        """Overwrites and removes a version. Destroying it twice is the same as once."""
        path = self._path(version)
        if path.exists():
            write_durably(path, bytes(32))
            path.unlink()

    def _key(self, version: int) -> bytes:
        try:
            return self._path(version).read_bytes()
        except FileNotFoundError:
            raise KeyGoneError(f"root key version {version} is gone") from None

    def wrap(self, version: int, name: bytes, secret: bytes) -> bytes:
        return wrap(self._key(version), name, secret)

    def unwrap(self, version: int, name: bytes, wrapped: bytes) -> bytes:
        return unwrap(self._key(version), name, wrapped)
