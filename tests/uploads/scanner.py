"""A real clamd, where this machine has one (Debian: `clamav-daemon`), with signatures of its own that know one harmless
test file and an age."""

from __future__ import annotations

import hashlib
import io
import shutil
import socket
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path

from tests.waiting import PATIENCE, eventually

from jikim.clock import machine_moment

PROGRAM = shutil.which("clamd") or next(
    (str(path) for path in (Path("/usr/sbin/clamd"), Path("/usr/local/sbin/clamd")) if path.exists()), None
)
HERE = PROGRAM is not None
LEFT_OUT = "jikim: no clamd here: the tests that scan are left out (Debian: apt install clamav-daemon)"
# The test file of EICAR, which every scanner finds and nobody need fear; in pieces, so that no scanner finds it here.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"


def users(tests: Path) -> list[str]:
    """The files of tests that ask for one."""
    found = (
        path for path in tests.rglob("test_*.py") if "from tests.uploads.scanner import" in path.read_text("utf-8")
    )
    return [path.relative_to(tests).as_posix() for path in found]


def _database(days: int | None) -> tuple[str, bytes]:
    """Signatures that are so many days old; None: of no stated age. (An unsigned database of ClamAV: a head, and a tar
    of its parts.)"""
    line = f"{hashlib.md5(EICAR).hexdigest()}:{len(EICAR)}:Eicar-Test-Signature\n".encode()
    if days is None:
        return "tiny.hdb", line
    made = machine_moment() - timedelta(days=days)
    at, when = int(made.timestamp()), f"{made:%d %b %Y %H-%M +0000}"
    info = f"ClamAV-VDB:{when}:27000:1:90:X:X:jikim:{at}\ndaily.hdb:{len(line)}:{hashlib.sha256(line).hexdigest()}\n".encode()
    body = io.BytesIO()
    with tarfile.open(fileobj=body, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, content in (("daily.info", info), ("daily.hdb", line)):
            part = tarfile.TarInfo(name)
            part.size = len(content)
            archive.addfile(part, io.BytesIO(content))
    head = f"ClamAV-VDB:{when}:27000:1:90:{hashlib.md5(body.getvalue()).hexdigest()}:x:jikim:{at}"
    return "daily.cud", head.encode().ljust(512) + body.getvalue()


@contextmanager
def clamd(directory: Path, *, days: int | None = 0, tcp: int | None = None) -> Iterator[str]:
    """Runs clamd with signatures that are so many days old, and answers what JIKIM_CLAMD would say."""
    assert PROGRAM is not None
    directory.mkdir(parents=True, exist_ok=True)
    folder = directory / "db"
    folder.mkdir(exist_ok=True)
    name, content = _database(days)
    (folder / name).write_bytes(content)
    address = f"127.0.0.1:{tcp}" if tcp else str(directory / "s")
    listen = f"TCPSocket {tcp}\nTCPAddr 127.0.0.1" if tcp else f"LocalSocket {directory / 's'}"
    (directory / "clamd.conf").write_text(
        f"{listen}\nDatabaseDirectory {folder}\nForeground yes\nTemporaryDirectory {directory}\nMaxThreads 2\n"
    )
    log = (directory / "log").open("wb")
    process = subprocess.Popen([PROGRAM, "-c", str(directory / "clamd.conf")], stdout=log, stderr=log)
    try:
        _wait(process, address)
        yield address
    finally:
        process.terminate()
        process.wait(PATIENCE)
        log.close()


def _wait(process: subprocess.Popen[bytes], address: str) -> None:
    def listens() -> bool:
        assert process.poll() is None, "clamd did not start"
        with suppress(OSError):
            if address.startswith("/"):
                with socket.socket(socket.AF_UNIX) as one:
                    one.connect(address)
            else:
                socket.create_connection((address.partition(":")[0], int(address.partition(":")[2]))).close()
            return True
        return False

    eventually(listens, "clamd")
