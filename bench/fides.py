"""A person's access and erasure beside those of Fides (ethyca-fides), which answers such requests from the databases that
a company has: the same records in both, one person after the other in turns.

It runs where `JIKIM_FIDES_PYTHON` names the Python of an environment of its own that has it (`pip install ethyca-fides`),
with Redis' `redis-server` and a PostgreSQL that has pgcrypto (as `peers` finds it), both of which it needs. Its side is
its lowest cost: the tasks of its graph in one process, without the queue, the approval and the files of its service.

They do not do the same. Fides reads the rows of an application's own tables and writes over them, and older backups of
these keep what they held. Ours is `show`, and a leave with the sweep after it: the key destroyed, the rows removed.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import socket
import subprocess
import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from bench.gdprbench.ours import Ours
from bench.gdprbench.workloads import EACH, Op, World
from bench.peers import installed
from bench.postgres import Server
from bench.stage import Figure, Stage, alternating
from jikim.db.keeper import ADMIN

VARIABLE = "JIKIM_FIDES_PYTHON"
ROUNDS = 5
TABLES = """CREATE TABLE IF NOT EXISTS person (id integer PRIMARY KEY, email text NOT NULL UNIQUE);
CREATE TABLE IF NOT EXISTS record (id integer PRIMARY KEY, person integer NOT NULL, data text NOT NULL);
CREATE INDEX IF NOT EXISTS record_person ON record (person);
TRUNCATE person, record"""
LEFT = "SELECT count(*) FROM record WHERE data = ANY (%s)"
FIRST = 1  # of a sequence, as a table has it: to Fides a number of 0 is none


def fides(stage: Stage) -> list[Figure]:
    """Milliseconds of a person's access and erasure, among 1,000 and 10,000 rows; where it is not there it says so."""
    python, redis = shutil.which(os.environ.get(VARIABLE, "")), shutil.which("redis-server")
    programs = installed("pgcrypto")
    if not (python and redis and programs):
        lacks = f"{VARIABLE} names none" if not python else "it needs redis-server and a PostgreSQL with pgcrypto"
        return [Figure(f"beside Fides: not run, {lacks}", 0, "ms")]
    directory = stage.directory / "fides"
    with ExitStack() as stack:
        server = stack.enter_context(Server(directory / "server", {"max_connections": "200"}, programs))
        theirs = stack.enter_context(Fides(directory, python, redis, server))
        return [
            figure
            for size in (stage.size(1_000, 250), stage.size(10_000, 500))
            for figure in _among(World(size), directory, theirs)
        ]


class Fides:
    """It in a process of its own, with a Redis and a database; the application's rows lie in another database."""

    def __init__(self, directory: Path, python: str, redis: str, server: Server) -> None:
        with server.connect("postgres") as conn:
            conn.execute("CREATE DATABASE fides")
            conn.execute("CREATE DATABASE shop")
            postgresql = conn.info.server_version // 10_000
        self.shop = server.connect("shop")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = str(free.getsockname()[1])
        password = secrets.token_hex(16)
        told = {"bind": "127.0.0.1", "port": port, "requirepass": password, "dir": str(directory), "save": ""}
        words = [word for name, value in told.items() for word in (f"--{name}", value)]
        self._log = open(directory / "fides.log", "wb")  # noqa: SIM115 - theirs, as long as they run
        self._redis = subprocess.Popen([redis, *words], stdout=self._log, stderr=self._log)
        answers, into = os.pipe()
        asked, shop = str(Path(__file__).with_name("fides_asked.py")), _url(server, "postgresql", "shop")
        self._process = subprocess.Popen(
            # Without the folder of it on the path: there this file has the name of the package.
            [os.path.abspath(python), "-P", asked, shop, str(into)],
            env=_variables(directory, server, port, password),
            cwd=directory,  # its migrations leave files where they run
            pass_fds=[into],
            stdin=subprocess.PIPE,
            stdout=self._log,
            stderr=self._log,
            text=True,
        )
        os.close(into)
        self._answers = os.fdopen(answers)
        self.told = f"(Fides {self._answer()}, PostgreSQL {postgresql})"

    def holds(self, world: World) -> None:
        """The rows of this world and no others."""
        for statement in TABLES.split(";\n"):
            self.shop.execute(statement)
        with self.shop.cursor() as cursor:
            with cursor.copy("COPY person FROM STDIN") as copy:
                for person in range(world.people):
                    copy.write_row((person + FIRST, _email(person)))
            with cursor.copy("COPY record FROM STDIN") as copy:
                for key, person in enumerate(world.owner):
                    copy.write_row((key + FIRST, person + FIRST, world.data[key]))
        self.shop.execute("VACUUM ANALYZE person, record")

    def asked(self, what: str, person: int) -> tuple[float, Any]:
        """Seconds of an `access` or an `erasure`, and what was found or changed."""
        assert self._process.stdin is not None
        print(what, _email(person), file=self._process.stdin, flush=True)
        took, found = self._answer()
        return took, found

    def _answer(self) -> Any:
        line = self._answers.readline()
        if not line:
            raise RuntimeError(Path(self._log.name).read_text(errors="replace")[-2000:])
        return json.loads(line)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in (self._process, self._redis):
            process.terminate()
            process.wait()
        self._answers.close()
        self._log.close()
        self.shop.close()


def _email(person: int) -> str:
    return f"p{person}@example.com"


def _url(server: Server, driver: str, database: str) -> str:
    return f"{driver}://{ADMIN}@/{database}?host={server.socket}"


def _variables(directory: Path, server: Server, port: str, password: str) -> dict[str, str]:
    """What Fides is told: where its databases are, that its tasks run where they are asked for, and no word outside."""
    own = _url(server, "postgresql+psycopg2", "fides")
    told = {
        "DATABASE__SERVER": str(server.socket),
        "DATABASE__USER": ADMIN,
        "DATABASE__PASSWORD": "",
        "DATABASE__DB": "fides",
        "DATABASE__SYNC_DATABASE_URI": own,
        "DATABASE__SQLALCHEMY_DATABASE_URI": own,
        "DATABASE__SQLALCHEMY_TEST_DATABASE_URI": own,
        "DATABASE__ASYNC_DATABASE_URI": _url(server, "postgresql+asyncpg", "fides"),
        "REDIS__HOST": "127.0.0.1",
        "REDIS__PORT": port,
        "REDIS__PASSWORD": password,
        "SECURITY__APP_ENCRYPTION_KEY": secrets.token_hex(16),
        "SECURITY__OAUTH_ROOT_CLIENT_ID": "bench",
        "SECURITY__OAUTH_ROOT_CLIENT_SECRET": secrets.token_hex(16),
        "SECURITY__DRP_JWT_SECRET": secrets.token_hex(16),
        "CELERY__TASK_ALWAYS_EAGER": "true",
        "EXECUTION__TASK_RETRY_COUNT": "0",
        "USER__ANALYTICS_OPT_OUT": "true",
        "LOGGING__LEVEL": "ERROR",
    }
    names = {f"FIDES__{name}": value for name, value in told.items()}
    return {"PATH": os.environ["PATH"], "HOME": str(directory), **names}


def _among(world: World, directory: Path, theirs: Fides) -> list[Figure]:
    """One person after the other, the same on both sides; what is shown and erased is what they have."""
    theirs.holds(world)
    ours = Ours(directory / f"ours{world.size}", world)
    with closing(ours.jk):
        took = [
            alternating(ROUNDS, _each(world, mine), _each(world, their))
            for mine, their in (
                (partial(_our_access, ours), partial(_their_access, theirs)),
                (partial(_our_erasure, ours), partial(_their_erasure, theirs)),
            )
        ]
    return [
        Figure(f"{what} of a person with {EACH} of {world.size:,} rows", mine * 1e3, "ms", their * 1e3, theirs.told)
        for what, (mine, their) in zip(("access", "erasure"), took, strict=True)
    ]


def _each(world: World, run: Callable[[int, list[str]], float]) -> Callable[[], float]:
    """A run of the next person, with what they have."""
    people = iter(range(world.people))

    def next_one() -> float:
        person = next(people)
        return run(person, sorted(world.data[key] for key in world.live[person]))

    return next_one


def _our_access(ours: Ours, person: int, has: list[str]) -> float:
    begun = time.perf_counter()
    found = ours.does(ours.jk, Op("own", person))
    took = time.perf_counter() - begun
    assert isinstance(found, list)
    assert sorted(found) == has
    return took


def _their_access(theirs: Fides, person: int, has: list[str]) -> float:
    took, found = theirs.asked("access", person)
    assert sorted(found) == has
    return took


def _our_erasure(ours: Ours, person: int, has: list[str]) -> float:
    """The person leaves, and the sweep destroys at once what no rule keeps."""
    subject = ours.people[person].subject
    begun = time.perf_counter()
    ours.jk.leave(subject)
    ours.jk.sweep()
    took = time.perf_counter() - begun
    receipt = ours.jk.receipt(subject)
    assert receipt.records == len(has)
    assert receipt.dates.key_destroyed
    assert receipt.dates.rows_removed
    return took


def _their_erasure(theirs: Fides, person: int, has: list[str]) -> float:
    took, changed = theirs.asked("erasure", person)
    assert changed == len(has)
    assert theirs.shop.execute(LEFT, (has,)).fetchall() == [(0,)]
    return took
