"""Named queries: each room keeps its statements in a `queries.sql`, the finite list of every access it makes.

A file looks like this; the line after the name says what the statement is for.

    -- name: use @live
    -- One read: locked, judged, recorded, returned.
    SELECT * FROM live.use(%s, %s, ..., {entry})

`{entry}` stands for the four parameters of an entry (`ledger.entry.Entry`), which reach the database as one value.
A statement that says what may no longer be done is marked `@live restricts`: the driver then sees to it that what it wrote
stands beside the key ring before the verb answers (`keys/restrictions.py`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import resources
from typing import LiteralString

from jikim.db.schema import DATABASES, Database

ENTRY = "ROW(%s, %s, %s, %s)::ledger.entry"
_HEAD = re.compile(r"^-- name: ([a-z_.]+) @([a-z]+)( restricts)?\n-- (.+)\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Query:
    """One named statement and the database it runs in."""

    name: str
    database: Database
    text: LiteralString
    about: str
    restricts: bool = False


def load(package: str) -> dict[str, Query]:
    """Reads the `queries.sql` of a package. Raises ValueError for a file of another form."""
    content = resources.files(package).joinpath("queries.sql").read_text(encoding="utf-8")
    found: dict[str, Query] = {}
    heads = list(_HEAD.finditer(content))
    if not heads or content.count("-- name:") != len(heads):
        raise ValueError(
            f"{package}/queries.sql: every statement needs `-- name: x @database` and a line of what it is for"
        )
    for head, following in zip(heads, [*heads[1:], None], strict=True):
        name, database, restricts, about = head.groups()
        if name in found or database not in DATABASES:
            raise ValueError(f"{package}/queries.sql: `{name}` is there twice, or `{database}` is no database")
        text = content[head.end() : following.start() if following else None].strip().rstrip(";")
        # The text comes from our own package, never from a caller.
        text = " ".join(text.split()).replace("{entry}", ENTRY)
        found[name] = Query(name, database, text, about, bool(restricts))
    return found
