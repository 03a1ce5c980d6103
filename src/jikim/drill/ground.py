"""Where a drill takes place: an embedded server of its own for each house, or throw-away databases on a server that is
named.

Each house has its databases, its strings of connection (the application's, and the superuser's for looking and
stealing), and the trees of files that the server writes. What was made is taken away at the end, also after an error.
"""

from __future__ import annotations

import os
import secrets
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from jikim.backup.programs import Programs, find_programs
from jikim.db.distributing import distribute, forsake
from jikim.db.embedded import Embedded, stopped
from jikim.db.keeper import ADMIN
from jikim.db.migrate import ERASED, ERASER, OWNER, mark_demo, migrate, role_of, shut
from jikim.db.places import data_home
from jikim.db.schema import DATABASES, Database
from jikim.db.spread import HOUSE, database_of
from jikim.drill.report import ReportLine
from jikim.errors import StoreError
from jikim.settings import Settings

_FILES = "SELECT name FROM pg_ls_dir(%s, true, false) AS name WHERE (pg_stat_file(%s || name, true)).isdir IS FALSE"


@dataclass(frozen=True)
class DrillDatabases:
    """One house's databases: settings for opening it, the superuser's connection strings, and where the server's files
    lie."""

    settings: Settings
    admin: Mapping[str, str]
    trees: tuple[Path, ...]
    programs: Programs

    def checkpoint(self) -> None:
        """Has each server write everything to its files."""
        for dsn in servers_of(self.admin):
            with psycopg.connect(dsn, autocommit=True) as conn:
                conn.execute("CHECKPOINT")


def servers_of(admin: Mapping[str, str]) -> list[str]:
    """The superuser's connection strings of the live database, and of each further server of people."""
    return [dsn for name, dsn in admin.items() if database_of(name) == HOUSE]


def may_read(data: Path, number: int) -> bool:
    """Whether this user may read a data directory here, and it is the one of the server with this number: another
    machine's may have its path."""
    try:
        with open(data / "global" / "pg_control", "rb") as file:
            found = int.from_bytes(file.read(8), sys.byteorder)
    except OSError:
        return False
    return found == number and os.access(data, os.R_OK | os.X_OK)


class Ground(Protocol):
    """Gives houses. `told` says in words where they stand."""

    @property
    def told(self) -> ReportLine: ...

    def house(self, name: str, *, empty: bool = False, **settings: Any) -> DrillDatabases:
        """A new house; `empty`: its databases are there and hold nothing, not even a table."""
        ...

    def trees(self) -> tuple[Path, ...]:
        """What the servers write outside the drill's directory."""
        ...


class OwnGround:
    """Embedded servers below the drill's directory."""

    told = ReportLine("embedded servers of the drill's own", "훈련만을 위한 내장 서버")

    def __init__(self, home: Path, stack: ExitStack, *, keep: bool) -> None:
        self._home, self._stack, self._keep = home, stack, keep
        self._elsewhere: list[Path] = []

    def house(self, name: str, *, empty: bool = False, **settings: Any) -> DrillDatabases:
        directory = self._home / name / "data"
        directory.mkdir(mode=0o700, parents=True)
        self._stack.callback(self._ended, directory)
        server = self._stack.enter_context(Embedded.start(directory))
        home = data_home(directory)
        if home != directory:
            self._elsewhere.append(home)
        admin: dict[str, str] = {database: server.conninfo(database, ADMIN) for database in DATABASES}
        return DrillDatabases(
            Settings(directory=directory, **settings), admin, (home / "pg",), find_programs(server.bin_dir)
        )

    def trees(self) -> tuple[Path, ...]:
        return tuple(self._elsewhere)

    def _ended(self, directory: Path) -> None:
        stopped(directory, 10)
        elsewhere = data_home(directory)
        if elsewhere != directory and not self._keep:
            shutil.rmtree(elsewhere, ignore_errors=True)


class ServerGround:
    """Throw-away databases on the server that a superuser's connection string names. One server holds all four, keys
    too; `further` ones have people beside it."""

    def __init__(self, dsn: str, home: Path, stack: ExitStack, further: Sequence[str] = ()) -> None:
        self._dsn, self._home, self._stack = dsn, home, stack
        self.servers: tuple[ServerGround, ...] = (self, *(ServerGround(one, home, stack) for one in further))
        self._run = secrets.token_hex(4)
        self._made: list[str] = []
        with self._admin() as conn:
            superuser = conn.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
            if superuser != (True,):
                raise StoreError(
                    "the role of JIKIM_DRILL_DSN is no superuser",
                    hint="a thief of the server is one, so the drill must be",
                    ko=(
                        "JIKIM_DRILL_DSN의 계정이 superuser가 아닙니다",
                        "서버를 훔친 사람은 superuser이므로 훈련도 그래야 합니다",
                    ),
                )
            row = conn.execute(
                "SELECT current_setting('data_directory'), current_setting('server_version'), system_identifier FROM pg_control_system()"
            ).fetchone()
            assert row is not None
            data, version, number = row
            self._data = Path(data)
            self._roles(conn)
        self.readable = may_read(self._data, number)
        en = "its data directory read where it lies" if self.readable else "its files read through SQL"
        ko = "데이터 디렉터리를 놓인 자리에서 읽음" if self.readable else "파일을 SQL로 읽음"
        more = (
            (f", {len(further)} further with people", f"와 정보주체를 둔 서버 {len(further)}대")
            if further
            else ("", "")
        )
        self.told = ReportLine(
            f"PostgreSQL {version} of yours, one for all four databases{more[0]}; {en}",
            f"직접 운영하는 PostgreSQL {version} 하나에 데이터베이스 넷{more[1]}, {ko}",
        )

    @contextmanager
    def _admin(self) -> Iterator[psycopg.Connection[Any]]:
        try:
            conn = psycopg.connect(self._dsn, autocommit=True, connect_timeout=10)
        except psycopg.OperationalError:
            raise StoreError(
                "the server of JIKIM_DRILL_DSN cannot be reached",
                hint="check the DSN and that it runs",
                ko=("JIKIM_DRILL_DSN의 서버에 연결할 수 없습니다", "연결 문자열과 서버가 실행 중인지 확인해 주세요"),
            ) from None
        with conn:
            yield conn

    def _roles(self, conn: psycopg.Connection[Any]) -> None:
        wanted = ((OWNER, "NOLOGIN"), (ERASER, "LOGIN"), *((role_of(database), "LOGIN") for database in DATABASES))
        for role, kind in wanted:
            if conn.execute("SELECT FROM pg_roles WHERE rolname = %s", (role,)).fetchone() is None:
                conn.execute(sql.SQL("CREATE ROLE {} " + kind).format(sql.Identifier(role)))
                self._stack.callback(self._drop, sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(role)))

    def house(self, name: str, *, empty: bool = False, **settings: Any) -> DrillDatabases:
        dsns: dict[Database, str] = {}
        admin: dict[str, str] = {}
        erasers: dict[Database, str] = {}
        for database in DATABASES:
            made, admin[database] = self._made_here(name, database, empty)
            dsns[database] = self._acting(made, role_of(database))
            if database in ERASED:
                erasers[database] = self._acting(made, ERASER)
        people: dict[str, str] = {}
        for n, ground in enumerate(self.servers[1:], 2):
            made, there = ground._made_here(name, HOUSE, empty)
            admin[f"{HOUSE}@{n}"], people[f"{HOUSE}@{n}"] = there, ground._acting(made, role_of(HOUSE))
            self._stack.callback(forsake, there, admin[HOUSE])
        if people and not empty:
            for step in distribute({one: admin[one] for one in (HOUSE, *people)}, admin[HOUSE]):
                step.make()
        directory = self._home / name / "data"
        directory.mkdir(mode=0o700, parents=True)
        own = Settings(directory=directory, dsns=dsns, people=people, readers=admin, erasers=erasers, **settings)
        return DrillDatabases(own, admin, self.own_trees(), find_programs())

    def _made_here(self, name: str, database: Database, empty: bool) -> tuple[str, str]:
        """A database on this server: its name, and the superuser's connection string."""
        made = f"jikim_drill_{self._run}_{name}_{database}"
        named, admin = sql.Identifier(made), make_conninfo(self._dsn, dbname=made)
        self._stack.callback(self._drop, sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(named))
        with self._admin() as conn:
            conn.execute(sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0").format(named, sql.Identifier(OWNER)))
        shut(admin)
        self._made.append(made)
        if not empty:
            migrate(database, admin)
            mark_demo(database, admin)
        return made, admin

    def _acting(self, dbname: str, role: str) -> str:
        """The superuser's connection with the rights of a role: a drill needs none's password."""
        options = f"{conninfo_to_dict(self._dsn).get('options') or ''} -c role={role}".strip()
        return make_conninfo(self._dsn, dbname=dbname, options=options)

    def own_trees(self) -> tuple[Path, ...]:
        """The files of our databases on this server, and the log of everybody's."""
        with self._admin() as conn:
            oids = conn.execute("SELECT oid FROM pg_database WHERE datname = ANY (%s)", (self._made,)).fetchall()
        return (*(self._data / "base" / str(oid) for (oid,) in oids), self._data / "pg_wal")

    def trees(self) -> tuple[Path, ...]:
        return tuple(tree for one in self.servers if one.readable for tree in one.everything())

    def everything(self) -> tuple[Path, ...]:
        """What may hold something of ours on this server: the databases' files, the log of changes, temporary files and, where they
        lie there, text logs."""
        return (*self.own_trees(), *(self._data / name for name in ("base/pgsql_tmp", "log", "pg_log")))

    def files(self, trees: tuple[Path, ...]) -> Iterator[tuple[Path, Iterator[bytes]]]:
        """The same files through SQL, for a data directory that this machine's user can't read."""
        for tree in trees:
            with self._admin() as conn:
                names = conn.execute(_FILES, (str(tree), f"{tree}/")).fetchall()
                for (name,) in names:
                    yield tree / name, self._content(conn, f"{tree}/{name}")

    @staticmethod
    def _content(conn: psycopg.Connection[Any], path: str, piece: int = 8 * 1024 * 1024) -> Iterator[bytes]:
        at = 0
        while True:
            row = conn.execute("SELECT pg_read_binary_file(%s, %s, %s, true)", (path, at, piece)).fetchone()
            if row is None or not row[0]:
                return
            yield row[0]
            at += len(row[0])

    def _drop(self, statement: sql.Composed) -> None:
        with self._admin() as conn:
            conn.execute(statement)
