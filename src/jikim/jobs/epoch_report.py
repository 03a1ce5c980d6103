"""What an epoch did, as its runner is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Turned:
    """An epoch that is done. `backup` is None where none is configured; `worth` is the provider's word on its
    destruction; `told` what an operator should know of the ring's files, in English and Korean."""

    ring: int
    names: int
    shards: int
    rewrapped: int
    damaged: int
    backup: bool | None
    begun: datetime
    done: datetime
    irrecoverable: datetime
    worth: Mapping[str, str]
    resumed: bool
    told: tuple[tuple[str, str], ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "ring": self.ring,
            "names": self.names,
            "shards": self.shards,
            "rewrapped": self.rewrapped,
            "damaged": self.damaged,
            "backup": self.backup,
            "begun": self.begun.isoformat(),
            "done": self.done.isoformat(),
            "irrecoverable": self.irrecoverable.isoformat(),
            "worth": dict(self.worth),
            "resumed": self.resumed,
            "told": [english for english, _ in self.told],
        }


def backup_word(backup: bool | None) -> str:
    return "none" if backup is None else "verified"
