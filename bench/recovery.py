"""Recovery: how long after its embedded server was killed `jikim serve` says that it is ready again."""

from __future__ import annotations

import json
import os
import signal
import time
from pathlib import Path

from bench.serving import Served, serve
from bench.stage import Figure, Stage

PATIENCE_SECONDS = 120.0


def recovery(stage: Stage) -> list[Figure]:
    """The keeper and the server in turn, each some times, in a house of their own; the longest counts."""
    directory, longest = stage.directory / "recovery", {"keeper": 0.0, "postmaster": 0.0}
    with serve(directory, jobs=60) as served:
        _until_ready(served)
        for _ in range(stage.size(5, 1)):
            for who in longest:
                longest[who] = max(longest[who], _killed(served, directory / "server.json", who))
    return [
        Figure(
            f"`jikim serve` ready again after its server's {who} was killed, the longest",
            took,
            "s",
            goal="10 s",
            met=took < 10,
        )
        for who, took in longest.items()
    ]


def _killed(served: Served, state: Path, who: str) -> float:
    begun, before = time.perf_counter(), json.loads(state.read_bytes())
    os.kill(before[who], signal.SIGKILL)
    while Path(f"/proc/{before['postmaster']}/cmdline").exists() and served.says("/api/ready"):
        time.sleep(0.01)
    _until_ready(served)
    return time.perf_counter() - begun


def _until_ready(served: Served) -> None:
    end = time.perf_counter() + PATIENCE_SECONDS
    while not served.says("/api/ready"):
        assert time.perf_counter() < end, "it does not get ready again"
        time.sleep(0.02)
