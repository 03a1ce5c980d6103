"""Dumping: a database as it stands at one moment, from `pg_dump` through the encrypted stream into a file, and nowhere
else.

The role that reads needs `pg_read_all_data` and CONNECT, and two functions that keep a second maker away. Each dump is one snapshot; the rows of each table are
counted in it, so that whoever reads the file back, or puts it back, can tell whether all are there.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.errors import InsufficientPrivilege, UndefinedTable

from jikim.backup.programs import Process, Programs, target
from jikim.backup.sets import File, What
from jikim.backup.stream import Source, seal
from jikim.db.spread import variable_of
from jikim.errors import ConflictError, StoreError
from jikim.keys.copies import sync
from jikim.particles import eun

Told = Callable[[str, int], None]  # (what is being done, bytes so far)
LOCK_FILE = "backup.lock"
_LOCKS: Mapping[What, int] = {"data": 7345621, "keys": 7345622, "base": 7345623}
_ATTEMPTS = 3
_TABLES = """
SELECT n.nspname, c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind = 'r' AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%'
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                    WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
 ORDER BY 1, 2
"""


@dataclass(frozen=True)
class Means:
    """What backups are made with: connection strings of roles that may read everything, PostgreSQL's programs, the
    backup key (32 bytes), and who hears how far it is."""

    readers: Mapping[str, str] = field(repr=False)  # by database, and by further server of people
    programs: Programs
    key: bytes = field(repr=False)
    told: Told = lambda _what, _bytes: None

    def reader(self, inbox: str) -> str:
        """Raises StoreError where nobody is named who may read this database, or further server of people."""
        found = self.readers.get(inbox)
        if found is None:
            variable = variable_of(inbox, "_BACKUP")
            raise StoreError(
                f"no role is named that may read the whole {inbox} database",
                hint=f"set {variable}: docs/how-to/backup.md",
                ko=(
                    f"{inbox} DB 전체를 읽을 수 있는 계정을 알 수 없습니다",
                    f"{variable}을 설정해 주세요: docs/how-to/backup.ko.md",
                ),
            )
        return found


def connected(database: str, conninfo: str) -> psycopg.Connection[Any]:
    """A connection of the role that reads. Raises StoreError, which says nothing of the connection string."""
    try:
        conn = psycopg.connect(conninfo, autocommit=True, connect_timeout=10, application_name="jikim backup")
        conn.execute("SET idle_in_transaction_session_timeout = 0")
        conn.execute("SET idle_session_timeout = 0")
        conn.execute("SET statement_timeout = 0")
    except psycopg.Error:
        raise StoreError(
            f"the {database} database cannot be reached by the role that makes backups",
            hint=f"check {variable_of(database, '_BACKUP')} and that the server runs",
            ko=(
                f"백업 계정으로 {database} DB에 연결할 수 없습니다",
                f"{variable_of(database, '_BACKUP')}과 서버가 실행 중인지 확인해 주세요",
            ),
        ) from None
    return conn


@contextmanager
def alone(what: What, directory: Path, database: str, conninfo: str, wait: float = 0.0) -> Iterator[None]:
    """Keeps a second maker of the same kind of set away, on this directory and on this database, whatever machine it
    runs on.

    Waits for so many seconds. Raises ConflictError after that.
    """
    end = time.monotonic() + wait
    with ExitStack() as held:
        try:
            _make(directory)
            lock = os.open(directory / LOCK_FILE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise StoreError(
                f"`{directory}` cannot be written: {(error.strerror or '').lower()}",
                hint="name a directory that is yours",
                ko=(
                    f"`{directory}`에 쓸 수 없습니다: {(error.strerror or '').lower()}",
                    "쓸 수 있는 디렉터리를 적어 주세요",
                ),
            ) from None
        held.callback(os.close, lock)
        conn = held.enter_context(connected(database, conninfo))
        while not _taken(lock):
            _still(end)
        # Let go of by the end of the connection, and so by the end of this process, however it ends.
        while not _alone_on(conn, what, database):
            _still(end)
        try:
            yield
        finally:
            # A server notices the end of a connection in its own time: whoever lives lets go before, so that the next
            # finds it free.
            with suppress(psycopg.Error):
                conn.execute("SELECT pg_advisory_unlock(%s)", (_LOCKS[what],))


def _make(directory: Path) -> None:
    """Makes a private directory whose name is on disk before anything in it counts."""
    missing = [path for path in (directory, *directory.parents) if not path.exists()]
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    for path in missing:
        sync(path.parent)


def _taken(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _alone_on(conn: psycopg.Connection[Any], what: What, database: str) -> bool:
    try:
        return conn.execute("SELECT pg_try_advisory_lock(%s)", (_LOCKS[what],)).fetchone() == (True,)
    except InsufficientPrivilege:
        raise StoreError(
            f"the role that makes backups may take no lock in the {database} database",
            hint="grant it what docs/how-to/backup.md says there",
            ko=(
                f"백업 계정에 {database} DB의 잠금 권한이 없습니다",
                "docs/how-to/backup.ko.md에 적힌 권한을 그 DB에서 주세요",
            ),
        ) from None


def _still(end: float) -> None:
    if time.monotonic() >= end:
        raise ConflictError(
            "another backup of the same kind is being made",
            hint="wait for its end",
            ko=("같은 종류의 백업을 이미 만들고 있습니다", "끝날 때까지 기다려 주세요"),
        )
    time.sleep(0.1)


def dump(means: Means, database: str, path: Path, place: Sequence[bytes]) -> File:
    """Dumps one database into a sealed file, durable when this returns. Raises StoreError; a partial file may be left
    behind."""
    for attempt in range(_ATTEMPTS):
        try:
            return _dump(means, database, path, place)
        except UndefinedTable:
            # A table went between the look at the catalogue and the lock on it: a partition whose day was destroyed.
            if attempt == _ATTEMPTS - 1:
                raise StoreError(
                    f"the {database} database's tables keep changing",
                    hint="try again",
                    ko=(f"{database} DB의 표가 계속 바뀝니다", "다시 시도해 주세요"),
                ) from None
        except InsufficientPrivilege:
            raise StoreError(
                f"the role that makes backups may not read the whole {database} database",
                hint="grant it pg_read_all_data",
                ko=(f"백업 계정이 {database} DB 전체를 읽을 수 없습니다", "pg_read_all_data 권한을 주세요"),
            ) from None
        except psycopg.Error as error:
            raise StoreError(
                f"the {database} database refused its backup (SQLSTATE {error.sqlstate or 'none: connection'})",
                ko=(f"{database} DB가 백업을 거부했습니다 (SQLSTATE {error.sqlstate or '없음: 연결'})", ""),
            ) from None
    raise AssertionError("unreachable")


def _dump(means: Means, database: str, path: Path, place: Sequence[bytes]) -> File:
    conninfo = means.reader(database)
    with connected(database, conninfo) as conn:
        major = conn.info.server_version // 10000
        if major > means.programs.major:
            raise StoreError(
                f"the {database} server is PostgreSQL {major}, and `{means.programs.directory}` is {means.programs.major}",
                hint=f"set JIKIM_PG_BIN to the programs of PostgreSQL {major}",
                ko=(
                    f"{database} 서버는 PostgreSQL {major}인데 {eun(f'`{means.programs.directory}`')} {means.programs.major}입니다",
                    f"JIKIM_PG_BIN을 PostgreSQL {major}의 프로그램으로 설정해 주세요",
                ),
            )
        conn.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        conn.read_only = True
        with conn.transaction():
            snapshot = conn.execute("SELECT pg_catalog.pg_export_snapshot()").fetchone()
            assert snapshot is not None
            # Counting takes the locks that keep every table here until the program has its own.
            rows = {f"{schema}.{table}": count(conn, schema, table) for schema, table in tables(conn)}
            reach = target(conninfo)
            # Values are ciphertext, which compresses no further than from hexadecimal back to bytes: the fastest level
            # does that.
            process = Process(
                [
                    means.programs.path("pg_dump"),
                    "--format=custom",
                    "--compress=1",
                    "--no-password",
                    # Where a server takes the rules from is its own: `jikim restore` has it follow anew.
                    "--no-subscriptions",
                    # What PUBLIC may do in a database is a superuser's to take away, and whoever puts a set back may be none.
                    "--exclude-schema=pg_catalog",
                    "--lock-wait-timeout=60s",
                    f"--snapshot={snapshot[0]}",
                    f"--dbname={reach.words}",
                ],
                reach.environment,
                fed=False,
            )
            try:
                size, sha256 = into_file(means, process.out, path, place, f"{database}: dumped")
                process.end((f"the {database} database cannot be dumped", f"{database} DB를 덤프할 수 없습니다"))
            finally:
                process.kill()
    return File(size, sha256, rows)


def into_file(means: Means, source: Source, path: Path, place: Sequence[bytes], doing: str) -> tuple[int, bytes]:
    """Seals a source into a new private file, durable when this returns, and forgets its pages, so that reading it back
    reads the disk. Raises StoreError where it cannot be written."""
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            sealed = seal(means.key, place, source, file, lambda plain: means.told(doing, plain))
            file.flush()
            os.fsync(file.fileno())
            if hasattr(os, "posix_fadvise"):
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    except OSError as error:
        raise unwritable(path.parent, error) from None
    return sealed.size, sealed.sha256


def unwritable(directory: Path, error: OSError) -> StoreError:
    """An error of writing, told by the place."""
    return StoreError(
        f"`{directory.parent}` takes no more: {(error.strerror or 'no reason given').lower()}",
        hint="nothing of this backup is left there; make room, and try again",
        ko=(
            f"`{directory.parent}`에 더 쓸 수 없습니다: {(error.strerror or '알 수 없음').lower()}",
            "이 백업은 그곳에 남지 않았습니다. 공간을 확보한 뒤 다시 시도해 주세요",
        ),
    )


def tables(conn: psycopg.Connection[Any]) -> list[tuple[str, str]]:
    """Every table that a dump holds rows of, as schema and name."""
    return [(row[0], row[1]) for row in conn.execute(_TABLES).fetchall()]


def count(conn: psycopg.Connection[Any], schema: str, table: str) -> int:
    """How many rows a table itself has, without tables that inherit from it."""
    row = conn.execute(sql.SQL("SELECT count(*) FROM ONLY {}").format(sql.Identifier(schema, table))).fetchone()
    assert row is not None
    return int(row[0])
