"""People who go from one server to another while others read: how many go in a second, and how long the longest read took.

The callers use orders of people on every server, of those who move too: whoever is on their way waits, and everybody else is
answered by a machine that has the move to do as well. What they take while nobody moves stands beside it.
"""

from __future__ import annotations

import time
from contextlib import ExitStack
from typing import Any
from uuid import UUID

from bench.servers import MOST, PROCESSES, House, callers_of, house_on
from bench.stage import Figure, Measured, Stage
from jikim.db.moving import Move, moving
from jikim.db.spread import HOUSE
from jikim.jobs.rebalance import around

READERS = 4
ENQUIRY = {"name": "가나다", "email": "guest@example.com", "text": "원격 접속이 자꾸 끊깁니다"}


def servers_moving(stage: Stage) -> list[Figure]:
    """Between two servers, and between two of three."""
    with ExitStack() as stack:
        houses = [
            stack.enter_context(house_on(stage.directory / f"moving{n}", n, stage.size(8, 1)))
            for n in range(2, MOST + 1)
        ]
        with callers_of(houses) as pipes:
            return [figure for n, house in enumerate(houses) for figure in _moved(stage, house, n, pipes)]


def _moved(stage: Stage, house: House, which: int, pipes: list[Any]) -> list[Figure]:
    """Everybody of the house's server goes to the second one and comes back, as often as the callers last."""
    each = stage.size(500, 30)
    for _ in range(each * len(house.servers)):
        house.jk.collect("enquiry", ENQUIRY, channel="board", subject="guest", old_enough=True)
    names = [*house.owners]
    move = Move(UUID(int=1), UUID(int=(2**16 // len(names)) << 112), HOUSE, names[1])
    lasts, rates = stage.size(10, 2), list[float]()
    longest: dict[bool, list[float]] = {True: [], False: []}
    for moves in [False, True] * stage.size(3, 1):
        for pipe in pipes:
            pipe.send((which, "use", READERS // PROCESSES, lasts))
        over = time.perf_counter() + lasts
        while moves and time.perf_counter() < over:
            for way in (move, move._replace(from_=move.to, to=move.from_)):
                rates.append(_rate(house, way))
        longest[moves].append(max(pipe.recv()[3] for pipe in pipes) * 1e3)
    return [
        Figure(
            f"people moved, {len(names)} servers",
            Measured.of(rates),
            "/s",
            limits=f"some {each:,} people on each server, {READERS} callers in {PROCESSES} processes",
        ),
        Figure(
            f"the longest use while people move, {len(names)} servers",
            Measured.of(longest[True]),
            "ms",
            Measured.of(longest[False]),
            f"(the same callers for {lasts} s while nobody moves)",
        ),
    ]


def _rate(house: House, move: Move) -> float:
    with moving(house.owners, around(house.jk.driver, house.jk.place)) as mover:
        begun = time.perf_counter()
        return sum(mover.moved(move)) / (time.perf_counter() - begun)
