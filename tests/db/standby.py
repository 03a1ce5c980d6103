"""A server and its synchronous standby, both PostgreSQL's own, for who looks at what outlives the first."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from tests import unsynced
from tests.conftest import Databases
from tests.db.serving import ask, run
from tests.waiting import PATIENCE, eventually

from jikim.db.embedded import Embedded, stopped
from jikim.db.keeper import ADMIN
from jikim.db.migrate import ERASED, ERASER, role_of
from jikim.db.places import data_home
from jikim.db.schema import DATABASES

NAME = "second"


@dataclass
class Pair:
    """The first server, which takes writes, and the second, for which each of its commits waits."""

    first: Embedded
    second: Embedded
    start: Callable[[Path], Embedded] = unsynced.start

    def databases(self) -> Databases:
        """Connection strings that name both servers; whoever connects gets the one that takes writes."""
        return Databases(
            {one: self.either(one, role_of(one)) for one in DATABASES},
            {one: self.either(one, ADMIN) for one in DATABASES},
            {one: self.either(one, ERASER) for one in ERASED},
        )

    def either(self, database: str, role: str) -> str:
        hosts = [str(conninfo_to_dict(one.conninfo(database, role))["host"]) for one in (self.first, self.second)]
        return make_conninfo(
            self.first.conninfo(database, role), host=",".join(hosts), target_session_attrs="read-write"
        )

    def fail_over(self) -> None:
        """The first server is killed; when nothing of it runs any more, the second takes over."""
        kill(self.first.directory)
        assert ask(self.second, "SELECT pg_promote()")

    def fail_over_in_the_middle(self) -> None:
        """The same while somebody stands in the middle of a statement there, whom it fails."""
        waits = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND usename = 'jikim_live'"
        holder = psycopg.connect(self.first.conninfo("live", ADMIN))
        try:
            holder.execute("LOCK TABLE live.subject IN ACCESS EXCLUSIVE MODE")
            assert eventually(lambda: ask(self.first, waits))
            self.fail_over()
        finally:
            holder.close()

    def let_go(self) -> None:
        """The first server waits for no standby any more, and the second falls behind."""
        run(self.first, "ALTER SYSTEM RESET synchronous_standby_names")
        assert ask(self.first, "SELECT pg_reload_conf()")
        self.standby_away()

    def standby_away(self) -> None:
        self.second.close()
        assert stopped(self.second.directory, PATIENCE)

    def standby_back(self) -> None:
        self.second = self.start(self.second.directory)

    def in_step(self) -> None:
        """Waits until each commit is the standby's too."""
        assert eventually(lambda: ask(self.first, "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'"))


def kill(directory: Path) -> None:
    """SIGKILL to a server and to its keeper, which would start it again; nothing of it runs any more when this returns."""
    state = json.loads((directory / "server.json").read_bytes())
    for one in ("keeper", "postmaster"):
        with suppress(ProcessLookupError):
            os.kill(state[one], signal.SIGKILL)
    assert stopped(directory, PATIENCE)


@contextmanager
def pair(directory: Path) -> Iterator[Pair]:
    """Both, with the four databases and nothing in them."""
    with unsynced.start(directory / "first") as first, stood_by(first, directory / "second") as both:
        yield both


@contextmanager
def stood_by(
    first: Embedded, directory: Path, start: Callable[[Path], Embedded] = unsynced.start, *settings: str
) -> Iterator[Pair]:
    """A server, with a synchronous standby from now on; one that has `settings` has a slot of its own there."""
    # A place of its own for the second, as its keeper makes it; then the first's data in it.
    with start(directory):
        pass
    assert stopped(directory, PATIENCE)
    place = data_home(directory) / "pg"
    owner = place.stat()
    shutil.rmtree(place)
    _copied(first, place, ["-C", "-S", NAME] if settings else [])
    with open(place / "postgresql.auto.conf", "a", encoding="utf-8") as file:
        file.writelines(f"{one}\n" for one in settings)
    owned(place, owner)
    second = start(directory)
    run(first, f"ALTER SYSTEM SET synchronous_standby_names = '{NAME}'")
    ask(first, "SELECT pg_reload_conf()")
    both = Pair(first, second, start)
    both.in_step()
    try:
        yield both
    finally:
        both.second.close()
        stopped(directory, PATIENCE)


def _copied(first: Embedded, place: Path, slot: list[str]) -> None:
    source = conninfo_to_dict(first.conninfo("postgres", ADMIN))
    primary = make_conninfo(**source, application_name=NAME)
    subprocess.run(
        [str(first.bin_dir / "pg_basebackup"), "-D", str(place), "-d", primary, "-R", "-c", "fast", "--no-sync", *slot],
        check=True,
        timeout=PATIENCE,
    )


def owned(place: Path, owner: os.stat_result) -> None:
    """A server's files are its user's."""
    for path in (place, *place.rglob("*")):
        os.chown(path, owner.st_uid, owner.st_gid, follow_symlinks=False)


def waiting(server: Embedded) -> int:
    """How many commits wait for the standby."""
    return int(ask(server, "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'"))


def cancelled(server: Embedded) -> None:
    """An administrator ends what waits for the standby."""
    ask(server, "SELECT count(pg_cancel_backend(pid)) FROM pg_stat_activity WHERE wait_event = 'SyncRep'")


def rows(server: Embedded, database: str, statement: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(server.conninfo(database, ADMIN), autocommit=True) as conn:
        return conn.execute(statement.encode()).fetchall()
