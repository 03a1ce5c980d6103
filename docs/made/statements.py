"""`docs/reference/statements.md`: every access that the programs make, for who audits them."""

from __future__ import annotations

import re

from jikim.db.queries import Query, statements

_HEAD = """\
# Statements

Everything that Jikim's programs ask of its databases, by room: there is no other way in. Each is one call of one function,
from whose head this list is made; a role may execute these functions and read no table.

*Marks*: `restricts` writes down beside the key ring what may no longer be done; `everywhere` is answered when it holds on
every server; `may record` and `records if …` say when its entry of the ledger is written; the rest is how answers of several
servers are put together (`db/scatter.py`).
"""


def _row(query: Query) -> str:
    function = re.search(r"[a-z]+\.[a-z_]+(?=\()", query.text)
    assert function is not None
    marks = filter(None, ("restricts" * query.restricts, "everywhere" * query.everywhere, query.records, query.many))
    return f"| `{query.name}` | {query.about} | `{function[0]}` | {', '.join(f'`{one}`' for one in marks)} |"


def page() -> str:
    """The page."""
    rooms = sorted(statements().items())
    return _HEAD + "".join(
        f"\n## {room}\n\n| statement | what it is for | function | marks |\n|---|---|---|---|\n"
        + "\n".join(map(_row, of.values()))
        + "\n"
        for room, of in rooms
    )
