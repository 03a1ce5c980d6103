"""Counting reads as the sequencer places their entries: whose, in which five minutes, of how many people, how many
values unmasked.

By it is found who reads many more than usual, and code inside the process, which no limit stops before
(`verbs/read_limits.py`). Not counted is what no limit is asked of: what an officer approved for many (`mass`), the
answer to a person's own request (`answers`), and what the system itself does. A handler and the officer that they
become are one reader.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

READ = frozenset({"record:use:allowed", "archive:consult:allowed", "subject:show:allowed"})
EXEMPT = frozenset({"mass", "answers"})
_READERS = ("handler:", "officer:", "application:")
_SLOT = 300
_NIGHT = (22, 7)


def at_night(at: datetime, zone: ZoneInfo) -> bool:
    """Whether a moment is at night, in the policy's time zone."""
    hour = at.astimezone(zone).hour
    return hour >= _NIGHT[0] or hour < _NIGHT[1]


class Reads:
    """The reads of one batch of entries."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        self._people: dict[tuple[str, int], set[UUID | None]] = {}
        self._unmasked: dict[tuple[str, int], int] = {}
        self._body: Mapping[str, Any] | None = None  # the last that was met
        self._place: tuple[str, int] | None = None  # who reads in it and in which five minutes, where that is counted
        self._shown = False  # whether unmasked

    def add(self, body: Mapping[str, Any], at: datetime, subject: UUID | None) -> None:
        """Counts one entry of a read. Entries that say the same have one body."""
        if body is not self._body:
            actor = str(body["actor"])
            counts = actor.startswith(_READERS) and EXEMPT.isdisjoint(body)
            reader = actor.replace("officer:", "handler:", 1)
            self._body, self._place = body, (reader, int(at.timestamp()) // _SLOT) if counts else None
            self._shown = body.get("shown") == "unmasked"
        if (place := self._place) is None:
            return
        self._people.setdefault(place, set()).add(subject)
        if self._shown:
            self._unmasked[place] = self._unmasked.get(place, 0) + 1

    def counted(self) -> list[dict[str, Any]]:
        """The counts, as the database takes them."""
        found = []
        for (actor, slot), people in self._people.items():
            begins = datetime.fromtimestamp(slot * _SLOT, UTC)
            found.append(
                {
                    "actor": actor,
                    "slot": begins.isoformat(),
                    "night": at_night(begins, self._zone),
                    "people": len(people),
                    "unmasked": self._unmasked.get((actor, slot), 0),
                }
            )
        return found
