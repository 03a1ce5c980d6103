"""Parts of a policy file by their paths: `records.order.keep.0`, `purposes.marketing.ads`.

A name may hold dots itself, so a mapping's longest name that fits is taken.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from jikim.policy.model import PolicyFile


def trail(file: PolicyFile, path: str) -> tuple[Any, ...]:
    """The values from the whole file down to the part at `path`; empty where the file has no such part."""
    found: list[Any] = [file]
    steps = path.split(".")
    while steps:
        value, steps = _step(found[-1], steps)
        if value is None:
            return ()
        found.append(value)
    return tuple(found)


def part_at(file: PolicyFile, path: str) -> Any:
    """The part at `path`, or None."""
    return (trail(file, path) or (None,))[-1]


def clause_of(file: PolicyFile, path: str) -> str | None:
    """The clause of the nearest part at or above `path` that has one."""
    found = trail(file, path)
    if path.startswith("clauses.") and found:
        return str(found[-1])
    for part in reversed(found):
        clause = getattr(part, "clause", None)
        if isinstance(part, BaseModel) and isinstance(clause, str):
            return clause
    return None


def _step(value: Any, steps: list[str]) -> tuple[Any, list[str]]:
    if isinstance(value, BaseModel):
        for name, info in type(value).model_fields.items():
            if (info.alias or name) == steps[0]:
                return getattr(value, name), steps[1:]
        return None, steps
    if isinstance(value, Mapping):
        for length in range(len(steps), 0, -1):
            name = ".".join(steps[:length])
            if name in value:
                return value[name], steps[length:]
        return None, steps
    if isinstance(value, Sequence) and not isinstance(value, str) and steps[0].isdecimal():
        place = int(steps[0])
        return (value[place], steps[1:]) if place < len(value) else (None, steps)
    return None, steps
