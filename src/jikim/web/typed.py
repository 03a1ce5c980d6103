"""What was typed into a form goes through a proof of who one is, sealed, and comes back to the form's own address: nobody
types it twice. Passwords and files do not.
"""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from jikim.app import AsyncJikim
from jikim.web.forms import NEVER_BACK, Form
from jikim.web.sealed_tokens import seal, unseal

KEPT = timedelta(hours=1)


class Typed(NamedTuple):
    """Where a form was to go, its fields (name, value) in their order, and the names of its fields for files."""

    to: str
    fields: list[tuple[str, str]]
    files: list[str]


async def keep_typed(jk: AsyncJikim, form: Form, to: str, whose: str) -> str:
    """What a form of somebody's holds, sealed: it opens here alone, for them, for an hour."""
    fields = [
        (name, value)
        for name, values in form.many.items()
        if name not in NEVER_BACK and not name.startswith("_")
        for value in values
    ]
    return await seal(jk, "kept", {"to": to, "of": whose, "fields": fields, "files": [*form.files]})


async def typed_before(jk: AsyncJikim, kept: str, whose: str) -> Typed | None:
    """What somebody typed before their proof; None where it is another's, or too old."""
    said = await unseal(jk, "kept", kept, within=KEPT) if kept else None
    if said is None or said["of"] != whose:
        return None
    return Typed(said["to"], [(name, value) for name, value in said["fields"]], said["files"])
