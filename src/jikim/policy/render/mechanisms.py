"""How each kind of promise is kept, in a sentence (`mechanisms.json`): what the document says when a clause's number is
followed, and the Promises page beside what today's numbers say of it.

By the path of the promise's part; the longest that fits.
"""

from __future__ import annotations

from jikim.policy.model import PolicyFile
from jikim.tables import pairs

Pair = tuple[str, str]

KEPT: dict[str, Pair] = pairs(__package__, "mechanisms")


def how_kept(file: PolicyFile, path: str) -> Pair:
    """How the promise at a path of the file is kept, in Korean and English."""
    name = path.split(".")[1] if path.startswith("safeguards.") else ""
    if name in file.safeguards and file.safeguards[name].kind == "organisation":
        return KEPT["organisation"]
    parts = path.split(".")
    if parts[0] == "rights":
        asked = [right for name, right in file.rights.items() if name in parts] or file.rights.values()
        if not any(right.page or "page" in right.by for right in asked):
            return KEPT["filed"]
    for length in range(len(parts), 0, -1):
        if (found := KEPT.get(".".join(parts[:length]))) is not None:
            return found
    return KEPT[""]
