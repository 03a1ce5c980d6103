"""Named queries: each room keeps its statements in a `queries.sql`, the finite list of every access it makes.

A file looks like this; the line after the name says what the statement is for.

    -- name: use @live
    -- One read: locked, judged, recorded, returned.
    SELECT * FROM live.use(%s, %s, ..., {entry})

`{entry}` stands for the five parameters of an entry (`ledger.entry.Entry`), which reach the database as one value. A
statement that says what may no longer be done is marked `@live restricts`: the driver then sees to it that what it
wrote stands beside the key ring before the verb answers (`keys/restrictions.py`).

A statement that is given a ledger entry records it whatever comes of it. One that may end otherwise says so: `records
if done` (its first value is true, or the outcome 0), `records if answered` (its first value is not NULL), or `may
record`, where its answer does not tell.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any, LiteralString

from jikim.db.schema import DATABASES, Database

ENTRY = "ROW(%s, %s, %s, %s, %s)::ledger.entry"
_HEAD = re.compile(
    r"^-- name: ([a-z_.]+) @([a-z]+)( restricts)?(?: (records if done|records if answered|may record))?\n-- (.+)\n",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Query:
    """One named statement and the database it runs in."""

    name: str
    database: Database
    text: LiteralString
    about: str
    restricts: bool = False
    records: str = ""  # "", "records if done", "records if answered" or "may record"
    entries: tuple[int, ...] = ()  # which of its parameters are entries of the ledger, each the first of its five

    def recorded(self, rows: Sequence[Sequence[Any]]) -> bool:
        """Whether an answer says that the entry that the statement was given is recorded."""
        if not self.records:
            return True
        if self.records == "may record" or not rows:
            return False
        first = rows[0][0]
        return (
            first is not None
            if self.records == "records if answered"
            else first is True or (first == 0 and first is not False)
        )


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
        name, database, restricts, records, about = head.groups()
        if name in found or database not in DATABASES:
            raise ValueError(f"{package}/queries.sql: `{name}` is there twice, or `{database}` is no database")
        text = content[head.end() : following.start() if following else None].strip().rstrip(";")
        # The text comes from our own package, never from a caller.
        entries, given = [], 0
        for parameter in re.findall(r"%s|{entry}", text):
            entries += [given] if parameter != "%s" else []
            given += 1 if parameter == "%s" else ENTRY.count("%s")
        text = " ".join(text.split()).replace("{entry}", ENTRY)
        found[name] = Query(name, database, text, about, bool(restricts), records or "", tuple(entries))
    return found
