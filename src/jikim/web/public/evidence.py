"""What the running system knows of itself, in numbers without names: the ground on which the promises page stands.

Guarantees: no name, no address, no value. What is not known is None, never a good word.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from jikim.app import AsyncJikim
from jikim.clock import machine_seconds
from jikim.db.driver import Statement, Steps
from jikim.jobs.backup import Q as BACKUP
from jikim.jobs.epoch_due import Ahead, Journal, last_epoch
from jikim.keys.keyring import Q as KEYS
from jikim.ledger.beside import Q as LEDGER
from jikim.policy.period import day_of
from jikim.store.sealed import Q
from jikim.verbs.house import House
from jikim.web.public.policy import versions

KEPT_SECONDS = 30.0


@dataclass(frozen=True)
class Evidence:
    """The numbers of one moment. `late` are parts in the archive whose day was over before yesterday, and that no hold keeps."""

    at: datetime
    today: date
    people: int
    lives: int
    rests: int
    held: int
    late: int
    swept: datetime | None
    certificates: int
    certified: datetime | None
    destroyed: int
    epoch: datetime | None
    epoch_waits: datetime | None
    backup: datetime | None
    entries: int
    waiting: int
    witnesses: tuple[tuple[str, int, datetime], ...]
    versions: int

    @property
    def swept_lately(self) -> bool:
        return self.swept is not None and self.at - self.swept <= timedelta(days=2)


def gather(house: House) -> Steps[Evidence]:
    """Asks the databases. Each number is of its own moment: they are milliseconds apart."""
    now, today = house.now(), day_of(house.now(), house.policy.zone)
    people = yield Statement(Q["people"], ())
    counts = yield Statement(Q["counts"], ())
    parts = yield Statement(Q["archive.counts"], ())
    swept = yield Statement(Q["sweep.before"], ("",))
    certificates = yield Statement(Q["certificates"], ())
    epoch: Journal | None = yield from last_epoch()
    ahead = yield Statement(KEYS["epoch.ahead"], ())
    sets = yield Statement(BACKUP["sets"], ())
    standing = yield Statement(LEDGER["ledger.standing"], ())
    checkpoint = yield Statement(LEDGER["ledger.last_checkpoint"], ())
    cosigned = yield Statement(LEDGER["ledger.witnesses"], ())
    found = yield from versions()
    verified = [one[2] for one in sets if one[2] is not None and one[3] is None]
    return Evidence(
        at=now, today=today,
        people=sum(row[2] for row in people if row[1] == 1),
        lives=sum(row[2] for row in counts), rests=sum(row[2] for row in parts), held=sum(row[3] for row in parts),
        late=sum(row[2] - row[3] for row in parts if row[1] < today - timedelta(days=1)),
        swept=swept[0][0] if swept[0][1] else None,
        certificates=len(certificates), certified=certificates[-1][1] if certificates else None,
        destroyed=sum(
            row["count"] for one in certificates for row in json.loads(one[2])["destroyed"] if row["what"] != "items that no rule keeps"
        ),
        epoch=epoch.done if epoch is not None else None,
        epoch_waits=Ahead._make(ahead[0]).since if Ahead._make(ahead[0]).names else None,
        backup=max(verified) if verified else None,
        entries=int(standing[0][0]), waiting=int(standing[0][0]) - (int(checkpoint[0][0]) if checkpoint else 0),
        witnesses=tuple((str(key).partition("+")[0], int(size), at) for key, size, at, said in cosigned if size),
        versions=len(found),
    )  # fmt: skip


class Kept:
    """The evidence, gathered at most twice a minute: anybody may open the page as often as they like."""

    def __init__(self) -> None:
        self._found: Evidence | None = None
        self._gathered = 0.0

    async def of(self, jk: AsyncJikim) -> Evidence:
        fresh = machine_seconds() - self._gathered < KEPT_SECONDS
        if self._found is None or not fresh or self._found.today != day_of(jk.now(), jk.policy.zone):
            self._found = await jk.driver.run(gather(jk.house))
            self._gathered = machine_seconds()
        return self._found
