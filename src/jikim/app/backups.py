"""Backups of an opened Jikim: `jk.backups.make()` and its like, with the roles, programs and places that its settings
name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from jikim.app.opened import Driven
from jikim.backup.dump import Means, Told
from jikim.backup.keep import Keep, parse_keep
from jikim.backup.programs import find_programs
from jikim.backup.sets import outside
from jikim.db.embedded import Embedded
from jikim.db.keeper import ADMIN
from jikim.db.schema import DATABASES
from jikim.errors import JikimError
from jikim.jobs import backup as job
from jikim.jobs.backup import Begun, Made
from jikim.ledger.moving import lots_over

OBJECTS = "ledger-objects"


def quiet(_what: str, _bytes: int) -> None:
    """Hears of progress and says nothing."""


class Backups:
    """What `jk.backups` offers. Every set is encrypted with the ring's backup key and read back before it counts."""

    def __init__(self, jk: Driven) -> None:
        self._jk = jk

    def make(self, to: Path | None = None, *, told: Told = quiet, wait: float = 0.0) -> Made:
        """A set of live (each server), archive and ledger, in `to` or the settings' directory; then older ones go. Past
        months of the ledger that lie in a directory are copied beside it afterwards (`ledger-objects`). Raises StoreError,
        ConflictError."""
        place = self._place(to)
        settings = self._jk.settings
        own = (settings.directory, settings.backup_files)
        made = job.backup(self._jk.driver, self._jk.house, self.means(told), place, self._keep, own, wait=wait)
        self._jk.house.objects.copy_to(place / OBJECTS, self._jk.driver.run(lots_over(self._jk.policy.zone)))
        return made

    def keys(self, to: Path | None = None, *, told: Told = quiet, wait: float = 0.0) -> Made:
        """A set of the key store, in `to` or the settings' directory; every older one goes. Raises StoreError,
        ConflictError."""
        place = to or self._jk.settings.keys_backups
        if place is None:
            raise JikimError(
                "no directory is named for backups of the keys",
                hint="use --to, or set JIKIM_KEYS_BACKUP_DIR",
                ko=("키 백업 디렉터리를 알 수 없습니다", "--to를 적거나 JIKIM_KEYS_BACKUP_DIR을 설정해 주세요"),
            )
        self._apart(place)
        return job.backup_keys(
            self._jk.driver, self._jk.house, self.means(told), self._jk.house.keyring.reload, place, wait=wait
        )

    def both(self, to: Path | None = None, *, told: Told = quiet) -> list[Made]:
        """A set of the data, and where a directory is named for them one of the keys after it, so that every key which the
        first needs is in it."""
        made = [self.make(to, told=told)]
        if self._jk.settings.keys_backups is not None:
            made.append(self.keys(told=told))
        return made

    def base(self, to: Path | None = None, *, told: Told = quiet, wait: float = 0.0) -> Made:
        """The files of the servers of live (each), archive and ledger. Raises StoreError where one of them is the server of
        the keys."""
        place = self._place(to)
        return job.backup_base(self._jk.driver, self._jk.house, self.means(told), place, self._keep, wait=wait)

    def prune(self, to: Path | None = None) -> Made:
        """Removes sets that are not kept; makes none."""
        place = self._place(to)
        return job.prune(self._jk.driver, self._jk.house, self.means(quiet), place, self._keep)

    def due(self) -> datetime | None:
        """When the policy's safeguards want the next set; None: now."""
        return job.next_due(self._jk.driver, self._jk.house)

    def known(self) -> list[Begun]:
        """Every backup of the data that was begun, as the database knows it."""
        return job.backups(self._jk.driver)

    def for_epoch(self, wait: float = 600.0) -> Callable[[], bool] | None:
        """What an epoch calls before it destroys a root key version: a verified backup of the keys as they are wrapped
        now. None where no directory is named for them."""
        if self._jk.settings.keys_backups is None:
            return None
        return lambda: self.keys(wait=wait).set is not None

    def means(self, told: Told = quiet) -> Means:
        """The embedded server's superuser reads there; elsewhere the roles that the settings name."""
        server = self._jk._server
        key = self._jk.house.keyring.ring.backup_key
        if isinstance(server, Embedded):
            readers: dict[str, str] = {database: server.conninfo(database, ADMIN) for database in DATABASES}
            return Means(readers, find_programs(server.bin_dir), key, told)
        return Means(self._jk.settings.readers, find_programs(), key, told)

    @property
    def _keep(self) -> Keep:
        return parse_keep(self._jk.settings.backups_kept)

    def _place(self, to: Path | None) -> Path:
        place = to or self._jk.settings.backups
        if place is None:
            raise JikimError(
                "no directory is named for backups",
                hint="use --to, or set JIKIM_BACKUP_DIR",
                ko=("백업 디렉터리를 알 수 없습니다", "--to를 적거나 JIKIM_BACKUP_DIR을 설정해 주세요"),
            )
        if not outside(self._jk.settings.ring_directories, place):
            raise JikimError(
                "backups do not lie with the key ring that opens them",
                hint="name another directory",
                ko=("백업을 여는 키 고리와 같은 곳에 백업을 둘 수 없습니다", "다른 디렉터리를 적어 주세요"),
            )
        keys = self._jk.settings.keys_backups
        if keys is not None and not outside((keys,), place):
            raise JikimError(
                "backups do not lie with those of the keys",
                hint="name another directory",
                ko=("데이터 백업과 키 백업은 같은 곳에 둘 수 없습니다", "다른 디렉터리를 적어 주세요"),
            )
        return place

    def _apart(self, place: Path) -> None:
        settings = self._jk.settings
        others = (*settings.ring_directories, *((settings.backups,) if settings.backups is not None else ()))
        if not outside(others, place):
            raise JikimError(
                "backups of the keys lie apart from the key ring and from other backups",
                hint="name another directory, on another disk at best",
                ko=(
                    "키 백업은 키 고리나 다른 백업과 같은 곳에 둘 수 없습니다",
                    "다른 디렉터리를, 될 수 있으면 다른 디스크에 적어 주세요",
                ),
            )
