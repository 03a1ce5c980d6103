"""Permanent numbers for the names that a policy uses: a registry that only grows.

Masks and sets stored beside records hold these numbers, so adding, removing or reordering names in a policy never
reinterprets what was stored under an older version. A name that leaves the policy keeps its number for ever.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

Space = Literal[
    "item", "purpose", "archive", "consent", "record", "event", "rule", "recipient", "processor", "channel", "partner"
]


@dataclass(frozen=True, slots=True)
class Numbers:
    """Space and name to number, from 1 up in each space."""

    table: Mapping[Space, Mapping[str, int]] = field(default_factory=dict)

    def of(self, space: Space, name: str) -> int | None:
        """The number, or None for a name that was never registered."""
        return self.table.get(space, {}).get(name)

    def names(self, space: Space) -> dict[int, str]:
        """Number to name."""
        return {number: name for name, number in self.table.get(space, {}).items()}

    def grown(self, wanted: Iterable[tuple[Space, str]]) -> Numbers:
        """A registry that also numbers these names, in the order given. Numbers already given never change."""
        table: dict[Space, dict[str, int]] = {space: dict(names) for space, names in self.table.items()}
        for space, name in wanted:
            names = table.setdefault(space, {})
            # INVARIANT: numbers are dense and never reused, so the next one is the count plus one.
            names.setdefault(name, len(names) + 1)
        return Numbers(table)

    def rows(self) -> list[tuple[str, str, int]]:
        """(space, name, number), for the store."""
        return [(space, name, number) for space, names in self.table.items() for name, number in names.items()]

    @classmethod
    def from_rows(cls, rows: Iterable[tuple[str, str, int]]) -> Numbers:
        """The registry as the store keeps it."""
        table: dict[Space, dict[str, int]] = {}
        for space, name, number in rows:
            table.setdefault(space, {})[name] = number  # type: ignore[arg-type]
        return cls(table)
