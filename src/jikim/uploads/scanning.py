"""Whether an upload was scanned: by a scanner that answers, with signatures that are not old ("up-to-date", clause
10.3)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from jikim.clock import machine_moment
from jikim.policy.compiled import Policy
from jikim.policy.period import Period
from jikim.settings import Settings
from jikim.uploads.clamd import ScannerError, scan, version

OLDEST = timedelta(days=7)  # with older signatures, a "nothing found" says too little to be believed
State = Literal["none", "silent", "unknown", "fresh", "stale", "old"]


class Scanner(NamedTuple):
    """How the scanner stands: none is set, it is silent, its signatures' age is unknown, fresh, stale (past the
    safeguard's interval) or old.

    `scans` says whether what it finds counts.
    """

    state: State
    signatures: datetime | None
    engine: str = ""

    @property
    def scans(self) -> bool:
        return self.state in ("fresh", "stale")


def interval_of(policy: Policy) -> timedelta:
    """How often the policy's safeguard of clause 10.3 wants new signatures; a day where it states none."""
    every = next(
        (one.every for one in policy.file.safeguards.values() if one.clause == "10.3" and one.every), Period(1, "d")
    )
    return timedelta(days=every.approximate_days())


async def scanner_of(settings: Settings, interval: timedelta = timedelta(days=1)) -> Scanner:
    """Asks the scanner how it stands."""
    if settings.clamd is None:
        return Scanner("none", None)
    try:
        found = await version(settings.clamd)
    except ScannerError:
        return Scanner("silent", None)
    if found.signatures is None:
        return Scanner("unknown", None, found.engine)
    age = machine_moment() - found.signatures
    # A day more: new signatures are made once a day, and fetched somewhat later.
    state: State = "old" if age > OLDEST else "stale" if age > interval + timedelta(days=1) else "fresh"
    return Scanner(state, found.signatures, found.engine)


async def found_in(settings: Settings, content: bytes) -> tuple[bool, str | None]:
    """Whether a content was scanned, and the name of what was found in it. A find counts however old the signatures
    are."""
    scanner = await scanner_of(settings)
    if settings.clamd is None or scanner.state in ("none", "silent"):
        return False, None
    try:
        name = await scan(settings.clamd, content)
    except ScannerError:
        return False, None
    return name is not None or scanner.scans, name
