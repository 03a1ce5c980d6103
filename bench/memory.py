"""Memory: what `jikim serve` holds while it is asked, for as long as `--minutes` says, with what is due done beside it."""

from __future__ import annotations

import statistics
import time

import httpx

from bench.house import furnish, sign_in
from bench.serving import serve
from bench.stage import Figure, Stage

RATE = 20
PAGES = (
    "/",
    "/policy",
    "/promises",
    "/notices",
    "/sign-in",
    "/join",
    "/cookies",
    "/en/policy",
    "/api/ready",
    "/static/jikim.css",
)
MINE = ("/my", "/my/uses", "/my/consents", "/my/requests", "/sessions")


def memory(stage: Stage) -> list[Figure]:
    """Pages of anybody and of a member, sign-ins, uses and collections, `RATE` a second; the first quarter fills
    caches."""
    directory, minutes = stage.directory / "memory", 0.2 if stage.quick else stage.minutes
    outside = furnish(directory)
    held: list[tuple[float, float]] = []
    with (
        serve(directory, jobs=10) as served,
        httpx.Client(base_url=f"http://127.0.0.1:{served.port}", timeout=60) as anybody,
    ):
        member = httpx.Client(base_url=anybody.base_url, timeout=60, cookies=outside.session)
        begun, n, asked = time.perf_counter(), 0, 0
        while (now := time.perf_counter() - begun) < minutes * 60:
            match n % 10:
                case 0 | 1 | 2:
                    anybody.get(PAGES[n // 10 % len(PAGES)])
                case 3 | 4:
                    member.get(MINE[n // 10 % len(MINE)])
                case 5 if n % 100 == 5:
                    assert sign_in(str(anybody.base_url)) == 303
                case 5 | 6:
                    anybody.post("/api/v1/collect", json=outside.collect, headers=outside.key).raise_for_status()
                case _:
                    anybody.post("/api/v1/use", json=outside.uses[n % 20], headers=outside.key).raise_for_status()
            n += 1
            if now - asked >= 1:
                asked = int(now)
                held.append((now, served.megabytes()))
            time.sleep(max(0.0, n / RATE - (time.perf_counter() - begun)))
        member.close()
    settled = [one for one in held if one[0] > minutes * 15]
    slope = statistics.linear_regression(*zip(*settled, strict=True)).slope * 3600 if len(settled) > 1 else 0.0
    label = f"`jikim serve`, {minutes:g} min at {n / minutes / 60:.0f} requests/s"
    return [
        Figure(f"{label}: held at the end", held[-1][1], "MB", held[0][1], "(after its first second)"),
        Figure("… growth after the first quarter", held[-1][1] - settled[0][1], "MB"),
        Figure("… its slope there (an hour's worth only where it ran for one)", slope, "MB/h"),
    ]
