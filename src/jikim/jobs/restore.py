"""After databases were put back from a backup of any age: what may no longer be done is put back into them, and only
then they open.

1. restrictions that the databases do not know are replayed from beside the ring, in their order, each database in one
   transaction; where people lie on several servers, those of a person where they lie now, whichever server's log has them:
   they may have moved since;
2. holds that were laid on resting parts since are laid again, re-sealed under the hold's own key;
3. what no key opens any more was destroyed, whatever the backup still holds of it: its rows go;
4. keys of people who are in no database (they came after the backup) wait for the next verified backup, and go then:
   until it is made, a newer backup can still be restored instead;
5. where people lie on several servers, the house's list of what is unique across them is compared, page by page, with what
   stands on each.

Killed anywhere and run again it converges: a replay that was made changes nothing a second time, and until the
databases count as many restrictions as the logs, `jikim.open` refuses them (`keys/restrictions.py`). What it cannot
bring back is what was collected, given or corrected after the backup; a record whose correction was made after it stays
frozen, so that its wrong value is not used again.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from jikim.crypto import SealContext, open_items, seal
from jikim.db.driver import Servers, Steps
from jikim.db.queries import Statement
from jikim.db.spread import HOUSE, Spread, database_of
from jikim.db.steps import value_of
from jikim.errors import KeyGoneError, SealError
from jikim.keys.keyring import Q as KEYS
from jikim.keys.keyring import day_name, hold_name, person_name
from jikim.keys.restrictions import Restriction, Restrictions
from jikim.ledger.entry import Entry
from jikim.store.sealed import Q
from jikim.store.versions import parse_moment
from jikim.verbs.house import SYSTEM, House

PAGE = 250  # parts that go in one statement: fewer than the rows that one number tells apart (`ledger.further`)
_NIL = UUID(int=0)
CLAIMS = 500  # in one statement
_AT_ONCE = timedelta(minutes=5)  # what had its moment so long before a set was begun may have committed behind its dump


@dataclass
class Replayed:
    """What a replay did. `people_lost` came after the backup; `frozen` wait for a correction, made again or refused."""

    restrictions: dict[str, int] = field(default_factory=dict)
    by_what: dict[str, int] = field(default_factory=dict)
    holds: int = 0
    records_gone: int = 0
    parts_gone: int = 0
    people_lost: int = 0
    frozen: int = 0

    def as_json(self) -> dict[str, Any]:
        return {
            "replayed": dict(self.restrictions),
            "restrictions": dict(sorted(self.by_what.items())),
            "holds_laid_again": self.holds,
            "records_no_key_opens": self.records_gone,
            "parts_no_key_opens": self.parts_gone,
            "people_not_in_the_backup": self.people_lost,
            "records_waiting_for_a_correction": self.frozen,
        }


def replay(
    house: House, restrictions: Restrictions, restored: bool, only: tuple[str, datetime] | None = None
) -> Steps[Replayed]:
    """Puts everything back that the databases do not know. Call it before anyone else may open them. `only`: the one server
    of people that came back, and the moment of its backup.

    Databases that nobody `restored` and that know every restriction are as they should be, and left alone.
    Raises StoreError where a log does not reach back as far as the backup.
    """
    done = Replayed()
    since: dict[str, list[Restriction]] = {}
    run = uuid4()
    yield from _replay_people(house, restrictions, run, only)
    # Keys first: what a key opened is judged by the keys that stand after all of it.
    for inbox in ("keys", "archive", *(server for server in restrictions.logs if database_of(server) == HOUSE)):
        since[inbox] = yield from _replay(house, restrictions, inbox)
        done.restrictions[inbox] = len(since[inbox])
        for one in since[inbox]:
            done.by_what[one.what] = done.by_what.get(one.what, 0) + 1
    yield from _know_bars(restrictions)
    if not restored and not any(done.restrictions.values()):
        return done
    house.keyring.forget_all()
    for inbox in (yield from _runs()):
        yield from _begin(house, run, inbox)
    done.holds = yield from _lay_holds(house, run, since["archive"])
    done.parts_gone = yield from _drop_parts(house, run)
    done.records_gone = yield from _drop_records(house, run)
    done.people_lost = yield from _lost_people(house)
    [(count,)] = yield Q["restore.frozen"]()
    done.frozen = count
    for inbox in (yield from _runs()):
        entry = yield from _told(
            house,
            replayed=sum(done.restrictions.values()),
            records_gone=done.records_gone,
            parts_gone=done.parts_gone,
            people_lost=done.people_lost,
        )
        database = database_of(inbox)
        yield Q[f"restore.end.{database}"](run=run, entry=entry).on(inbox)
    return done


def _runs() -> Steps[tuple[str, ...]]:
    """Where a restore's run is written down: in the archive, and on each server of people."""
    return ("archive", *(yield Servers()).servers)


def _told(house: House, **facts: str | int) -> Steps[Entry]:
    return (yield from house.note("house:restore", SYSTEM, "irrecoverable", **facts))


def _begin(house: House, run: UUID, inbox: str) -> Steps[None]:
    begun = yield from _told(house, step="begun")
    database = database_of(inbox)
    yield Q[f"restore.begin.{database}"](run=run, entry=begun).on(inbox)


def _replay_people(
    house: House, restrictions: Restrictions, run: UUID, only: tuple[str, datetime] | None
) -> Steps[None]:
    """What restricts somebody, in the order of its moments. INVARIANT: before any server counts what its log has: whoever is
    killed here finds it missing again."""
    spread: Spread = yield Servers()
    if len(spread.servers) == 1:
        return
    found: list[Restriction] = []
    for server in spread.servers:
        log = restrictions.logs[server]
        with log.locked():
            if only is None or server == only[0]:
                [(count,)] = yield KEYS["restrictions.last.live"]().on(server)
                found += log.entries(count)
            else:
                # The others stand; what they did of somebody who was with them since, and is back, is not in what came back.
                found += [one for one in log.entries() if parse_moment(one.at) >= only[1] - _AT_ONCE]
    there: dict[str, list[Restriction]] = defaultdict(list)
    for one in sorted(found, key=lambda one: parse_moment(one.at)):
        if _whose(one):
            there[spread.of(UUID(_whose(one)))].append(one)
    for server, lines in there.items():
        if only is None or server == only[0]:
            yield from _begin(house, run, server)
            text = _text(one._replace(n=n) for n, one in enumerate(lines))
            entry = yield from house.note("house:replay", SYSTEM, "irrecoverable", restrictions=len(lines))
            yield Q["restore.replay_people"](run=run, rows=text, entry=entry).on(server)


def _whose(one: Restriction) -> str:
    return str(one.detail.get("subject", ""))


def _text(lines: Iterable[Restriction]) -> str:
    return json.dumps([{"n": one.n, "at": one.at, "what": one.what, "detail": one.detail} for one in lines])


def _replay(house: House, restrictions: Restrictions, inbox: str) -> Steps[list[Restriction]]:
    log, database = restrictions.logs[inbox], database_of(inbox)
    several = database == HOUSE and len((yield Servers()).servers) > 1
    with log.locked():
        [(count,)] = yield KEYS[f"restrictions.last.{database}"]().on(inbox)
        found = log.entries(count)
        text = _text(one._replace(what="elsewhere", detail={}) if several and _whose(one) else one for one in found)
        entry = yield from house.note("house:replay", SYSTEM, "irrecoverable", restrictions=len(found))
        yield KEYS[f"restrictions.replay.{database}"](rows=text, last=log.last, entry=entry).on(inbox)
        return found


def _know_bars(restrictions: Restrictions) -> Steps[None]:
    """Of whom a further server that came back still says that a bar is to stand, and it stood at the house: it waits no more,
    since it would outlive its being lifted there (at the house itself `live.replay` sees to that)."""
    if len((yield Servers()).servers) == 1:
        return
    log = restrictions.logs[HOUSE]
    with log.locked():
        stood = {one.detail["tag"] for one in log.entries() if one.what == "bar"}
    for (subject,) in (yield Q["bar.drawn_all"](limit=2**31 - 1)):
        drawn = json.loads((yield from value_of(Q["bar.drawn"](subject=subject))) or "[]")
        if any(one["tag"] in stood for one in drawn):
            yield Q["bar.stands"](subject=subject)


def _lay_holds(house: House, run: UUID, since: list[Restriction]) -> Steps[int]:
    """The last hold of each part is laid again, from the day's key that still stands."""
    last: dict[tuple[UUID, UUID, date], UUID | None] = {}
    for one in since:
        if one.what == "hold":
            detail: Mapping[str, Any] = one.detail
            ref = (UUID(detail["subject"]), UUID(detail["record"]), date.fromisoformat(detail["due"]))
            last[ref] = UUID(detail["to"]) if detail["to"] else None
    moved: dict[tuple[UUID, UUID, UUID | None], set[date]] = {}
    for (subject, record, due), hold in last.items():
        moved.setdefault((subject, record, hold), set()).add(due)
    laid = 0
    for (subject, record, hold), dues in moved.items():
        [(begun,)] = yield Q["hold.begin"](
            subject=subject, record=record, run=run, standing=[hold] if hold else [], only=None, at=house.now()
        )
        if not begun:
            continue
        rows = yield Q["hold.parts"](record=record, run=run, entry=(yield from house.resealing("restore")))
        for due, kind, version, stands, items, head, body in rows:
            if due not in dues:
                continue
            place = SealContext(subject, record, version, 0)
            try:
                old = yield from house.archive.part_key((subject, record), kind, due, stands, fresh=False)
                new = yield from house.archive.part_key((subject, record), kind, due, hold, fresh=True)
                sealed = seal(new, place, open_items(old, place, head, zip(items, body, strict=True)))
            except (KeyGoneError, SealError):
                continue  # What no key opens is dropped below.
            entry = yield from house.note("record:hold", SYSTEM, "ended")
            yield Q["hold.reseal"](
                record=record,
                run=run,
                due=due,
                from_=stands,
                to=hold,
                head=sealed.head,
                body=list(sealed.body),
                entry=entry,
            )
            laid += 1
        yield Q["hold.end"](record=record, run=run)
    return laid


def _dropping(house: House) -> Steps[Entry]:
    return (yield from house.note("record:drop", SYSTEM, "irrecoverable"))


def _standing(space: str, names: list[bytes]) -> Steps[set[bytes]]:
    """Which of these names have a key."""
    if not names:
        return set()
    rows = yield KEYS["key.get_many"](space=space, names=sorted(set(names)))
    return {bytes(name) for name, *_ in rows}


class _Part(NamedTuple):
    """A resting part as `restore.parts` answers it."""

    subject: UUID
    record: UUID
    due: date
    kind: int
    hold: UUID | None


def _drop_parts(house: House, run: UUID) -> Steps[int]:
    last = _Part(_NIL, _NIL, date.min, 0, None)
    gone = 0
    while rows := (
        yield Q["restore.parts"](run=run, subject=last.subject, record=last.record, due=last.due, limit=PAGE)
    ):
        parts = [_Part._make(row) for row in rows]
        last = parts[-1]
        people = yield from _standing("archive", [one.subject.bytes for one in parts])
        days = yield from _standing("day", [day_name(one.kind, one.due) for one in parts if one.hold is None])
        holds = yield from _standing("hold", [hold_name(one.hold, one.record) for one in parts if one.hold is not None])
        yield KEYS["key.unwait"](space="hold", names=sorted(holds))
        dead = [
            (subject, record, due)
            for subject, record, due, kind, hold in parts
            if subject.bytes not in people
            or (day_name(kind, due) not in days if hold is None else hold_name(hold, record) not in holds)
        ]
        if dead:
            subjects, records, dues = (list(column) for column in zip(*dead, strict=True))
            entry = yield from _dropping(house)
            gone += yield from value_of(
                Q["restore.drop_parts"](run=run, subjects=subjects, records=records, dues=dues, entry=entry)
            )
    return gone


def _drop_records(house: House, run: UUID) -> Steps[int]:
    after, gone = _NIL, 0
    while rows := (yield Q["restore.people"](run=run, after=after, limit=PAGE)):
        *_, (after, *_) = rows
        wanted = defaultdict(set)
        for subject, generation, generations in rows:
            wanted[subject] = {generation, *generations}
        standing = yield from _standing(
            "person", [person_name(subject, each) for subject, all_ in wanted.items() for each in all_]
        )
        # INVARIANT: a key that waited to go while its survivors stood re-sealed is needed again: the backup holds them
        # as they were.
        yield KEYS["key.unwait"](space="person", names=sorted(standing))
        dead = [
            (subject, each)
            for subject, generation, generations in rows
            for each in generations
            if person_name(subject, each) not in standing
        ]
        # INVARIANT: no generation of the time that is lost is anybody's next one: its key may wait to go, or is gone, or
        # sealed what was destroyed in that time. Who had one, or whose own key is gone, goes on with one that never was.
        youngest = yield KEYS["key.youngest"](subjects=[subject.bytes for subject, *_ in rows])
        latest = {UUID(bytes=bytes(subject)): generation or 0 for subject, generation in youngest}
        to = {
            subject: latest[subject] + 1
            for subject, generation, _ in rows
            if latest[subject] > generation or person_name(subject, generation) not in standing
        }
        for subject, generation in to.items():
            yield from house.keyring.ensure("person", person_name(subject, generation))
        if dead or to:
            [(dropped,)] = yield Q["restore.drop_records"](
                run=run,
                subjects=[s for s, _ in dead],
                generations=[g for _, g in dead],
                renewed=list(to),
                to=list(to.values()),
                entry=(yield from _dropping(house)),
            )
            gone += dropped
    return gone


def _lost_people(house: House) -> Steps[int]:
    """Keys of people who are in no database wait for the next backup, and go with it."""
    [(number,)] = yield Q["backup.after"]()
    wait = number or 1
    after, lost = b"", set()
    while names := (yield KEYS["key.page"](space="person", after=after, limit=2_000)):
        *_, (last, *_) = names
        after = bytes(last)
        subjects = {UUID(bytes=bytes(name)[:16]) for (name,) in names}
        gone = yield Q["without_row"](subjects=list(subjects))
        nowhere = {subject for (subject,) in gone}
        resting = (
            {subject for (subject,) in (yield Q["archive.without_parts"](subjects=list(nowhere)))} if nowhere else set()
        )
        for (name,) in names:
            subject = UUID(bytes=bytes(name)[:16])
            if subject in nowhere:
                if subject in resting:
                    lost.add(subject)
                yield KEYS["key.wait"](
                    space="person", name=bytes(name), subject=subject, after=wait, at=house.clock.now()
                )
    return len(lost)


def compare_claims(house: House) -> Steps[int]:
    """Where people lie on several servers, and any was put back: the house's list of exclusive claims
    (`store/directory.py`) and the claims that stand are made one. Answers how many claims went: a value that has become
    another's since the backup is theirs, and whoever had it then is found by it no more.

    To be called before anybody is let in. Killed and run again it converges: a page that is as it should be stays.
    """
    if len((yield Servers()).servers) == 1:
        return 0
    tag = b""
    while rows := (yield Q["taken.page"](after=tag, limit=CLAIMS)):
        tags, whose, records = (list(column) for column in zip(*rows, strict=True))
        # Each server's answer has been given the whole list.
        (standing,), *_ = yield Q["claim.stand"](subjects=whose, records=records, tags=tags)
        yield Q["taken.compared"](tags=tags, standing=standing)
        tag = bytes(tags[-1])
    [(versions, _due)] = yield Q["index.state"]()
    gone, after = 0, (_NIL, _NIL, -1)
    while rows := (yield _claims_behind(*after)):
        subjects, records, items, tags = (list(column) for column in zip(*rows, strict=True))
        others = yield from value_of(Q["taken.stand"](tags=tags, whose=subjects, records=records))
        for subject, record, tag, other in zip(subjects, records, tags, others, strict=True):
            if other:
                entry = yield from house.note("index:mend", SYSTEM, "irrecoverable", version=str(versions[-1]))
                yield Q["claim.give_way"](subject=subject, record=record, tag=tag, entry=entry)
                gone += 1
        after = (subjects[-1], records[-1], items[-1])
    return gone


def _claims_behind(subject: UUID, record: UUID, item: int) -> Statement:
    return Q["claim.page"](after=subject, after_record=record, after_item=item, limit=CLAIMS)
