"""The machine that the figures are of: what limits them before any of our code does."""

from __future__ import annotations

import os
import platform
import statistics
from pathlib import Path
from typing import Any

from bench.stage import Stage, seconds


def described(stage: Stage) -> dict[str, Any]:
    """Processor, cores, memory, versions, and how long the disk takes to promise 8 KiB."""
    with stage.admin() as conn:
        [(server,)] = conn.execute("SHOW server_version").fetchall()
    return {
        "processor": _first("/proc/cpuinfo", "model name") or platform.processor() or platform.machine(),
        "cores": os.cpu_count(),
        "memory_gib": round(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "postgresql": server,
        "fsync_ms": round(_fsync(stage.directory) * 1e3, 3),
        "load": round(os.getloadavg()[0], 2),
    }


def _first(file: str, name: str) -> str:
    try:
        lines = Path(file).read_text().splitlines()
    except OSError:
        return ""
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(name)), "")


def _fsync(directory: Path) -> float:
    path = directory / "fsync"
    with open(path, "wb") as file:

        def once() -> None:
            os.pwrite(file.fileno(), b"x" * 8192, 0)
            os.fsync(file.fileno())

        took = statistics.median(seconds(once) for _ in range(200))
    path.unlink()
    return took
