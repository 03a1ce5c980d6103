"""Permanent numbers for the names that a policy uses: a registry that only grows.

Masks and sets stored beside records hold these numbers, so adding, removing or reordering names in a policy never
reinterprets what was stored under an older version. A name that leaves the policy keeps its number for ever. What
people know by a label (a purpose, a recipient, a processor, a partner) is registered by its `identity`: another company
under the same name has another number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from jikim.policy.identity import key_of

Space = Literal[
    "item",
    "purpose",
    "archive",
    "consent",
    "record",
    "event",
    "rule",
    "recipient",
    "processor",
    "channel",
    "partner",
    "people",
    "system",
]
SPACES: tuple[Space, ...] = get_args(Space)


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

    def handle(self, space: Space, number: int) -> str:
        """A name for ever, by which settings and stores know a number: `carrier` for the first of that name,
        `carrier#2` for the next one."""
        names = self.names(space)
        key = key_of(names.get(number, f"#{number}"))
        alike = sorted(other for other, name in names.items() if key_of(name) == key)
        place = alike.index(number) + 1 if number in alike else 0
        return key if place == 1 else f"{key}#{place or number}"

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
