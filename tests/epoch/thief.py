"""The thief: holds a copy of the key store and of every ring file from any day, and takes every root key that exists
today.

Nothing of the product's own reading is used but the two wrappings: the thief tries each root key on each ring file, and
each shard key that comes out on each wrapped key.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from jikim.crypto import unwrap
from jikim.errors import SealError
from jikim.keys.shards import Secret, shard_of


@dataclass
class Thief:
    """What was stolen so far. `look` steals what lies there today."""

    directories: tuple[Path, ...]
    keys: str  # the superuser's connection string of the key store
    rings: set[tuple[int, bytes]] = field(default_factory=set)
    wrapped: dict[tuple[str, bytes], set[bytes]] = field(default_factory=dict)

    def look(self) -> None:
        """Copies the key store's rows and every ring file. Not the root keys: who has those of the same day has
        everything."""
        for directory in self.directories:
            for path in directory.glob("ring-*.json"):
                try:
                    found = json.loads(path.read_bytes())
                except (FileNotFoundError, ValueError):
                    continue  # It is being overwritten and removed at this very moment: what was in it was looked at before.
                self.rings.add((found["ring"], base64.b64decode(found["shards"])))
        with psycopg.connect(self.keys) as conn:
            for space, name, wrapped in conn.execute(
                "SELECT space, name, wrapped FROM keys.key", binary=True
            ).fetchall():
                self.wrapped.setdefault((space, bytes(name)), set()).add(bytes(wrapped))

    def secrets(self) -> list[Secret]:
        """Every ring that opens with any root key of today."""
        roots = [path.read_bytes() for directory in self.directories for path in directory.glob("*.key*")]
        opened = []
        for number, wrapped in self.rings:
            for root in roots:
                try:
                    opened.append(Secret.from_bytes(unwrap(root, b"jikim ring %d" % number, wrapped)))
                except (SealError, ValueError):
                    continue
        return opened

    def opens(self, names: Iterable[tuple[str, bytes]]) -> dict[tuple[str, bytes], bytes]:
        """Which of these stolen keys open today."""
        secrets = self.secrets()
        found: dict[tuple[str, bytes], bytes] = {}
        for space, name in names:
            for key in {secret.keys[shard_of(name)] for secret in secrets}:
                for wrapped in self.wrapped.get((space, name), ()):
                    try:
                        found[space, name] = unwrap(key, name, wrapped)
                    except SealError:
                        continue
        return found


def destroyed(keys: str) -> set[tuple[str, bytes]]:
    """The names whose epoch is over: nothing may open them."""
    return _names(
        keys,
        "SELECT d.space, d.name FROM keys.destroyed d JOIN keys.epoch e ON e.ring = d.epoch WHERE e.done IS NOT NULL",
    )


def standing(keys: str) -> set[tuple[str, bytes]]:
    """The names that have a key."""
    return _names(keys, "SELECT space, name FROM keys.key")


def _names(keys: str, query: Any) -> set[tuple[str, bytes]]:
    with psycopg.connect(keys) as conn:
        return {(space, bytes(name)) for space, name in conn.execute(query, binary=True).fetchall()}
