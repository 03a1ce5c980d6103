"""The scan: every byte of every file below some directories, and of streams, searched for marks in every form.

Log files of the database (WAL) are searched twice: as they lie, and without the page headers that could cut a mark in
two. What it leaves out: the memory of processes, and what is compressed (neither the database's values, which are short
and sealed, nor its log are; a backup's content is searched after it was opened and decompressed).
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from jikim.drill.markers import forms

_PIECE = 32 * 1024 * 1024
_OVERLAP = 4096  # longer than any mark in any form
_WAL = re.compile(r"[0-9A-F]{24}(?:\.partial)?")
_PAGE, _HEADER, _FIRST_HEADER = 8192, 24, 40  # PostgreSQL's XLOG_BLCKSZ and the sizes of its page headers


class Hit(NamedTuple):
    """Something found: where, at which byte, in which form, and which whole mark it is (None: a part of one)."""

    place: str
    offset: int
    form: str
    mark: str | None


@dataclass
class Scanned:
    """What was looked at, and what was found."""

    files: int = 0
    streams: int = 0
    bytes: int = 0
    hits: list[Hit] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    trees: list[str] = field(default_factory=list)


class Scan:
    """Searches for stems, and tells which mark a hit is."""

    def __init__(self, needles: Mapping[str, bytes], marks: Iterable[str]) -> None:
        self._needles = needles
        self._clean: set[bytes] = set()
        self._marks: dict[str, dict[bytes, str]] = {}
        for mark in marks:
            for form, shape in forms(mark).items():
                self._marks.setdefault(form, {})[shape] = mark
        self.done = Scanned()

    def tree(
        self, root: Path, told: Callable[[int], None] = lambda _: None, *, besides: frozenset[Path] = frozenset()
    ) -> None:
        """Every regular file below a directory, or a file; links are not followed. `besides` are left out."""
        self.done.trees.append(str(root))
        for path in files_below(root, self.done.unread):
            if path in besides:
                continue
            try:
                self._file(path)
            except FileNotFoundError:
                continue  # a file that the server has just taken away
            except OSError:
                self.done.unread.append(str(path))
            told(self.done.bytes)

    def _file(self, path: Path) -> None:
        with open(path, "rb") as file:
            self.done.files += 1
            if os.fstat(file.fileno()).st_size > _PIECE:
                self._pieces(str(path), iter(lambda: file.read(_PIECE), b""))
                return
            content = file.read()
        self.done.bytes += len(content)
        # A new database is a copy of a template: the same content, byte for byte, is searched once, unless something is
        # in it.
        digest = hashlib.sha256(content).digest()
        if digest in self._clean:
            return
        before = len(self.done.hits)
        self._look(str(path), 0, content, len(content))
        if is_wal(path):
            self._look(f"{path} without its page headers", 0, without_headers(content), len(content))
        if len(self.done.hits) == before:
            self._clean.add(digest)

    def stream(self, name: str, chunks: Iterable[bytes]) -> None:
        """A content that lies in no file as it is: a backup that was opened."""
        self.done.streams += 1
        self._pieces(name, _gathered(chunks))

    def _pieces(self, place: str, pieces: Iterator[bytes]) -> None:
        begin, held = 0, next(pieces, b"")
        while held:
            self.done.bytes += len(held) if begin == 0 else len(held) - _OVERLAP
            following = next(pieces, b"")
            # A hit that begins in the overlap is the next piece's.
            self._look(place, begin, held, len(held) - _OVERLAP if following else len(held))
            if not following:
                return
            begin += len(held) - _OVERLAP
            held = held[-_OVERLAP:] + following

    def _look(self, place: str, begin: int, content: bytes, end: int) -> None:
        for form, needle in self._needles.items():
            at = content.find(needle)
            while 0 <= at < end:
                self.done.hits.append(Hit(place, begin + at, form, self._mark(form, content, at)))
                at = content.find(needle, at + 1)

    def _mark(self, form: str, content: bytes, at: int) -> str | None:
        """The whole mark that begins here in this form."""
        shapes = self._marks.get(form.rpartition(",")[0], {})
        return next(
            (found for length in {len(shape) for shape in shapes} if (found := shapes.get(content[at : at + length]))),
            None,
        )


def files_below(root: Path, unread: list[str]) -> Iterator[Path]:
    """Every regular file below a directory (or the file itself), without following links. What can't be listed goes
    into `unread`."""
    if root.is_file():
        yield root
        return

    def told(error: OSError) -> None:
        if not isinstance(error, FileNotFoundError):
            unread.append(str(error.filename))

    for directory, _folders, names in os.walk(root, onerror=told):
        for name in names:
            path = Path(directory, name)
            try:
                if stat.S_ISREG(path.lstat().st_mode):
                    yield path
            except FileNotFoundError:
                continue


def is_wal(path: Path) -> bool:
    """Whether a file is one of the database's log, by its name."""
    return _WAL.fullmatch(path.name) is not None


def without_headers(wal: bytes) -> bytes:
    """A log file's content without the headers of its pages, in which a record goes on where it was cut."""
    pages = (wal[at + (_HEADER if at else _FIRST_HEADER) : at + _PAGE] for at in range(0, len(wal), _PAGE))
    return b"".join(pages)


def _gathered(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same in pieces that are worth a search."""
    held: list[bytes] = []
    size = 0
    for chunk in chunks:
        held.append(chunk)
        size += len(chunk)
        if size >= _PIECE:
            yield b"".join(held)
            held, size = [], 0
    if held:
        yield b"".join(held)
