"""Several files in one value, and back again. Its form is in `verbs.packages`, which gives out no content of a file
that nobody scanned."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from jikim.uploads.limits import LIMITS, MIB, Limits, refused
from jikim.verbs.file_packages import Packed, PackedFile, joined, parts_of


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
    """Files as one value. Raises InvalidError where they are too many or too large together. No files are no value: it
    is empty."""
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
            item,
            ("파일이 모두 합해 너무 큽니다", f"모두 {limits.together // MIB}MB까지 받습니다"),
            ("the files are too large together", f"at most {limits.together // MIB} MB"),
        )
    parts = [
        PackedFile(
            {
                "id": file.number.hex(),
                "name": file.name,
                "type": file.type,
                "size": len(file.content),
                "notes": list(file.notes),
                "scanned": file.scanned.isoformat() if file.scanned else None,
            },
            file.content,
        )
        for file in files
    ]
    return bytes.__new__(Packed, joined(parts))


def unpack(packed: bytes) -> list[File]:
    """The files of a value; of one in quarantine no content. Raises InvalidError for another form."""
    return [_file(part) for part in parts_of(packed)]


def quarantined(packed: bytes) -> dict[bytes, bytes]:
    """For the scanner alone: the contents of files that nobody has scanned, by number."""
    return {
        part.number: part.content
        for part in parts_of(packed)
        if part.row["scanned"] is None and part.content is not None
    }


def _file(part: PackedFile) -> File:
    row = part.row
    scanned = datetime.fromisoformat(row["scanned"]) if row["scanned"] else None
    return File(
        row["name"],
        row["type"],
        row["size"],
        part.content if scanned else None,
        scanned,
        tuple(row["notes"]),
        part.number,
    )
