"""Disks that are full: a small file system of its own where this machine lets us mount one, else a limit on the size of
files."""

from __future__ import annotations

import os
import resource
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

DISK = "disk full"


@contextmanager
def mounted(directory: Path, kilobytes: int) -> Iterator[Path]:
    """A file system of that size on a directory that is there."""
    subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k,mode=0755", "tmpfs", str(directory)],
        check=True,
        capture_output=True,
    )
    try:
        yield directory
    finally:
        subprocess.run(["umount", "-l", str(directory)], check=True, capture_output=True)


def _mounts() -> bool:
    with tempfile.TemporaryDirectory() as where:
        try:
            with mounted(Path(where), 64):
                return os.statvfs(where).f_blocks * os.statvfs(where).f_frsize == 64 * 1024
        except (OSError, subprocess.CalledProcessError):
            return False


MOUNTS = _mounts()


def fill(directory: Path, leaving: int = 0) -> None:
    """Takes all the room of a file system but so many pages of 4,096 bytes."""
    filler = directory / "filler"
    with open(filler, "ab", buffering=0) as file:
        for block in (1 << 20, 4096):
            with suppress(OSError):
                while True:
                    file.write(bytes(block))
        with suppress(OSError):
            os.truncate(filler, max(0, os.path.getsize(filler) - leaving * 4096))


def make_room(directory: Path) -> None:
    (directory / "filler").unlink(missing_ok=True)


@contextmanager
def limited(size: int) -> Iterator[None]:
    """While entered, this process makes no file longer than so many bytes: a write stops short there, and the next one
    fails."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
