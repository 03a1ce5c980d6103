"""destroy: a due day's parts, a person's key. Destroying the key is the erasure; rows follow.

archive: destroy.hide      the day's parts are hidden; nothing reads them from here on
keys: key.destroy          the day's key goes, and its name never gets another
archive: destroy.key_gone  the archive knows it
archive: destroy.rows      the rows go
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from jikim.crypto import Place, open_items, seal
from jikim.db.driver import Statement, Steps
from jikim.errors import KeyGoneError
from jikim.keys.keyring import Q as KEYS
from jikim.keys.keyring import day_name, person_name
from jikim.ledger.entry import Entry
from jikim.policy.compile import Policy
from jikim.policy.decide import Ask, Denied, decide
from jikim.policy.states import Verb
from jikim.store.sealed import Q
from jikim.verbs.house import SYSTEM, House


class DayDestroyed(NamedTuple):
    """A due day's destruction: how many parts went."""

    kind: int
    due: date
    parts: int


def destroy_key(house: House, space: str, name: bytes, entry: Entry, subject: UUID | None = None) -> Steps[bool]:
    """Destroys one key and forgets it here. Twice is the same as once. Answers whether it still stood."""
    rows = yield Statement(KEYS["key.destroy"], (space, name, subject, *entry))
    house.keyring.forget(space, name)
    return bool(rows[0][0])


def destroy_day(house: House, policy: Policy, kind: int, due: date) -> Steps[DayDestroyed | None]:
    """Destroys what rested until `due`. None where the day is not past: nothing is destroyed early."""
    ask = Ask(Verb.DESTROY, kind, 0, SYSTEM)
    if isinstance(decide(policy, ask, now=house.now()), Denied):
        return None
    clause = policy.clause("irrecoverable")
    day = due.isoformat()
    entry = yield from house.entry("archive:hide", policy, SYSTEM, ask, clause, due=day)
    rows = yield Statement(Q["destroy.hide"], (kind, due, house.today(), *entry))
    if rows[0][0] is not True:
        return None
    entry = yield from house.entry("archive:destroy-key", policy, SYSTEM, ask, clause, due=day)
    yield from destroy_key(house, "day", day_name(kind, due), entry)
    yield Statement(Q["destroy.key_gone"], (kind, due, house.clock.now()))
    entry = yield from house.entry("archive:destroy-rows", policy, SYSTEM, ask, clause, due=day)
    removed = yield Statement(Q["destroy.rows"], (kind, due, *entry))
    return DayDestroyed(kind, due, int(removed[0][0]))


def renew_person(house: House, subject: UUID, generation: int, gone: bool) -> Steps[bool]:
    """A person something of whose was destroyed or moved gets a new key; survivors are re-sealed, then the old keys go.

    Without this, a stolen backup and the person's standing key would bring the destroyed record back. `gone` says that the person
    has left and nothing of theirs lives: then every key goes and none comes. Answers whether all is fresh.
    """
    policy = house.policy
    clause = policy.clause("irrecoverable")
    target = generation + 1
    if not gone:
        # INVARIANT: the new key is durable before any writer can learn of its generation.
        try:
            new_key = yield from house.keyring.ensure("person", person_name(subject, target))
            rows = yield Statement(Q["rekey.next"], (subject, generation))
            if rows[0][0] is None:
                # The person was forgotten meanwhile: a key that seals nothing must not outlive them.
                entry = yield from house.entry("subject:destroy-key", policy, SYSTEM, None, clause)
                yield from destroy_key(house, "person", person_name(subject, target), entry, subject)
                return False
            if rows[0][0] != target:
                # Someone else renewed it meanwhile; this run's key was never used.
                target = rows[0][0]
                new_key = yield from house.keyring.ensure("person", person_name(subject, target))
        except KeyGoneError:
            # Others have gone past this generation already, and see to the rest.
            return False
        missed: set[tuple[UUID, int]] = set()
        while older := (yield Statement(Q["rekey.older"], (subject, target))):
            for record, version, under, items, head, body in older:
                try:
                    old_key = yield from house.keyring.open("person", person_name(subject, under))
                except KeyGoneError:
                    # Another process sealed it anew since: the next look finds it so, or it is lost.
                    if (record, under) in missed:
                        raise
                    missed.add((record, under))
                    continue
                values = open_items(
                    old_key, Place(subject, record, version, under), head, zip(items, body, strict=True)
                )
                sealed = seal(new_key, Place(subject, record, version, target), values)
                yield Statement(
                    Q["rekey.reseal"], (subject, record, version, under, target, sealed.head, list(sealed.body))
                )
    names = yield Statement(KEYS["key.names"], ("person", subject.bytes))
    for (name,) in names:
        if gone or int.from_bytes(name[16:], "big") < target:
            entry = yield from house.entry("subject:destroy-key", policy, SYSTEM, None, clause)
            yield from destroy_key(house, "person", bytes(name), entry, subject)
    entry = yield from house.entry("subject:renew-key", policy, SYSTEM, None, clause)
    rows = yield Statement(Q["rekey.fresh"], (subject, target, *entry))
    return bool(rows[0][0])


def forget_person(house: House, subject: UUID) -> Steps[bool]:
    """The last trace of a person who left goes, and the archive key where nothing of theirs rests. Answers whether it could.

    The keys go first and the row last: killed in between, it is found again by the row.
    """
    policy = house.policy
    people = yield Statement(Q["subject_of"], (subject,))
    records = yield Statement(Q["records_of"], (subject,))
    # INVARIANT: who has left and has no record never gets one again, so what is seen here stays true.
    if not people or people[0][1] != 2 or records:
        return False
    clause = policy.clause("irrecoverable")
    for (name,) in (yield Statement(KEYS["key.names"], ("person", subject.bytes))):
        entry = yield from house.entry("subject:destroy-key", policy, SYSTEM, None, clause)
        yield from destroy_key(house, "person", bytes(name), entry, subject)
    yield from _end_archive_keys(house, [subject])
    entry = yield from house.entry("subject:forget", policy, SYSTEM, None, policy.clause("gone"))
    rows = yield Statement(Q["forget"], (subject, *entry))
    if not rows[0][0]:
        return False
    yield from end_archive_keys(house, [subject])
    return True


def end_archive_keys(house: House, subjects: Sequence[UUID]) -> Steps[int]:
    """Destroys the archive keys of those of whom nothing rests and nothing can come to rest. Answers how many went."""
    # INVARIANT: while a live row of a person stands, a retirement may be under way that needs the key; without one, none can begin.
    # So the live side is asked first, and what it says stays true while the archive is asked.
    gone = yield Statement(Q["without_row"], (list(subjects),))
    return (yield from _end_archive_keys(house, [row[0] for row in gone])) if gone else 0


def _end_archive_keys(house: House, subjects: Sequence[UUID]) -> Steps[int]:
    ended = yield Statement(Q["archive.without_parts"], (list(subjects),))
    policy = house.policy
    for (subject,) in ended:
        entry = yield from house.entry(
            "subject:destroy-archive-key", policy, SYSTEM, None, policy.clause("irrecoverable")
        )
        yield from destroy_key(house, "archive", subject.bytes, entry, subject)
    return len(ended)


def walk_archive_keys(house: House) -> Steps[int]:
    """Looks through every person's archive key, page by page, after a day was destroyed. Answers how many went.

    The days remember that they were walked: a walk that was killed is made again.
    """
    days = yield Statement(Q["archive.unwalked"], ())
    if not days:
        return 0
    after, count = b"", 0
    while names := (yield Statement(KEYS["key.page"], ("archive", after, 2_000))):
        count += yield from end_archive_keys(house, [UUID(bytes=bytes(name)) for (name,) in names])
        after = bytes(names[-1][0])
    yield Statement(Q["archive.walked"], ([row[0] for row in days], [row[1] for row in days], house.clock.now()))
    return count
