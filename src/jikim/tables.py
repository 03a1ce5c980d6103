"""Words that lie beside the code that says them, as a table (`NAME.json` of its package): read once, when they are imported."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any


def table(package: str | None, name: str) -> dict[Any, Any]:
    """A package's table, its rows in their order."""
    found: dict[Any, Any] = json.loads(
        resources.files(package or "").joinpath(f"{name}.json").read_text(encoding="utf-8")
    )
    return found


def pairs(package: str | None, name: str, part: str = "") -> dict[str, tuple[str, str]]:
    """One whose rows, or those of a part of it, are Korean and English."""
    rows = table(package, name)
    return {key: (ko, en) for key, (ko, en) in (rows[part] if part else rows).items()}
