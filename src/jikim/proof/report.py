"""What a verification found: the counts, and each fault with its line and entry."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, NamedTuple

from jikim.proof.counts import UNKNOWN, Counts
from jikim.proof.generation import Generation

Kind = Literal[
    "header",  # the first line isn't a header, or its parts don't fit together
    "key",  # the export names another key than the trusted one
    "line",  # a line has another form than its one form, or stands where it can't
    "position",  # an entry is missing, out of order or there twice
    "commitment",  # a body and its salt don't give the entry's leaf
    "body",  # a body is as it was committed to, but isn't an object with an event; or it is missing before its time
    "tile",  # a tile isn't of these entries, though a checkpoint agrees with them; or it is misplaced
    "checkpoint",  # a checkpoint has another form, origin, order or place, or there is none
    "signature",  # a checkpoint isn't signed by the ledger's key
    "root",  # the entries up to a checkpoint aren't those that were signed
    "fork",  # a checkpoint was signed over other entries, while a later one agrees with these
    "held",  # the export isn't of the history that a held checkpoint was signed for
    "witness",  # a cosignature is wrong, or fewer witnesses cosigned than were asked for
    "counts",  # the last checkpoint signs other counts than the entries give
    "generation",  # the ledger goes on under another name without saying so as it must
    "trailer",  # the last line is missing or counts otherwise: the end may be cut off
]


# What a ledger says of itself that a reader should not overlook. It stands in the ledger as signed, and is no fault of
# the export.
OF_ITSELF = {
    "ledger:missing:found": "entries were taken out before they had a position",
    "ledger:forged:found": "entries were put in or altered by somebody without the key",
    "ledger:silent:found": "a process goes on recording, and what it vouches for does not arrive",
    "ledger:unpromised:found": "a process ended without a word: its last entries are not promised",
}


class Fault(NamedTuple):
    """One thing that is wrong: what kind, on which line (from 1), at which entry (from 0; None: at none), in words.

    Of a `root` and a `held` fault the entry is the first that may differ, as all before it agree with a checkpoint; or,
    where the export's tiles show it, the first that does differ.
    """

    kind: Kind
    line: int
    position: int | None
    text: str

    def __str__(self) -> str:
        entry = "" if self.position is None else f", entry {self.position}"
        return f"line {self.line}{entry}: {self.kind}: {self.text}"


@dataclass(frozen=True, slots=True)
class Report:
    """What was verified. `ok` says that nothing was found wrong; read it with `self_signed` and `uncovered`."""

    origin: str  # the ledger's name; empty where no key could be read
    key: str  # the text of the verifier key used; empty likewise
    self_signed: bool  # the key came from the export itself, so anyone could have made the export
    entries: int
    erased: int  # those whose body is gone, verified by the leaf alone
    expired: int  # those of them whose time was over, as the ledger itself says
    uncovered: int  # those after the last checkpoint that agreed
    checkpoints: int  # those that agreed
    disagreeing: int  # those well signed that didn't agree
    root: bytes  # over all entries, 32 bytes
    events: Mapping[str, int]  # how many bodies name each event
    counts: Counts | None  # how many entries of each kind, as the last checkpoint signs; None: it signs none
    generations: tuple[Generation, ...]  # those that went on after a restore
    witnessed: int | None  # up to which size enough of the witnesses cosigned; None where none were asked for
    witnesses: Mapping[str, tuple[int, int]]  # by name, the largest size that each cosigned, and when (POSIX seconds)
    faults: tuple[Fault, ...]  # in the order in which they were found, which is that of the lines
    more_faults: int  # how many were found beyond those kept

    @property
    def ok(self) -> bool:
        return not self.faults

    def __str__(self) -> str:
        """The report as lines of text. It repeats nothing of an entry but its event."""
        key = self.key or "unknown"
        if self.self_signed:
            key += " (the export's own: compare it with the one published)"
        lines = [
            f"ledger       {self.origin or 'unknown'}",
            f"key          {key}",
            f"entries      {self.entries}, of which {self.erased} with the body erased{self._expired()}",
            f"checkpoints  {self.checkpoints} agree, {self.disagreeing} do not",
            f"uncovered    {self.uncovered} after the last checkpoint that agrees",
            f"root         {b64encode(self.root).decode()}",
            f"counts       {self._counted()}",
            *(f"generation   {one}" for one in self.generations),
            *(f"witness      {name} up to {size}, at {moment(time)}" for name, (size, time) in self.witnesses.items()),
            *(f"event        {event} {count}" for event, count in sorted(self.events.items())),
            *(
                f"says itself  {words} ({self.events[event]})"
                for event, words in OF_ITSELF.items()
                if event in self.events
            ),
            *map(str, self.faults),
        ]
        if self.more_faults:
            lines.append(f"and {self.more_faults} more faults")
        if self.witnessed is not None:
            lines.append(f"witnessed    {self.witnessed} of {self.entries}")
        lines.append("verified" if self.ok else "NOT VERIFIED")
        return "".join(f"{line}\n" for line in lines)

    def _counted(self) -> str:
        if self.counts is None:
            return "not signed by the last checkpoint"
        unknown = self.unknown
        return f"signed: {self.counts.total() - unknown} entries by month and event, {unknown} erased before"

    @property
    def unknown(self) -> int:
        """How many entries were erased before they were counted."""
        return sum(many for one, many in (self.counts or {}).items() if one.event == UNKNOWN)

    def _expired(self) -> str:
        return f" ({self.expired} expired)" if self.expired else ""


def moment(time: int) -> str:
    """POSIX seconds as a date, where there is one for them."""
    try:
        return datetime.fromtimestamp(time, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    except (ValueError, OverflowError, OSError):
        return f"second {time}"
