"""PostgreSQL itself ended with SIGKILL in the middle of a scene: the postmaster, at each step, and started again."""

from __future__ import annotations

import json
import os
import random
import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg
import pytest
from tests.conftest import _EMPTY, Databases
from tests.db.serving import alive
from tests.faults.killing import Scene, Stage, check
from tests.waiting import PATIENCE, eventually

from jikim.db.embedded import Embedded, stopped
from jikim.db.keeper import ADMIN
from jikim.db.migrate import ERASED, ERASER, create_databases, migrate, role_of
from jikim.db.schema import DATABASES
from jikim.errors import StoreError

SERVER = "server ends"


@contextmanager
def apart(directory: Path) -> Iterator[Path]:
    """A server of one's own in a directory, which may be killed; it has stopped when this is left."""
    with Embedded.start(directory) as running:
        create_databases(running.conninfo("postgres", ADMIN))
        for database in DATABASES:
            migrate(database, running.conninfo(database, ADMIN))
        yield directory
    assert stopped(directory, PATIENCE)


@contextmanager
def emptied(directory: Path) -> Iterator[Databases]:
    """Its three databases, without a row."""
    with Embedded.start(directory) as running:
        found = Databases(
            {database: running.conninfo(database, role_of(database)) for database in DATABASES},
            {database: running.conninfo(database, ADMIN) for database in DATABASES},
            {database: running.conninfo(database, ERASER) for database in ERASED},
        )
        for admin in found.admin.values():
            with psycopg.connect(admin, autocommit=True) as conn:
                conn.execute(_EMPTY)
        yield found


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The directory of a server of this module's own."""
    with apart(tmp_path_factory.mktemp("apart")) as directory:
        yield directory


@pytest.fixture
def databases(home: Path) -> Iterator[Databases]:
    """Three empty databases on that server."""
    with emptied(home) as found:
        yield found


def end_server(home: Path) -> int:
    """SIGKILL to the postmaster; its backends end by themselves when they notice. Answers its process number."""
    postmaster: int = json.loads((home / "server.json").read_bytes())["postmaster"]
    with suppress(ProcessLookupError):
        os.kill(postmaster, signal.SIGKILL)
    return postmaster


def start_again(stage: Stage, home: Path) -> None:
    """Waits for the server that recovers, and gives those who look at it new connections."""
    with Embedded.start(home):
        for name in DATABASES:
            stage.watch.admin[name].close()
            stage.watch.admin[name] = psycopg.connect(stage.databases.admin[name], autocommit=True)
        for pool in stage._director.driver.pools.values():
            pool.check()
            pool.wait(PATIENCE)


def play_server_ended(
    stage: Stage, home: Path, scene: Scene, at: Sequence[int] | None = None, *, seed: int = 0
) -> list[str]:
    """The server is killed at the `at`-th step (None: at each), just before it or within it; it recovers, and one retry
    of the same Jikim converges. Answers where."""
    chance = random.Random(seed)
    met: list[str] = []
    for n in at if at is not None else range(10_000):
        thing = scene.prepare(stage.director)
        passed: list[str] = []
        threads: list[threading.Thread] = []
        delay = chance.choice([0.0, 0.0002, 0.0005, 0.001, 0.003])

        def hook(
            step: str,
            when: str,
            n: int = n,
            passed: list[str] = passed,
            threads: list[Any] = threads,
            delay: float = delay,
        ) -> None:
            if when != "before":
                return
            passed.append(step)
            if len(passed) == n + 1:
                if not delay:
                    ended = end_server(home)
                    eventually(lambda: not alive(ended), "the server's end")
                    return
                thread = threading.Timer(delay, end_server, (home,))
                threads.append(thread)
                thread.start()

        with stage.opened() as jk:
            jk.driver.hook = hook
            for pool in jk.driver.pools.values():
                pool.timeout = 3.0
            failed = False
            try:
                scene.act(jk, thing)
            except StoreError:
                failed = True
            jk.driver.hook = None
            for thread in threads:
                thread.join()
            ended = len(passed) > n
            where = f"server ended {delay * 1000:.1f} ms into {passed[n]} ({n})" if ended else "whole"
            if ended:
                start_again(stage, home)
                met.append(passed[n])
            stage.tally.tried(scene.name, SERVER, ended)
            check(stage, scene, thing, SERVER, where, boundary=True)
            if failed:
                for pool in jk.driver.pools.values():
                    # Asked for and not waited for: a pool that nobody asks does not try for ever.
                    pool.putconn(pool.getconn(PATIENCE))
                scene.act(jk, thing)
        check(stage, scene, thing, SERVER, f"{where}, then once more", boundary=False)
        if not ended:
            break
    stage.watch.ledger(stage.director)
    return met
