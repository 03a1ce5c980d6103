"""Which statements restrict is marked once, and the mark is held against the SQL itself."""

from __future__ import annotations

import re
from pathlib import Path

import jikim
from jikim.db.queries import statements
from jikim.db.schema import DATABASES, source

PACKAGE = Path(jikim.__file__).parent
_FUNCTION = re.compile(r"CREATE FUNCTION ((?:live|archive|keys)\.\w+)\((.*?)\n(?=CREATE |REVOKE |--)", re.DOTALL)


def _bodies() -> dict[str, str]:
    found: dict[str, str] = {}
    for database in DATABASES:
        for match in _FUNCTION.finditer(source(database) + "\n--"):
            found[match[1]] = match[2]
    return found


def _restricting() -> set[str]:
    """Functions that write a restriction, or call one that does."""
    bodies = {
        name: body for name, body in _bodies().items() if not re.search(r"\.(restrict|restrictions_\w+|replay)$", name)
    }
    found = {name for name, body in bodies.items() if re.search(r"\.restrict\(|INSERT INTO \w+\.restriction\b", body)}
    while more := {name for name, body in bodies.items() if any(f"{one}(" in body for one in found)} - found:
        found |= more
    return found


def test_every_statement_that_restricts_is_marked() -> None:
    """A statement is marked `restricts` where the function it calls writes a restriction, and nowhere else."""
    restricting = _restricting()
    assert len(restricting) >= 12
    wrong = [
        query.name
        for of in statements().values()
        for query in of.values()
        if any(f"{name}(" in query.text for name in restricting) is not query.restricts
    ]
    assert wrong == []
