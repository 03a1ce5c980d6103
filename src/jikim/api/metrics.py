"""Metrics for Prometheus: how many requests, how fast, how many went together. By route and status; nothing of a
person, an address or a value."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

LATENCY = (0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)
SIZES = (1, 2, 4, 8, 16, 32, 64, 128)


class Metrics:
    """One process's numbers."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter("jikim_requests", "Requests answered.", ("route", "status"), registry=self.registry)
        self._seconds = Histogram(
            "jikim_request_seconds",
            "From a request's head to its answer.",
            ("route",),
            buckets=LATENCY,
            registry=self.registry,
        )
        self._batches = Histogram(
            "jikim_batch_size",
            "Acts that went to the database together.",
            ("act",),
            buckets=SIZES,
            registry=self.registry,
        )
        self._failures = Counter(
            "jikim_failures", "What nobody foresaw, by its type's name.", ("kind",), registry=self.registry
        )
        self._backlog = Gauge(
            "jikim_backlog", "What waits: ledger entries, messages out, webhooks.", ("what",), registry=self.registry
        )
        self._faults = Gauge(
            "jikim_evaluation_errors",
            "Rules that could not be evaluated, and so denied.",
            ("at",),
            registry=self.registry,
        )
        self._age = Gauge(
            "jikim_ledger_oldest_seconds", "Age of the oldest entry without a position.", registry=self.registry
        )
        # `labels` looks its child up under a lock: here the look is a dictionary's.
        self._count: dict[tuple[str, int], Callable[[], None]] = {}
        self._observe: dict[str, Callable[[float], None]] = {}

    def answered(self, route: str, status: int, seconds: float) -> None:
        """One request was answered."""
        count = self._count.get((route, status))
        if count is None:
            count = self._count[route, status] = self._requests.labels(route, str(status)).inc
        count()
        observe = self._observe.get(route)
        if observe is None:
            observe = self._observe[route] = self._seconds.labels(route).observe
        observe(seconds)

    def batch(self, act: str) -> Callable[[int], None]:
        """Counts how many acts went together."""
        observe = self._batches.labels(act).observe
        return lambda size: observe(size)

    def failed(self, kind: str) -> None:
        """Something that should not have happened."""
        self._failures.labels(kind).inc()

    def waiting(self, what: str, number: int) -> None:
        """How much of something waits."""
        self._backlog.labels(what).set(number)

    def faults(self, found: Mapping[str, int]) -> None:
        """How many rules could not be evaluated since this process began, by the error's type and place."""
        for at, number in found.items():
            self._faults.labels(at).set(number)

    def oldest(self, seconds: float) -> None:
        """How old the oldest entry without a position is."""
        self._age.set(seconds)

    def text(self) -> bytes:
        """The exposition format."""
        return generate_latest(self.registry)
