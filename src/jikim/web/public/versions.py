"""The versions that people can read: each that is or was in force, the one that is announced, and what was announced
and withdrawn."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, NamedTuple

from jikim.db.driver import Steps
from jikim.policy.model import PolicyFile
from jikim.publishing.publications import Publication, publications
from jikim.store.sealed import Q
from jikim.verbs.house import House

State = Literal["in-force", "past", "coming", "withdrawn"]


class Version(NamedTuple):
    """One version: its number here, the file as it was adopted, and how it stands. `since`: from when on it is or was
    in force."""

    number: int
    file: PolicyFile
    state: State
    since: datetime | None
    publication: Publication | None

    @property
    def day(self) -> str:
        """The day of its address."""
        return self.file.version.effective.isoformat()


_read: dict[bytes, PolicyFile] = {}


def versions(house: House) -> Steps[list[Version]]:
    """Every version that is, was or will be in force, and each that was announced and withdrawn; the newest first."""
    rows = yield Q["policies"]()
    schedule = yield Q["version.schedule"]()
    announced = yield from publications(house)
    now = house.now()
    since = {version: at for version, at, _ in schedule}
    current = next((version for version, at, switched in reversed(schedule) if switched or at <= now), 0)
    found: list[Version] = []
    for number, digest, text in rows:
        publication = next((one for one in announced if one.version == number and one.posted is not None), None)
        if number in since:
            state: State = "in-force" if number == current else "coming" if since[number] > now else "past"
        elif publication is not None:
            state = "withdrawn"
        else:
            # Stored, and never announced to anybody: nobody reads it.
            continue
        file = _read.get(bytes(digest))
        if file is None:
            file = _read[bytes(digest)] = PolicyFile.model_validate_json(text)
        found.append(Version(number, file, state, since.get(number), publication))
    return sorted(found, key=lambda one: (one.file.version.effective, one.number), reverse=True)


def listed(found: list[Version]) -> list[Version]:
    """Those that are or were in force or will be; of two for one day the last."""
    by_day: dict[str, Version] = {}
    for one in reversed(found):
        if one.state != "withdrawn":
            by_day[one.day] = one
    return list(reversed(by_day.values()))


def named(found: list[Version], name: str) -> Version | None:
    """A version by its day (`2013-02-05`; of two the last that was in force) or by its number."""
    by_day = {one.day: one for one in reversed(listed(found))}
    if name in by_day:
        return by_day[name]
    return next((one for one in found if str(one.number) == name or one.day == name), None)
