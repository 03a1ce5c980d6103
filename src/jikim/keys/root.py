"""Providers of the root key: who holds the one secret that everything else hangs on.

A provider makes versions, wraps under them and destroys them. Each says honestly, in `worth`, what its destruction is
worth. This file has the protocol and the simplest one, whose versions are private files; `choose` knows them all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from jikim.crypto import KEY_BYTES, new_key, unwrap, wrap
from jikim.errors import KeyGoneError, SealError
from jikim.keys.copies import Copies, write_durably
from jikim.particles import i_ga

__all__ = ["FileRoot", "RootProvider", "write_durably"]


class RootProvider(Protocol):
    """What the ring and the epoch ask of whoever holds the root key. A version is a provider's own text for one root
    key."""

    @property
    def name(self) -> str:
        """What the ring's file records: a ring made under one provider opens under no other."""
        ...

    @property
    def worth(self) -> Mapping[str, str]:
        """An honest word on what destruction is worth here, in `ko` and `en`."""
        ...

    def new_version(self) -> str:
        """Makes a version, durable before it is returned."""
        ...

    def versions(self) -> list[str]:
        """The versions that exist and are not being destroyed, in no order that means anything."""
        ...

    def wrap(self, version: str, label: bytes, secret: bytes) -> bytes:
        """Wraps a secret of a few KiB, bound to its label. Raises KeyGoneError for a version that is no more."""
        ...

    def unwrap(self, version: str, label: bytes, wrapped: bytes) -> bytes:
        """The reverse. Raises KeyGoneError for a version that is no more, SealError for another label, version or
        changed bytes."""
        ...

    def destroy_version(self, version: str) -> None:
        """Asks for a version's destruction, and makes it useless at once. Twice is the same as once."""
        ...

    def destroyed_on(self, version: str) -> datetime | None:
        """When a version is, or by the provider's promise will be, irrecoverable. None: it still exists."""
        ...


class FileRoot:
    """Root key versions as private files `root-N.key` in the ring's directory and its copies. Anyone who reads one has
    the root key."""

    name = "file"
    worth: Mapping[str, str] = MappingProxyType(
        {
            "en": "file level: the file is overwritten and removed in every copy; what a disk remapped, "
            "snapshots and copies of the disk made earlier are beyond it",
            "ko": "파일 수준: 모든 사본에서 파일을 덮어쓰고 지웁니다. 디스크가 내부적으로 옮겨 적은 것, 스냅숏, "
            "그 전에 만든 디스크 사본까지는 없애지 못합니다",
        }
    )

    def __init__(self, directory: Path, *copies: Path) -> None:
        self._files = Copies((directory, *copies), "root")

    @property
    def directories(self) -> Sequence[Path]:
        """The ring's directory and its copies."""
        return self._files.directories

    def new_version(self) -> str:
        return self._files.add(new_key())

    def versions(self) -> list[str]:
        return self._files.versions()

    def _keys(self, version: str) -> list[bytes]:
        found = self._files.read(version)
        if not found:
            raise KeyGoneError(
                f"root key version {version} is gone", ko=(f"루트 키 버전 {i_ga(f'{version}')} 없습니다", "")
            )
        keys = [key for key in found if len(key) == KEY_BYTES]
        if not keys:
            raise SealError(
                f"root key version {version} is damaged",
                hint="put back one of its copies",
                ko=(f"루트 키 버전 {i_ga(f'{version}')} 손상되었습니다", "사본 하나를 되돌려 주세요"),
            )
        return keys

    def wrap(self, version: str, label: bytes, secret: bytes) -> bytes:
        keys = self._keys(version)
        if len(keys) > 1:
            raise SealError(
                f"the copies of root key version {version} differ",
                hint="put back the one that opens the ring",
                ko=(f"루트 키 버전 {version}의 사본들이 서로 다릅니다", "키 고리를 여는 것을 되돌려 주세요"),
            )
        return wrap(keys[0], label, secret)

    def unwrap(self, version: str, label: bytes, wrapped: bytes) -> bytes:
        keys = self._keys(version)
        for key in keys[:-1]:
            try:
                return unwrap(key, label, wrapped)
            except SealError:
                continue
        return unwrap(keys[-1], label, wrapped)

    def destroy_version(self, version: str) -> None:
        self._files.destroy(version)

    def destroyed_on(self, version: str) -> datetime | None:
        return self._files.gone_on(version)
