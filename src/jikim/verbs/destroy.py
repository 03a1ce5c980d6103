"""destroy: a due day's parts, a person's key. Destroying the key is the erasure; rows follow.

archive: destroy.hide      the day's parts are hidden; nothing reads them from here on
keys: key.destroy          the day's key goes, and its name never gets another
archive: destroy.key_gone  the archive knows it
archive: destroy.rows      the rows go
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from jikim.crypto import SealContext, open_items, seal
from jikim.db.driver import Batch, Steps
from jikim.db.steps import value_of
from jikim.errors import KeyGoneError
from jikim.keys.keyring import Q as KEYS
from jikim.keys.keyring import day_name, generation_of, person_name
from jikim.ledger.entry import Entry
from jikim.policy.ask import Actor, Ask
from jikim.policy.compiled import Policy
from jikim.policy.decide import Denied
from jikim.policy.states import Verb
from jikim.store.encoded import encode, part_json, raw_json
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


def _destroy_keys(house: House, keys: Sequence[tuple[str, bytes, UUID | None]]) -> Steps[None]:
    """People's keys of a space and a name, in one round trip; each goes in a commit of its own, with its entry."""
    deeds = []
    for space, name, subject in keys:
        entry = yield from house.note("subject:destroy-key", SYSTEM, "irrecoverable")
        deeds.append(KEYS["key.destroy"](space=space, name=name, subject=subject, entry=entry))
    try:
        yield Batch(deeds)
    finally:
        # Some may be gone although not all are.
        for space, name, _ in keys:
            house.keyring.forget(space, name)


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
        yield from _destroy_keys(
            house, [key for space, name, subject in ripe if (key := (space, bytes(name), subject))[1] not in needed]
        )


def waiting_keys(house: House) -> Steps[int]:
    """How many keys wait for the next backup before they go."""
    [(count,)] = yield KEYS["key.waits"]()
    return int(count)


def _let_person_keys_go(house: House, below: Mapping[UUID, int | None]) -> Steps[None]:
    """People's keys go: of generations below one, whose records stand re-sealed; or (None) all, of one of whom nothing
    lives.

    Where nothing rests either, nothing survives them, and no backup need be waited for.
    """
    ended = [subject for subject, first in below.items() if first is None]
    nothing = {subject for (subject,) in (yield Q["archive.without_parts"](subjects=ended))} if ended else set()
    names = yield Batch([KEYS["key.names"](space="person", prefix=subject.bytes) for subject in below])
    number = (yield from value_of(Q["backup.after"]())) if len(nothing) < len(below) else None
    older = [
        (subject, bytes(name))
        for (subject, first), found in zip(below.items(), names, strict=True)
        for (name,) in found
        if first is None or generation_of(name) < first
    ]
    going = [("person", name, subject) for subject, name in older if number is None or subject in nothing]
    yield from _destroy_keys(house, going)
    at = house.clock.now()
    yield Batch(
        [
            KEYS["key.wait"](space="person", name=name, subject=subject, after=number, at=at)
            for subject, name in older
            if number is not None and subject not in nothing
        ]
    )


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


def renew_people(house: House, here: Mapping[UUID, int], gone: Mapping[UUID, int]) -> Steps[set[UUID]]:
    """People something of whose was destroyed or moved get a new key; survivors are re-sealed, then the old keys go.

    Without this, a stolen backup and a person's standing key would bring the destroyed record back. Each with the
    generation that is stale; of those who are `gone` nothing lives: then every key goes and none comes. Together no more
    than 256. Answers who is fresh. Raises KeyGoneError or SealError where something of theirs does not open: then nobody
    is.
    """
    fresh = yield from _sealed_anew(house, {subject: generation + 1 for subject, generation in here.items()})
    below: dict[UUID, int | None] = {**fresh, **dict.fromkeys(gone)}
    if not below:
        return set()
    yield from _let_person_keys_go(house, below)
    fresh |= {subject: generation + 1 for subject, generation in gone.items()}
    entry = yield from house.note("subject:renew-key", SYSTEM, "irrecoverable")
    [(_, done)] = yield Q["rekey.fresh"](subjects=list(fresh), generations=list(fresh.values()), entry=entry)
    return set(done)


def _sealed_anew(house: House, asked: Mapping[UUID, int]) -> Steps[dict[UUID, int]]:
    """Seals what lives of people under keys of these generations, or of later ones that others came to. Answers those of
    whom nothing is left under an older one, each with the generation."""
    if not asked:
        return {}
    # INVARIANT: a new key is durable before any writer can learn of its generation.
    keys = yield from _new_keys(house, asked)
    rows = yield Q["rekey.next"](subjects=list(keys), generations=[asked[subject] for subject in keys])
    left: dict[UUID, int] = dict(rows)
    for subject in keys.keys() - left.keys():
        # The person was forgotten meanwhile: a key that seals nothing must not outlive them.
        yield from destroy_now(house, "subject:destroy-key", "person", person_name(subject, asked[subject]), subject)
    # Someone else renewed these meanwhile; this run's keys were never used.
    later = {subject: generation for subject, generation in left.items() if generation != asked[subject]}
    keys = {subject: keys[subject] for subject in left.keys() - later.keys()}
    keys |= yield from _new_keys(house, later)
    left = {subject: generation for subject, generation in left.items() if subject in keys}
    fresh: dict[UUID, int] = {}
    missed: set[tuple[UUID, int]] = set()
    while left:
        people: dict[str, Any] = {"subjects": list(left), "generations": list(left.values())}
        older = yield Q["rekey.older"](**people, entry=(yield from house.resealing("renew")))
        names = {person_name(subject, under) for _, subject, _, under, *_ in older}
        old = yield from house.keyring.open_many("person", sorted(names))
        sealed = []
        for record, subject, version, under, items, head, body in older:
            name = person_name(subject, under)
            if name not in old:
                # Another process sealed it anew since: the next look finds it so, or it is lost.
                if (record, under) in missed:
                    raise KeyGoneError("the person key is gone", ko=("person 키가 없습니다", ""))
                missed.add((record, under))
                continue
            place = SealContext(subject, record, version, under)
            values = open_items(old[name], place, head, zip(items, body, strict=True))
            head, body = part_json(seal(keys[subject], place._replace(generation=left[subject]), values))
            anew = {
                "subject": subject,
                "record": record,
                "version": version,
                "under": under,
                "head": head,
                "body": body,
            }
            sealed.append(anew)
        done = {subject for (subject,) in (yield Q["rekey.reseal"](**people, rows=raw_json(encode(sealed))))}
        fresh |= {subject: left[subject] for subject in done}
        # Of whom something is left and nothing was handed out, another renewal has gone past this one: it lets the keys
        # go when it has sealed everything anew.
        met = {subject for _, subject, *_ in older} - done
        left = {subject: left[subject] for subject in met}
    return fresh


def _new_keys(house: House, generations: Mapping[UUID, int]) -> Steps[dict[UUID, bytes]]:
    """People's keys of these generations, durable; none of whom others have gone past it already, and see to the rest."""
    if not generations:
        return {}
    names = [person_name(subject, generation) for subject, generation in generations.items()]
    try:
        keys = yield from house.keyring.ensure_many("person", names)
        return dict(zip(generations, keys, strict=True))
    except KeyGoneError:
        found: dict[UUID, bytes] = {}
        for subject, generation in generations.items() if len(generations) > 1 else ():
            found |= yield from _new_keys(house, {subject: generation})
        return found


def forget_person(house: House, subject: UUID) -> Steps[bool]:
    """A person who left goes from the live database, and where nothing of theirs rests the archive key and the list of
    what was handed over, too. Answers whether it could.

    The keys go first and the row last: killed in between, it is found again by the row.
    """
    person = yield from person_row(subject)
    records = yield from record_rows(subject, house.now())
    # INVARIANT: who has left and has no record never gets one again, so what is seen here stays true.
    if person is None or person.state != 2 or records:
        return False
    yield from _let_person_keys_go(house, {subject: None})
    yield from _let_desk_keys_go(house, subject)
    rests = not (yield from _end_archive_keys(house, [subject]))
    yield from keep_systems(house, subject)
    entry = yield from house.note("subject:forget", SYSTEM, "gone")
    yield from forget_links(house, subject)
    [(done,)] = yield Q["forget"](subject=subject, rests=rests, entry=entry)
    if not done:
        return False
    yield from end_archive_keys(house, [subject])
    return True


def forget_links(house: House, guardian: UUID) -> Steps[None]:
    """The links of a guardian who is here no more go; each child whose link stood finds it among what was done."""
    yield Q["forget.links"](guardian=guardian, entry=(yield from house.note("guardian:unlink", SYSTEM, "gone")))


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


def forget_handed_over(house: House, subjects: Sequence[UUID]) -> Steps[None]:
    """The list of what was handed over of people who are here no more goes with the last that rests of them."""
    for (subject,) in (yield Q["archive.without_parts"](subjects=list(subjects))):
        entry = yield from house.note("subject:forget-handed-over", SYSTEM, "gone")
        yield Q["handed_over.forget"](subject=subject, entry=entry)


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
