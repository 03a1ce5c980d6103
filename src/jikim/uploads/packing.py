"""Several files in one value, and back again. Its form is in `verbs.packages`, which gives out no content of a file
that nobody scanned."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from jikim.uploads.limits import LIMITS
from jikim.uploads.refusals import REASONS, FileError
from jikim.verbs.file_packages import Packed, PackedFile, joined, parts_of


@dataclass(frozen=True)
class Accepted:
    """A file that was accepted. `scanned` is when; None for one in quarantine. `notes` say what was done to it. `left_out`:
    it was left out, for that reason (`refusals.REASONS`)."""

    name: str = field(repr=False)
    type: str
    content: bytes = field(repr=False)
    scanned: datetime | None
    notes: tuple[str, ...] = ()
    number: bytes = field(default_factory=lambda: os.urandom(16), repr=False)
    left_out: str | None = None


@dataclass(frozen=True)
class File:
    """A file of a record. `content` is None while it is in quarantine, and of one that was left out for the reason
    `left_out`."""

    name: str = field(repr=False)
    type: str
    size: int
    content: bytes | None = field(repr=False)
    scanned: datetime | None
    notes: tuple[str, ...]
    number: bytes = field(repr=False)
    left_out: str | None = None

    @property
    def quarantined(self) -> bool:
        return self.content is None and self.left_out is None


def pack(files: Sequence[Accepted], *, item: str = "files") -> Packed:
    """Files as one value. Raises FileError where they are too many or too large together. No files are no value: it is
    empty."""
    if not files:
        return bytes.__new__(Packed)
    if sum(file.left_out is None for file in files) > LIMITS.files:
        raise FileError(item, "too-many")
    if sum(len(file.content) for file in files) > LIMITS.together:
        raise FileError(item, "together")
    parts = [
        PackedFile(
            {
                "id": file.number.hex(),
                "name": file.name,
                "type": file.type,
                "size": len(file.content),
                "notes": list(file.notes),
                "scanned": file.scanned.isoformat() if file.scanned else None,
                **({"left_out": file.left_out} if file.left_out else {}),
            },
            file.content,
        )
        for file in files
    ]
    return bytes.__new__(Packed, joined(parts))


def told_of(files: Iterable[Accepted]) -> tuple[str, ...]:
    """What the sender of files is told of them, by code (`refusals.REASONS`): which were left out, and which changed."""
    return tuple(code for file in files for code in (file.left_out, *file.notes) if code in REASONS)


def unpack(packed: bytes) -> list[File]:
    """The files of a value; of one in quarantine no content. Raises InvalidError for another form."""
    return [_file(part) for part in parts_of(packed)]


def quarantined(packed: bytes) -> dict[bytes, bytes]:
    """For the scanner alone: the contents of files that nobody has scanned, by number."""
    return {
        part.number: part.content
        for part in parts_of(packed)
        if part.row["scanned"] is None and part.content is not None and not part.is_left_out
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
        row.get("left_out"),
    )
