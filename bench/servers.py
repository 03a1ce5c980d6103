"""People on one server, on two and on three: what the same callers are answered, and what each server spends on it; what
changes a rule, which is answered when it holds on each; and the sequencer, which empties an inbox on each.

Each house has servers of its own, with its rules and ledger on the first, and callers in two processes that have all
three open; they ask one house after the other, in turn. All of it shares this machine, so that rates say what routing costs and
not what more machines would carry; that is what a server's own processor time says.
"""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path
from threading import Thread
from typing import Any

import jikim
from bench.postgres import Server
from bench.records import VALUES
from bench.stage import POLICY, Figure, Measured, Stage, alternating, seconds, used
from jikim.app import Jikim, read_policy
from jikim.db.distributing import distribute
from jikim.db.keeper import ADMIN
from jikim.db.migrate import ERASED, ERASER, create_databases, migrate, role_of
from jikim.db.schema import DATABASES
from jikim.handlers.papers import add_paper
from jikim.policy.ask import Actor
from jikim.settings import Settings

MOST, PROCESSES = 3, 2
CLIENTS = (1, 8, 32)
ITEMS = ["name", "phone"]
GOAL = 0.8
_numbers = count(1)


@dataclass(frozen=True)
class House:
    """A house whose people lie on so many servers, as many on each; `orders` are theirs."""

    servers: list[Server]
    jk: Jikim
    orders: list[jikim.Ref]

    @property
    def owners(self) -> dict[str, str]:
        names = self.jk.driver.spread.servers
        return {name: one.conninfo("live", ADMIN) for name, one in zip(names, self.servers, strict=True)}

    def spent(self) -> list[float]:
        """Processor seconds of each server, whatever of it runs now."""
        return [sum(used(process) or 0.0 for process in one.processes()) for one in self.servers]


@contextmanager
def house_on(directory: Path, servers: int, people: int) -> Iterator[House]:
    with ExitStack() as stack:
        made = [
            stack.enter_context(Server(directory / f"server{n}", {"wal_level": "logical"}))
            for n in range(1, servers + 1)
        ]
        for one in made:
            create_databases(one.conninfo("postgres", ADMIN))
            for database in DATABASES:
                migrate(database, one.conninfo(database, ADMIN))
        further = {f"live@{n}": one for n, one in enumerate(made[1:], 2)}
        if further:
            owners = {name: one.conninfo("live", ADMIN) for name, one in {"live": made[0], **further}.items()}
            for step in distribute(owners, owners["live"]):
                step.make()
        settings = Settings(
            directory,
            dsns={one: made[0].conninfo(one, role_of(one)) for one in DATABASES},
            erasers={one: made[0].conninfo(one, ERASER) for one in ERASED},
            people={name: one.conninfo("live", role_of("live")) for name, one in further.items()},
        )
        jk = stack.enter_context(Jikim(read_policy(POLICY), settings, "bench"))
        yield House(made, jk, _orders(jk, people))


def _orders(jk: Jikim, people: int) -> list[jikim.Ref]:
    """An order of so many people on each server: a number is drawn, and says where."""
    found: dict[str, list[jikim.Ref]] = {server: [] for server in jk.driver.spread.servers}
    while min(map(len, found.values())) < people:
        name = f"served{next(_numbers)}"
        given = {"login_id": name, "password": "correct horse 9", "name": "가나다", "email": f"{name}@example.com"}
        ref = jk.collect("membership", given, channel="homepage", old_enough=True).ref
        if len(there := found[jk.driver.spread.of(ref.subject)]) < people:
            person = jikim.Person(ref.subject, "member")
            there.append(jk.collect("order", VALUES, channel="homepage", subject=person, old_enough=True).ref)
    return [ref for several in zip(*found.values(), strict=True) for ref in several]


def _asked(jk: Jikim, verb: str, orders: list[jikim.Ref], first: int) -> Iterator[Callable[[], object]]:
    """What one client asks, of one person after the other."""
    for n in count(first):
        ref = orders[n % len(orders)]
        if verb == "use":
            yield partial(jk.use, ref, purpose="delivery", items=ITEMS)
        else:
            person = jikim.Person(ref.subject, "member")
            yield partial(jk.collect, "order", VALUES, channel="homepage", subject=person, old_enough=True)


def _calling(pipe: Any, houses: list[tuple[Settings, list[jikim.Ref]]]) -> None:
    """A process of callers: told which house, verb, clients and seconds, it says how many answers came, in what time, what of the
    processor it took, and how long the longest answer took."""
    with ExitStack() as stack:
        opened = [stack.enter_context(Jikim(read_policy(POLICY), settings, "bench")) for settings, _ in houses]
        pipe.send(None)
        while (told := pipe.recv()) is not None:
            house, verb, clients, lasts = told
            pipe.send(_answered(opened[house], verb, houses[house][1], clients, lasts))


def _answered(
    jk: Jikim, verb: str, orders: list[jikim.Ref], clients: int, lasts: float
) -> tuple[int, float, float, float]:
    answers, begun, mine, longest = [0] * clients, time.perf_counter(), time.process_time(), [0.0] * clients

    def call(client: int) -> None:
        before = begun
        for ask in _asked(jk, verb, orders, client * 7):
            if before > begun + lasts:
                return
            ask()
            answers[client] += 1
            now = time.perf_counter()
            longest[client], before = max(longest[client], now - before), now

    callers = [Thread(target=call, args=(n,)) for n in range(clients)]
    for one in callers:
        one.start()
    for one in callers:
        one.join()
    return sum(answers), time.perf_counter() - begun, time.process_time() - mine, max(longest)


@contextmanager
def callers_of(houses: list[House]) -> Iterator[list[Any]]:
    """Processes of callers, by the pipe to each."""
    context, told = multiprocessing.get_context("spawn"), [(one.jk.settings, one.orders) for one in houses]
    pipes, running = [], []
    for _ in range(PROCESSES):
        here, there = context.Pipe()
        running.append(context.Process(target=_calling, args=(there, told), daemon=True))
        running[-1].start()
        pipes.append(here)
    for pipe in pipes:
        pipe.recv()
    yield pipes
    for pipe, process in zip(pipes, running, strict=True):
        pipe.send(None)
        process.join(60)


def servers(stage: Stage) -> list[Figure]:
    """Each house in turn; the one on one server is what the others are held against."""
    with ExitStack() as stack:
        houses = [
            stack.enter_context(house_on(stage.directory / f"on{n}", n, stage.size(8, 1))) for n in range(1, MOST + 1)
        ]
        figures = []
        with callers_of(houses) as pipes:
            for verb in ("use", "collect"):
                for clients in CLIENTS:
                    figures += _rates(stage, houses, pipes, verb, clients)
        figures += _placed(houses)
        figures += _ruled(stage, houses)
        return figures


def _rates(stage: Stage, houses: list[House], pipes: list[Any], verb: str, clients: int) -> list[Figure]:
    lasts, rounds = stage.size(5, 1) / 5, stage.size(5, 1)
    spent: list[list[list[float]]] = [[] for _ in houses]

    def rate(house: int) -> float:
        before = houses[house].spent()
        asked = pipes[: min(clients, PROCESSES)]
        for pipe in asked:
            pipe.send((house, verb, clients // len(asked), lasts))
        told = [pipe.recv() for pipe in asked]
        answers = sum(one[0] for one in told)
        after = houses[house].spent()
        each = [then - now for then, now in zip(after, before, strict=True)]
        spent[house].append([value / max(answers, 1) * 1e6 for value in (*each, sum(one[2] for one in told))])
        return float(answers / max(one[1] for one in told))

    one, *several = alternating(rounds, *(partial(rate, n) for n in range(len(houses))))
    said = [_said(rows[1:] or rows) for rows in spent]
    figures = [Figure(f"{verb}, {_clients(clients)}, people on one server", one, "/s", limits=said[0])]
    for n, found in enumerate(several, 2):
        goal = {"goal": f"{GOAL}", "met": found / one >= GOAL} if clients == 8 else {}
        what = f"{verb}, {_clients(clients)}, people on {n} servers"
        figures.append(Figure(what, found, "/s", one, "(one server, the same callers)", limits=said[n - 1], **goal))  # type: ignore[arg-type]
    return figures


def _clients(count: int) -> str:
    return "1 client" if count == 1 else f"{count} clients"


def _said(rows: list[list[float]]) -> str:
    """Of one answer: what each server took of the processor, and the callers' processes; the median of the rounds."""
    *each, callers = (Measured.of(column) for column in zip(*rows, strict=True))
    return (
        f"{' + '.join(f'{one:,.0f}' for one in each)} µs of the servers' processors, {callers:,.0f} µs of the callers'"
    )


def _placed(houses: list[House]) -> list[Figure]:
    """What the callers left in the inboxes, once."""
    rates = []
    for house in houses:
        begun = time.perf_counter()
        placed = house.jk.sequence().placed
        rates.append(placed / (time.perf_counter() - begun))
    return [
        Figure(
            f"ledger entries placed, {n} servers" if n > 1 else "ledger entries placed, one server",
            rate,
            "/s",
            rates[0] if n > 1 else None,
            "(one server)" if n > 1 else "",
        )
        for n, rate in enumerate(rates, 1)
    ]


def _ruled(stage: Stage, houses: list[House]) -> list[Figure]:
    """What is answered when it holds on each server, and a sequencer that finds nothing; with nothing else to wait for."""
    acts: Mapping[str, Callable[[Jikim], float]] = {
        "a grant": _grant,
        "its revocation": _revoke,
        "a sequence of nothing": _nothing,
    }
    for house in houses:
        house.jk.enter_handler("clerk", name="가나다", email="clerk@example.com")
        today = house.jk.now().astimezone(house.jk.policy.zone).date()
        own = Actor("handler", "clerk")
        house.jk.do(add_paper, "clerk", "pledge", day=today, text="보안 서약", place="서류철", actor=own)
    figures = []
    for what, act in acts.items():
        one, *several = alternating(stage.size(31, 2), *(partial(act, house.jk) for house in houses))
        figures.append(Figure(f"{what}, one server", one, "ms"))
        figures += [
            Figure(f"{what}, {n} servers", found, "ms", one, "(one server)") for n, found in enumerate(several, 2)
        ]
    return figures


def _grant(jk: Jikim, revoked: bool = False) -> float:
    by, took = jk.by(jk.acting("system", "set-up")), []
    took.append(seconds(lambda: by.grant("clerk", ["delivery"])) * 1e3)
    grant = jk.handler("clerk").grant
    took.append(seconds(lambda: by.revoke(grant)) * 1e3)
    return took[revoked]


def _revoke(jk: Jikim) -> float:
    return _grant(jk, revoked=True)


def _nothing(jk: Jikim) -> float:
    jk.sequence()
    return seconds(jk.sequence) * 1e3
