"""Backups: a set of the data (live with its further servers of people, archive and ledger), one of the keys, one of a
server's files; each read back before it counts, and old ones removed.

A set of data, killed anywhere, leaves only a directory `….partial`, which the next run removes:

0. where people lie on several servers, nobody moves between them until all are dumped (`db/moving`), and none is on their way.
1. `begin`: the number, with its ledger entry. What was committed before it stands in this set.
2. further servers of people are dumped before the house's: rows of people name its rules, and whatever rule they name is in
   the set; what the house names of people may have gone at any time. Then live, and the archive: a record that retires
   meanwhile is in both, never in neither. The ledger comes last: an entry that is placed meanwhile is in an inbox and in the
   ledger, never in neither.
3. manifest; everything is on disk; everything is read back from disk.
4. the directory gets its name: it is a set. `verified`, with its ledger entry: keys that waited for this number wait no
   longer.
5. sets beyond those kept go, each with its ledger entry; never the newest.

A set of the keys is short-lived: only the newest one stays, because an older one holds keys that were destroyed since.
Each key of it (of 100,000 and more, a sample) opens with the ring of the moment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from jikim.backup import cluster, own_files, sets
from jikim.backup.dump import Means, alone, dump, unwritable
from jikim.backup.keep import DEFAULT, Keep, superfluous
from jikim.backup.opening import Opens, verify_keys
from jikim.backup.read_back import verify
from jikim.backup.sets import Set, What
from jikim.db.driver import Driver, Steps
from jikim.db.queries import load
from jikim.db.releases import version_of
from jikim.db.schema import Database
from jikim.policy.ask import EVERY_PURPOSE, Actor
from jikim.policy.period import Period, next_run
from jikim.verbs.house import House

Q = load("jikim.backup")
MAKER = Actor("system", "backup", EVERY_PURPOSE)
EVERY = Period(1, "d")  # where the policy's safeguards name no interval


@dataclass(frozen=True)
class Made:
    """What a run did: the set it made (None: it only pruned), the names of those that went, and of a set of the keys
    how many of them the key store holds damaged."""

    set: Set | None
    pruned: tuple[str, ...] = ()
    damaged: int = 0

    def as_json(self) -> dict[str, Any]:
        made = self.set.as_json() if self.set else None
        return {"made": made, "pruned": list(self.pruned), "damaged": self.damaged}


class Begun(NamedTuple):
    """A row of `live.backups`."""

    number: int
    begun: datetime
    verified: datetime | None
    pruned: datetime | None
    place: str
    bytes: int | None


# ---- data


def backup(
    driver: Driver,
    house: House,
    means: Means,
    directory: Path,
    keep: Keep = DEFAULT,
    own: tuple[Path, Sequence[str]] = (Path(), ()),
    *,
    wait: float = 0.0,
) -> Made:
    """Makes, reads back and marks a set of the data, then prunes. `own`: files of the application's own, by their names in
    a directory. Raises StoreError; ConflictError while another one is made."""
    directory = directory.resolve()
    inboxes = sets.data_of(driver.spread.servers[1:])
    # INVARIANT: nothing is begun that would hold a part of the people alone.
    for inbox in inboxes:
        means.reader(inbox)
    with alone("data", directory, "live", means.reader("live"), wait):
        _tidy(directory, "data")
        rows = driver.run(_backups())
        _settle(driver, house, means, directory, rows)
        number = 1 + max(sets.highest(directory, "data"), *(row.number for row in rows), 0)
        begun, number = driver.run(_begin(house, number, directory))
        made = _make(
            driver,
            house,
            means,
            directory,
            "data",
            number,
            begun,
            {f"{inbox}.dump": _dumping(driver, means, inbox) for inbox in inboxes}
            | ({own_files.NAME: lambda path, place: own_files.take(means, *own, path, place)} if own[1] else {}),
            sets.DATA,
            lambda found: verify(found, means.programs, means.told),
        )
        driver.run(_verified(house, made))
        return Made(made, _prune(driver, house, means, directory, keep))


def prune(driver: Driver, house: House, means: Means, directory: Path, keep: Keep = DEFAULT) -> Made:
    """Removes what is not kept, and what was never finished; makes nothing."""
    directory = directory.resolve()
    with alone("data", directory, "live", means.reader("live")):
        _tidy(directory, "data")
        _settle(driver, house, means, directory, driver.run(_backups()))
        return Made(None, _prune(driver, house, means, directory, keep))


def next_due(driver: Driver, house: House) -> datetime | None:
    """When the policy's safeguards want the next set; None: now, as there is none yet."""
    begun = [row.begun for row in driver.run(_backups()) if row.verified is not None]
    if not begun:
        return None
    safeguard = house.policy.file.safeguards.get("backup")
    every = (safeguard.every if safeguard is not None else None) or EVERY
    return next_run(max(begun), every, house.policy.zone)


def _dumping(driver: Driver, means: Means, database: str) -> Callable[[Path, Sequence[bytes]], sets.File]:
    def run(path: Path, place: Sequence[bytes]) -> sets.File:
        with _step(driver, f"backup.dump.{database}"):
            return dump(means, database, path, place)

    return run


def _make(
    driver: Driver,
    house: House,
    means: Means,
    directory: Path,
    what: What,
    number: int,
    begun: datetime,
    files: dict[str, Callable[[Path, Sequence[bytes]], sets.File]],
    databases: Sequence[Database],
    read_back: Callable[[Set], None],
) -> Set:
    """Writes a set under its partial name, reads it back, and gives it its name. Leaves nothing behind where it fails."""
    partial = None
    try:
        with _step(driver, "backup.directory"):
            partial = sets.begin(directory, what, number, begun)
        written = {}
        for name, write in files.items():
            written[name] = write(partial / name, sets.place_of(what, number, name))
        with _step(driver, "backup.manifest"):
            heads: dict[str, str] = {database: version_of(database) for database in databases}
            lies = [(str(first), server) for first, server in driver.spread.ranges] if what == "data" else []
            sets.write_manifest(partial, means.key, what, number, begun, house.policy.digest_hex, heads, written, lies)
        with _step(driver, "backup.read"):
            read_back(sets.open_set(partial, means.key))
        with _step(driver, "backup.name"):
            path = sets.finish(partial)
    except OSError as error:
        _drop(partial)
        raise unwritable(partial or directory / "partial", error) from None
    except Exception:
        _drop(partial)
        raise
    return sets.open_set(path, means.key)


def _drop(partial: Path | None) -> None:
    if partial is not None and partial.exists():
        sets.remove(partial)


def _tidy(directory: Path, what: What) -> None:
    for path in sets.partials(directory, what):
        sets.remove(path)


def _settle(driver: Driver, house: House, means: Means, directory: Path, rows: Sequence[Begun]) -> None:
    """A set whose maker was killed before it could say so is read back, and told; one that never became a set is told,
    too."""
    waiting = {
        row.number: row for row in rows if row.verified is None and row.pruned is None and row.place == str(directory)
    }
    for found in sets.list_sets(directory, means.key, "data"):
        if isinstance(found, Set) and waiting.pop(found.number, None) is not None:
            verify(found, means.programs, means.told)
            driver.run(_verified(house, found))
    for row in waiting.values():
        driver.run(_pruned(house, row.number, row.begun, directory))


def _prune(driver: Driver, house: House, means: Means, directory: Path, keep: Keep) -> tuple[str, ...]:
    gone = []
    told = {row.number for row in driver.run(_backups()) if row.pruned is not None}
    found = [one for one in sets.list_sets(directory, means.key, "data") if isinstance(one, Set)]
    # What a run that was killed had said it would remove goes first.
    going = [one for one in found if one.number in told]
    going += superfluous([one for one in found if one not in going], keep, house.now(), house.policy.zone)
    for one in going:
        driver.run(_pruned(house, one.number, one.begun, directory))
        with _step(driver, "backup.remove"):
            sets.remove(one.path)
        gone.append(one.path.name)
    return tuple(gone)


def _entry(house: House, event: str, number: int, **more: str | int) -> Steps[tuple[Any, ...]]:
    safeguard = house.policy.file.safeguards.get("backup")
    clause = (safeguard.clause if safeguard is not None else None) or ""
    return (yield from house.entry(event, house.policy, MAKER, None, clause, backup=number, **more))


def _begin(house: House, number: int, directory: Path) -> Steps[tuple[datetime, int]]:
    while True:
        entry = yield from _entry(house, "backup:begin", number)
        [(taken,)] = yield Q["set.begin"](number=number, place=str(directory), entry=entry)
        if taken is None:
            return entry[1], number
        # A number that was given meanwhile, or before a restore: the next one.
        number = taken + 1


def _verified(house: House, found: Set) -> Steps[None]:
    entry = yield from _entry(house, "backup:verify", found.number, bytes=found.size)
    yield Q["set.verified"](number=found.number, bytes=found.size, entry=entry)


def _pruned(house: House, number: int, begun: datetime, directory: Path) -> Steps[None]:
    entry = yield from _entry(house, "backup:prune", number)
    yield Q["set.pruned"](number=number, begun=begun, place=str(directory), entry=entry)


def _backups() -> Steps[list[Begun]]:
    rows = yield Q["sets"]()
    return [Begun(*row) for row in rows]


def backups(driver: Driver) -> list[Begun]:
    """Every backup of the data that was begun, by number, and what became of it."""
    return driver.run(_backups())


# ---- keys, and servers' files


def backup_keys(
    driver: Driver, house: House, means: Means, ring: Callable[[], Opens], directory: Path, *, wait: float = 0.0
) -> Made:
    """Makes a set of the key store, opens its keys with the ring of the moment, and removes every older one.

    Raises StoreError where it is not read back as the store holds it, or no key opens: then there is no new set, and
    the older one stays.
    """
    directory = directory.resolve()
    damaged = 0

    def read_back(found: Set) -> None:
        nonlocal damaged
        damaged = verify_keys(found, means, ring())

    with alone("keys", directory, "keys", means.reader("keys"), wait):
        _tidy(directory, "keys")
        number = 1 + sets.highest(directory, "keys")
        made = _make(
            driver,
            house,
            means,
            directory,
            "keys",
            number,
            house.now(),
            {"keys.dump": _dumping(driver, means, "keys")},
            ("keys",),
            read_back,
        )
        gone = _older(driver, directory, made)
        driver.run(_note(house, "keys:backup", made))
        return Made(made, gone, damaged)


def backup_base(
    driver: Driver, house: House, means: Means, directory: Path, keep: Keep = DEFAULT, *, wait: float = 0.0
) -> Made:
    """Takes the files of the servers of the data, where none is the one of the keys. Raises StoreError where
    one is."""
    directory = directory.resolve()
    servers = cluster.servers(means, sets.data_of(driver.spread.servers[1:]))
    with alone("base", directory, "live", means.reader("live"), wait):
        _tidy(directory, "base")
        number = 1 + sets.highest(directory, "base")

        def taking(database: str) -> Callable[[Path, Sequence[bytes]], sets.File]:
            def run(path: Path, place: Sequence[bytes]) -> sets.File:
                with _step(driver, f"backup.base.{database}"):
                    return cluster.take(means, database, path, place)

            return run

        made = _make(
            driver,
            house,
            means,
            directory,
            "base",
            number,
            house.now(),
            {f"{database}.tar": taking(database) for database in servers},
            sets.DATA,
            lambda found: verify(found, means.programs, means.told),
        )
        driver.run(_note(house, "backup:base", made))
        found = [one for one in sets.list_sets(directory, means.key, "base") if isinstance(one, Set)]
        gone = superfluous(found, keep, house.now(), house.policy.zone)
        for one in gone:
            sets.remove(one.path)
        return Made(made, tuple(one.path.name for one in gone))


def _older(driver: Driver, directory: Path, made: Set) -> tuple[str, ...]:
    # By name alone: one that does not open any more must go as well.
    gone = [path for path in sets.named(directory, made.what) if path != made.path]
    for path in gone:
        with _step(driver, "backup.remove"):
            sets.remove(path)
    return tuple(path.name for path in gone)


def _note(house: House, event: str, made: Set) -> Steps[None]:
    entry = yield from _entry(house, event, made.number, bytes=made.size)
    yield Q["set.note"](entry=entry, subject=None, record=None, items=None)


# ---- steps by name, for the tests that end or fail them


@contextmanager
def _step(driver: Driver, name: str) -> Iterator[None]:
    if driver.hook is not None:
        driver.hook(name, "before")
    yield
    if driver.hook is not None:
        driver.hook(name, "after")
