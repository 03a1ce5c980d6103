"""PostgreSQL and files without fsync, for tests; and a server has Jikim's databases in it from its first moment.

A commit costs 4 ms of a disk's time otherwise, and a test makes thousands; a cluster and its databases cost more than a
second, and a test run makes dozens. What was written survives the end of any process all the same; only a power cut
would take it. The product's own server, which syncs and makes its cluster itself, is what `tests/db` starts.
"""

from __future__ import annotations

import atexit
import os
import shlex
import shutil
import tempfile
from functools import cache
from pathlib import Path

from tests.waiting import PATIENCE

from jikim.db.embedded import Embedded, EmbeddedError, find_binaries, stopped
from jikim.db.keeper import ADMIN
from jikim.db.migrate import create_databases, migrate
from jikim.db.places import data_home
from jikim.db.schema import DATABASES

# The system's own, for who looks at what lies on the disk.
SYNC = os.fsync

# Said last, so that it holds. Whole pages in the log of changes are for a power cut too. A new cluster is a copy of the first one, once that is there.
_POSTGRES = '#!/bin/sh\nexec {} "$@" -c fsync=off -c full_page_writes=off{}\n'
_INITDB = '#!/bin/sh\n[ -d {}/pg ] && exec cp -Rp {}/pg/. "$2"\nexec {} "$@" --no-sync\n'


def leave(file: int) -> None:
    """In the place of `os.fsync`: opening a house syncs a dozen files beside its key ring, and a test writes dozens
    more."""
    os.fstat(file)


@cache
def binaries() -> Path:
    """A directory of PostgreSQL's programs, of which two are others. `pg` in it is the cluster that each new one is a
    copy of."""
    made = _programs()
    first = made / "first"
    with Embedded.start(first, bin_dir=made) as server:
        create_databases(server.conninfo("postgres", ADMIN))
        for database in DATABASES:
            migrate(database, server.conninfo(database, ADMIN))
    assert stopped(first, PATIENCE)
    (made / "pg").symlink_to(data_home(first) / "pg")
    return made


@cache
def logical() -> Path:
    """The same programs, whose server replicates its tables to others, and takes those of many houses."""
    most = (
        "max_connections=200",
        "max_replication_slots=40",
        "max_logical_replication_workers=40",
        "max_worker_processes=60",
        "max_active_replication_origins=80",
    )
    made = _programs("".join(f" -c {one}" for one in ("wal_level=logical", *most)))
    (made / "pg").symlink_to(binaries() / "pg")
    return made


@cache
def bare() -> Path:
    """The same programs, whose new cluster has no database of Jikim's in it, as a machine's on which one restores."""
    made = _programs()
    Embedded.start(made / "first", bin_dir=made).close()
    assert stopped(made / "first", PATIENCE)
    (made / "pg").symlink_to(data_home(made / "first") / "pg")
    return made


@cache
def _real() -> Path:
    """Asked before a test names others in the environment."""
    return find_binaries().bin_dir


def _programs(more: str = "") -> Path:
    made = Path(tempfile.mkdtemp(prefix="jikim-unsynced-"))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    made.chmod(0o755)
    place = shlex.quote(str(made))
    for program in _real().iterdir():
        quoted = shlex.quote(str(program))
        texts = {"postgres": _POSTGRES.format(quoted, more), "initdb": _INITDB.format(place, place, quoted)}
        if program.name not in texts:
            (made / program.name).symlink_to(program)
            continue
        (made / program.name).write_text(texts[program.name])
        (made / program.name).chmod(0o755)
    return made


_over: list[Path] = []
_begins = [binaries]


def replicates() -> None:
    """From here on, whatever server is started replicates its tables."""
    _begins[:] = [logical]


def begins() -> Path:
    """The programs that a server is started by."""
    return _begins[-1]()


def over(directory: Path) -> None:
    """Nobody looks at the server's files on a directory any more: they go once it has stopped."""
    _over.append(directory)


def start(directory: Path) -> Embedded:
    """The embedded server on a directory, without fsync; with it, where PostgreSQL runs as somebody who cannot reach
    these programs."""
    for one in [one for one in _over if stopped(one, 0)]:
        _over.remove(one)
        shutil.rmtree(data_home(one) / "pg", ignore_errors=True)
    try:
        return Embedded.start(directory, bin_dir=begins())
    except EmbeddedError:
        return Embedded.start(directory)
