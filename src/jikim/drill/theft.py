"""The theft: byte copies of everything but the root key, and what the copied server would answer its superuser."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from jikim.drill.ground import DrillDatabases, ServerGround
from jikim.drill.rows import Rows, read_rows
from jikim.drill.scan import files_below


@dataclass(frozen=True)
class Stolen:
    """Where the copies lie, the rows, and how many files were copied."""

    directory: Path
    rows: Rows
    files: int


def steal(place: DrillDatabases, ground: object, into: Path) -> Stolen:
    """Copies the server's files, every backup set, and the ring's files; the root key stays where it is.

    Who copies the root key of the same moment, too, is outside the promise (docs/explanation/erasure.md).
    """
    place.checkpoint()
    into.mkdir(mode=0o700)
    files = 0
    servers = ground.servers if isinstance(ground, ServerGround) else ()
    for number, server in enumerate(servers, 1):
        for tree in server.own_trees():
            to = into / f"server-{number}" / tree.name
            files += copied(tree, to) if server.readable else _written(server.files((tree,)), tree, to)
    for tree in () if servers else place.trees:
        files += copied(tree, into / "server" / tree.name)
    settings = place.settings
    for name, directory in (("backups", settings.backups), ("keys", settings.keys_backups)):
        if directory is not None:
            files += copied(directory, into / name)
    for number, directory in enumerate(settings.ring_directories):
        files += copied(directory, into / f"ring-{number}", only="ring-*.json")
    return Stolen(into, read_rows(place.admin), files)


def copied(source: Path, to: Path, *, only: str = "*") -> int:
    """Copies files as they lie; what the server takes away meanwhile is left out. Answers how many."""
    files = 0
    for path in files_below(source, []):
        if not path.match(only):
            continue
        target = to / path.relative_to(source)
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            shutil.copyfile(path, target)
        except FileNotFoundError:
            continue
        files += 1
    return files


def _written(files: Iterable[tuple[Path, Iterator[bytes]]], source: Path, to: Path) -> int:
    count = 0
    for path, pieces in files:
        target = to / path.relative_to(source)
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(target, "wb") as file:
            file.writelines(pieces)
        count += 1
    return count
