"""What the tests of the embedded server share: questions to it, and another process that uses it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg

from jikim.db import keeper
from jikim.db.embedded import Embedded

LINUX = sys.platform == "linux"

USER = """
import sys
from pathlib import Path
import psycopg
from jikim.db.embedded import Embedded
server = Embedded.start(Path(sys.argv[1]))
with psycopg.connect(server.conninfo("postgres", "jikim_admin")) as connection:
    print(connection.execute("SELECT 6 * 7").fetchone()[0], flush=True)
sys.stdin.read()
"""


def ask(server: Embedded, statement: str) -> Any:
    with psycopg.connect(server.conninfo("postgres", "jikim_admin"), autocommit=True) as connection:
        row = connection.execute(statement.encode()).fetchone()
    assert row is not None
    return row[0]


def run(server: Embedded, statement: str) -> None:
    with psycopg.connect(server.conninfo("postgres", "jikim_admin"), autocommit=True) as connection:
        connection.execute(statement.encode())


def state(directory: Path) -> keeper.State:
    found: keeper.State = json.loads((directory / "server.json").read_bytes())
    return found


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def user(directory: Path, *before: str) -> subprocess.Popen[str]:
    """Another process that uses the server until its input ends; it has had an answer when this returns."""
    process = subprocess.Popen(
        [*before, sys.executable, "-c", USER, str(directory)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "42\n"
    return process
