"""The drill's own disk: every block of it is read, what was removed too, and where none can be mounted that is said."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

import pytest
from tests.waiting import eventually

from jikim.drill import disk as disks
from jikim.drill.disk import Disk, mounted
from jikim.drill.markers import Stem
from jikim.drill.report import Report, ReportLine
from jikim.drill.search import Search

# A drill that has its disk, says where, and waits.
DRILL = """
import sys
from contextlib import ExitStack
from pathlib import Path
from jikim.drill.disk import Disk, mounted
with ExitStack() as stack:
    disk = mounted(Path(sys.argv[1]), stack)
    print(disk.root if isinstance(disk, Disk) else "", flush=True)
    sys.stdin.read()
"""


def test_a_drill_that_is_killed_leaves_no_disk_mounted(tmp_path: Path) -> None:
    """SIGKILL while its disk is mounted: it is taken out all the same, by what outlives the drill."""
    command = [sys.executable, "-c", DRILL, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as drill:
        assert drill.stdout is not None
        root = drill.stdout.readline().strip()
        assert os.path.ismount(root) == bool(root)
        drill.send_signal(signal.SIGKILL)
    eventually(lambda: not (root and os.path.ismount(root)), "a disk that is no longer mounted")


def test_a_value_in_a_removed_file_is_found(tmp_path: Path) -> None:
    """A marked file that was written and removed is found on the blocks and fails the drill; a disk without one passes.
    Where none can be mounted, that is said."""
    before, stem = tempfile.tempdir, Stem.new()
    with ExitStack() as stack:
        disk = mounted(tmp_path, stack)
        if isinstance(disk, ReportLine):
            assert "disk" in disk.en
            assert "디스크" in disk.ko
            return
        assert tempfile.tempdir == str(disk.root / "tmp")
        search, clean, left = Search(disk.root / "drill", stem, Stem.new()), Report(), Report()
        mark = stem.mark()
        search.blocks(clean, disk, [mark])
        assert clean.ok
        with tempfile.TemporaryFile() as file:
            file.write(f"{mark}\n".encode() * 10_000)
            file.flush()
            os.fsync(file.fileno())
        search.blocks(left, disk, [mark])
        assert left.find("blocks").count >= 10_000
        assert not left.ok
    assert tempfile.tempdir == before
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("missing", ["root", "program"])
def test_where_no_disk_can_be_mounted_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    """Without root, or without the programs, there is a line in both languages that says why, and nothing is left."""
    if missing == "root":
        monkeypatch.setattr(os, "geteuid", lambda: 1000)
    else:
        monkeypatch.setattr(os, "geteuid", lambda: 0)
        monkeypatch.setattr(disks.shutil, "which", lambda _name: None)
    with ExitStack() as stack:
        said = mounted(tmp_path, stack)
    assert not isinstance(said, Disk)
    assert ("root" if missing == "root" else "mkfs.ext4") in said.en
    assert list(tmp_path.iterdir()) == []
