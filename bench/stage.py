"""The stage: one embedded server, one Jikim on the homepage's policy, a plain database beside it for the baselines, and
the stopwatch."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from uuid import UUID

import psycopg

import jikim
from jikim.app import Jikim, read_policy
from jikim.db.keeper import ADMIN
from jikim.settings import Settings

POLICY = Path(__file__).parents[1] / "homepage" / "policy.yaml"
START = datetime(2013, 2, 5, 9, tzinfo=UTC)
ENDS_SECONDS = 60.0


class Measured(float):
    """A median of rounds, with the lowest and the highest of them."""

    low: float
    high: float

    @classmethod
    def of(cls, rounds: Sequence[float]) -> Self:
        found = cls(statistics.median(rounds))
        found.low, found.high = min(rounds), max(rounds)
        return found

    def __mul__(self, by: float) -> Measured:
        return Measured.of([self.low * by, float(self) * by, self.high * by])


@dataclass(frozen=True)
class Figure:
    """One figure: ours and the baseline's, in the same unit; `goal` is on the ratio or on ours; `limits` says where its
    time goes; `people`: how many a house held, for a point of a curve; `account`: the parts of ours and of the
    baseline's (`account.py`)."""

    what: str
    ours: float
    unit: str
    baseline: float | None = None
    baseline_is: str = ""
    goal: str = ""
    met: bool | None = None
    limits: str = ""
    people: int = 0
    account: Sequence[tuple[str, float | None, float | None]] = ()

    @property
    def ratio(self) -> float | None:
        return None if not self.baseline else self.ours / self.baseline

    def cells(self) -> tuple[str, ...]:
        def say(value: float | None) -> str:
            if value is None:
                return "–"
            return f"{value:,.0f} {self.unit}" if value >= 100 else f"{value:,.2f} {self.unit}"

        ratio = "–" if self.ratio is None else f"{self.ratio:.2f}"
        mark = "" if self.met is None else ("reached" if self.met else "short")
        return self.what, say(self.ours), f"{say(self.baseline)} {self.baseline_is}".strip(), ratio, self.goal, mark

    def as_json(self) -> dict[str, Any]:
        return {
            "what": self.what,
            "ours": self.ours,
            "unit": self.unit,
            "spread": _spread(self.ours),
            "baseline": self.baseline,
            "baseline_spread": _spread(self.baseline),
            "baseline_is": self.baseline_is,
            "ratio": self.ratio,
            "goal": self.goal,
            "reached": self.met,
            "limits": self.limits,
            **({"people": self.people} if self.people else {}),
            **({"account": [*self.account]} if self.account else {}),
        }


def _spread(value: float | None) -> list[float] | None:
    return [value.low, value.high] if isinstance(value, Measured) else None


class Stage:
    """What the rows share. Leaves nothing behind."""

    def __init__(self, directory: Path, *, quick: bool, minutes: float, published: Path | None = None) -> None:
        self.directory = directory
        self.quick, self.minutes, self.published = quick, minutes, published
        self.file = read_policy(POLICY)
        self.jk = Jikim(self.file, Settings(directory), demo_start=START)
        self.person = self._member("bench")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.jk.close()
        # The last that leaves ends the server, which may take a moment: its directory goes afterwards.
        running, until = self.directory / "pg" / "postmaster.pid", time.monotonic() + ENDS_SECONDS
        while running.exists() and time.monotonic() < until:
            time.sleep(0.1)

    def _member(self, name: str) -> jikim.Person:
        made = self.jk.collect(
            "membership",
            {"login_id": name, "password": "correct horse 9", "name": "가나다", "email": f"{name}@example.com"},
            channel="homepage",
            old_enough=True,
        )
        return jikim.Person(made.ref.subject, "member")

    def admin(self, database: str = "live") -> psycopg.Connection[Any]:
        """A superuser's connection with autocommit, for baselines and for setting up."""
        return admin_of(self.jk, database)

    def size(self, full: int, quick: int) -> int:
        return quick if self.quick else full


def admin_of(jk: Jikim, database: str = "live") -> psycopg.Connection[Any]:
    """A superuser's connection to a house's database, with autocommit."""
    server: Any = jk._server
    return psycopg.connect(server.conninfo(database, ADMIN), autocommit=True, prepare_threshold=0)


def hidden_after(jk: Jikim, subject: UUID) -> float:
    """Seconds from asking to leave to hidden; the account that is drawn up afterwards is not in them."""
    done: list[float] = []
    jk.driver.hook = lambda step, when: done.append(time.perf_counter()) if (step, when) == ("leave", "after") else None
    begun = time.perf_counter()
    jk.leave(subject)
    jk.driver.hook = None
    return done[0] - begun


def seconds(run: Callable[[], object]) -> float:
    """Wall-clock seconds of one call."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def alternating(rounds: int, *runs: Callable[[], float]) -> list[Measured]:
    """Medians of several measurements, taken in turn so that drift meets all alike. The first turn warms up and is
    dropped."""
    found: list[list[float]] = [[] for _ in runs]
    for turn in range(rounds + 1):
        for place, run in zip(found, runs, strict=True):
            value = run()
            if turn:
                place.append(value)
    return [Measured.of(place) for place in found]


def spent(stage: Stage, run: Callable[[], object], count: int) -> str:
    """Where the time of one of `count` calls goes: this process, the server's processes, and what is left: waiting for
    each other and for the disk. Nothing where the system does not say."""
    before, here, begun = backends(stage), time.process_time(), time.perf_counter()
    run()
    whole, mine = time.perf_counter() - begun, time.process_time() - here
    after = backends(stage)
    if not before or not after:
        return ""
    server = between(before, after)
    client, other, rest = (seconds_ / count * 1e6 for seconds_ in (mine, server, max(whole - mine - server, 0.0)))
    return f"{client:,.0f} µs in Python, {other:,.0f} µs in PostgreSQL, {rest:,.0f} µs waiting for the disk and for each other"


def spent_by(stage: Stage, process: int, run: Callable[[], object], count: int) -> str:
    """The same where another process does it: that one, and the server's. The load and the rest is not in it."""
    before, there = backends(stage), used(process)
    run()
    mine, server = (used(process) or 0.0) - (there or 0.0), between(before, backends(stage))
    if not before or there is None:
        return ""
    return f"{mine / count * 1e6:,.0f} µs in the server's process, {server / count * 1e6:,.0f} µs in PostgreSQL"


def backends(stage: Stage) -> dict[int, float]:
    """Processor seconds of the databases' connections, by process."""
    with stage.admin() as conn:
        rows = conn.execute(
            "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        ).fetchall()
    found = {int(pid): used(pid) for (pid,) in rows}
    return {pid: used for pid, used in found.items() if used is not None}


def between(before: dict[int, float], after: dict[int, float]) -> float:
    """What was used meanwhile, by who is there at the end."""
    return sum(used - before.get(pid, 0.0) for pid, used in after.items())


def used(process: int) -> float | None:
    """Processor seconds of a process; None where the system does not say."""
    try:
        told = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")
