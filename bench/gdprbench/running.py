"""The row: each workload over each set-up, by one client and by eight, with every answer compared."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import closing
from threading import Barrier, Event, Thread

from bench.gdprbench.ours import Ours
from bench.gdprbench.plain import SETTINGS, Plain
from bench.gdprbench.workloads import EACH, PEOPLE_READ, PURPOSES, WORKLOADS, Op, World
from bench.postgres import Server
from bench.stage import Figure, Stage

CLIENTS = (1, 8)
GOAL = 0.3
UNRECORDED = ("verify",)  # a receipt reads no value


def gdprbench(stage: Stage) -> list[Figure]:
    """Seconds of each workload and their sum; of Jikim against the paper's set-up. The set-ups take turns, workload by
    workload."""
    world = World(stage.size(100_000, 500))
    operations = stage.size(10_000, 100)
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
    took: dict[str, list[float]] = {}
    for workload in WORKLOADS:
        drawn = world.drawn(workload, operations, clients)
        before = ours.entries()
        took[workload] = [_run(setup, drawn) for setup in setups]
        recorded = sum(op.what not in UNRECORDED for ops in drawn for op in ops)
        assert ours.entries() - before >= recorded, f"{workload}: an operation left no entry"
    bare, paper, mine = (sum(one) for one in zip(*took.values(), strict=True))
    by = f"{clients} client{'s' * (clients > 1)}"
    size = f"{world.size:,} records at first, {EACH * len(PURPOSES)} of each person, {EACH} for each purpose"
    told = f"{size}; {operations:,} operations a workload; a processor reads by purpose of {PEOPLE_READ} people at once"
    against = "(the paper's compliance set-up)"
    return [
        Figure(
            f"GDPRbench, four workloads, {by}", mine, "s", paper, against, f"at most {GOAL}", mine <= GOAL * paper, told
        ),
        Figure("… on bare PostgreSQL, without log or metadata", bare, "s", paper, against),
        *(Figure(f"… {workload}", one[2], "s", one[1], against) for workload, one in took.items()),
    ]


def _run(setup: Plain | Ours, drawn: Sequence[Sequence[Op]]) -> float:
    """Seconds from the first operation to the last, and to nothing deferred. Every answer is the one that it must be."""
    over, start = Event(), Barrier(len(drawn) + 1)
    answers: list[list[tuple[str, ...] | int | None]] = [[] for _ in drawn]
    failed: list[BaseException] = []

    def client(number: int) -> None:
        connection = setup.client()
        try:
            start.wait()
            for op in drawn[number]:
                answers[number].append(setup.does(connection, op))  # type: ignore[arg-type]
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
    setup.settle()
    took = time.perf_counter() - begun
    over.set()
    beside.join()
    for ops, given in zip(drawn, answers, strict=True):
        for op, answer in zip(ops, given, strict=True):
            if op.expects is not None and answer != op.expects:
                raise AssertionError(f"{setup.name}: {op} was answered with {answer}")
    return took
