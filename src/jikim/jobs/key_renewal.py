"""People something of whose was destroyed or moved get a new key: many in one statement, whose rows it holds for
milliseconds. Where something of one does not open, each is done alone, and the others are renewed all the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from uuid import UUID

from jikim.db.driver import Driver
from jikim.db.steps import rows_of
from jikim.errors import KeyGoneError, SealError
from jikim.store.sealed import Q
from jikim.verbs.destroy import renew_people
from jikim.verbs.house import House
from jikim.verbs.leave import leave_empty

PAGE = 500
TOGETHER = 100  # people, or records, in one statement
SEALED = 500  # records that are sealed anew in one statement, but of one person who has more

Failed = list[tuple[str, UUID, str]]  # "person", whose, what stood in the way


def renew_stale(driver: Driver, house: House) -> tuple[int, Failed]:
    """Renews everybody's key that is stale. Answers how many are fresh, and who could not be renewed."""
    renewed, failed = 0, Failed()
    for here, gone in _batches(driver, house):
        renewed += _renew(driver, house, here, gone, failed)
    return renewed, failed


def _renew(driver: Driver, house: House, here: Mapping[UUID, int], gone: Mapping[UUID, int], failed: Failed) -> int:
    try:
        return len(driver.run(renew_people(house, here, gone)))
    except (SealError, KeyGoneError) as error:
        if len(people := [*here, *gone]) == 1:
            failed.append(("person", people[0], type(error).__name__))
            return 0
        return sum(
            _renew(
                driver, house, {one: here[one]} if one in here else {}, {one: gone[one]} if one in gone else {}, failed
            )
            for one in people
        )


def _batches(driver: Driver, house: House) -> Iterator[tuple[dict[UUID, int], dict[UUID, int]]]:
    """Whose key is stale, with its generation: people of whom something lives, and people who left without it."""
    after, survivors = UUID(int=0), 0
    here: dict[UUID, int] = {}
    gone: dict[UUID, int] = {}
    while rows := driver.run(rows_of(Q["stale"](after=after, limit=PAGE))):
        for subject, generation, state, kind, records in rows:
            after = subject
            comes = kind in house.policy.guests or house.policy.file.refuse.guardian is not None
            if state == 1 and records == 0 and comes:
                # Who comes with a record goes with the last one: a guest, a child without a guardian's consent. Who is
                # back already stays.
                state = 2 if driver.run(leave_empty(house, subject, kind)) else state
            if len(here) + len(gone) == TOGETHER or (here and survivors + records > SEALED):
                yield here, gone
                here, gone, survivors = {}, {}, 0
            survivors += records
            (gone if state == 2 and records == 0 else here)[subject] = generation
    if here or gone:
        yield here, gone
