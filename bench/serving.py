"""Servers in processes of their own: `jikim serve` as it is run, and the two that `bench.http` compares."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from bench.stage import POLICY


class Served:
    """A server in a process of its own, until it is left. `command`: a module and its arguments; the port is put after
    them."""

    def __init__(self, *command: str, environment: Mapping[str, str] | None = None) -> None:
        with socket.socket() as one:
            one.bind(("127.0.0.1", 0))
            self.port = int(one.getsockname()[1])
        begun = time.perf_counter()
        self.process = subprocess.Popen(
            [sys.executable, "-m", *command, str(self.port)], env={**os.environ, **(environment or {})}
        )
        while not self.says("/api/health"):
            if self.process.poll() is not None:
                raise RuntimeError("the server ended")
            time.sleep(0.01)
        self.start = time.perf_counter() - begun

    def __enter__(self) -> Served:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(30)

    def says(self, path: str) -> bool:
        """Whether it answers 200 there now."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=5) as one:
                one.sendall(f"GET {path} HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n".encode())
                return one.recv(15).startswith(b"HTTP/1.1 200")
        except OSError:
            return False

    def megabytes(self) -> float:
        """What the process holds in memory."""
        return megabytes(self.process.pid)


def megabytes(process: int) -> float:
    """What a process holds in memory now; nothing of one that has ended."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


def serve(directory: Path, *, jobs: int, lease: float = 60.0) -> Served:
    """`jikim serve` on the homepage's policy, with what is due done each so many seconds, and with its sequencer."""
    told = ("--dir", str(directory), "--jobs", str(jobs), "--port")
    return Served("jikim", "serve", str(POLICY), *told, environment={"JIKIM_LEASE": f"{lease:g}"})
