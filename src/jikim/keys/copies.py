"""Small secret files in several directories at once: the ring's directory and its copies.

A file is durable in all of them before it counts, reading takes whichever directory still has it, and destruction
overwrites and removes it in all. What is destroyed leaves a mark without a secret, `NAME.gone`, which holds the time
and keeps the number from being given twice.

Each directory has a number of its own in `root.copies` and knows those of the others, so that a copy on a disk that is
not mounted, or that fell out of the settings, is missed: what still lies there would survive a destruction. Missing it
stops what makes or destroys, never what opens.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from jikim.clock import WallClock
from jikim.errors import StoreError
from jikim.particles import eul

REGISTER = "root.copies"
# Root keys as they are, and those sealed under a passphrase.
STEMS = ("root", "sealed-root")


def write_durably(path: Path, content: bytes) -> None:
    """Writes a private file so that after a crash there is the old content or the new, never half of either."""
    draft = path.with_name(path.name + ".draft")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    sync(path.parent)


def overwrite(path: Path) -> None:
    """Overwrites a file with zeros where it lies, and waits for the disk. A file that is not there is left so."""
    try:
        with open(path, "r+b") as file:
            file.write(bytes(os.fstat(file.fileno()).st_size))
            file.flush()
            os.fsync(file.fileno())
    except FileNotFoundError:
        pass


def remove(path: Path) -> None:
    """Overwrites and removes a file and what an interrupted writing left of it, durably."""
    for one in (path, path.with_name(path.name + ".draft")):
        overwrite(one)
        one.unlink(missing_ok=True)
    sync(path.parent)


def sync(directory: Path) -> None:
    """Waits until a directory's names are on disk."""
    folder = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """One at a time, over all processes of this machine: whoever comes next waits."""
    lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _former(path: Path) -> Path:
    return path.with_name(path.name + ".former")


class Copies:
    """Numbered files `STEM-N.key` in the ring's directory and its copies."""

    def __init__(self, directories: Sequence[Path], stem: str) -> None:
        self.directories = tuple(dict.fromkeys(directories))
        self._stem = stem

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """One maker or destroyer at a time, over all processes. Raises StoreError for a directory that can't be
        written."""
        try:
            for directory in self.directories:
                directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            with locked(self.directories[0] / "root.lock"):
                yield
        except OSError as error:
            raise StoreError(
                f"a directory of the key ring can't be written: {error.strerror}",
                hint="mount the copy's disk, or correct JIKIM_RING_DIR and JIKIM_RING_COPIES",
                ko=(
                    f"키 고리의 디렉터리에 쓸 수 없습니다: {error.strerror}",
                    "사본의 디스크를 연결하거나 JIKIM_RING_DIR과 JIKIM_RING_COPIES를 바로잡아 주세요",
                ),
            ) from None

    def _path(self, directory: Path, version: str) -> Path:
        return directory / f"{self._stem}-{version}.key"

    def _mark(self, directory: Path, version: str) -> Path:
        return directory / f"{self._stem}-{version}.gone"

    def _numbers(self, suffix: str) -> set[int]:
        pattern = re.compile(rf"{re.escape(self._stem)}-([1-9][0-9]{{0,9}}){re.escape(suffix)}")
        return {
            int(found[1])
            for directory in self.directories
            if directory.is_dir()
            for name in os.listdir(directory)
            if (found := pattern.fullmatch(name))
        }

    def versions(self) -> list[str]:
        """The versions that exist in any directory, oldest first."""
        return [str(number) for number in sorted(self._numbers(".key") - self._numbers(".gone"))]

    def read(self, version: str) -> list[bytes]:
        """The different contents that the directories have for a version; none where it is gone."""
        if self.gone_on(version) is not None:
            return []
        found: dict[bytes, None] = {}
        unread = None
        for directory in self.directories:
            try:
                found[self._path(directory, version).read_bytes()] = None
            except (FileNotFoundError, NotADirectoryError):
                continue
            except OSError as error:
                unread = error.strerror
        if not found and unread is not None:
            # A file that can't be read is not gone.
            raise StoreError(
                f"root key version {version} can't be read: {unread}",
                hint="check the disk and the rights",
                ko=(f"루트 키 버전 {eul(f'{version}')} 읽을 수 없습니다: {unread}", "디스크와 권한을 확인해 주세요"),
            )
        return [content for content in found if content.strip(b"\x00")]

    def add(self, content: bytes) -> str:
        """Makes the next version, durable in all directories before its number is returned."""
        with self._locked():
            self._join()
            used = self._numbers(".key") | self._numbers(".key.draft") | self._numbers(".gone")
            version = str(max(used, default=0) + 1)
            for directory in self.directories:
                write_durably(self._path(directory, version), content)
        return version

    def replace(self, version: str, content: bytes) -> None:
        """Writes another content in a version's place, in all directories, and overwrites the former one."""
        with self._locked():
            self._join()
            for directory in self.directories:
                path = self._path(directory, version)
                former = _former(path)
                remove(former)
                if path.exists():
                    os.link(path, former)
                write_durably(path, content)
                remove(former)

    def spread(self) -> None:
        """Brings all directories level: one that is new gets what the others have, and a number of its own."""
        with self._locked():
            self._join(strict=False)

    def destroy(self, version: str) -> None:
        """Overwrites a version in all directories, marks it as gone, and removes it. Twice is the same as once."""
        with self._locked():
            self._join()
            # INVARIANT: the mark's time is later than the last overwriting, and nothing is removed before it is marked,
            # so that a number whose destruction was interrupted is neither taken for whole nor given again.
            for directory in self.directories:
                overwrite(self._path(directory, version))
            stamp = (self.gone_on(version) or WallClock().now()).isoformat().encode()
            for directory in self.directories:
                if not self._mark(directory, version).exists():
                    write_durably(self._mark(directory, version), stamp)
            for directory in self.directories:
                path = self._path(directory, version)
                remove(path)
                remove(_former(path))

    def gone_on(self, version: str) -> datetime | None:
        """When a version was destroyed; None where it was not."""
        for directory in self.directories:
            try:
                return datetime.fromisoformat(self._mark(directory, version).read_text())
            except (OSError, ValueError):
                continue
        return None

    def _join(self, *, strict: bool = True) -> None:
        """Numbers the directories that have no number, gives them what they lack, and misses those that are not here."""
        here: dict[str, Path] = {}
        known: set[str] = set()
        new: list[Path] = []
        for directory in self.directories:
            try:
                content = json.loads((directory / REGISTER).read_bytes())
                here[content["here"]] = directory
                known |= set(content["all"])
            except (FileNotFoundError, ValueError, KeyError, TypeError):
                new.append(directory)
        for directory in new:
            here[os.urandom(8).hex()] = directory
        everyone = sorted(known | set(here))
        for number, directory in here.items():
            content = json.dumps({"here": number, "all": everyone}).encode()
            path = directory / REGISTER
            if not path.exists() or path.read_bytes() != content:
                write_durably(path, content)
        self._level()
        if strict and (missing := len(known - set(here))):
            raise StoreError(
                f"{missing} of the key ring's copies are not here, and what they hold can't be reached",
                hint="mount them, or name them in JIKIM_RING_COPIES; "
                f"for one that is destroyed, take its number out of `{REGISTER}` in the other directories",
                ko=(
                    f"키 고리의 사본 {missing}개가 이곳에 없고, 그 내용에 접근할 수 없습니다",
                    f"연결하거나 JIKIM_RING_COPIES에 적어 주세요. 없어진 사본이면 다른 사본의 `{REGISTER}`에서 그 번호를 지워 주세요",
                ),
            )

    def _level(self) -> None:
        gone = self._numbers(".gone")
        for number in gone:
            stamp = self.gone_on(str(number))
            for directory in self.directories:
                mark = self._mark(directory, str(number))
                if stamp is not None and not mark.exists():
                    write_durably(mark, stamp.isoformat().encode())
                if (path := self._path(directory, str(number))).exists():
                    remove(path)
        for version in self.versions():
            whole = [directory for directory in self.directories if self._path(directory, version).exists()]
            for directory in self.directories:
                if directory not in whole:
                    write_durably(self._path(directory, version), self._path(whole[0], version).read_bytes())
