"""Memory: what `jikim serve` holds while it is asked, for as long as `--minutes` says, with what is due done beside it."""

from __future__ import annotations

import statistics
import time

from bench.mixed import People, mixed
from bench.serving import serve
from bench.stage import POLICY, Figure, Stage
from jikim.app import Jikim, read_policy
from jikim.settings import Settings


def memory(stage: Stage) -> list[Figure]:
    """The first quarter fills caches."""
    directory, minutes = stage.directory / "memory", 0.2 if stage.quick else stage.minutes
    held: list[tuple[float, float]] = []
    with (
        Jikim(read_policy(POLICY), Settings(directory), "bench") as jk,
        serve(directory, jobs=10) as served,
        mixed(served.port, People(jk)) as asked,
    ):
        begun = time.perf_counter()
        while (now := time.perf_counter() - begun) < minutes * 60:
            held.append((now, served.megabytes()))
            time.sleep(1)
    assert all(one.answered for one in asked)
    settled = [one for one in held if one[0] > minutes * 15]
    slope = statistics.linear_regression(*zip(*settled, strict=True)).slope * 3600 if len(settled) > 1 else 0.0
    label = f"`jikim serve`, {minutes:g} min at {len(asked) / minutes / 60:.0f} requests/s"
    return [
        Figure(f"{label}: held at the end", held[-1][1], "MB", held[0][1], "(after its first second)"),
        Figure("… growth after the first quarter", held[-1][1] - settled[0][1], "MB"),
        Figure("… its slope there (an hour's worth only where it ran for one)", slope, "MB/h"),
    ]
