"""Files of the application's own that a set of the data holds (`JIKIM_BACKUP_FILES`), in one tar beside the dumps.

An SQLite database is taken as it stands between two transactions, without a copy on a disk. Files are held in memory while
they are sealed: they are an application's notes beside Jikim, not its data. Put back, each lies where it was; one that is
there already is newer, and stays.
"""

from __future__ import annotations

import io
import os
import sqlite3
import tarfile
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from jikim.backup.dump import Means, into_file
from jikim.backup.sets import File, Set, read
from jikim.errors import StoreError
from jikim.keys.copies import sync
from jikim.particles import i_ga

NAME = "files.tar"
_SQLITE = b"SQLite format 3\0"


def take(means: Means, directory: Path, names: Sequence[str], path: Path, place: Sequence[bytes]) -> File:
    """Writes the files of these names in a directory into a set. Raises StoreError where one is not there."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name in names:
            content = _content(directory, name)
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    packed.seek(0)
    return File(*into_file(means, packed, path, place, "files: dumped"), {})


def _content(directory: Path, name: str) -> bytes:
    path = directory / name
    try:
        if not path.resolve().is_relative_to(directory.resolve()):
            raise FileNotFoundError(name)
        content = path.read_bytes()
        if not content.startswith(_SQLITE):
            return content
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(":memory:")) as copy:
            source.backup(copy)
            return copy.serialize()
    except (OSError, sqlite3.Error):
        raise StoreError(
            f"`{path}` cannot be backed up",
            hint="JIKIM_BACKUP_FILES names files in JIKIM_DIR: correct it, or start first what writes them",
            ko=(
                f"`{path}` 파일을 백업할 수 없습니다",
                "JIKIM_BACKUP_FILES에는 JIKIM_DIR에 있는 파일을 적습니다. 고치거나, 파일을 쓰는 애플리케이션을 먼저 실행해 주세요",
            ),
        ) from None


def read_back(found: Set) -> tarfile.TarFile:
    """The files of a set. Raises StoreError where they are not whole."""
    try:
        return tarfile.open(fileobj=io.BytesIO(b"".join(read(found, NAME))))
    except tarfile.TarError:
        raise StoreError(
            f"`{NAME}` of `{found.path.name}` is not whole",
            ko=(f"`{found.path.name}`의 {i_ga(f'`{NAME}`')} 온전하지 않습니다", ""),
        ) from None


def put_back(found: Set, directory: Path) -> None:
    """Puts a set's files where they were, each whole or not at all."""
    if NAME not in found.files:
        return
    with read_back(found) as archive:
        for member in archive:
            path, content = directory / member.name, archive.extractfile(member)
            if path.exists() or content is None:
                continue
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            partial = path.with_name(f"{path.name}.partial")
            with open(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                file.write(content.read())
                file.flush()
                os.fsync(file.fileno())
            partial.rename(path)
            sync(path.parent)
