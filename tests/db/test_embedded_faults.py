"""The embedded server when something is killed, interrupted or left over."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from tests.db.serving import LINUX, USER, alive, ask, run, state, user
from tests.waiting import PATIENCE, eventually

from jikim.db import remains
from jikim.db.embedded import Embedded, EmbeddedError, stopped
from jikim.db.runas import Identity

HASTY = """
import random, sys, time
from pathlib import Path
import psycopg
from jikim.db.embedded import Embedded
chance = random.Random(int(sys.argv[2]))
for _ in range(12):
    with Embedded.start(Path(sys.argv[1])) as server:
        for _ in range(3):
            with psycopg.connect(server.conninfo("postgres", "jikim_admin")) as connection:
                connection.execute("SELECT pg_sleep(0.005)")
    time.sleep(chance.random() * 0.2)
print("done", flush=True)
"""


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A directory for a server, which must have stopped by the end of the test."""
    directory = tmp_path / "data"
    yield directory
    assert stopped(directory, PATIENCE)


def test_the_last_process_killed_stops_it(home: Path) -> None:
    """The server outlives the first of two processes, and stops when the last one gets SIGKILL."""
    first, second = user(home), user(home)
    postmaster = state(home)["postmaster"]
    first.communicate("")
    assert not stopped(home, 0.5)
    second.kill()
    assert stopped(home, PATIENCE)
    assert not alive(postmaster)
    second.communicate()


@pytest.mark.long
def test_no_newcomer_meets_a_dying_server(home: Path) -> None:
    """Processes that come and go at random always have a server that answers from start to close."""
    home.mkdir()
    processes = [
        subprocess.Popen([sys.executable, "-c", HASTY, str(home), str(seed)], stdout=subprocess.PIPE, text=True)
        for seed in range(4)
    ]
    assert [process.communicate()[0] for process in processes] == ["done\n"] * 4
    assert stopped(home, PATIENCE)
    log = (home / "pg.log").read_text()
    assert log.count("starting PostgreSQL") == log.count("database system is shut down")
    assert "not properly shut down" not in log


def test_keeper_killed(home: Path) -> None:
    """Without its keeper the server ends by itself (on Linux), and its living user can start it again."""
    with Embedded.start(home) as server:
        before = state(home)
        os.kill(before["keeper"], signal.SIGKILL)
        if LINUX:
            assert eventually(lambda: not alive(before["postmaster"]))
        with Embedded.start(home) as again:
            assert ask(again, "SELECT 1") == ask(server, "SELECT 1") == 1
            assert state(home)["keeper"] != before["keeper"]
        assert not stopped(home, 0.5)


@pytest.mark.long
def test_keeper_killed_at_once(home: Path) -> None:
    """A start right after the keeper's death never attaches to the orphan."""
    with Embedded.start(home):
        for _ in range(5):
            before = state(home)
            os.kill(before["keeper"], signal.SIGKILL)
            assert eventually(lambda: remains.is_free(home / "keeper.lock"))
            with Embedded.start(home) as again:
                assert state(home)["postmaster"] != before["postmaster"]
                assert eventually(lambda pid=before["postmaster"]: not alive(pid))  # type: ignore[misc]
                assert ask(again, "SELECT 1") == 1


def test_an_orphan_is_stopped_first(home: Path) -> None:
    """A server that lost its keeper and lives on, as one does where the kernel kills no orphans, is stopped first."""
    with Embedded.start(home) as server:
        programs = server.bin_dir
    assert stopped(home, PATIENCE)
    identity = Identity.choose(force_user=False, owner=(home / "pg").stat())
    lock = remains.open_lock(home / "server.lock")
    assert remains.lock_within(lock, 0)
    us = os.getpid()
    with subprocess.Popen(
        [programs / "postgres", "-D", home / "pg", "-c", "listen_addresses=", "-k", home / "run"],
        stderr=subprocess.DEVNULL,
        pass_fds=(lock,),
        preexec_fn=lambda: identity.prepare(us),
    ) as orphan:
        os.close(lock)
        assert eventually(lambda: "ready" in "".join(remains.pid_file(home / "pg")))
        with Embedded.start(home) as server:
            assert orphan.wait(PATIENCE) == 0
            assert ask(server, "SELECT 1") == 1


def test_postgres_killed(home: Path) -> None:
    """A server killed with SIGKILL is started again by its keeper and recovers what was committed."""
    with Embedded.start(home) as server:
        run(server, "CREATE TABLE kept AS SELECT 1 AS one")
        before = state(home)
        os.kill(before["postmaster"], signal.SIGKILL)
        with Embedded.start(home) as again:
            assert ask(again, "SELECT one FROM kept") == ask(server, "SELECT one FROM kept") == 1
        assert state(home)["postmaster"] != before["postmaster"]
        assert state(home)["keeper"] == before["keeper"]
    assert "automatic recovery in progress" in (home / "pg.log").read_text()


def test_everything_killed(home: Path) -> None:
    """After keeper, server and user were all killed with SIGKILL, the next start recovers."""
    process = user(home)
    before = state(home)
    # Stopped first: the keeper's end shuts the server down cleanly, and the server's end has the keeper start another.
    os.kill(before["keeper"], signal.SIGSTOP)
    for pid in (before["postmaster"], before["keeper"], process.pid):
        os.kill(pid, signal.SIGKILL)
    process.communicate()
    with Embedded.start(home) as server:
        assert ask(server, "SELECT 1") == 1
    assert "automatic recovery in progress" in (home / "pg.log").read_text()


@pytest.mark.long
def test_a_busy_backend_outlives_no_restart(home: Path) -> None:
    """A backend that computes and does not notice its postmaster's death is ended before a new server starts."""
    with Embedded.start(home) as server:
        failed = threading.Event()

        def compute() -> None:
            with pytest.raises(psycopg.OperationalError):
                ask(server, "SELECT count(*) FROM generate_series(1, 1000000000000::bigint)")
            failed.set()

        thread = threading.Thread(target=compute)
        thread.start()
        assert eventually(
            lambda: ask(server, "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%1000000000000%'") > 1
        )
        os.kill(state(home)["postmaster"], signal.SIGKILL)
        with Embedded.start(home) as again:
            assert failed.wait(PATIENCE)
            assert ask(again, "SELECT 1") == 1
        thread.join()


def test_keeper_told_to_end(home: Path) -> None:
    """SIGTERM to the keeper, as at a shutdown of the machine, stops the server cleanly."""
    with Embedded.start(home):
        os.kill(state(home)["keeper"], signal.SIGTERM)
        assert stopped(home, PATIENCE)
    log = (home / "pg.log").read_text()
    assert "fast shutdown request" in log
    assert log.rstrip().endswith("database system is shut down")


def test_interrupted_initdb_is_redone(home: Path) -> None:
    """When keeper and initdb are killed half way, nothing of the half is used: the same start makes the data anew."""
    # On a busy machine initdb may be done before the kill arrives: then it is tried again elsewhere.
    assert any(_interrupted(home / str(turn)) for turn in range(10))


def _interrupted(home: Path) -> bool:
    """Kills keeper and initdb half way and looks at what follows. False where initdb was faster."""
    home.mkdir(parents=True)
    process = subprocess.Popen(
        [sys.executable, "-c", USER, str(home)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert eventually(lambda: any(home.glob("pg.new-*/global")) or (home / "pg").exists())
    drafts = list(home.glob("pg.new-*"))
    for lock in ("keeper.lock", "server.lock"):
        for pid in remains.holders(home / lock, home / "pg"):
            # Whoever ended by itself in between needs no kill.
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
    half_way = bool(drafts) and not (home / "pg").exists()
    assert process.communicate()[0] == "42\n"
    assert not any(draft.exists() for draft in drafts)
    with Embedded.start(home) as server:
        assert ask(server, "SELECT 1") == 1
    return half_way


def test_a_half_made_draft_is_removed(home: Path) -> None:
    """A draft that an interrupted initdb left long ago goes before the data is made."""
    left = home / "pg.new-0badcafe"
    (left / "global").mkdir(parents=True)
    (left / "PG_VERSION").write_text("18\n")
    with Embedded.start(home) as server:
        assert ask(server, "SELECT 1") == 1
    assert not left.exists()


def test_starter_killed_during_initdb(home: Path) -> None:
    """A starter killed while the database is being made leaves a whole one behind and no server."""
    home.mkdir()
    process = subprocess.Popen([sys.executable, "-c", USER, str(home)], stdout=subprocess.PIPE)
    assert eventually(lambda: any(home.glob("pg.new-*")))
    process.kill()
    process.communicate()
    assert stopped(home, PATIENCE)
    with Embedded.start(home) as server:
        assert ask(server, "SELECT 1") == 1


def test_the_logs_end_is_in_the_error(home: Path) -> None:
    """A server that cannot start is reported with the last lines of its log, and its share is given back."""
    with Embedded.start(home):
        pass
    assert stopped(home, PATIENCE)
    with (home / "pg" / "postgresql.conf").open("a") as conf:
        conf.write("no_such_setting = 1\n")
    with pytest.raises(EmbeddedError, match=r'the server ended with 1(.|\n)*"no_such_setting"'):
        Embedded.start(home)
    assert remains.is_free(home / "users.lock")


if LINUX:

    def test_a_reused_process_number(home: Path) -> None:
        """A crash's pid file whose number another process has since does not keep the server from starting."""
        with Embedded.start(home):
            lines = remains.pid_file(home / "pg")
        assert stopped(home, PATIENCE)
        with subprocess.Popen(["sleep", "600"]) as other:
            (home / "pg" / "postmaster.pid").write_text("\n".join([str(other.pid), *lines[1:]]))
            with Embedded.start(home) as server:
                assert ask(server, "SELECT 1") == 1
            assert other.poll() is None
            other.kill()
