"""People who go from one server to another while nobody has the house open: how many go in a second, and how long the service
stops for a million of them, as reckoned from it."""

from __future__ import annotations

import time
from contextlib import ExitStack
from itertools import pairwise
from uuid import UUID

from bench.servers import MOST, House, house_on
from bench.stage import Figure, Measured, Stage
from jikim.db.moving import Move, moving
from jikim.db.spread import HOUSE, RANGES

ENQUIRY = {"name": "가나다", "email": "guest@example.com", "text": "원격 접속이 자꾸 끊깁니다"}


def servers_moving(stage: Stage) -> list[Figure]:
    """Between two servers, and between two of three."""
    figures = []
    for n in range(2, MOST + 1):
        with ExitStack() as stack:
            house = stack.enter_context(house_on(stage.directory / f"moving{n}", n, stage.size(8, 1)))
            figures += _moved(stage, house)
    return figures


def _moved(stage: Stage, house: House) -> list[Figure]:
    """Everybody of the house's server but the first range goes to the second one and comes back, a few times."""
    each, names = stage.size(20_000, 30), [*house.owners]
    for _ in range(each * len(names)):
        house.jk.collect("enquiry", ENQUIRY, channel="board", subject="guest", old_enough=True)
    house.jk.sequence()
    house.jk.close()
    bounds = [UUID(int=n << 120) for n in range(1, RANGES // len(names) + 1)]
    out = [Move(first, until, HOUSE, names[1]) for first, until in pairwise(bounds)]
    rates = list[float]()
    for way in [out, [move._replace(from_=move.to, to=move.from_) for move in out]] * stage.size(3, 1):
        with moving(house.owners) as mover:
            begun = time.perf_counter()
            people = sum(gone for _, gone in mover.moved(way))
            rates.append(people / (time.perf_counter() - begun))
    measured = Measured.of(rates)
    stop = Measured.of([1e6 / rate / 60 for rate in rates])
    limits = f"some {each:,} people on each server, each with a question; nobody has the house open"
    return [
        Figure(f"people moved, {len(names)} servers", measured, "/s", limits=limits),
        Figure(f"the stop for a million people, {len(names)} servers", stop, "min", limits="reckoned from that rate"),
    ]
