"""What each step of the daily work did last, for whoever looks after the house: numbers and error words, which carry no
value."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from jikim.db.driver import Steps
from jikim.prove.gathering import Q
from jikim.verbs.house import House


class Step(NamedTuple):
    """A step: when it ran last, how long it took, what it did or why it did not; `fine` is when it was done last,
    `failures` how often in a row it was not."""

    step: str
    at: datetime
    millis: int
    done: Mapping[str, Any]
    failed: str | None
    fine: datetime | None
    failures: int
    runs: int


class Sizes(NamedTuple):
    """Sizes of the live database, of its records and of the ledger's database, in bytes."""

    database: int
    records: int
    ledger: int


class Did(NamedTuple):
    """What a step did just now: its name, how long it took, numbers, and why it was not done."""

    step: str
    millis: int
    done: Mapping[str, Any]
    failed: str | None


def note_steps(house: House, did: Sequence[Did]) -> Steps[None]:
    """Notes what steps did just now, in one statement. Several processes may: the last one stands."""
    numbers = [
        {name: value for name, value in one.done.items() if isinstance(value, (int, float, bool)) and value}
        for one in did
    ]
    yield Q["job.note"](
        at=house.now(),
        steps=[one.step for one in did],
        millis=[one.millis for one in did],
        done=json.dumps(numbers),
        failed=[one.failed for one in did],
    )


def steps_of(_house: House) -> Steps[list[Step]]:
    """Every step that ever ran."""
    return [
        Step(step, at, millis, json.loads(done), *rest) for step, at, millis, done, *rest in (yield Q["job.list"]())
    ]


def last_fine(house: House, step: str) -> Steps[datetime | None]:
    """When a step was done last; None: never."""
    return next((one.fine for one in (yield from steps_of(house)) if one.step == step), None)


def sizes(_house: House) -> Steps[Sizes]:
    """How large the databases are."""
    [(database, records)] = yield Q["prove.sizes"]()
    [(ledger,)] = yield Q["prove.ledger_size"]()
    return Sizes(database, records, ledger)


class Mails(NamedTuple):
    """How many mails wait, have waited for two days, and were given up."""

    waiting: int
    old: int
    dead: int


def mails(house: House) -> Steps[Mails]:
    """The mail queue."""
    return Mails._make(*(yield Q["prove.mails"](now=house.now())))
