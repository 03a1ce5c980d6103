"""The row: each workload over each set-up, by one client and by eight, with every answer compared."""

from __future__ import annotations

import statistics
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from threading import Barrier, Event, Thread
from typing import NamedTuple

from bench.gdprbench.ours import Ours
from bench.gdprbench.plain import SETTINGS, Plain
from bench.gdprbench.workloads import EACH, PURPOSES, WORKLOADS, Op, World
from bench.postgres import Server
from bench.stage import Figure, Stage, seconds

CLIENTS = (1, 8)
GOAL = 0.3
UNRECORDED = ("verify",)  # a receipt reads no value


class Ran(NamedTuple):
    """One workload on one set-up: seconds from the first operation to the last and to nothing deferred; of these, what
    was deferred; and each operation's, by what it was."""

    seconds: float
    settled: float
    by: Mapping[str, Sequence[float]]

    def told(self) -> str:
        """Where its time goes."""
        each = (f"{what} {statistics.mean(one) * 1e3:,.2f} ms × {len(one):,}" for what, one in sorted(self.by.items()))
        return f"{', '.join(each)}; what the end settles {self.settled:,.1f} s"


def gdprbench(stage: Stage) -> list[Figure]:
    """Seconds of each workload and their sum; of Jikim against the paper's set-up. The set-ups take turns, workload by
    workload."""
    world = World(stage.size(100_000, 500))
    operations = stage.size(1_000, 100)
    directory = stage.directory / "gdprbench"
    figures = []
    with Server(directory / "plain", SETTINGS) as server:
        bare, paper = Plain(server, world, compliant=False), Plain(server, world, compliant=True)
        ours = Ours(directory / "ours", world)
        with closing(ours.jk):
            for clients in CLIENTS:
                figures += _by(world, (bare, paper, ours), operations, clients)
    return figures


def _by(world: World, setups: tuple[Plain, Plain, Ours], operations: int, clients: int) -> list[Figure]:
    *_, ours = setups
    ran: dict[str, list[Ran]] = {}
    for workload in WORKLOADS:
        drawn = world.drawn(workload, operations, clients)
        before = ours.entries()
        ran[workload] = [_run(setup, drawn) for setup in setups]
        recorded = sum(op.what not in UNRECORDED for ops in drawn for op in ops)
        assert ours.entries() - before >= recorded, f"{workload}: an operation left no entry"
    bare, paper, mine = (sum(one.seconds for one in each) for each in zip(*ran.values(), strict=True))
    by = f"{clients} client{'s' * (clients > 1)}"
    size = f"{world.size:,} records at first, {EACH} of each person, {world.size // len(PURPOSES):,} for each purpose"
    told = f"{size}; {operations:,} operations a workload"
    against = "(the paper's compliance set-up)"
    return [
        Figure(
            f"GDPRbench, four workloads, {by}", mine, "s", paper, against, f"at most {GOAL}", mine <= GOAL * paper, told
        ),
        Figure("… on bare PostgreSQL, without log or metadata", bare, "s", paper, against),
        *(
            Figure(f"… {workload}", ours.seconds, "s", paper.seconds, against, limits=ours.told())
            for workload, (_, paper, ours) in ran.items()
        ),
    ]


def _run(setup: Plain | Ours, drawn: Sequence[Sequence[Op]]) -> Ran:
    """One workload on one set-up. Every answer is the one that it must be."""
    over, start = Event(), Barrier(len(drawn) + 1)
    answers: list[list[list[str] | int | None]] = [[] for _ in drawn]
    each: list[list[float]] = [[] for _ in drawn]
    failed: list[BaseException] = []

    def client(number: int) -> None:
        connection = setup.client()
        try:
            start.wait()
            for op in drawn[number]:
                before = time.perf_counter()
                answers[number].append(setup.does(connection, op))  # type: ignore[arg-type]
                each[number].append(time.perf_counter() - before)
        except BaseException as error:
            failed.append(error)
        finally:
            if isinstance(setup, Plain):
                connection.close()

    beside = setup.beside(over)
    clients = [Thread(target=client, args=(number,)) for number in range(len(drawn))]
    for one in clients:
        one.start()
    start.wait()
    begun = time.perf_counter()
    for one in clients:
        one.join()
    if failed:
        over.set()
        raise failed[0]
    settled = seconds(setup.settle)
    took = time.perf_counter() - begun
    over.set()
    beside.join()
    by: dict[str, list[float]] = {}
    for ops, given, spent in zip(drawn, answers, each, strict=True):
        for op, answer, lasted in zip(ops, given, spent, strict=True):
            by.setdefault(op.what, []).append(lasted)
            said = tuple(sorted(answer)) if isinstance(answer, list) else answer
            if op.expects is not None and said != op.expects:
                raise AssertionError(f"{setup.name}: {op} was answered with {said}")
    return Ran(took, settled, by)
