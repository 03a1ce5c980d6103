"""Restoring: databases come back from a set, sealed; what may no longer be done is replayed into them; and only then
the house opens.

`restoring.json` stands in the ring directory from the first step to the last, and no house opens beside it. A restore
that was killed is run again with the same sets and goes on where it stopped; each database comes back whole or not at
all.

Where people lie on several servers (decision 25), all of them come back, or one further one alone, beside a house that
goes on. It gets the house's rules anew, follows them again, and its people are those of its range in the set: what the
others say of them since is compared with what came back. The house's own server does not come back alone: rows of people
elsewhere would name rules that it does not know.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from jikim.accounts.sessions import end_everybody
from jikim.app.opened import Opened
from jikim.backup import own_files
from jikim.backup.dump import Told
from jikim.backup.mark import Mark
from jikim.backup.programs import Programs, find_programs
from jikim.backup.restoring import restore_database
from jikim.backup.sets import Set, data_of, open_set
from jikim.clock import MovableClock, WallClock
from jikim.db.distributing import distribute, expect_closed, ranges_of
from jikim.db.driver import Driver
from jikim.db.embedded import Embedded
from jikim.db.everywhere import end_move, hold_everywhere
from jikim.db.keeper import ADMIN
from jikim.db.migrate import create_databases, expect_head, migrate, role_of
from jikim.db.schema import DATABASES, Database
from jikim.db.spread import HOUSE, database_of, variable_of
from jikim.db.steps import inboxes, value_of
from jikim.errors import JikimError, StoreError
from jikim.handlers.sessions import end_every_office
from jikim.jobs.ledger_generation import forget_placed
from jikim.jobs.reindex import reindex
from jikim.jobs.restore import Replayed, compare_claims, replay
from jikim.keys.restrictions import Restrictions
from jikim.policy.model import PolicyFile
from jikim.reading.mass import lapse_masses
from jikim.settings import Settings
from jikim.store.sealed import Q
from jikim.store.versions import parse_moment
from jikim.verbs.house import SYSTEM


def quiet(_what: str, _bytes: int) -> None:
    """Hears of progress and says nothing."""


@dataclass(frozen=True)
class Restored:
    """What came back. `begun` is the moment of the backup: what was collected after it is lost."""

    number: int | None
    begun: datetime | None
    databases: tuple[str, ...]
    replayed: Replayed

    def as_json(self) -> dict[str, Any]:
        return {
            "set": self.number,
            "begun": self.begun.isoformat() if self.begun else None,
            "databases": list(self.databases),
            **self.replayed.as_json(),
        }


def restore(
    file: PolicyFile,
    settings: Settings,
    place: Path | None,
    keys: Path | None = None,
    *,
    owners: Mapping[str, str] | None = None,
    rules: str | None = None,
    only: str | None = None,
    told: Told = quiet,
) -> Restored:
    """Puts the data (live, archive and ledger) back from the set at `place` (and the key store from the set at `keys`), replays, and
    opens.

    `place` None only replays: for databases that someone put back by other means. `owners` are connection strings of
    roles that may act as jikim_owner, for databases of one's own and further servers of people; `rules` is how these reach
    the house's, as `jikim distribute` takes it (None: by the owner's). `only` names the one further server that comes back
    (`live@2`), where all else stands. Databases that hold something are left alone. Raises StoreError.
    """
    house = _Restoring(file, settings)
    try:
        return house.restore(place, keys, owners or {}, rules, only, told)
    finally:
        house.close()


class _Restoring(Opened):
    def __init__(self, file: PolicyFile, settings: Settings) -> None:
        super().__init__(file, settings, "restore")
        self.driver: Driver | None = None

    def close(self) -> None:
        if self.driver is not None:
            self.driver.close()
        if self._server is not None:
            self._server.__exit__(None, None, None)
            self._server = None

    def restore(
        self,
        place: Path | None,
        keys: Path | None,
        owners: Mapping[str, str],
        rules: str | None,
        only: str | None,
        told: Told,
    ) -> Restored:
        if place is None and keys is not None:
            raise JikimError(
                "a set of the keys alone restores nothing",
                hint="name a set of the data too",
                ko=("키 백업 세트만으로는 아무것도 복원하지 않습니다", "데이터 백업 세트도 적어 주세요"),
            )
        self._furnish(WallClock())
        found = self._sets(place, keys, only)
        programs, owners, dsns = self._databases(owners)
        every: dict[str, str] = dict([*dsns.items(), *self.settings.people.items()])
        mark, resume = Mark(self.settings.ring_directory), False
        if found:
            self._expect_others(found, every)
            if only is not None:
                self._expect_ranges(found[only], owners[HOUSE])
            # One that was killed just after a database came back, and before it was marked, finds that database whole.
            resume = mark.begin({database: one.path.name for database, one in found.items()})
            if only is not None and not mark.done():
                try:
                    expect_closed(owners[HOUSE])
                except StoreError:
                    mark.end()
                    raise
        came = []
        for inbox in every:
            if inbox in found and inbox not in mark.done():
                restore_database(found[inbox], inbox, owners[inbox], programs, told, resume=resume)
                mark.did(inbox)
            if inbox in found:
                came.append(inbox)
        if HOUSE in found:
            own_files.put_back(found[HOUSE], self.settings.directory)
        for inbox in came:
            migrate(database_of(inbox), owners[inbox])
        for inbox, dsn in every.items():
            expect_head(inbox, dsn)
        if self.settings.people:
            # What was put back by other means may be of a moment whose rules the house's server sends no more.
            people = {one: owners[one] for one in (HOUSE, *self.settings.people)}
            for step in distribute(people, rules or owners[HOUSE], anew=place is None):
                step.make()
        self.driver = Driver(dsns, further=self.settings.people)
        self.driver.open()
        self.driver.run(end_move())
        restrictions = Restrictions(self.settings.ring_directories, self.settings.people)
        self._settle_clock(self.driver)
        # What is in force is what the database says; a file that was announced since is replayed, and opened with
        # afterwards.
        self.driver.run(self.house.versions.refresh(self.house.now()))
        if not self.house.versions.number:
            policy = self.driver.run(self.house.versions.load(self._file))
            entry = self.driver.run(self.house.entry("policy:adopt", policy, SYSTEM))
            self.driver.run(self.house.versions.adopt(policy, entry))
        alone = None if only is None else (only, found[only].begun)
        replayed = self.driver.run(replay(self.house, restrictions, bool(found), alone))
        self.driver.run(end_everybody())
        self.driver.run(end_every_office())
        self.driver.run(lapse_masses())
        # An index that was rotated after the backup is made anew from the records: nobody is found by an old one.
        self.driver.run(reindex(self.house, put_back=bool(self.settings.people)))
        self.driver.run(compare_claims(self.house))
        # The ledger that came back goes on as another generation, whose first entry names the last checkpoint of the
        # one before.
        self.driver.run(self._go_on(whatever="ledger" in found))
        for source in self.driver.run(inboxes()):
            self.driver.run(forget_placed(self.house, source))
        self.driver.hurried(self.word(True))
        # Nobody is let in to a server that does not know yet what was replayed at the house's.
        self.driver.run(hold_everywhere())
        mark.end()
        data = found.get(only or HOUSE)
        return Restored(data.number if data else None, data.begun if data else None, tuple(came), replayed)

    def _settle_clock(self, driver: Driver) -> None:
        # A demo's clock came back with its database, and goes on from where it stood then.
        if driver.run(value_of(Q["setting_of"](name="demo"))) == "yes":
            clock = MovableClock(parse_moment(driver.run(value_of(Q["setting_of"](name="demo-clock")))))
            self.house = replace(self.house, clock=clock)

    def _sets(self, place: Path | None, keys: Path | None, only: str | None) -> dict[str, Set]:
        key = self.house.keyring.ring.backup_key
        found: dict[str, Set] = {}
        people = self.settings.people
        if only is not None and only not in people:
            raise JikimError(
                "`{}` is no further server of people",
                hint=f"these are: {', '.join(people) or 'none'}; the house's own comes back with all of them",
                given=only,
                ko=(
                    "추가한 정보주체 서버가 아닙니다: `{}`",
                    f"추가한 서버: {', '.join(people) or '없음'}. 하우스의 서버는 모든 서버와 함께 복원합니다",
                ),
            )
        if place is not None:
            data = open_set(place, key)
            if data.inboxes != (wanted := sorted(data_of(people))):
                raise StoreError(
                    f"`{place.name}` is of {', '.join(data.inboxes)}, and {', '.join(wanted)} are set",
                    hint=f"check {variable_of('live@2')} and on: they are those of the house that made the set",
                    ko=(
                        f"`{place.name}` 세트에는 {', '.join(data.inboxes)}가 있는데 {', '.join(wanted)}가 설정되어 있습니다",
                        f"{variable_of('live@2')}부터의 설정을 확인해 주세요. 세트를 만든 하우스의 설정과 같아야 합니다",
                    ),
                )
            found = dict.fromkeys(wanted if only is None else [only], data)
        if keys is not None:
            found["keys"] = open_set(keys, key)
        return found

    def _databases(self, owners: Mapping[str, str]) -> tuple[Programs, Mapping[str, str], dict[Database, str]]:
        if self.settings.dsns:
            if missing := [inbox for inbox in (*DATABASES, *self.settings.people) if inbox not in owners]:
                raise JikimError(
                    "no role is named that may put databases back",
                    hint=f"set {variable_of(missing[0], '_OWNER')}: docs/how-to/backup.md",
                    ko=(
                        "DB를 되돌릴 수 있는 계정을 알 수 없습니다",
                        f"{variable_of(missing[0], '_OWNER')}을 설정해 주세요: docs/how-to/backup.ko.md",
                    ),
                )
            return find_programs(), owners, dict(self.settings.dsns)
        self.settings.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        server = Embedded.start(self.settings.directory)
        self._server = server
        create_databases(server.conninfo("postgres", ADMIN))
        admins: dict[str, str] = {database: server.conninfo(database, ADMIN) for database in DATABASES}
        return find_programs(server.bin_dir), admins, {each: server.conninfo(each, role_of(each)) for each in DATABASES}

    @staticmethod
    def _expect_others(found: Mapping[str, Set], every: Mapping[str, str]) -> None:
        """What does not come back is there. Raises StoreError before anything is changed."""
        for inbox, dsn in every.items():
            if inbox in found:
                continue
            try:
                expect_head(inbox, dsn)
            except StoreError:
                if inbox != "keys":
                    raise
                raise StoreError(
                    "there is no key store, and without its keys nothing of the set opens",
                    hint="name its newest set too: --keys DIR",
                    ko=(
                        "키 DB가 없습니다. 키가 없으면 세트의 아무것도 열 수 없습니다",
                        "가장 최근의 키 백업 세트도 적어 주세요: --keys DIR",
                    ),
                ) from None

    @staticmethod
    def _expect_ranges(found: Set, owner: str) -> None:
        """INVARIANT: a server that comes back alone has the people whom the house looks for there."""
        if tuple((str(first), server) for first, server in ranges_of(owner)) != found.lies:
            raise StoreError(
                f"people lie on the servers otherwise than when `{found.path.name}` was made",
                hint="restore all servers from it, into empty databases, or this one from a newer set",
                ko=(
                    f"`{found.path.name}` 세트를 만든 뒤에 정보주체를 나눈 범위가 바뀌었습니다",
                    "빈 DB에 모든 서버를 복원하거나 더 최근의 세트를 사용해 주세요",
                ),
            )
