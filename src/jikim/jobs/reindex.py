"""The blind index's rotation: a new version, every claim taken to it, and the old version's key destroyed.

keys: key.put         the new version's key is durable
live: index.begin     it stands beside the old one: every claim is made under it, every question asked under both
live: index.move      claims go over page by page; no record is opened
live: index.end       none is left under the old version
keys: key.destroy     the old version's key goes; with the next epoch it is irrecoverable

Due once a claim was removed since the youngest version began. Killed anywhere and run again, it goes on where it was;
any number of processes may run it beside every verb. A claim whose inner tag does not open (a damaged row, or a
database that was put back after its version's key went) is made anew from its record, and where that does not open
either it goes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from jikim.crypto import SealContext, blind, open_items
from jikim.db.driver import Servers, Steps
from jikim.errors import KeyGoneError, SealError
from jikim.keys.keyring import Q as KEYS
from jikim.keys.keyring import person_name
from jikim.ledger.entry import Entry
from jikim.policy.items import ItemError, accept
from jikim.policy.model import ItemType
from jikim.policy.name_and_phone import key_of, parts_of
from jikim.store.index import SPACE, Q, TagContext, VersionKey, base_key, key_name, version_key, version_of
from jikim.verbs.destroy import destroy_key
from jikim.verbs.house import SYSTEM, House

PAGE = 1_000
_COLUMNS = ("tags", "subjects", "records", "new", "sealed")
_BEFORE_ALL = TagContext(UUID(int=0), UUID(int=0), -1)


@dataclass
class Reindexed:
    """What a run did. `lost` are records whose claims could not be made anew: nobody finds them by a value any more."""

    version: int = 0
    moved: int = 0
    mended: int = 0
    destroyed: int = 0
    lost: list[UUID] = field(default_factory=list)
    due: bool = False

    def as_json(self) -> dict[str, Any]:
        return {
            "version": self.version,
            "moved": self.moved,
            "mended": self.mended,
            "destroyed_keys": self.destroyed,
            "lost": [str(record) for record in self.lost],
            "due": self.due,
        }


def reindex(house: House, *, put_back: bool = False) -> Steps[Reindexed]:
    """Ends a rotation that was cut off, and carries one out if it is due. Two statements where nothing is. `put_back`: a
    server of people may have come back alone, with claims under a version that has ended.

    `due` in the answer says that claims were removed while it ran: they are the next run's.
    """
    done = Reindexed()
    begun = False
    while True:
        [(versions, due)] = yield Q["index.state"]()
        stored = yield from _stored(house)
        yield from _end_keys(house, [number for number in stored if number < versions[0]], done)
        youngest = yield from _key(house, versions[-1])
        if youngest is not None and (len(versions) > 1 or put_back):
            put_back = False
            yield from _move(house, versions[:-1], youngest, done)
        elif youngest is None or (due and not begun):
            # A youngest version whose key is gone is that of a database that was put back: the index is made anew.
            begun = yield from _begin(house, versions, max([*stored, *versions]) + 1)
        else:
            done.version, done.due = versions[0], due
            return done


def _entry(house: House, event: str, version: int) -> Steps[Entry]:
    return (yield from house.note(event, SYSTEM, "irrecoverable", version=str(version)))


def _stored(house: House) -> Steps[list[int]]:
    """The versions whose keys exist, in use or not."""
    found: list[int] = []
    after = b""
    while names := (yield KEYS["key.page"](space=SPACE, after=after, limit=1_000)):
        *_, (last, *_) = names
        after = bytes(last)
        found += [number for (name,) in names if (number := version_of(bytes(name))) is not None]
    return found


def _key(house: House, version: int) -> Steps[VersionKey | None]:
    """A version's key; None where it is gone."""
    try:
        return (yield from version_key(house.keyring, version))
    except KeyGoneError:
        return None


def _begin(house: House, versions: Sequence[int], new: int) -> Steps[bool]:
    # INVARIANT: a version's number is above that of every key that exists, so that no key of an earlier life of the
    # database, under which someone was found once, comes into use again; and its key is durable before any writer can
    # learn of it.
    while True:
        try:
            yield from house.keyring.ensure(SPACE, key_name(new))
            break
        except KeyGoneError:
            new += 1
    entry = yield from _entry(house, "index:begin", new)
    [(begun,)] = yield Q["index.begin"](versions=versions, to=new, entry=entry)
    return bool(begun)


def _move(house: House, older: Sequence[int], to: VersionKey, done: Reindexed) -> Steps[None]:
    """Takes every claim to the youngest version, page by page, as long as there is one; then the older versions end."""
    under = {}
    for version in older:
        under[version] = yield from _key(house, version)
    while True:
        after, any_left, before = _BEFORE_ALL, False, (done.moved, done.mended, len(done.lost))
        while rows := (yield Q["index.page"](to=to.version, **_behind(after), limit=PAGE)):
            any_left = True
            *_, (_tag, subject, record, item, *_) = rows
            after = TagContext(subject, record, item)
            columns, damaged = _over(rows, under, to)
            yield from _listed(columns[0], columns[3])
            [(moved,)] = yield Q["index.move"](to=to.version, **dict(zip(_COLUMNS, columns, strict=True)))
            done.moved += moved
            for tag, row in damaged:
                yield from _mend(house, to, tag, row, done)
        if not any_left:
            entry = yield from _entry(house, "index:end", to.version)
            [(over,)] = yield Q["index.end"](to=to.version, entry=entry)
            if over:
                return
        elif before == (done.moved, done.mended, len(done.lost)):
            # Others hold what is left, or have begun a younger version: the next look says which.
            return


def _listed(tags: list[bytes], new: list[bytes]) -> Steps[None]:
    """The house's list goes first, where people lie on several servers (`store/directory.py`)."""
    if len((yield Servers()).servers) > 1:
        yield Q["taken.move"](tags=tags, new=new)


def _behind(row: TagContext) -> dict[str, Any]:
    return {"after": row.subject, "after_record": row.record, "after_item": row.item}


def _over(
    rows: Sequence[Sequence[Any]], under: Mapping[int, VersionKey | None], to: VersionKey
) -> tuple[list[list[Any]], list[tuple[bytes, TagContext]]]:
    """Claims as `live.index_move` takes them, column by column, and those whose inner tag does not open."""
    columns: list[list[Any]] = [[], [], [], [], []]
    damaged = []
    for tag, subject, record, item, version, sealed in rows:
        row = TagContext(subject, record, item)
        key = under.get(version)
        try:
            inner = key.open(row, sealed) if key is not None else None
        except SealError:
            inner = None
        if inner is None:
            damaged.append((tag, row))
            continue
        for column, value in zip(columns, (tag, subject, record, to.tag(inner), to.seal(row, inner)), strict=True):
            column.append(value)
    return columns, damaged


def _mend(house: House, to: VersionKey, tag: bytes, row: TagContext, done: Reindexed) -> Steps[None]:
    inner = yield from _from_record(house, row)
    entry = yield from _entry(house, "index:mend", to.version)
    new, sealed = (None, None) if inner is None else (to.tag(inner), to.seal(row, inner))
    if new is not None:
        yield from _listed([tag], [new])
    [(mended,)] = yield Q["index.mend"](
        to=to.version, tag=tag, subject=row.subject, record=row.record, new=new, sealed=sealed, entry=entry
    )
    if mended:
        done.mended += 1
    elif mended is False:
        done.lost.append(row.record)


def _from_record(house: House, row: TagContext) -> Steps[bytes | None]:
    """The inner tag of what a record holds. None where the record, its key or the value is not there or does not open."""
    entry = yield from house.resealing("index")
    [(version, generation, serving, head, bodies)] = yield Q["index.source"](**row._asdict(), entry=entry)
    if not bodies:
        return None
    policy = yield from house.versions.serving(serving)
    try:
        key = yield from house.keyring.open("person", person_name(row.subject, generation))
        place = SealContext(row.subject, row.record, version, generation)
        opened = open_items(key, place, head, zip(parts_of(row.item), bodies, strict=True))
        found = _normal([(policy.types[item], value.decode()) for item, value in opened.items()])
    except (SealError, KeyGoneError, KeyError, UnicodeDecodeError, ItemError):
        return None
    if found is None:
        return None
    return blind((yield from base_key(house.keyring)), row.item, found)


def _normal(values: Sequence[tuple[ItemType, str]]) -> str | None:
    """The normal form of what a claim stands for: an item's value, or a name's with a telephone number's."""
    (kind, value), *phone = values
    return key_of(value, phone[0][1]) if phone else accept(kind, value).key


def _end_keys(house: House, versions: list[int], done: Reindexed) -> Steps[None]:
    """Keys of versions that have ended, or never came into use, go."""
    for version in versions:
        entry = yield from _entry(house, "index:destroy-key", version)
        if (yield from destroy_key(house, SPACE, key_name(version), entry)):
            done.destroyed += 1
