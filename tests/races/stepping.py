"""Two parties, step by step: each stands before its next statement until it is let on, so that a test plays any order
of their steps.

A step is one statement (one call of one database function, which commits by itself), one write beside the key ring, or
one message on its way out. A party is a real verb or job on a Jikim of its own, in a thread; only one thread ever runs,
so that an order, once played, plays the same again.
"""

from __future__ import annotations

import math
import random
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.waiting import PATIENCE

from jikim.app import Jikim
from jikim.clock import machine_moment
from jikim.db.driver import Log
from jikim.db.queries import Query


class Party:
    """One verb or job on one Jikim. `at` is the step that it stands before; `steps` those that it has made."""

    def __init__(self, jk: Jikim, act: Callable[[Party], Any]) -> None:
        self.jk, self._act = jk, act
        self.at = ""
        self.steps: list[str] = []
        self.done = False
        self.ended: datetime | None = None  # when it was answered
        self.answer: Any = None
        self.error: BaseException | None = None
        self._arrived, self._go = threading.Semaphore(0), threading.Semaphore(0)
        self._thread = threading.Thread(target=self._run, daemon=True)

    def _run(self) -> None:
        try:
            self.answer = self._act(self)
        except BaseException as error:
            self.error = error
        self.ended = machine_moment()
        self.done = True
        self._arrived.release()

    def _hook(self, step: str, when: str) -> None:
        # What is taken for the log and written there is one step, `beside`: whoever makes it holds the log's lock.
        if when == "before" and not step.startswith("restrictions."):
            self.stand(step)

    def stand(self, step: str) -> None:
        """Called in the party's own thread: stands here until it is let on."""
        self.at = step
        self._arrived.release()
        if not self._go.acquire(timeout=PATIENCE):
            raise RuntimeError(f"nobody let `{step}` go on")

    def _until_it_stands(self) -> None:
        assert self._arrived.acquire(timeout=PATIENCE), f"{self.at} never came back"

    def start(self) -> None:
        """Runs to before the first step."""
        self.jk.driver.hook = self._hook
        self._thread.start()
        self._until_it_stands()

    def step(self) -> None:
        """Makes one step."""
        self.steps.append(self.at)
        self._go.release()
        self._until_it_stands()

    def over(self) -> None:
        """Takes the hook away, once it is done."""
        self.jk.driver.hook = None
        self._thread.join(PATIENCE)


@dataclass(frozen=True)
class Unstepped:
    """Whoever goes through without standing anywhere."""

    jk: Jikim

    def stand(self, _step: str) -> None:
        """Does not."""


class Beside:
    """A restrictions log before whose lock a party stands: whoever had it while standing would keep the others out."""

    def __init__(self, jk: Jikim, log: Log) -> None:
        self._jk, self._log = jk, log
        self.take: Query = log.take
        self.append, self.release = log.append, log.release

    @property
    def last(self) -> int:
        return self._log.last

    @last.setter
    def last(self, value: int) -> None:
        self._log.last = value

    def acquire(self) -> None:
        if self._jk.driver.hook is not None:
            self._jk.driver.hook("beside", "before")
        self._log.acquire()


def stepped(jk: Jikim) -> Jikim:
    """Makes writing beside the ring a step of its own."""
    jk.driver.beside = {name: Beside(jk, log) for name, log in jk.driver.beside.items()}
    return jk


@dataclass
class Order:
    """How one order was played: the choice wherever both could go on (0: the first party), and every step, with whose
    it was."""

    choices: tuple[int, ...]
    steps: list[tuple[int, str]] = field(default_factory=list)

    def __str__(self) -> str:
        return " ".join(f"{'AB'[whose]}:{step}" for whose, step in self.steps)


def play(first: Party, second: Party, wanted: Sequence[int]) -> Order:
    """Plays both to their ends by the wanted choices; after the last of these the first goes on as long as it can."""
    parties = (first, second)
    taken: list[int] = []
    steps: list[tuple[int, str]] = []
    for party in parties:
        party.start()
    while not (first.done and second.done):
        if first.done or second.done:
            whose = int(first.done)
        else:
            whose = wanted[len(taken)] if len(taken) < len(wanted) else 0
            taken.append(whose)
        steps.append((whose, parties[whose].at))
        parties[whose].step()
    for party in parties:
        party.over()
    return Order(tuple(taken), steps)


ENDLESS = 10_000


def every(play: Callable[[Sequence[int]], Order], most: int) -> Iterator[Order]:
    """Plays every order there is, each once; but no more than `most`."""
    wanted: list[int] = []
    for _ in range(most):
        order = play(wanted)
        yield order
        later = [place for place, choice in enumerate(order.choices) if choice == 0]
        if not later:
            return
        wanted = [*order.choices[: later[-1]], 1]


def some(play: Callable[[Sequence[int]], Order], like: Order, seed: int, most: int) -> Iterator[Order]:
    """Plays up to `most` orders by the seed: half of them such that one party is cut into once, then any.

    `like` says how many steps each party makes, more or less.
    """
    rng = random.Random(seed)
    mine = sum(whose == 0 for whose, _ in like.steps)
    once = [[0] * n + [1] * ENDLESS for n in range(1, mine)]
    once += [[1] * n + [0] * ENDLESS for n in range(1, len(like.steps) - mine)]
    rng.shuffle(once)
    del once[(most + 1) // 2 :]
    met: set[tuple[int, ...]] = set()
    for _ in range(3 * most):
        if len(met) >= most:
            return
        weight = rng.random()
        wanted = once.pop() if once else [int(rng.random() < weight) for _ in like.steps]
        if not any(choices == tuple(wanted[: len(choices)]) for choices in met):
            order = play(wanted)
            met.add(order.choices)
            yield order


def about(one: Order) -> int:
    """How many orders there would be if both parties made as many steps in each as in this one."""
    mine = sum(whose == 0 for whose, _ in one.steps)
    return math.comb(len(one.steps), mine)
