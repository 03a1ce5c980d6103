"""Quarantine: files that nobody could scan are sealed with their record, opened by nobody, and scanned by a job once a
scanner is there.

    collected = await jk.collect("enquiry", {..., "files": pack(accepted)}, ...)
    await jk.driver.run(wait_for_scan(jk.house, collected.ref, "files", accepted))

The job opens a file for a declared purpose of its record, as the system, with its reason; the ledger says so. It writes
down what the scan said under a random number, and changes nothing in the record. A file that was not announced here
stays closed: nothing is open by default.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from jikim.db.driver import Driver, Steps
from jikim.db.queries import load
from jikim.errors import JikimError
from jikim.policy.compiled import Policy
from jikim.policy.decide import deny
from jikim.settings import Settings
from jikim.store.holding import Ref
from jikim.uploads.packing import Accepted, quarantined
from jikim.uploads.scanning import found_in, scanner_of
from jikim.verbs.file_packages import STORED
from jikim.verbs.house import SYSTEM, House, error_of
from jikim.verbs.use import use_opened

Q = load("jikim.uploads")
MOST = 50


@dataclass
class Rescanned:
    """What a run did: files found clean, infected ones (which stay closed for good), and those that still wait."""

    clean: int = 0
    infected: int = 0
    waiting: int = 0

    def as_json(self) -> dict[str, int]:
        return {"clean": self.clean, "infected": self.infected, "waiting": self.waiting}


def wait_for_scan(house: House, ref: Ref, item: str, files: Iterable[Accepted]) -> Steps[int]:
    """Announces the files of a record that are in quarantine. Answers how many."""
    numbers = [file.number for file in files if file.scanned is None and file.left_out is None]
    if numbers:
        yield Q["uploads.wait"](
            subject=ref.subject, record=ref.record, files=numbers, kind=ref.kind, item=item, at=house.now()
        )
    return len(numbers)


def rescan(driver: Driver, house: House, settings: Settings) -> Rescanned:
    """Scans what waits, where a scanner with signatures that count is there now."""
    done = Rescanned()
    rows = driver.run(_due())
    if not rows or not asyncio.run(scanner_of(settings)).scans:
        done.waiting = len(rows)
        return done
    for (ref, item), waiting in groupby(rows, key=lambda row: (row[0], row[2])):
        numbers = [number for _, number, _ in waiting]
        try:
            contents = driver.run(_contents(house, ref, item))
        except JikimError:
            # Frozen, ended or gone: what is gone takes its rows along, the rest is tried again.
            done.waiting += len(numbers)
            continue
        for number in numbers:
            state = _state(settings, contents.get(number))
            if state is None:
                done.waiting += 1
                continue
            driver.run(_scanned(house, ref, number, state))
            done.clean += state == "clean"
            done.infected += state == "infected"
    return done


def _state(settings: Settings, content: bytes | None) -> str | None:
    if content is None:
        return None
    scanned, found = asyncio.run(found_in(settings, content))
    return None if not scanned else "clean" if found is None else "infected"


def _due() -> Steps[list[tuple[Ref, bytes, str]]]:
    rows = yield Q["uploads.due"](most=MOST)
    found = [(Ref(subject, record, kind), bytes(number), item) for subject, record, number, kind, item in rows]
    return sorted(found, key=lambda row: (row[0].record, row[2]))


def _contents(house: House, ref: Ref, item: str) -> Steps[dict[bytes, bytes]]:
    policy, found = yield from use_opened(
        house, ref, _purpose(house.policy, ref.kind, item), [item], SYSTEM, "virus scan"
    )
    return quarantined(found.values[policy.records[ref.kind].names[item]].removeprefix(STORED))


def _scanned(house: House, ref: Ref, number: bytes, state: str) -> Steps[None]:
    yield Q["uploads.scanned"](subject=ref.subject, record=ref.record, file=number, state=state, at=house.now())


def _purpose(policy: Policy, kind: str, item: str) -> str:
    """A purpose of the record kind that may read its files. Raises DeniedError where none may."""
    rules = policy.records[kind]
    for name in rules.record.for_:
        number = policy.number("purpose", name)
        reading = policy.reading.get((number, rules.number)) if number is not None else None
        if (
            reading is not None
            and not reading.aggregate
            and not reading.needs
            and reading.items >> rules.names[item] & 1
        ):
            return name
    raise error_of(deny(policy, "purpose"))
