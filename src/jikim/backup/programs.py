"""PostgreSQL's own programs as processes that we pipe from and into.

Guarantees that no connection string, password or row of a table is in a program's arguments, in an error or in a log:
what a program needs to connect is in its environment, which its own user alone can read, and of what it writes on
stderr only the kind of fault is told.
"""

from __future__ import annotations

import os
import re
import subprocess
import threading
from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, NamedTuple

from psycopg import OperationalError, pq

from jikim.db.embedded import find_binaries
from jikim.errors import StoreError
from jikim.particles import eul, i_ga

# What has no environment variable and is no secret: it may stand among the arguments.
_OPEN = frozenset(
    (
        "fallback_application_name",
        "keepalives",
        "keepalives_idle",
        "keepalives_interval",
        "keepalives_count",
        "tcp_user_timeout",
    )
)
_KEPT = 8192
_REASONS: tuple[tuple[str, tuple[str, str], tuple[str, str]], ...] = (
    (r"server version mismatch", ("the server is newer than the programs", "set JIKIM_PG_BIN to the programs of the server's version"),
     ("서버가 프로그램보다 새로운 버전입니다", "JIKIM_PG_BIN에 서버와 같은 버전의 위치를 적어 주세요")),
    (r"permission denied for (?:\w+ )?(\w+)", ("the role may not read `{}`", "grant it pg_read_all_data"),
     ("계정에 `{}` 읽기 권한이 없습니다", "pg_read_all_data 권한을 주세요")),
    (r"lock timeout", ("a table was locked for too long", "try again when no migration runs"),
     ("표가 너무 오래 잠겨 있었습니다", "마이그레이션이 끝난 뒤에 다시 시도해 주세요")),
    (r"permission denied to start WAL sender|must be superuser or replication role|no pg_hba.conf entry for replication",
     ("the role may not take base backups", "give it REPLICATION, and a line for `replication` in pg_hba.conf"),
     ("계정에 베이스 백업 권한이 없습니다", "REPLICATION 권한과 pg_hba.conf의 `replication` 줄을 더해 주세요")),
    (r"single tablespace", ("the server has tablespaces of its own, which one stream cannot hold", "use `jikim backup` without --base"),
     ("서버에 따로 둔 테이블스페이스가 있어 스트림 하나에 담을 수 없습니다", "--base 없이 `jikim backup`을 사용해 주세요")),
    (r'role "(jikim_\w+)" does not exist', ("there is no role `{}` on the server", "make the roles first: docs/how-to/own-postgres.md"),
     ("서버에 `{}` 계정이 없습니다", "먼저 계정을 만들어 주세요: docs/how-to/own-postgres.md")),
    (r"connection to server|could not connect|could not translate host", ("the server cannot be reached", "check the DSN and that it runs"),
     ("서버에 연결할 수 없습니다", "연결 문자열과 서버가 실행 중인지 확인해 주세요")),
    (r"unsupported version", ("the dump was made by newer programs", "set JIKIM_PG_BIN to programs as new as those"),
     ("더 새로운 프로그램이 만든 덤프입니다", "JIKIM_PG_BIN에 그만큼 새로운 버전의 위치를 적어 주세요")),
    (r'unrecognized parameter "pg_\w+"', ("the set comes from a newer PostgreSQL", "restore into a server at least as new as that one"),
     ("더 새로운 PostgreSQL에서 만든 세트입니다", "그 서버보다 오래되지 않은 서버에 복원해 주세요")),
    (r"unexpected end of file|not appear to be a valid archive|corrupt", ("the dump is not whole", ""), ("덤프가 온전하지 않습니다", "")),
)  # fmt: skip


class Programs(NamedTuple):
    """A directory of PostgreSQL's client programs and their major version."""

    directory: Path
    major: int

    def path(self, name: str) -> str:
        return str(self.directory / name)


def find_programs(directory: Path | None = None) -> Programs:
    """`pg_dump` and its like from a directory, else from the environment's `JIKIM_PG_BIN`, else the wheel's.

    Raises StoreError where there are none that run. A client's packages are enough: no server need be there.
    """
    named = directory or (Path(os.environ["JIKIM_PG_BIN"]) if os.environ.get("JIKIM_PG_BIN") else None)
    place = named.resolve() if named is not None else find_binaries().bin_dir
    for name in ("pg_dump", "pg_restore"):
        if not os.access(place / name, os.X_OK):
            raise StoreError(
                f"`{place}` holds no `{name}` that can be run",
                hint="set JIKIM_PG_BIN to where it is, such as /usr/lib/postgresql/18/bin",
                ko=(
                    f"`{place}`에 실행할 수 있는 {i_ga(f'`{name}`')} 없습니다",
                    "JIKIM_PG_BIN을 /usr/lib/postgresql/18/bin과 같은 위치로 설정해 주세요",
                ),
            )
    try:
        said = subprocess.run(  # noqa: S603 - the program that we were told to use
            [place / "pg_dump", "-V"], capture_output=True, text=True, errors="replace", timeout=30, check=True
        ).stdout
    except (OSError, subprocess.SubprocessError):
        said = ""
    version = re.match(r"pg_dump \(PostgreSQL\) (\d+)", said)
    if version is None:
        raise StoreError(
            f"`{place / 'pg_dump'}` does not run",
            hint="set JIKIM_PG_BIN to programs that do",
            ko=(
                f"{i_ga(f'`{place}/pg_dump`')} 실행되지 않습니다",
                "JIKIM_PG_BIN을 실행되는 프로그램으로 설정해 주세요",
            ),
        )
    return Programs(place, int(version[1]))


class Target(NamedTuple):
    """How a program reaches a database: its environment, and what may stand among its arguments."""

    environment: Mapping[str, str]
    words: str


def target(conninfo: str) -> Target:
    """A connection string as a program's environment. Raises StoreError for a keyword that cannot be handed on unseen."""
    try:
        options = pq.Conninfo.parse(conninfo.encode())
    except OperationalError:
        raise StoreError(
            "a connection string cannot be read",
            hint="write it as libpq does: host=… dbname=…",
            ko=("연결 문자열을 읽을 수 없습니다", "libpq의 형식으로 적어 주세요: host=… dbname=…"),
        ) from None
    environment = plain_environment()
    words = []
    for option in options:
        if option.val is None:
            continue
        name, value = option.keyword.decode(), option.val.decode()
        if option.envvar is not None:
            environment[option.envvar.decode()] = value
        elif name in _OPEN:
            words.append(f"{name}='{value}'" if value.isalnum() else "")
        else:
            raise StoreError(
                f"a connection string's `{name}` cannot be handed to PostgreSQL's programs unseen",
                hint="use a client key without a passphrase, or a password file (passfile=…)",
                ko=(
                    f"연결 문자열의 {eul(f'`{name}`')} PostgreSQL의 프로그램에 드러나지 않게 넘길 수 없습니다",
                    "암호문구 없는 클라이언트 키나 비밀번호 파일(passfile=…)을 사용해 주세요",
                ),
            )
    environment["PGAPPNAME"] = "jikim backup"
    # Never empty: a program takes an empty name of a database for its user's.
    return Target(environment, " ".join(["fallback_application_name=jikim", *filter(None, words)]))


def plain_environment() -> dict[str, str]:
    """Our environment without what is Jikim's own, such as connection strings and passphrases."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("JIKIM_")}
    return kept | {"LC_ALL": "C", "TZ": "UTC"}


class Process:
    """One running program; what it says on stderr stays in memory, and its tail decides which fault is told."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str], *, fed: bool) -> None:
        self.name = Path(command[0]).name
        try:
            self._popen = subprocess.Popen(  # noqa: S603 - one of PostgreSQL's own
                command,
                stdin=subprocess.PIPE if fed else subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=dict(environment),
                cwd="/",
            )
        except OSError as error:
            raise StoreError(
                f"`{self.name}` cannot be run: {(error.strerror or '').lower()}",
                ko=(f"{eul(f'`{self.name}`')} 실행할 수 없습니다: {(error.strerror or '').lower()}", ""),
            ) from None
        self._said = b""
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    @property
    def out(self) -> IO[bytes]:
        assert self._popen.stdout is not None
        return self._popen.stdout

    @property
    def into(self) -> IO[bytes]:
        assert self._popen.stdin is not None
        return self._popen.stdin

    def _listen(self) -> None:
        assert self._popen.stderr is not None
        with suppress(OSError, ValueError):
            while piece := self._popen.stderr.read1(_KEPT):  # type: ignore[attr-defined]
                self._said = (self._said + piece)[-_KEPT:]

    def stop(self) -> None:
        """Ends it, if it still runs; it finishes nothing any more."""
        self._popen.kill()

    def kill(self) -> None:
        """The same, and waits for its end."""
        self._popen.kill()
        self._popen.wait()
        self._close()

    def end(self, what: tuple[str, str]) -> None:
        """Waits for its end. Raises StoreError where that was not a good one; `what` says in English and in Korean what
        was being done."""
        code = self._popen.wait()
        self._close()
        if code != 0:
            said = self._said.decode("utf-8", "replace")
            en, ko = what
            for pattern, (reason, hint), (reason_ko, hint_ko) in _REASONS:
                if found := re.search(pattern, said):
                    raise StoreError(
                        f"{en}: {reason.format(*found.groups())}",
                        hint=hint,
                        ko=(f"{ko}: {reason_ko.format(*found.groups())}", hint_ko),
                    )
            raise StoreError(
                f"{en}: `{self.name}` ended with {code}",
                ko=(f"{ko}: {i_ga(f'`{self.name}`')} 코드 {code}로 끝났습니다", ""),
            )

    def _close(self) -> None:
        self._listener.join()
        for stream in (self._popen.stdin, self._popen.stdout, self._popen.stderr):
            if stream is not None:
                with suppress(OSError):
                    stream.close()


def piped(
    command: Sequence[str], environment: Mapping[str, str], chunks: Iterable[bytes], what: tuple[str, str]
) -> Generator[bytes]:
    """The lines that a program writes while it is fed. Raises what goes wrong with the feeding, or the program, at the
    end.

    INVARIANT: a program whose feeding failed is killed before its input is closed, so that it never takes a part for
    the whole; and the chunks are read to their end even where it has had enough, so that what follows is looked at too.
    """
    process = Process(command, environment, fed=True)
    faults: list[BaseException] = []
    given_up = threading.Event()

    def feed() -> None:
        listening = True
        try:
            for chunk in chunks:
                if given_up.is_set():
                    return
                if listening:
                    try:
                        process.into.write(chunk)
                    except BrokenPipeError:
                        listening = False
        except BaseException as error:
            faults.append(error)
            process.stop()
        finally:
            with suppress(OSError, ValueError):
                process.into.close()

    feeder = threading.Thread(target=feed, daemon=True)
    feeder.start()
    try:
        yield from process.out
        feeder.join()
        if faults:
            raise faults[0]
        process.end(what)
    finally:
        given_up.set()
        process.stop()
        feeder.join()
        process.kill()
