"""Counting reads as the sequencer places their entries: whose, in which five minutes, of how many people, how many
values unmasked.

Nothing is added to the statement that reads. What an officer approved for many (`mass`) is not counted, nor what the
house itself does.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

READ = frozenset({"record:use:allowed", "archive:consult:allowed"})
_READERS = ("handler:", "officer:", "application:")
_SLOT = 300
_NIGHT = (22, 7)


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
            counts = actor.startswith(_READERS) and "mass" not in body
            self._body, self._place = body, (actor, int(at.timestamp()) // _SLOT) if counts else None
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
            hour = begins.astimezone(self._zone).hour
            found.append(
                {
                    "actor": actor,
                    "slot": begins.isoformat(),
                    "night": hour >= _NIGHT[0] or hour < _NIGHT[1],
                    "people": len(people),
                    "unmasked": self._unmasked.get((actor, slot), 0),
                }
            )
        return found
