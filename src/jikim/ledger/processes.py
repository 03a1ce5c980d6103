"""What the sequencer knows of each process: which of its numbers it has placed, and whether what the process vouches
for is there.

What is vouched for and in no inbox was taken out of one: `ledger:missing:found`. What has no true number, or one that
was there before, or one of a month whose key is gone, so that nobody can tell, is `ledger:forged:found`, and says
nothing else. A process that ended without a word has recorded what nobody vouches for: `ledger:unpromised:found`. One
that goes on recording for a minute, and none of whose words arrive, is `ledger:silent:found`.

The numbers seen lie sealed in the database, under a key beside the signing key: whoever alters or removes them makes
the ledger say that more is missing, never less.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
import psycopg

from jikim.clock import machine_seconds
from jikim.crypto import unwrap, wrap
from jikim.db.driver import Row
from jikim.db.queries import load
from jikim.errors import SealError
from jikim.ledger.body import Waiting, moment
from jikim.ledger.numbers import (
    PROCESS_BYTES,
    EntryNumber,
    MacKey,
    Ranges,
    Word,
    holds,
    joined,
    place_of,
    ranges,
    read,
    text_of,
    within,
    without,
)

Q = load("jikim.ledger")
KEY = b"numbers"  # of the space `signing`, whose keys stand for good
MISSING, FORGED = "ledger:missing:found", "ledger:forged:found"
UNPROMISED, SILENT = "ledger:unpromised:found", "ledger:silent:found"
ALARMS = frozenset({MISSING, FORGED, SILENT})
TAIL_SECONDS = 60.0
MOST_RANGES = 2_000

STRANGER = {"actor": "unreadable"}  # who wrote what has no true number

Body = dict[str, Any]


class Seen(msgspec.Struct):
    """Of one process: the numbers placed, the last entry's, that of its last word, and the last of which it was said
    that nobody vouches for it.

    `open`: those of which further rows may come, where a batch ended among them. `at`: when its last entry was placed,
    in seconds. `floor`: below it nothing is known any more, and nothing is missed.
    """

    seen: Ranges = []
    top: int = -1
    told: int = -1
    said: int = -1
    floor: int = 0
    open: Ranges = []
    at: float = 0.0

    def add(self, numbers: Iterable[int]) -> None:
        self.seen = joined([*self.seen, *ranges(numbers)])

    def forget(self) -> None:
        """Keeps the last ranges of what was vouched for: all of it has been placed. The numbers between two of the others
        may still lie in another inbox."""
        settled = sum(high < self.told for _, high in self.seen)
        if settled > MOST_RANGES:
            self.seen = self.seen[settled - MOST_RANGES :]
            self.floor = self.seen[0][0]

    def new(self, place: EntryNumber) -> bool:
        """Whether this was not there before: a number counts once, and further rows of it come with the first or right
        after it."""
        number = place.number
        seen = number < self.floor or within(number, self.seen)
        return not seen or (place.row > 0 and within(number, self.open))

    @property
    def ahead(self) -> bool:
        """Whether there are entries after the last word, of which nothing has been said."""
        return self.top > max(self.told, self.said)


class Said(NamedTuple):
    """A word as it came: `holds` is whether the process wrote it."""

    entry: UUID
    at: datetime
    said: str
    holds: bool = False


@dataclass
class Ahead:
    """A process with entries after its last word, as this sequencer saw it: since when, and when one was placed last,
    in the machine's seconds.

    `told` is its last word then. `left`: when a sequencer before this one placed its last, of which the house's clock
    alone tells how long ago.
    """

    since: float
    last: float
    told: int
    left: float | None = None

    def moved(self, state: Seen) -> bool:
        """Whether another sequencer has heard or placed something of it meanwhile."""
        return state.told != self.told or (self.left is not None and state.at != self.left)


class Processes:
    """The states of some processes, read under the tree's lock and written back before it is let go."""

    def __init__(self, conn: psycopg.Connection[Row], key: bytes, processes: Iterable[int]) -> None:
        self._conn = conn
        self._key = key
        self.states: dict[int, Seen] = {number: Seen() for number in processes}
        rows = (
            conn.execute(Q["ledger.processes"].text, (list(self.states),), binary=True).fetchall()
            if self.states
            else ()
        )
        for number, sealed in rows:
            self.states[number] = opened(key, number, bytes(sealed))

    def keep(self, words: Sequence[UUID] = (), ended: Sequence[int] = ()) -> None:
        """Writes the states back. The words were read, and go."""
        sealed = [
            wrap(self._key, _name(number), msgspec.msgpack.encode(state)) for number, state in self.states.items()
        ]
        self._conn.execute(Q["ledger.keep_processes"].text, (list(self.states), sealed, list(ended), list(words)))


def behind(conn: psycopg.Connection[Row], key: bytes, at: datetime) -> dict[int, Ahead]:
    """Processes whose entries are ahead of their words, as a sequencer before this one left them."""
    now, found = machine_seconds(), {}
    for process, sealed in conn.execute(Q["ledger.processes"].text, (None,), binary=True).fetchall():
        state = opened(key, process, bytes(sealed))
        if state.ahead:
            then = now - max(0.0, at.timestamp() - state.at)
            found[process] = Ahead(then, then, state.told, state.at)
    return found


def opened(key: bytes, process: int, sealed: bytes) -> Seen:
    """A process's state. One that somebody altered knows nothing, so that what is vouched for is missing."""
    try:
        return msgspec.msgpack.decode(unwrap(key, _name(process), sealed), type=Seen)
    except (SealError, msgspec.DecodeError):
        return Seen()


def _name(process: int) -> bytes:
    return b"process" + process.to_bytes(8, "big")


def true_place(key: MacKey | None, entry: UUID, at: datetime, fact: str, who: bytes) -> EntryNumber | None:
    """What an entry's number says; None for one that no process of this house wrote, and where the month's key is gone."""
    return place_of(entry) if key is not None and holds(key, entry, at, fact, who) else None


def forged(row: Waiting) -> Body:
    """What is said of a row without a true number of its own."""
    return {**STRANGER, "at": moment(row.at), "entry": str(row.entry), "event": FORGED}


class Judged(NamedTuple):
    """What is to be said in the ledger, which processes have ended, and of which there was a word that is new."""

    found: list[Body]
    over: list[int]
    heard: set[int]


def judged(words: Sequence[Said], states: Mapping[int, Seen], late: Mapping[int, bool]) -> Judged:
    """Judges these words, and processes that are `late` with theirs (True: they go on recording).

    Everything that waited when the words were read has been placed.
    """
    found: list[Body] = []
    over: list[int] = []
    heard: set[int] = set()
    told: dict[int, Ranges] = {}
    for word in words:
        process, number, _ = place_of(word.entry)
        if not word.holds or (said := _read(word.said)) is None:
            found.append({"event": FORGED, "number": str(word.entry)})
            continue
        state = states[process]
        state.add([number])
        # One that was there before says nothing of now.
        if number > state.told:
            state.told = number
            heard.add(process)
        told[process] = joined([*told.get(process, []), *said.told])
        if said.ended:
            over.append(process)
    for process, vouched in told.items():
        state = states[process]
        missing = [(max(low, state.floor), high) for low, high in without(vouched, state.seen) if high >= state.floor]
        if missing:
            count = sum(high - low + 1 for low, high in missing)
            found.append({"event": MISSING, "process": _hex(process), "numbers": text_of(missing), "count": count})
            # It is said once.
            state.seen = joined([*state.seen, *missing])
        state.forget()
    for process, going_on in late.items():
        state = states[process]
        if state.ahead and process not in heard:
            found.append({"event": SILENT if going_on else UNPROMISED, "process": _hex(process), "after": state.told})
            state.said = state.top
    return Judged(found, over, heard)


def _read(text: str) -> Word | None:
    try:
        return read(text)
    except msgspec.DecodeError:
        return None


def _hex(process: int) -> str:
    return process.to_bytes(PROCESS_BYTES, "big").hex()
