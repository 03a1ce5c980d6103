"""Reading a set of the keys back: its wrapped keys open with the ring of the moment, or are, byte for byte, what the
key store holds.

A key that the store itself holds damaged keeps no backup of the others from being made; it is counted, and told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from jikim.backup.dump import Means, connected
from jikim.backup.read_back import verify
from jikim.backup.sets import Set
from jikim.errors import SealError, StoreError

SAMPLE = 100_000
_MOST_DAMAGED = 1000
_BYTEA = re.compile(rb"\\\\x([0-9a-f]*)")


class Opens(Protocol):
    """What of the ring a set is held against."""

    def unwrap(self, name: bytes, wrapped: bytes, made: int | None = None) -> bytes: ...


def verify_keys(found: Set, means: Means, ring: Opens) -> int:
    """Reads a set back and opens its keys: all of them where there are fewer than 100,000, else so many of them,
    evenly.

    Answers how many the key store holds damaged. Raises StoreError where anything is not as it was written, and where
    no key opens at all.
    """
    total = found.files["keys.dump"].rows["keys.key"]
    stride = 1 if total < SAMPLE else -(-total // SAMPLE)
    met = opened = 0
    shut: list[tuple[str, bytes, bytes]] = []

    def look(table: str, columns: Sequence[str], line: bytes) -> None:
        nonlocal met, opened
        if table != "keys.key":
            return
        met += 1
        if met % stride:
            return
        row = dict(zip(columns, line.rstrip(b"\n").split(b"\t"), strict=True))
        name, wrapped = _bytes(row["name"]), _bytes(row["wrapped"])
        try:
            ring.unwrap(name, wrapped, int(row["ring"]))
        except SealError:
            if len(shut) < _MOST_DAMAGED:
                shut.append((row["space"].decode(), name, wrapped))
        else:
            opened += 1

    verify(found, means.programs, means.told, look)
    tried = total // stride
    if opened == 0 < tried or len(shut) >= _MOST_DAMAGED:
        raise StoreError(
            "the keys in the backup do not open with the key ring",
            hint="put back the newest copy of the ring directory, then try again",
            ko=(
                "백업의 키가 키 고리로 열리지 않습니다",
                "키 고리 디렉터리의 가장 최근 사본을 되돌린 다음 다시 시도해 주세요",
            ),
        )
    if opened + len(shut) < tried or not _as_stored(means, shut):
        raise StoreError(
            "the backup does not hold the keys as the key store does",
            hint="try again",
            ko=("백업의 키가 키 DB의 키와 다릅니다", "다시 시도해 주세요"),
        )
    return len(shut)


def _as_stored(means: Means, shut: Sequence[tuple[str, bytes, bytes]]) -> bool:
    if not shut:
        return True
    with connected("keys", means.reader("keys")) as conn:
        for space, name, wrapped in shut:
            row = conn.execute("SELECT wrapped FROM keys.key WHERE space = %s AND name = %s", (space, name)).fetchone()
            if row is not None and row[0] != wrapped:
                return False
    return True


def _bytes(column: bytes) -> bytes:
    found = _BYTEA.fullmatch(column)
    if found is None:
        raise StoreError("the backup of the keys cannot be read", ko=("키 백업을 읽을 수 없습니다", ""))
    return bytes.fromhex(found[1].decode())
