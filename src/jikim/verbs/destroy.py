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

from jikim.crypto import SealContext, open_items, seal
from jikim.db.driver import Steps
from jikim.db.steps import value_of
from jikim.errors import KeyGoneError
from jikim.keys.keyring import Q as KEYS
from jikim.keys.keyring import day_name, generation_of, person_name
from jikim.ledger.entry import Entry
from jikim.policy.ask import Actor, Ask
from jikim.policy.compiled import Policy
from jikim.policy.decide import Denied
from jikim.policy.states import Verb
from jikim.store.rows import person_row, record_rows
from jikim.store.sealed import Q
from jikim.verbs.house import SYSTEM, House
from jikim.verbs.receipt import keep_systems


class DayDestroyed(NamedTuple):
    """A due day's destruction: how many parts went."""

    kind: int
    due: date
    parts: int


def destroy_key(house: House, space: str, name: bytes, entry: Entry, subject: UUID | None = None) -> Steps[bool]:
    """Destroys one key and forgets it here. Twice is the same as once. Answers whether it still stood."""
    [(gone,)] = yield KEYS["key.destroy"](space=space, name=name, subject=subject, entry=entry)
    house.keyring.forget(space, name)
    return bool(gone)


def destroy_now(
    house: House, event: str, space: str, name: bytes, subject: UUID | None = None, actor: Actor = SYSTEM
) -> Steps[None]:
    """The same with an entry of its own: what lay under the key is irrecoverable from here on."""
    entry = yield from house.note(event, actor, "irrecoverable")
    yield from destroy_key(house, space, name, entry, subject)


def let_key_go(house: House, space: str, name: bytes, entry: Entry, subject: UUID | None) -> Steps[bool]:
    """Destroys a key whose survivors stand re-sealed, or has it wait for a backup that holds them so. Answers whether
    it is gone.

    INVARIANT: while the newest backup holds only the older sealing of something that must survive, the key of that
    sealing stands. Where no backup was ever made, or none is left, nothing waits.
    """
    [(number,)] = yield Q["backup.after"]()
    if number is None:
        yield from destroy_key(house, space, name, entry, subject)
        return True
    [(done,)] = yield KEYS["key.wait"](space=space, name=name, subject=subject, after=number, at=house.clock.now())
    return not done


def let_ripe_keys_go(house: House) -> Steps[None]:
    """Destroys the keys that waited for a backup that is verified now."""
    [(number,)] = yield Q["backup.verified"]()
    while ripe := (yield KEYS["key.ripe"](verified=number, limit=500)):
        people = [(UUID(bytes=bytes(name)[:16]), generation_of(name)) for space, name, _ in ripe if space == "person"]
        # INVARIANT: a key that a record is sealed under is not destroyed, whoever had it wait.
        rows = yield Q["rekey.sealing"](
            subjects=[subject for subject, _ in people], generations=[generation for _, generation in people]
        )
        needed = {person_name(subject, generation) for subject, generation in rows}
        yield KEYS["key.unwait"](space="person", names=sorted(needed))
        for space, name, subject in ripe:
            if space == "person" and bytes(name) in needed:
                continue
            yield from destroy_now(house, "subject:destroy-key", space, bytes(name), subject)


def waiting_keys(house: House) -> Steps[int]:
    """How many keys wait for the next backup before they go."""
    [(count,)] = yield KEYS["key.waits"]()
    return int(count)


def _let_person_keys_go(house: House, subject: UUID, below: int | None) -> Steps[None]:
    """A person's keys go: of generations below one, whose records stand re-sealed; or (None) all, of one of whom
    nothing lives.

    Where nothing rests either, nothing survives them, and no backup need be waited for.
    """
    names = yield KEYS["key.names"](space="person", prefix=subject.bytes)
    survived = below is not None or not (yield Q["archive.without_parts"](subjects=[subject]))
    for (name,) in names:
        if below is None or generation_of(name) < below:
            entry = yield from house.note("subject:destroy-key", SYSTEM, "irrecoverable")
            if survived:
                yield from let_key_go(house, "person", bytes(name), entry, subject)
            else:
                yield from destroy_key(house, "person", bytes(name), entry, subject)


def _let_desk_keys_go(house: House, subject: UUID) -> Steps[None]:
    """The key of what the desk said to a person goes with them (`desk/sealed_messages.py`)."""
    for (name,) in (yield KEYS["key.names"](space="desk", prefix=subject.bytes)):
        yield from destroy_now(house, "subject:destroy-key", "desk", bytes(name), subject)


def destroy_day(house: House, policy: Policy, kind: int, due: date) -> Steps[DayDestroyed | None]:
    """Destroys what rested until `due`. None where the day is not past, or where its key waits for a backup of what a
    hold keeps."""
    ask = Ask(Verb.DESTROY, kind, 0, SYSTEM)
    if isinstance(house.judge(policy, ask), Denied):
        return None
    clause = policy.clause("irrecoverable")
    day = due.isoformat()
    entry = yield from house.entry("archive:hide", policy, SYSTEM, ask, clause, due=day)
    [(hidden,)] = yield Q["destroy.hide"](kind=kind, due=due, today=house.today(), entry=entry)
    if hidden is not True:
        return None
    entry = yield from house.entry("archive:destroy-key", policy, SYSTEM, ask, clause, due=day)
    # Parts under a hold were sealed anew under the hold's key, and survive the day.
    if (yield from value_of(Q["destroy.held"](kind=kind, due=due))):
        if not (yield from let_key_go(house, "day", day_name(kind, due), entry, None)):
            return None
    else:
        yield from destroy_key(house, "day", day_name(kind, due), entry)
    yield Q["destroy.key_gone"](kind=kind, due=due, at=house.clock.now())
    entry = yield from house.entry("archive:destroy-rows", policy, SYSTEM, ask, clause, due=day)
    [(rows,)] = yield Q["destroy.rows"](kind=kind, due=due, entry=entry)
    return DayDestroyed(kind, due, int(rows or 0))


def renew_person(house: House, subject: UUID, generation: int, gone: bool) -> Steps[bool]:
    """A person something of whose was destroyed or moved gets a new key; survivors are re-sealed, then the old keys go.

    Without this, a stolen backup and the person's standing key would bring the destroyed record back. `gone` says that
    the person has left and nothing of theirs lives: then every key goes and none comes. Answers whether all is fresh.
    """
    target = generation + 1
    if not gone:
        # INVARIANT: the new key is durable before any writer can learn of its generation.
        try:
            new_key = yield from house.keyring.ensure("person", person_name(subject, target))
            [(latest,)] = yield Q["rekey.next"](subject=subject, from_=generation)
            if latest is None:
                # The person was forgotten meanwhile: a key that seals nothing must not outlive them.
                yield from destroy_now(house, "subject:destroy-key", "person", person_name(subject, target), subject)
                return False
            if latest != target:
                # Someone else renewed it meanwhile; this run's key was never used.
                target = latest
                new_key = yield from house.keyring.ensure("person", person_name(subject, target))
        except KeyGoneError:
            # Others have gone past this generation already, and see to the rest.
            return False
        missed: set[tuple[UUID, int]] = set()
        while older := (
            yield Q["rekey.older"](subject=subject, generation=target, entry=(yield from house.resealing("renew")))
        ):
            if any(record is None for record, *_ in older):
                # Another renewal has gone past this one, and lets the keys go when it has sealed everything anew.
                return False
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
                    old_key, SealContext(subject, record, version, under), head, zip(items, body, strict=True)
                )
                sealed = seal(new_key, SealContext(subject, record, version, target), values)
                yield Q["rekey.reseal"](
                    subject=subject,
                    record=record,
                    version=version,
                    from_=under,
                    to=target,
                    head=sealed.head,
                    body=list(sealed.body),
                )
    yield from _let_person_keys_go(house, subject, None if gone else target)
    entry = yield from house.note("subject:renew-key", SYSTEM, "irrecoverable")
    [(done,)] = yield Q["rekey.fresh"](subject=subject, generation=target, entry=entry)
    return bool(done)


def forget_person(house: House, subject: UUID) -> Steps[bool]:
    """The last trace of a person who left goes, and the archive key where nothing of theirs rests. Answers whether it
    could.

    The keys go first and the row last: killed in between, it is found again by the row.
    """
    person = yield from person_row(subject)
    records = yield from record_rows(subject)
    # INVARIANT: who has left and has no record never gets one again, so what is seen here stays true.
    if person is None or person.state != 2 or records:
        return False
    yield from _let_person_keys_go(house, subject, None)
    yield from _let_desk_keys_go(house, subject)
    yield from _end_archive_keys(house, [subject])
    yield from keep_systems(house, subject)
    entry = yield from house.note("subject:forget", SYSTEM, "gone")
    yield Q["forget.links"](guardian=subject)
    [(done,)] = yield Q["forget"](subject=subject, entry=entry)
    if not done:
        return False
    yield from end_archive_keys(house, [subject])
    return True


def end_archive_keys(house: House, subjects: Sequence[UUID]) -> Steps[int]:
    """Destroys the archive keys of those of whom nothing rests and nothing can come to rest. Answers how many went."""
    # INVARIANT: while a live row of a person stands, a retirement may be under way that needs the key; without one,
    # none can begin. So the live side is asked first, and what it says stays true while the archive is asked.
    gone = yield Q["without_row"](subjects=list(subjects))
    return (yield from _end_archive_keys(house, [subject for (subject,) in gone])) if gone else 0


def _end_archive_keys(house: House, subjects: Sequence[UUID]) -> Steps[int]:
    ended = yield Q["archive.without_parts"](subjects=list(subjects))
    for (subject,) in ended:
        yield from destroy_now(house, "subject:destroy-archive-key", "archive", subject.bytes, subject)
    return len(ended)


def walk_archive_keys(house: House) -> Steps[int]:
    """Looks through every person's archive key, page by page, after a day was destroyed. Answers how many went.

    The days remember that they were walked: a walk that was killed is made again.
    """
    days = yield Q["archive.unwalked"]()
    if not days:
        return 0
    after, count = b"", 0
    while names := (yield KEYS["key.page"](space="archive", after=after, limit=2_000)):
        count += yield from end_archive_keys(house, [UUID(bytes=bytes(name)) for (name,) in names])
        *_, (last, *_) = names
        after = bytes(last)
    yield Q["archive.walked"](kinds=[kind for kind, _ in days], dues=[due for _, due in days], at=house.clock.now())
    return count
