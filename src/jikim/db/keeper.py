"""The keeper: a small detached process that owns one embedded PostgreSQL and stops it when its last user is gone.

Guarantees: one PostgreSQL at most on a directory; it never outlives its users by more than a shutdown, however they
ended; a newcomer waits for a server that is stopping and never attaches to it. `embedded.py` starts the keeper and
speaks for it. It runs without site packages, to be small and quick, so it imports the standard library alone.

Its directory:

    pg/          the data (or pg.path: see places.py)      pg.log   what the server and the keeper say
    run/         the socket (or socket.path: see places.py)
    users.lock   each user holds it shared; the keeper waits for it exclusively, stops the server, and ends holding it
    keeper.lock  the living keeper holds it                start.lock  whoever starts a keeper or attaches holds it
    server.lock  inherited by every process of the server, so it is free only when the last of them has ended
    server.json  where the server is; written when it is ready, removed before it stops
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TypedDict

from jikim.clock import log_stamp
from jikim.db import places, remains
from jikim.db.recovering import Recovery
from jikim.db.runas import Identity, PlaceError

ADMIN = "jikim_admin"
START_SECONDS = 600.0  # the recovery of a long log takes its time
LAST_USER_GONE = signal.SIGUSR1
EVENTS = {signal.SIGCHLD, signal.SIGTERM, signal.SIGINT, LAST_USER_GONE}

# How a server is ended: each signal, and the seconds that it is given.
Steps = Sequence[tuple[signal.Signals, float]]
# Fast, then immediate, then killed.
STOPPING: Steps = ((signal.SIGINT, 30.0), (signal.SIGQUIT, 10.0), (signal.SIGKILL, 10.0))
# One that never took connections has nothing to bring to the disk, and may hang: a disk was full while it recovered.
KILLING: Steps = ((signal.SIGQUIT, 1.0), (signal.SIGKILL, 10.0))

# INVARIANT: what we promise goes on the command line, where neither postgresql.conf nor ALTER SYSTEM undoes it.
# An error's own message can repeat a value (`invalid input syntax for type integer: "…"`), and so can its detail:
# errors are left to the client that made them (log_min_messages), and what is logged is terse.
PROMISES = {
    "listen_addresses": "",
    "port": str(places.PORT),
    "unix_socket_permissions": "0700",
    "ssl": "off",
    "fsync": "on",
    "full_page_writes": "on",
    "wal_level": "replica",
    "jit": "off",
    "TimeZone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C",
    "log_destination": "stderr",
    "logging_collector": "off",
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_statement": "none",
    "log_duration": "off",
    "log_min_duration_statement": "-1",
    "log_min_duration_sample": "-1",
    "log_transaction_sample_rate": "0",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}
TUNING = """
# Set by jikim when it made this database, for two cores and a small memory; yours to change.
max_connections = 80
shared_buffers = 128MB
effective_cache_size = 512MB
maintenance_work_mem = 64MB
max_wal_size = 512MB
max_worker_processes = 4
max_parallel_workers = 2
max_parallel_workers_per_gather = 0
autovacuum_max_workers = 2
huge_pages = off
log_checkpoints = off
"""


class Config(TypedDict):
    """What `embedded.py` asks a keeper for. `full` is the version as PostgreSQL writes it; `var` is /var/lib/jikim."""

    directory: str
    bin_dir: str
    major: int
    full: str
    wheel: bool
    var: str
    force_user: bool


class State(TypedDict):
    """server.json: `{"keeper": 811, "postmaster": 813, "socket": "/srv/jikim/run", "data": …, "notes": []}`."""

    keeper: int
    postmaster: int
    socket: str
    data: str
    bin_dir: str
    major: int
    notes: list[str]


class Answer(TypedDict, total=False):
    """What a keeper answers its starter: it is ready, another one keeps already, or why it could not."""

    ready: bool
    busy: bool
    error: str
    hint: str
    ko: tuple[str, str]


class KeeperError(PlaceError):
    """What the keeper cannot do."""


class Keeper:
    """One run of the keeper."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._directory = Path(config["directory"])
        self._state = self._directory / "server.json"
        self._notes: list[str] = []

    def run(self) -> None:
        """Starts the server, tells the starter, stays until the last user has gone. Raises KeeperError, PlaceError."""
        # Blocked from here on, so that none is lost between two waits; children unblock them before they run.
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        signal.pthread_sigmask(signal.SIG_BLOCK, EVENTS)
        if not remains.lock_within(remains.open_lock(self._directory / "keeper.lock"), 1.0):
            tell({"busy": True})
            return
        self._state.unlink(missing_ok=True)
        self._settle()
        server = self._launch()
        tell({"ready": True})
        threading.Thread(target=self._wait_for_last_user, daemon=True).start()
        deaths: list[float] = []
        while signal.sigwait(EVENTS) == signal.SIGCHLD:
            if server.poll() is None:
                continue
            self._state.unlink(missing_ok=True)
            say(f"the server ended with {server.returncode}")
            deaths = [*(death for death in deaths if death > time.monotonic() - 60), time.monotonic()]
            if len(deaths) > 5:
                raise KeeperError("the server keeps ending", ko=("서버가 계속 종료됩니다", ""))
            server = self._launch()
        self._state.unlink(missing_ok=True)
        stop(server)
        places.forget_socket(self._directory, self._identity)

    def _wait_for_last_user(self) -> None:
        fcntl.flock(remains.open_lock(self._directory / "users.lock"), fcntl.LOCK_EX)
        os.kill(os.getpid(), LAST_USER_GONE)

    def _settle(self) -> None:
        """Decides whom the server runs as, and where its data, binaries and socket are."""
        config, var = self._config, Path(self._config["var"])
        data = places.data_home(self._directory) / "pg"
        self._identity = Identity.choose(force_user=config["force_user"], owner=data.stat() if data.exists() else None)
        self._home = places.settle_data(self._directory, self._identity, var)
        self._data = self._home / "pg"
        if self._home != self._directory:
            who = self._identity.name
            self._notes.append(
                f"the data is in `{self._home}`: `{who}`, whom PostgreSQL runs as, cannot reach `{self._directory}`"
            )
        self._bin = places.settle_binaries(
            Path(config["bin_dir"]), config["full"], config["wheel"], self._identity, var
        )
        self._socket = places.settle_socket(self._directory, self._home, self._identity)

    def _launch(self) -> subprocess.Popen[bytes]:
        """Makes the data if there is none, starts the server and, when it takes connections, says where it is."""
        # INVARIANT: while this lock is ours, no server runs on the data, so that whatever an earlier one left is stale.
        lock = remains.take_lock(self._directory / "server.lock", self._data)
        if lock is None:
            raise KeeperError(
                "an earlier server on this directory does not end",
                "end its `postgres` processes",
                ko=("이 디렉터리의 이전 서버가 끝나지 않습니다", "그 `postgres` 프로세스를 종료해 주세요"),
            )
        try:
            remains.drop_stale_pid_file(self._data)
            places.remove_socket(self._socket)
            if not self._data.exists():
                self._initdb(lock)
            settings = PROMISES | {"unix_socket_directories": str(self._socket)}
            options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
            server = self._spawn([str(self._bin / "postgres"), "-D", str(self._data), *options], lock)
        finally:
            os.close(lock)
        try:
            self._wait_until_ready(server)
            self._publish(server)
        except BaseException:
            stop(server, KILLING)
            raise
        return server

    def _initdb(self, lock: int) -> None:
        """Makes a draft and renames it when it is whole, so that a half-made one is never taken for the data."""
        for left in self._home.glob("pg.new-*"):
            shutil.rmtree(left)
        draft = self._home / f"pg.new-{secrets.token_hex(4)}"
        draft.mkdir()
        self._identity.own(draft)
        # The built-in provider (17 and newer) is the same on every system; before it, C.
        locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if self._config["major"] >= 17 else []
        command = [str(self._bin / "initdb"), "-D", str(draft), "-U", ADMIN, "-E", "UTF8", "--locale=C", *locale]
        command += ["--data-checksums", "--auth-local=trust", "--auth-host=reject", "--no-instructions"]
        code = self._spawn(command, lock).wait()
        if code != 0:
            raise KeeperError(f"initdb ended with {code}", ko=(f"initdb가 코드 {code}로 끝났습니다", ""))
        with (draft / "postgresql.conf").open("a", encoding="utf-8") as conf:
            conf.write(TUNING + ("io_workers = 2\n" if self._config["major"] >= 18 else "") + _sync_method())
            conf.flush()
            os.fsync(conf.fileno())
        draft.rename(self._data)
        home = os.open(self._home, os.O_RDONLY)
        os.fsync(home)
        os.close(home)

    def _spawn(self, command: list[str], lock: int) -> subprocess.Popen[bytes]:
        keeper, identity = os.getpid(), self._identity
        passed = {
            name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH") if name in os.environ
        }
        try:
            return subprocess.Popen(  # noqa: S603 - our own binaries, and no shell
                command,
                stdin=subprocess.DEVNULL,
                stdout=sys.stderr,
                cwd="/",
                env=passed | {"LC_ALL": "C", "TZ": "UTC"},
                pass_fds=(lock,),
                preexec_fn=lambda: identity.prepare(keeper),
            )
        except (OSError, subprocess.SubprocessError) as error:
            raise KeeperError(
                f"`{command[0]}` cannot be run as `{identity.name}`: {error}",
                ko=(f"`{identity.name}` 사용자로 `{command[0]}` 실행에 실패했습니다: {error}", ""),
            ) from error

    def _wait_until_ready(self, server: subprocess.Popen[bytes]) -> None:
        recovery = Recovery(server.pid)
        for _ in remains.until(START_SECONDS):
            if recovery.hangs():
                raise KeeperError(
                    "the server hangs while it recovers",
                    "see whether its disk is full",
                    ko=("서버가 복구하다가 멈췄습니다", "디스크가 가득 찼는지 확인해 주세요"),
                )
            if server.poll() is not None:
                raise KeeperError(
                    f"the server ended with {server.returncode} while it started",
                    ko=(f"서버가 시작하다가 코드 {server.returncode}로 끝났습니다", ""),
                )
            lines = remains.pid_file(self._data)
            if len(lines) >= 8 and lines[0] == str(server.pid) and lines[7].strip() in ("ready", "standby"):
                return
        raise KeeperError(
            f"the server is not ready after {START_SECONDS:.0f} seconds",
            ko=(f"{START_SECONDS:.0f}초가 지나도 서버가 준비되지 않았습니다", ""),
        )

    def _publish(self, server: subprocess.Popen[bytes]) -> None:
        state: State = {
            "keeper": os.getpid(),
            "postmaster": server.pid,
            "socket": str(self._socket),
            "data": str(self._data),
            "bin_dir": str(self._bin),
            "major": self._config["major"],
            "notes": self._notes,
        }
        places.write(self._state, json.dumps(state).encode())


def _sync_method() -> str:
    """How a server that was killed brings its files to the disk before it recovers: all at once, where the kernel
    (Linux 5.8) tells of what failed."""
    version = [int(part) for part in os.uname().release.split("-")[0].split(".")[:2] if part.isdigit()]
    return "recovery_init_sync_method = syncfs\n" if sys.platform == "linux" and version >= [5, 8] else ""


def stop(server: subprocess.Popen[bytes], steps: Steps = STOPPING) -> None:
    """Ends a server, one step after the other until it is gone."""
    for number, seconds in steps:
        server.send_signal(number)
        try:
            server.wait(seconds)
        except subprocess.TimeoutExpired:
            continue
        return


def say(text: str) -> None:
    """A line in pg.log."""
    sys.stderr.write(f"{log_stamp()} keeper: {text}\n")
    sys.stderr.flush()


def tell(answer: Answer) -> None:
    """Answers the starter, who reads until the end; it may have been killed meanwhile."""
    try:
        os.write(1, json.dumps(answer).encode() + b"\n")
    except BrokenPipeError:
        say("the starter is gone")
    os.dup2(os.open(os.devnull, os.O_RDWR), 1)


def main(config: str) -> None:
    """Detaches itself and keeps. Ends without unwinding, so that the locks are released by the very end of it."""
    if os.fork() != 0:
        os._exit(0)
    os.umask(0o077)
    try:
        Keeper(json.loads(config)).run()
    except PlaceError as error:
        say(str(error))
        tell({"error": str(error), "hint": error.hint, "ko": error.ko})
    except Exception as error:  # whatever it is, the starter must hear of it
        say(unforeseen := f"{type(error).__name__}: {error}")
        tell({"error": unforeseen, "hint": "", "ko": (unforeseen, "")})
    os._exit(0)
