"""A disk of the drill's own: a file that is mounted as one, so that every block of it can be read, deleted files
included.

It needs Linux, root and `mkfs.ext4`; where one of these is missing the drill says so, and shows less.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from jikim.drill.report import ReportLine

SIZE = 16 * 1024**3  # sparse: what is never written takes no room
_PIECE = 8 * 1024 * 1024
_PROGRAMS = ("mkfs.ext4", "mount", "umount")
# Takes the disk out once its drill has ended, also one that was killed; where a server still ends on it, as soon as it
# has.
_KEEPER = ["sh", "-c", 'cat; umount "$1" || umount --lazy "$1"', "keeper"]
NOT_KEPT = ReportLine(
    "the blocks of a disk, deleted files included: with --keep nothing is mounted",
    "지운 파일까지 포함한 디스크 블록: --keep에서는 마운트하지 않습니다",
)


class Disk(NamedTuple):
    """A mounted disk: its blocks, and where the drill may write on it."""

    image: Path
    root: Path

    def blocks(self) -> Iterator[bytes]:
        """Everything that was ever written to it and not overwritten since, whatever the file system says of it now."""
        os.sync()
        with open(self.image, "rb") as file:
            number, at = file.fileno(), 0
            while True:
                try:
                    at = os.lseek(number, at, os.SEEK_DATA)
                except OSError:  # ENXIO: no more
                    return
                end = os.lseek(number, at, os.SEEK_HOLE)
                os.lseek(number, at, os.SEEK_SET)
                while at < end and (piece := os.read(number, min(_PIECE, end - at))):
                    at += len(piece)
                    yield piece


def mounted(folder: Path, stack: ExitStack) -> Disk | ReportLine:
    """A disk in a folder, taken away with the stack; or why there is none. Temporary files of this process lie on it,
    too."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return _none("only root on Linux can mount one", "리눅스의 root만 마운트할 수 있습니다")
    if missing := [name for name in _PROGRAMS if shutil.which(name) is None]:
        return _none(f"{missing[0]} is not here", f"{missing[0]} 명령이 없습니다")
    image, root = folder / "disk.img", folder / "disk"
    with open(image, "wb") as file:
        file.truncate(SIZE)
    stack.callback(image.unlink, missing_ok=True)
    root.mkdir()
    stack.callback(root.rmdir)
    keeper = subprocess.Popen(  # noqa: S603 - our own words
        [*_KEEPER, str(root)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    stack.callback(keeper.communicate)
    for command in (["mkfs.ext4", "-q", "-F", str(image)], ["mount", "-o", "loop", str(image), str(root)]):
        if subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False).returncode:  # noqa: S603 - our own words
            return _none(f"{command[0]} failed here", f"{command[0]} 명령이 실패했습니다")
    root.chmod(0o755)
    for name, mode in (("tmp", 0o1777), ("drill", 0o700)):
        (root / name).mkdir()
        (root / name).chmod(mode)
    stack.callback(setattr, tempfile, "tempdir", tempfile.tempdir)
    tempfile.tempdir = str(root / "tmp")
    return Disk(image, root)


def _none(en: str, ko: str) -> ReportLine:
    return ReportLine(f"the blocks of a disk, deleted files included: {en}", f"지운 파일까지 포함한 디스크 블록: {ko}")
