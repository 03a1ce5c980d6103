"""The stage: one embedded server, one Jikim on the homepage's policy, a plain database beside it for the baselines, and
the stopwatch."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psycopg

import jikim
from jikim.app import Jikim, read_policy
from jikim.db.keeper import ADMIN
from jikim.settings import Settings

POLICY = Path(__file__).parents[1] / "homepage" / "policy.yaml"
START = datetime(2013, 2, 5, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Figure:
    """One figure: ours and the baseline's, in the same unit; `higher` says which way is better; `goal` is on the ratio
    or on ours."""

    what: str
    ours: float
    unit: str
    baseline: float | None = None
    baseline_is: str = ""
    goal: str = ""
    met: bool | None = None

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
            "baseline": self.baseline,
            "baseline_is": self.baseline_is,
            "ratio": self.ratio,
            "goal": self.goal,
            "reached": self.met,
        }


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
        server: Any = self.jk._server
        return psycopg.connect(server.conninfo(database, ADMIN), autocommit=True, prepare_threshold=0)

    def size(self, full: int, quick: int) -> int:
        return quick if self.quick else full


def seconds(run: Callable[[], object]) -> float:
    """Wall-clock seconds of one call."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def alternating(rounds: int, *runs: Callable[[], float]) -> list[float]:
    """Medians of several measurements, taken in turn so that drift meets all alike. The first turn warms up and is
    dropped."""
    found: list[list[float]] = [[] for _ in runs]
    for turn in range(rounds + 1):
        for place, run in zip(found, runs, strict=True):
            value = run()
            if turn:
                place.append(value)
    return [statistics.median(place) for place in found]
