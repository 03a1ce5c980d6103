"""The files of a policy, as the policy's own room may not read them: the first, and those that it includes.

What is included lies in the first file's directory or below it, wherever its links lead; devices and pipes are not
read.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from jikim.policy.including import Absent, Piece
from jikim.policy.parse import Parsed, parse
from jikim.policy.source_text import MAX_CHARACTERS

# A letter has four bytes at most; whatever is longer is too long, and is not read whole to say so.
_MOST = 4 * MAX_CHARACTERS + 4
_NAMES = 200


def parse_files(path: Path, text: bytes | None = None) -> Parsed:
    """Reads and parses a policy file with everything that it includes; `text`: read in its place. Raises OSError where the
    first can't be read."""
    return _parsed(path, _first(path) if text is None else text, [])


def whole(path: Path) -> bytes:
    """A policy's text as it is kept: the file byte for byte; of one over several files, a stream of YAML documents,
    each under its name.

    Raises OSError where the first can't be read.
    """
    text, pieces = _first(path), list[Piece]()
    _parsed(path, text, pieces)
    named = {os.path.relpath(piece.file, path.parent): piece.content for piece in pieces}
    return text + b"".join(f"\n---\n# {name}\n".encode() + content for name, content in sorted(named.items()))


def _first(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_MOST)


def _parsed(path: Path, text: bytes, pieces: list[Piece]) -> Parsed:
    root = Path(os.path.realpath(path.parent))

    def fetch(pattern: str, base: str) -> tuple[Piece, ...] | Absent:
        found = _fetch(Path(base).parent, pattern, root)
        if isinstance(found, Absent):
            # The file that asks is not what it asks for.
            return found._replace(there=tuple(name for name in found.there if name != Path(base).name))
        pieces.extend(found)
        return found

    return parse(text, str(path), fetch, os.path.realpath(path))


def _fetch(directory: Path, pattern: str, root: Path) -> tuple[Piece, ...] | Absent:
    try:
        # A name that starts with a dot is an editor's or a version control's, unless it is written out.
        found = sorted(directory.glob(pattern)) if "*" in pattern or "?" in pattern else [directory / pattern]
        found = [path for path in found if not path.name.startswith(".") or path == directory / pattern]
        if not found or not os.path.lexists(found[0]):
            return Absent("missing", _there(directory, pattern, root))
        pieces = []
        for path in found:
            real = Path(os.path.realpath(path))
            if not real.is_relative_to(root):
                return Absent("outside")
            content = _read(real)
            if content is None:
                return Absent("unreadable")
            pieces.append(Piece(str(path), str(real), content))
        return tuple(pieces)
    except (OSError, ValueError):
        return Absent("unreadable")


def _read(real: Path) -> bytes | None:
    # The real path has no link left in it; one that is put there meanwhile is not followed.
    opened = os.open(real, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(opened, "rb") as file:
        return file.read(_MOST) if stat.S_ISREG(os.fstat(opened).st_mode) else None


def _there(directory: Path, pattern: str, root: Path) -> tuple[str, ...]:
    """What stands beside a name that does not exist, written as the `include` would: files, or the folder that was
    meant."""
    before, _, last = pattern.rpartition("/")
    beside = directory / before
    if not Path(os.path.realpath(beside.parent)).is_relative_to(root) and beside != directory:
        return ()
    if before and not beside.is_dir():
        above, _, _ = before.rpartition("/")
        over = directory / above
        if not over.is_dir() or not Path(os.path.realpath(over)).is_relative_to(root):
            return ()
        folders = [name for name in sorted(os.listdir(over))[:_NAMES] if (over / name).is_dir() and name[0] != "."]
        return tuple(f"{above}/{name}/{last}" if above else f"{name}/{last}" for name in folders)
    if not Path(os.path.realpath(beside)).is_relative_to(root):
        return ()
    names = [name for name in sorted(os.listdir(beside))[:_NAMES] if name.endswith((".yaml", ".yml"))]
    return tuple(f"{before}/{name}" if before else name for name in names)
