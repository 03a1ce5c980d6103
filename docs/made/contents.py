"""The hashes of what is about people, with the life of each key, from the one list."""

from __future__ import annotations

from jikim.db.contents import hashes


def table() -> str:
    """The table."""
    lines = ["| column | of | keyed by | can be asked until |", "|---|---|---|---|"]
    return "\n".join([*lines, *(f"| `{one.place}` | {one.of} | {one.key} | {one.life} |" for one in hashes())])
