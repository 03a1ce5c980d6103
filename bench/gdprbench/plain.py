"""The two set-ups of PostgreSQL: bare, and the paper's compliance on it: metadata beside each record with an index for
each, records past their time swept every second, every statement in a csv log.

Without the paper's encrypted disk and TLS, which would cost it more; its log holds statements and parameters, and not
what was answered.
"""

from __future__ import annotations

import csv
import os
from pathlib import Path
from threading import Event, Thread
from typing import Any

import psycopg

from bench.gdprbench.workloads import PARTIES, Op, World
from bench.postgres import Server

SETTINGS = {
    "log_destination": "csvlog",
    "logging_collector": "on",
    "log_directory": "csv",
    "log_filename": "told.log",
    "log_rotation_size": "0",
    "log_rotation_age": "0",
    "log_min_messages": "log",
    "log_file_mode": "0600",
}
BARE = (
    "CREATE TABLE record (key text PRIMARY KEY, data text NOT NULL, pur text NOT NULL, usr text NOT NULL,"
    " obj text NOT NULL DEFAULT '', shr text NOT NULL)"
)
COMPLIANT = (
    "CREATE TABLE record (key text PRIMARY KEY, data text NOT NULL, pur text NOT NULL, usr text NOT NULL,"
    " obj text NOT NULL DEFAULT '', shr text NOT NULL, ttl timestamptz NOT NULL DEFAULT now() + interval '1 year',"
    " dec text NOT NULL DEFAULT '', src text NOT NULL DEFAULT 'first-party')"
)
METADATA = ("pur", "ttl", "usr", "obj", "dec", "shr", "src")
INSERT = "INSERT INTO record (key, data, pur, usr, obj, shr) VALUES (%s, %s, %s, %s, %s, %s)"
BLOCK_BYTES = 65_536


class Plain:
    """A set-up on a database of its own. `compliant`: the paper's; else bare, which has no log to show."""

    def __init__(self, server: Server, world: World, *, compliant: bool) -> None:
        self.name = "the paper's set-up" if compliant else "bare PostgreSQL"
        self._server, self._compliant = server, compliant
        self._database = "gdprbench_compliant" if compliant else "gdprbench_bare"
        with server.connect("postgres") as conn:
            conn.execute(f"CREATE DATABASE {self._database}")
            if compliant:
                conn.execute(f"ALTER DATABASE {self._database} SET log_statement = 'all'")
        with server.connect(self._database) as conn:
            conn.execute(COMPLIANT if compliant else BARE)
            with conn.cursor().copy("COPY record (key, data, pur, usr, shr) FROM STDIN") as copy:
                for key, person in enumerate(world.owner):
                    copy.write_row((_key(key), world.data[key], world.purpose(person), _user(person), PARTIES[0]))
            for column in METADATA if compliant else ("usr", "pur"):
                conn.execute(f"CREATE INDEX ON record ({column})")
            conn.execute("VACUUM ANALYZE record")
            conn.execute("CHECKPOINT")

    def client(self) -> psycopg.Connection[Any]:
        return self._server.connect(self._database)

    def settle(self) -> None:
        """Nothing is deferred: what was deleted leaves its place."""
        with self.client() as conn:
            conn.execute("VACUUM record")

    def beside(self, over: Event) -> Thread:
        """The sweep of a second, in the paper's set-up, until it is over."""

        def sweep() -> None:
            with self.client() as conn:
                while not over.wait(1 if self._compliant else None):
                    conn.execute("DELETE FROM record WHERE ttl < now()")

        running = Thread(target=sweep)
        running.start()
        return running

    def does(self, conn: psycopg.Connection[Any], op: Op) -> list[str] | int | None:
        """One operation, and its answer."""
        user, key, obj = _user(op.person), _key(op.key), op.purpose if op.objects else ""
        match op.what:
            case "insert":
                conn.execute(INSERT, (key, op.data, op.purpose, user, obj, op.party))
            case "delete":
                return conn.execute("DELETE FROM record WHERE key = %s", (key,)).rowcount
            case "read":
                return _data(conn, "key = %s", key)
            case "update":
                conn.execute("UPDATE record SET data = %s WHERE key = %s", (op.data, key))
            case "share":
                conn.execute("UPDATE record SET shr = %s WHERE pur = %s", (op.party, op.purpose))
            case "object-purpose":
                conn.execute("UPDATE record SET obj = %s WHERE usr = %s AND pur = %s", (obj, user, op.purpose))
            case "object":
                conn.execute("UPDATE record SET obj = %s WHERE usr = %s", (obj, user))
            case "purpose":
                return _data(conn, "pur = %s AND shr = %s AND obj = ''", op.purpose, op.party)
            case "own-purpose":
                return _data(conn, "usr = %s AND pur = %s AND obj = ''", user, op.purpose)
            case "own" | "user":
                return _data(conn, "usr = %s", user)
            case "metadata":
                columns = ", ".join(METADATA if self._compliant else ("pur", "usr", "obj", "shr"))
                asked = f"SELECT key, {columns} FROM record WHERE usr = %s"
                return len(conn.execute(asked, (user,)).fetchall())
            case "logs" if self._compliant:
                _tail(self._server.data / "csv" / "told.csv", op.lines)
            case "verify":
                return len(conn.execute("SELECT key FROM record WHERE key = %s", (key,)).fetchall())
        return None


def _key(number: int) -> str:
    return f"ph-{number:08d}"


def _user(number: int) -> str:
    return f"usr-{number:07d}"


def _data(conn: psycopg.Connection[Any], where: str, *given: str) -> list[str]:
    """The data of whole records, as the published client asks for them."""
    return [row[1] for row in conn.execute(f"SELECT * FROM record WHERE {where}", given).fetchall()]


def _tail(path: Path, lines: int) -> int:
    """The newest lines of the log, read as its columns; how many."""
    with open(path, "rb") as file:
        begin = os.fstat(file.fileno()).st_size
        told = b""
        while begin and told.count(b"\n") <= lines:
            size = min(BLOCK_BYTES, begin)
            begin -= size
            told = os.pread(file.fileno(), size, begin) + told
    return sum(1 for _ in csv.reader(told.decode("utf-8", "replace").splitlines()[-lines:]))
