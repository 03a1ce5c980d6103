"""Packages of files: what the `file` contents of a record hold, before they are sealed with everything else of it.

    JKF1 ‖ length (4 bytes, big endian) ‖ JSON: [{"id": …, "name": …, "type": …, "size": …, "scanned": …, "notes": […]}]
    ‖ contents

A file that nobody scanned is *in quarantine*. INVARIANT: a verb hands out its name and size and, as long as no later
scan found it clean, not its content: there `"held": true` stands in its row and no bytes follow. Of one that
was *left out* there is a row with the reason, `"left_out"`, and nothing of its content.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple, Self

from jikim.errors import InvalidError

_MARK = b"JKF1"
STORED = b"file:"  # before a package, as a record holds it


class Packed(bytes):
    """Files that were taken: each by what it is, and scanned or waiting for a scan. Only `uploads.pack` makes one; no
    verb takes other bytes."""

    __slots__ = ()

    def __new__(cls, *_: object) -> Self:
        raise TypeError("files are packed by `uploads.pack` alone")

    def __init_subclass__(cls, **_: object) -> None:
        raise TypeError("files are packed by `uploads.pack` alone")


class PackedFile(NamedTuple):
    """A file of a package: its row, and its bytes, none where they were held back."""

    row: dict[str, Any]
    content: bytes | None

    @property
    def number(self) -> bytes:
        return bytes.fromhex(self.row["id"])

    @property
    def is_left_out(self) -> bool:
        return "left_out" in self.row


def joined(parts: Sequence[PackedFile]) -> bytes:
    """Parts as one package."""
    head = json.dumps([part.row for part in parts], ensure_ascii=False, separators=(",", ":")).encode()
    return b"".join((_MARK, len(head).to_bytes(4, "big"), head, *(part.content or b"" for part in parts)))


def parts_of(packed: bytes) -> list[PackedFile]:
    """The files of a package; of no bytes none. Raises InvalidError for another form."""
    if not packed:
        return []
    if packed[:4] != _MARK:
        raise InvalidError(
            "the value is no package of files",
            item="files",
            hint="make it with `pack`",
            ko=("묶은 파일이 아닙니다", "`pack`으로 묶어 주세요"),
        )
    start = 8 + int.from_bytes(packed[4:8], "big")
    found, rows = [], json.loads(packed[8:start])
    for row in rows:
        size = 0 if row.get("held") else row["size"]
        found.append(PackedFile(row, None if row.get("held") else packed[start : start + size]))
        start += size
    if start != len(packed):
        raise InvalidError(
            "the package of files is not whole",
            item="files",
            hint="make it with `pack`",
            ko=("묶은 파일이 온전하지 않습니다", "`pack`으로 다시 묶어 주세요"),
        )
    return found


def handed_out(packed: bytes, released: Mapping[bytes, datetime]) -> bytes:
    """A package as a verb answers it: without what nobody has scanned; `released` are the files that a later scan found
    clean, with when."""
    return joined([_out(part, released) for part in parts_of(packed)]) if packed else packed


def settled(packed: bytes, released: Mapping[bytes, datetime]) -> bytes:
    """A package as it rests: what a later scan found clean says so itself from here on; what nobody scanned keeps its
    bytes, and stays closed."""
    return joined([_marked(part, released) for part in parts_of(packed)]) if packed else packed


def as_json(packed: bytes) -> list[dict[str, Any]]:
    """A package that a verb handed out, for a receiver of JSON: of each file its name, type, size and bytes (base64);
    no bytes of what is held, and the reason of what was left out."""
    return [
        {
            "name": part.row["name"],
            "type": part.row["type"],
            "size": part.row["size"],
            **({"held": True} if part.content is None else {"base64": base64.b64encode(part.content).decode()}),
            **({"left_out": part.row["left_out"]} if part.is_left_out else {}),
        }
        for part in parts_of(packed)
    ]


def _marked(part: PackedFile, released: Mapping[bytes, datetime]) -> PackedFile:
    at = released.get(part.number) if part.row["scanned"] is None else None
    return part if at is None else part._replace(row={**part.row, "scanned": at.isoformat()})


def _out(part: PackedFile, released: Mapping[bytes, datetime]) -> PackedFile:
    part = _marked(part, released)
    return part if part.row["scanned"] is not None else PackedFile({**part.row, "held": True}, None)
