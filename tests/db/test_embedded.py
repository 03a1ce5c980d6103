"""The embedded server: real ones, each in a directory of its own."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest
from tests.at_once import run_all
from tests.db.serving import LINUX, alive, ask, run, state, user
from tests.waiting import PATIENCE, eventually

from jikim.db import embedded, keeper, recovering, remains
from jikim.db.embedded import Embedded, EmbeddedError, find_binaries, stopped
from jikim.db.runas import Identity

ROOT = os.geteuid() == 0


def opened(pid: int) -> Iterator[str]:
    """What a process has open, as Linux names it; nothing more of one that ends meanwhile."""
    with suppress(FileNotFoundError, ProcessLookupError):
        for file in Path(f"/proc/{pid}/fd").iterdir():
            with suppress(FileNotFoundError):
                yield os.readlink(file)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A directory for a server, which must have stopped by the end of the test."""
    directory = tmp_path / "data"
    yield directory
    assert stopped(directory, PATIENCE)


@pytest.fixture
def open_home() -> Iterator[Path]:
    """A directory that every user of the machine can reach, for a server that runs as another one."""
    top = Path(tempfile.mkdtemp(prefix="jikim-test-", dir="/tmp"))
    top.chmod(0o755)
    yield top
    shutil.rmtree(top)


def test_starts_and_stops(home: Path) -> None:
    """A server on a new directory answers, is checksummed, UTF-8 and the newest there is, and stops with its user."""
    with Embedded.start(home) as server:
        assert server.directory == home
        assert server.version == find_binaries().major >= 18
        assert ask(server, "SELECT current_setting('data_checksums')") == "on"
        assert ask(server, "SELECT pg_encoding_to_char(encoding) FROM pg_database WHERE datname = 'postgres'") == "UTF8"
        assert ask(server, "SELECT current_setting('server_version_num')::int / 10000") == server.version
        assert (home / "pg").stat().st_mode & 0o777 == 0o700
        postmaster = state(home)["postmaster"]
    assert stopped(home, PATIENCE)
    assert not alive(postmaster)
    assert "database system is shut down" in (home / "pg.log").read_text()
    assert not (home / "server.json").exists()


def test_promised_settings_cannot_be_undone(home: Path) -> None:
    """ALTER SYSTEM changes none of the settings that keep data durable, local and out of the log."""
    with Embedded.start(home) as server:
        for name, value in {"fsync": "off", "log_statement": "all", "listen_addresses": "*", "jit": "on"}.items():
            run(server, f"ALTER SYSTEM SET {name} = '{value}'")
    assert stopped(home, PATIENCE)
    with Embedded.start(home) as server:
        for name, value in keeper.PROMISES.items():
            assert ask(server, f"SELECT current_setting('{name}')") == value


def test_keeps_its_data_twice_in_a_row(home: Path) -> None:
    """What one run committed, the next one has."""
    with Embedded.start(home) as server:
        run(server, "CREATE TABLE kept AS SELECT 1 AS one")
    assert stopped(home, PATIENCE)
    with Embedded.start(home) as server:
        assert ask(server, "SELECT one FROM kept") == 1


def test_a_server_that_does_nothing_more_is_started_again(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that takes no connections and does nothing for it gives way to another, which has all of its data."""
    with Embedded.start(home) as first:
        with psycopg.connect(first.conninfo("postgres", keeper.ADMIN), autocommit=True) as conn:
            conn.execute("CREATE TABLE kept AS SELECT 7 AS x")
        dead, real = state(home)["postmaster"], embedded._answers
        monkeypatch.setattr(recovering, "STILL_SECONDS", 0.2)
        if not LINUX:
            # Nobody can say there whether a server is at work.
            monkeypatch.setattr(recovering.Recovery, "hangs", lambda _self: True)
        monkeypatch.setattr(embedded, "_answers", lambda found: found["postmaster"] != dead and real(found))
        with Embedded.start(home) as second:
            assert state(home)["postmaster"] != dead
            with psycopg.connect(second.conninfo("postgres", keeper.ADMIN)) as conn:
                assert conn.execute("SELECT x FROM kept").fetchone() == (7,)


@pytest.mark.long
def test_two_in_one_process_share(home: Path) -> None:
    """Two users in one process have one server, which stays until the second has closed, too."""
    first, second = Embedded.start(home), Embedded.start(home)
    assert ask(first, "SELECT pg_postmaster_start_time()") == ask(second, "SELECT pg_postmaster_start_time()")
    first.close()
    first.close()
    assert not stopped(home, 0.5)
    assert ask(second, "SELECT 1") == 1
    second.close()


def test_threads_that_start_at_once_share(home: Path) -> None:
    """Threads that start on a new directory at the same moment end up with one server."""
    servers: list[Embedded] = []
    threads = [threading.Thread(target=lambda: servers.append(Embedded.start(home))) for _ in range(4)]
    run_all(threads)
    assert len({ask(server, "SELECT pg_postmaster_start_time()") for server in servers}) == 1
    assert len(servers) == 4
    for server in servers:
        server.close()


def test_a_forked_child_shares_the_share(home: Path) -> None:
    """A forked child keeps the server up after its parent has closed, until the child ends."""
    server = Embedded.start(home)
    gate, opener = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(opener)
        os.read(gate, 1)
        os._exit(0)
    os.close(gate)
    server.close()
    assert not stopped(home, 0.5)
    os.close(opener)
    os.waitpid(child, 0)
    assert stopped(home, PATIENCE)


@pytest.mark.parametrize("name", ["long/" + "d" * 120, "commas, and 'quotes'"])
def test_unfit_socket_path(tmp_path: Path, name: str) -> None:
    """Where no socket can lie in the directory, it lies in a private temporary one that others find and that goes."""
    directory = tmp_path / name
    with Embedded.start(directory) as server:
        place = Path(state(directory)["socket"])
        assert tmp_path not in place.parents
        assert place.stat().st_mode & 0o777 == 0o700
        assert ask(server, "SELECT 1") == 1
        other = user(directory)
        other.communicate("")
        # A crash leaves it, and the next server uses it again.
        os.kill(state(directory)["keeper"], signal.SIGKILL)
        with Embedded.start(directory):
            assert state(directory)["socket"] == str(place)
    assert stopped(directory, PATIENCE)
    assert not place.exists()


def test_spaces_and_hangul_in_the_path(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A directory's name may hold spaces and Hangul, and its socket lies in it. A socket's path may have 100 bytes: the
    test's own directory has a short name, however many runs there were before."""
    directory = tmp_path_factory.mktemp("k") / "지킴 자료"
    with Embedded.start(directory) as server:
        assert ask(server, "SELECT 1") == 1
        assert state(directory)["socket"] == str(directory / "run")
    assert stopped(directory, PATIENCE)


def test_nothing_outside_is_changed(tmp_path: Path) -> None:
    """Mode and owner of the given directory and of all above it stay as they were."""
    directory = tmp_path / "given"
    directory.mkdir()
    directory.chmod(0o750)
    above = [directory, *directory.parents]

    def marks() -> list[tuple[int, int, int]]:
        return [(found.st_mode, found.st_uid, found.st_gid) for found in (path.stat() for path in above)]

    before = marks()
    with Embedded.start(directory):
        assert marks() == before
    assert stopped(directory, PATIENCE)
    assert marks() == before


def test_no_tcp_port(home: Path) -> None:
    """No process of the server has a TCP socket, and its one listening socket is the private Unix one."""
    with Embedded.start(home) as server:
        assert ask(server, "SELECT current_setting('listen_addresses')") == ""
        pids = remains.holders(home / "server.lock", home / "pg")
        assert state(home)["postmaster"] in pids
        if LINUX:
            tcp = {
                line.split()[9]
                for table in ("tcp", "tcp6")
                for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]
            }
            assert not {f"socket:[{inode}]" for inode in tcp} & {link for pid in pids for link in opened(pid)}
        else:
            listed = ",".join(map(str, pids))
            found = subprocess.run(["lsof", "-a", "-iTCP", "-p", listed], capture_output=True, check=False)
            assert found.stdout == b""
        assert (home / "run").stat().st_mode & 0o777 == 0o700


def test_no_core_dumps(home: Path) -> None:
    """The server's processes may dump no core, whatever its user may."""
    with Embedded.start(home):
        identity = Identity.choose(force_user=False, owner=(home / "pg").stat())
        us = os.getpid()
        child = subprocess.run(
            ["/bin/sh", "-c", "ulimit -H -c"],
            stdout=subprocess.PIPE,
            preexec_fn=lambda: identity.prepare(us),
            check=True,
        )
        assert child.stdout == b"0\n"
        if LINUX:
            limits = Path(f"/proc/{state(home)['postmaster']}/limits").read_text()
            (line,) = (line for line in limits.splitlines() if line.startswith("Max core file size"))
            assert line.split()[4:6] == ["0", "0"]


def answers(server: Embedded) -> bool:
    """Whether it takes connections."""
    try:
        psycopg.connect(server.conninfo("postgres", "jikim_admin")).close()
    except psycopg.OperationalError:
        return False
    return True


def test_no_secret_in_the_log(home: Path) -> None:
    """Statements that fail with a secret in them, and a backend killed over one, leave no trace of it in the log."""
    secret = "hush-4711-hush"
    with Embedded.start(home) as server:
        run(server, "CREATE TABLE person (email text UNIQUE, age int CHECK (age > 0))")
        run(server, f"INSERT INTO person VALUES ('{secret}', 1)")
        for statement in (
            f"SELECT '{secret}'::int",
            f"INSERT INTO person VALUES ('{secret}', 2)",
            f"INSERT INTO person VALUES ('{secret}x', -2)",
            f"SELEKT '{secret}'",
            f'SELECT * FROM "{secret}"',
            f"DO $$ BEGIN RAISE WARNING '{secret}'; RAISE EXCEPTION '{secret}'; END $$",
        ):
            with pytest.raises(psycopg.Error):
                run(server, statement)
        with psycopg.connect(server.conninfo("postgres", "jikim_admin")) as connection:
            with pytest.raises(psycopg.Error):
                connection.execute("SELECT %s::text::int", [secret])
            connection.rollback()
            backend = connection.info.backend_pid
            sleeps = f"SELECT count(*) FROM pg_stat_activity WHERE pid = {backend} AND wait_event = 'PgSleep'"

            def kill() -> None:
                eventually(lambda: ask(server, sleeps), "a statement that runs")
                os.kill(backend, signal.SIGKILL)

            killer = threading.Thread(target=kill)
            killer.start()
            with pytest.raises(psycopg.OperationalError):
                connection.execute(f"SELECT pg_sleep(600), '{secret}'".encode())
            killer.join()
        # Told to stop in the first moments of a recovery, PostgreSQL 18 may not: after half a minute it is made to.
        assert eventually(lambda: answers(server))
    assert stopped(home, PATIENCE)
    log = (home / "pg.log").read_text()
    assert "was terminated by signal 9" in log
    assert secret not in log


def test_root_runs_without_roots_rights(home: Path) -> None:
    """The server never runs as root: it sees another user, and its files are its starter's."""
    with Embedded.start(home):
        assert (home / "pg" / "PG_VERSION").stat().st_uid == os.geteuid()
        if LINUX:
            status = Path(f"/proc/{state(home)['postmaster']}/status").read_text()
            (effective,) = (line.split()[1] for line in status.splitlines() if line.startswith("CapEff"))
            # What an ordinary user was given, its server may keep.
            assert int(effective, 16) == 0 or not ROOT
            namespaces = {os.readlink(f"/proc/{pid}/ns/user") for pid in (state(home)["postmaster"], "self")}
            assert len(namespaces) == (2 if ROOT else 1)


def stand_in() -> int:
    """The number of the user that a forced fallback takes: another one only where we are root."""
    if not ROOT:
        return os.geteuid()
    names = {entry.pw_name: entry.pw_uid for entry in pwd.getpwall()}
    return names.get("postgres", names.get("nobody", -1))


def test_unprivileged_user_where_it_reaches(open_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Forced to use another user, root keeps the data in the directory that this user can reach."""
    monkeypatch.setenv("JIKIM_PG_AS", "user")
    directory = open_home / "data"
    directory.mkdir(mode=0o755)
    with Embedded.start(directory) as server:
        assert ask(server, "SELECT 1") == 1
        assert (directory / "pg").stat().st_uid == stand_in()
        assert directory.stat().st_uid == os.geteuid()
        monkeypatch.delenv("JIKIM_PG_AS")
    assert stopped(directory, PATIENCE)
    with Embedded.start(directory) as server:
        assert ask(server, "SELECT 1") == 1
        assert (directory / "pg").stat().st_uid == stand_in()
    assert stopped(directory, PATIENCE)


@pytest.mark.long
def test_unprivileged_user_where_it_does_not_reach(
    open_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Where that user cannot reach the directory, data and programs go where it can; a pointer and the log say so."""
    monkeypatch.setenv("JIKIM_PG_AS", "user")
    monkeypatch.setattr(embedded, "VAR", open_home / "var")
    caplog.set_level("INFO", logger=embedded.__name__)
    found = find_binaries()
    package = tmp_path / found.bin_dir.parents[1].name
    tmp_path.chmod(0o700)
    shutil.copytree(found.bin_dir.parent, package / "pginstall18", symlinks=True)
    libraries = found.bin_dir.parents[1].with_name(package.name + ".libs")
    if libraries.is_dir():
        shutil.copytree(libraries, tmp_path / libraries.name)
    hidden = found._replace(bin_dir=package / "pginstall18" / "bin")
    monkeypatch.setattr(embedded, "find_binaries", lambda *_: hidden)
    directory = tmp_path / "data"
    for _ in range(2):
        with Embedded.start(directory) as server:
            assert ask(server, "SELECT 1") == 1
            assert Path(state(directory)["data"]).stat().st_uid == stand_in()
            if ROOT:
                assert not (directory / "pg").exists()
                elsewhere = Path((directory / "pg.path").read_text().strip())
                assert elsewhere.parent == open_home / "var"
                assert elsewhere.stat().st_mode & 0o777 == 0o700
                assert server.bin_dir.is_relative_to(open_home / "var" / f"pg-{found.full}")
                assert f"the data is in `{elsewhere}`" in caplog.text
            user(directory).communicate("")
        assert stopped(directory, PATIENCE)


def test_as_an_ordinary_user(open_home: Path) -> None:
    """An ordinary user's server runs as that user, in a directory of theirs.

    The interpreter may lie where only root looks, so that the process keeps the one capability to read everywhere.
    """
    directory = open_home / "data"
    directory.mkdir()
    drop: tuple[str, ...] = ()
    if ROOT:
        nobody = pwd.getpwnam("nobody")
        os.chown(directory, nobody.pw_uid, nobody.pw_gid)
        rights = ("--inh-caps=-all,+dac_read_search", "--ambient-caps=-all,+dac_read_search")
        drop = ("setpriv", f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups", *rights)
    process = user(directory, *drop)
    owner = directory.stat().st_uid
    assert (directory / "pg").stat().st_uid == owner
    assert (directory / "users.lock").stat().st_uid == owner
    if LINUX:
        assert Path(f"/proc/{state(directory)['postmaster']}").stat().st_uid == owner
    process.kill()
    process.communicate()
    assert stopped(directory, PATIENCE)


def test_other_binaries(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """JIKIM_PG_BIN names another PostgreSQL, and later starts without it find the one that fits the data."""
    older = find_binaries().bin_dir.parents[1] / "pginstall" / "bin"
    monkeypatch.setenv("JIKIM_PG_BIN", str(older))
    with Embedded.start(home) as server:
        assert server.bin_dir == older
        assert 15 <= server.version == ask(server, "SELECT current_setting('server_version_num')::int / 10000") < 18
    assert stopped(home, PATIENCE)
    monkeypatch.delenv("JIKIM_PG_BIN")
    with Embedded.start(home) as server:
        assert server.bin_dir == older
    assert stopped(home, PATIENCE)
    with pytest.raises(EmbeddedError, match="the data was made by PostgreSQL 16"):
        Embedded.start(home, bin_dir=find_binaries().bin_dir)


def test_wrong_binaries(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A JIKIM_PG_BIN that holds no programs, others, broken ones or too old ones is named, and nothing is made."""
    programs = tmp_path / "bin"
    programs.mkdir()
    monkeypatch.setenv("JIKIM_PG_BIN", str(programs))
    with pytest.raises(EmbeddedError, match="holds no `initdb` that can be run"):
        Embedded.start(home)
    for name in ("initdb", "postgres"):
        (programs / name).write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 14.9'\n")
        (programs / name).chmod(0o755)
    with pytest.raises(EmbeddedError, match=r"is PostgreSQL 14\.9, which is too old\nhint: use PostgreSQL 15"):
        Embedded.start(home)
    (programs / "postgres").write_text("#!/bin/sh\necho 'something else'\n")
    with pytest.raises(EmbeddedError, match="does not say that it is PostgreSQL"):
        Embedded.start(home)
    (programs / "postgres").write_text("#!/bin/sh\nexit 3\n")
    with pytest.raises(EmbeddedError, match="does not run") as caught:
        Embedded.start(home)
    assert caught.value.hint is not None
    assert not (home / "pg").exists()


def test_a_directory_that_is_a_file(tmp_path: Path) -> None:
    """A path that cannot be a directory is an error of ours, with a hint."""
    (tmp_path / "data").write_text("")
    with pytest.raises(EmbeddedError, match="cannot be used: File exists\nhint: name a directory"):
        Embedded.start(tmp_path / "data")
