"""What an application's transactions recorded is taken over into the ledger, each entry once.

application: outbox.waiting   rows, the oldest first
live: attached.take           register, version and entry, and the number that the row had, in one commit
live: twin.put                of a kind that moves into sealed keeping: its twin anew
application: outbox.let_go    the rows leave

Killed anywhere and run again: a row that was taken has its number in live, and is only let go of.
"""

from __future__ import annotations

import base64
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

from jikim.attach.caller import Run
from jikim.attach.dialects import Dialect
from jikim.attach.held import Held
from jikim.attach.statements import let_go, of_row, sealed_gone, sealed_waiting, standing, waiting
from jikim.db.driver import Aside, Driver, Steps
from jikim.errors import KeyGoneError, SealError
from jikim.ledger.entry import month_of
from jikim.ledger.numbers import MacKey, holds
from jikim.ledger.retention_lots import Lot, key_name
from jikim.moves.sealing import Sealing, moving
from jikim.policy.ask import Actor
from jikim.policy.period import over_before, start_of
from jikim.store.attached import Register
from jikim.store.encoded import encode, raw_json
from jikim.store.sealed import Q
from jikim.verbs.collect_later import Later, take_later
from jikim.verbs.house import SYSTEM, House

PAGE = 500


class TakenOver(NamedTuple):
    """What a run took, and how many rows no process of this house wrote: these stay where they are."""

    taken: int
    foreign: int


class _Told(NamedTuple):
    """A row of the outbox."""

    seq: int
    entry: UUID
    at: datetime
    fact: str
    who: bytes
    deed: str
    items: Sequence[int]
    consents: Sequence[int]
    place: str
    key: str
    person: str


def take_over(driver: Driver, house: House, register: Register, run: Run) -> TakenOver:
    """Empties the outbox. `run`: on a connection of Jikim's own role there, which commits each statement."""
    after, taken, foreign = 0, 0, 0
    said = register.kinds.sql
    while rows := run(*waiting(said, after, PAGE)):
        told = [_Told._make(said.entry(row)) for row in rows]
        after = told[-1].seq
        ours = driver.run(_ours(house, told))
        if ours:
            driver.run(_take(house, register, run, ours))
            _follow(driver, house, register, run, [one for one, _ in ours])
            run(*let_go(said, [one.seq for one, _ in ours]))
        taken += len(ours)
        foreign += len(told) - len(ours)
    driver.run(_forget(house, register))
    later = _take_later(driver, house, said, run)
    return TakenOver(taken + later.taken, foreign + later.foreign)


def _take_later(driver: Driver, house: House, said: Dialect, run: Run) -> TakenOver:
    """Takes the records that the application's transactions sealed."""
    after, taken, foreign, by = 0, 0, 0, house.by(Actor("application", "outbox"))
    while rows := run(*sealed_waiting(said, after, PAGE)):
        for after, reference, subject, generation, ask in rows:
            try:
                taken += driver.run(
                    take_later(by, Later(UUID(str(reference)), UUID(str(subject)), generation, bytes(ask)))
                )
            except SealError:
                foreign += 1
            else:
                run(*sealed_gone(said, [after]))
    return TakenOver(taken, foreign)


def _follow(driver: Driver, house: House, register: Register, run: Run, ours: Sequence[_Told]) -> None:
    """Of kinds that move into sealed keeping, what is sealed follows what was written."""
    for kind, move in driver.run(moving()):
        held = register.kinds.kinds.get(house.policy.by_number[kind].name) if kind in house.policy.by_number else None
        if held is not None and (told := [one for one in ours if one.place == held.table]):
            sealing = Sealing(driver, house, register, run, held, SYSTEM, move)
            wrote: dict[str, list[int]] = defaultdict(list)
            for one in told:
                wrote[one.key] += one.items
            sealing.follow(wrote)


def _ours(house: House, told: Sequence[_Told]) -> Steps[list[tuple[_Told, MacKey]]]:
    """Those that a process of this house wrote: nobody else could have made their numbers."""
    found = []
    for one in told:
        try:
            secret = yield from house.keyring.open(
                "ledger-month", key_name(month_of(one.at, house.policy.zone), Lot.ACCESS)
            )
        except KeyGoneError:
            continue
        key = house.numbers.key_of(secret)
        if holds(key, one.entry, one.at, one.fact, bytes(one.who)):
            found.append((one, key))
    return found


def _take(house: House, register: Register, run: Run, ours: Sequence[tuple[_Told, MacKey]]) -> Steps[None]:
    policy, version = house.in_force()
    by_table: dict[str, Held] = {one.table: one for one in register.kinds.kinds.values()}
    given, entries = [], []
    for one, key in ours:
        entry = house.numbers.entry_id(key, one.at, one.fact, bytes(one.who))
        entries.append(entry)
        put: dict[str, Any] | None = None
        if (held := by_table.get(one.place)) is not None:
            # A row that went since is known by its entry alone.
            rows = yield Aside(partial(run, *standing(held, [one.key])))
            for found in (yield from register.put(policy, [of_row(held, row) for row in rows])):
                put = found
        given.append(
            {
                "entry": one.entry,
                "anew": entry,
                "at": one.at,
                "fact": one.fact,
                "who": base64.b64encode(bytes(one.who)).decode(),
                "subject": (yield from register.person(one.person)),
                "record": (yield from register.number(one.place, one.key)),
                "deed": one.deed,
                "items": _numbers(one.items),
                "consents": _numbers(one.consents),
                "put": put,
            }
        )
    yield Q["attached.take"](entries, rows=raw_json(encode(given)), policy=version, at=house.now())


def _numbers(numbers: Sequence[int]) -> str:
    return "{" + ",".join(map(str, numbers)) + "}"


def _forget(house: House, register: Register) -> Steps[None]:
    """The number of what was taken is kept for as long as a backup of that database may bring the row back."""
    day = over_before(house.today(), register.kinds.backups)
    yield Q["attached.taken_before"](at=start_of(day, house.policy.zone))
