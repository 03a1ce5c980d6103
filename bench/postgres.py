"""A PostgreSQL of its own for baselines, with the settings that a baseline asks for; made and tuned as the embedded one
is, whose promises (no statement in a log) a baseline may not be able to keep."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

import psycopg
from psycopg.conninfo import make_conninfo

from jikim.db import places
from jikim.db.embedded import Embedded, stopped
from jikim.db.keeper import ADMIN
from jikim.db.runas import Identity

READY_SECONDS = 60.0


class Server:
    """Running until it is left. `bin_dir`: another installation's programs than ours."""

    def __init__(self, directory: Path, settings: Mapping[str, str], bin_dir: Path | None = None) -> None:
        with Embedded.start(directory, bin_dir=bin_dir):
            made = json.loads((directory / "server.json").read_bytes())
        assert stopped(directory, READY_SECONDS)
        self.data = Path(made["data"])
        self.socket = self.data.parent / "run"
        here = os.getpid()
        identity = Identity.choose(force_user=False, owner=self.data.stat())
        self.socket.mkdir(exist_ok=True)
        identity.own(self.socket)
        told = {
            "listen_addresses": "",
            "port": str(places.PORT),
            "unix_socket_directories": str(self.socket),
            "wal_level": "replica",
            "jit": "off",
            "TimeZone": "UTC",
            "log_timezone": "UTC",
            **settings,
        }
        options = [word for name, value in told.items() for word in ("-c", f"{name}={value}")]
        self._log = open(directory / "baseline.log", "wb")  # noqa: SIM115 - the server's, as long as it runs
        self._process = subprocess.Popen(
            [str(Path(made["bin_dir"]) / "postgres"), "-D", str(self.data), *options],
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
            cwd="/",
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"},
            preexec_fn=lambda: identity.prepare(here),
        )
        end = time.perf_counter() + READY_SECONDS
        while True:
            try:
                self.connect("postgres").close()
                return
            except psycopg.OperationalError:
                if time.perf_counter() > end or self._process.poll() is not None:
                    raise RuntimeError((directory / "baseline.log").read_text()[-2000:]) from None
                time.sleep(0.05)

    def connect(self, database: str) -> psycopg.Connection[Any]:
        """A superuser's connection with autocommit; statements are prepared from their first run on, as ours are."""
        return psycopg.connect(self.conninfo(database, ADMIN), autocommit=True, prepare_threshold=0)

    def conninfo(self, database: str, role: str) -> str:
        return make_conninfo(host=str(self.socket), port=places.PORT, dbname=database, user=role)

    def processes(self) -> list[int]:
        """Those that it has now, its connections' and its own."""
        one = self._process.pid
        return [one, *map(int, Path(f"/proc/{one}/task/{one}/children").read_text().split())]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.send_signal(signal.SIGINT)
        self._process.wait(READY_SECONDS)
        self._log.close()
