"""Several files in one value: what the `file` contents of a record hold, before they are sealed with everything else of it.

    JKF1 ‖ length (4 bytes, big endian) ‖ JSON: [{"id": …, "name": …, "type": …, "size": …, "scanned": …, "notes": […]}] ‖ contents

A file that nobody scanned is *in quarantine*: its content is not given out before a later scan released its number.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from jikim.errors import InvalidError
from jikim.uploads.limits import LIMITS, MIB, Limits, refused
from jikim.verbs.values import Packed

_MARK = b"JKF1"


@dataclass(frozen=True)
class Accepted:
    """A file that was accepted. `scanned` is when; None for one in quarantine. `notes` say what was done to it."""

    name: str = field(repr=False)
    type: str
    content: bytes = field(repr=False)
    scanned: datetime | None
    notes: tuple[str, ...] = ()
    number: bytes = field(default_factory=lambda: os.urandom(16), repr=False)


@dataclass(frozen=True)
class File:
    """A file of a record. `content` is None while it is in quarantine."""

    name: str = field(repr=False)
    type: str
    size: int
    content: bytes | None = field(repr=False)
    scanned: datetime | None
    notes: tuple[str, ...]
    number: bytes = field(repr=False)

    @property
    def quarantined(self) -> bool:
        return self.content is None


def pack(files: Sequence[Accepted], *, item: str = "files", limits: Limits = LIMITS) -> Packed:
    """Files as one value. Raises InvalidError where they are too many or too large together. No files are no value: it is empty."""
    if not files:
        return bytes.__new__(Packed)
    if len(files) > limits.files:
        raise refused(
            item,
            ("파일이 너무 많습니다", f"{limits.files}개까지 받습니다"),
            ("these are too many files", f"at most {limits.files}"),
        )
    if sum(len(file.content) for file in files) > limits.together:
        raise refused(
            item, ("파일이 모두 합해 너무 큽니다", f"모두 {limits.together // MIB}MB까지 받습니다"),
            ("the files are too large together", f"at most {limits.together // MIB} MB"),
        )  # fmt: skip
    rows = [
        {
            "id": file.number.hex(), "name": file.name, "type": file.type, "size": len(file.content), "notes": list(file.notes),
            "scanned": file.scanned.isoformat() if file.scanned else None,
        }
        for file in files
    ]  # fmt: skip
    head = json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()
    whole = b"".join((_MARK, len(head).to_bytes(4, "big"), head, *(file.content for file in files)))
    return bytes.__new__(Packed, whole)


def unpack(packed: bytes, *, released: Collection[bytes] = ()) -> list[File]:
    """The files of a value; of one in quarantine no content, unless its number was released. Raises InvalidError for another form."""
    return [_file(row, content, number in released) for row, content, number in _rows(packed)]


def quarantined(packed: bytes) -> dict[bytes, bytes]:
    """For the scanner alone: the contents of files that nobody has scanned, by number."""
    return {number: content for row, content, number in _rows(packed) if row["scanned"] is None}


def _file(row: dict[str, Any], content: bytes, is_released: bool) -> File:
    scanned = datetime.fromisoformat(row["scanned"]) if row["scanned"] else None
    opened = content if scanned is not None or is_released else None
    return File(row["name"], row["type"], row["size"], opened, scanned, tuple(row["notes"]), bytes.fromhex(row["id"]))


def _rows(packed: bytes) -> list[tuple[dict[str, Any], bytes, bytes]]:
    if not packed:
        return []
    if packed[:4] != _MARK:
        raise InvalidError("`files`: the value is no package of files", item="files", hint="make it with `pack`")
    start = 8 + int.from_bytes(packed[4:8], "big")
    found, rows = [], json.loads(packed[8:start])
    for row in rows:
        found.append((row, packed[start : start + row["size"]], bytes.fromhex(row["id"])))
        start += row["size"]
    if start != len(packed):
        raise InvalidError("`files`: the package of files is not whole", item="files", hint="make it with `pack`")
    return found
