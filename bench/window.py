"""The window: how long an entry waits for its position while people are read as fast as it goes, with the sequencer's
process beside."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from threading import Event, Thread
from typing import Any

import psycopg

from bench.records import VALUES
from bench.stage import POLICY, Figure, Stage

READERS = 4
SAMPLE_SECONDS = 0.02


def window(stage: Stage) -> list[Figure]:
    """Readers in threads; a superuser notes when each oldest entry was first seen waiting, and when it waited no more."""
    jk, lasts = stage.jk, float(stage.size(20, 3))
    made = jk.collect("order", VALUES, channel="homepage", subject=stage.person, old_enough=True)
    ended = Event()
    uses = [0] * READERS

    def read(number: int) -> None:
        while not ended.is_set():
            jk.use(made.ref, purpose="delivery", items=["name", "phone"])
            uses[number] += 1

    command = [sys.executable, "-m", "jikim", "sequence", str(POLICY), "--dir", str(stage.directory), "--beside"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, env=os.environ) as process, stage.admin() as conn:
        _settled(conn)
        readers = [Thread(target=read, args=(number,)) for number in range(READERS)]
        for reader in readers:
            reader.start()
        longest = _longest(conn, lasts)
        ended.set()
        for reader in readers:
            reader.join()
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(30) == 0
    return [
        Figure(
            f"window of an entry under {sum(uses) / lasts:,.0f} uses/s, the longest",
            longest,
            "s",
            goal="1 s",
            met=longest <= 1,
        )
    ]


def _settled(conn: psycopg.Connection[Any]) -> None:
    end = time.perf_counter() + 60
    while conn.execute("SELECT count(*) FROM ledger.inbox").fetchone() != (0,):
        assert time.perf_counter() < end, "the sequencer does not run"
        time.sleep(0.05)


def _longest(conn: psycopg.Connection[Any], lasts: float) -> float:
    """The longest that an entry was seen to wait: from the sample before it was first seen to the one in which it was
    gone."""
    before = begun = time.perf_counter()
    seen: dict[int, float] = {}
    longest = 0.0
    while before < begun + lasts:
        row = conn.execute("SELECT min(seq), max(seq) FROM ledger.inbox").fetchone()
        low, high = row if row is not None else (None, None)
        now = time.perf_counter()
        for seq in [seq for seq in seen if low is None or seq < low]:
            longest = max(longest, now - seen.pop(seq))
        if high is not None:
            seen.setdefault(high, before)
        before = now
        time.sleep(SAMPLE_SECONDS)
    # What waits still waited at least so long.
    return max([longest, *(before - since for since in seen.values())])
