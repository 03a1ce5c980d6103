"""Base backups: a whole server's files, from `pg_basebackup` through the encrypted stream, for point-in-time recovery.

Refused where the server is the one of `keys`: its files hold the wrapped keys and, for a while, those that were
destroyed. A base backup that kept them would outlive every epoch's short-lived copy of the keys.
"""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg

from jikim.backup.dump import Means, Told, connected, into_file
from jikim.backup.programs import Process, target
from jikim.backup.sets import File, Set, read
from jikim.errors import StoreError
from jikim.particles import eun, i_ga

_MANIFEST = "backup_manifest"


def _which(database: str, conninfo: str) -> tuple[int, datetime]:
    """Whose data a server has, for as long as it lives, and since when it runs: of two, one may have begun as a copy of the
    other. Raises StoreError."""
    with connected(database, conninfo) as conn:
        try:
            row = conn.execute(
                "SELECT system_identifier, pg_postmaster_start_time() FROM pg_control_system()"
            ).fetchone()
        except psycopg.Error:
            row = None
    if row is None:
        raise StoreError(
            f"the {database} server does not say which one it is",
            hint="grant EXECUTE on pg_control_system() to the role",
            ko=(
                f"{database} 서버가 어느 서버인지 알려 주지 않습니다",
                "계정에 pg_control_system()의 EXECUTE 권한을 주세요",
            ),
        )
    return int(row[0]), row[1]


def servers(means: Means, inboxes: Sequence[str]) -> list[str]:
    """Of these databases, those whose servers are to be backed up, each server once.

    Raises StoreError where one of them is the server of `keys`.
    """
    keys, _ = _which("keys", means.reader("keys"))
    found: dict[tuple[int, datetime], str] = {}
    for database in inboxes:
        server = _which(database, means.reader(database))
        if server[0] == keys:
            raise StoreError(
                f"{database} lies on the server of the keys: a copy of its files would keep destroyed keys",
                hint="use `jikim backup` without --base, or give `keys` a server of its own",
                ko=(
                    f"{i_ga(f'{database}')} 키 서버에 있습니다. 그 파일을 복사하면 파기한 키도 남습니다",
                    "--base 없이 `jikim backup`을 사용하거나 `keys`를 별도의 서버에 두어 주세요",
                ),
            )
        found.setdefault(server, database)
    return list(found.values())


def take(means: Means, database: str, path: Path, place: Sequence[bytes]) -> File:
    """Takes one server's files into a sealed file. The role needs REPLICATION. Raises StoreError."""
    reach = target(means.reader(database))
    process = Process(
        [
            means.programs.path("pg_basebackup"),
            "--pgdata=-",
            "--format=tar",
            "--wal-method=fetch",
            "--checkpoint=fast",
            "--manifest-checksums=SHA256",
            "--no-password",
            f"--dbname={reach.words}",
        ],
        reach.environment,
        fed=False,
    )
    try:
        size, sha256 = into_file(means, process.out, path, place, f"{database}: server's files")
        process.end(
            (f"no base backup of the {database} server can be taken", f"{database} 서버를 베이스 백업할 수 없습니다")
        )
    finally:
        process.kill()
    return File(size, sha256, {})


class _Pipe(io.RawIOBase):
    """Chunks as a file that can be read once."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._rest = b""

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        while size < 0 or len(self._rest) < size:
            chunk = next(self._chunks, None)
            if chunk is None:
                break
            self._rest += chunk
        taken, self._rest = (self._rest, b"") if size < 0 else (self._rest[:size], self._rest[size:])
        return taken


def read_back(found: Set, name: str, told: Told) -> None:
    """Reads a base backup to its end: each file that PostgreSQL's own manifest names is there with its SHA-256. Raises
    StoreError."""
    seen: dict[str, tuple[int, str]] = {}
    named: dict[str, Any] | None = None
    size = 0
    doing = f"{name.partition('.')[0]}: read back"
    with closing(read(found, name)) as chunks:
        pipe = _Pipe(chunks)
        try:
            with tarfile.open(fileobj=pipe, mode="r|") as archive:
                for member in archive:
                    content = archive.extractfile(member) if member.isfile() else None
                    if content is None:
                        continue
                    if member.name == _MANIFEST:
                        named = json.loads(content.read())
                        continue
                    sha = hashlib.sha256()
                    while piece := content.read(1 << 20):
                        sha.update(piece)
                        size += len(piece)
                        told(doing, size)
                    seen[member.name.removeprefix("./")] = (member.size, sha.hexdigest())
        except (tarfile.TarError, ValueError, EOFError):
            raise StoreError(
                f"`{name}` of `{found.path.name}` is no whole base backup",
                ko=(f"`{found.path.name}`의 {eun(f'`{name}`')} 온전한 기본 백업이 아닙니다", ""),
            ) from None
        # INVARIANT: read to the end of the stream, whatever follows the archive in it.
        while pipe.read(1 << 20):
            pass
    if named is None:
        raise StoreError(
            f"`{name}` of `{found.path.name}` has no manifest of PostgreSQL's",
            ko=(f"`{found.path.name}`의 `{name}`에 PostgreSQL의 목록이 없습니다", ""),
        )
    for file in named["Files"]:
        path = file.get("Path") or bytes.fromhex(file["Encoded-Path"]).decode("utf-8", "surrogateescape")
        if seen.get(path) != (file["Size"], file.get("Checksum")):
            raise StoreError(
                f"`{name}` of `{found.path.name}` does not hold every file as it was",
                ko=(f"`{found.path.name}`의 `{name}`에 원래대로가 아닌 파일이 있습니다", ""),
            )
