"""What a company gets of its usage (5.2): every account's under its registration number, of one that has left too, as one
list; by its confirmed administrator's own hand (`company.py`), or by the office's where it asked by letter or phone.

INVARIANT: a row is given only where it was reported under that number. Each look is a recorded read of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from jikim import DeniedError, JikimError, Person, Read, Ref
from jikim.web import LiveRecord, Page, Response, Rested

from .usage import as_file

MEMBERSHIP, USAGE = "corporate-membership", "usage-history"
PURPOSE, CONTENT, KEEPING = "identification", "content", "corporate-request"


@dataclass(frozen=True)
class UsageRow:
    """One report of usage: of which account (empty: one that has left), and when it was received, or until when it rests."""

    account: str
    usage: Any
    collected: datetime | None = None
    until: date | None = None


class Reader(Protocol):
    """Who reads: the site for a confirmed administrator, or a handler by their grants."""

    async def find(self, item: str, value: str) -> list[Person]: ...
    async def live(self, subject: UUID, kind: str) -> list[LiveRecord]: ...
    async def use_many(self, reads: Sequence[Read]) -> list[Any]: ...
    async def find_resting(
        self, item: str, value: str, *, purpose: str, reason: str, reason_kind: str
    ) -> list[Rested]: ...
    async def consult(
        self, ref: Ref, *, purpose: str, items: Sequence[str], reason: str, reason_kind: str
    ) -> Mapping[str, Any]: ...


async def usage_of(reader: Reader, number: str, why: str) -> list[UsageRow]:
    """What lives, by the purpose of the contract; what rests, as what is kept to be given to the company."""
    rows, names = list[UsageRow](), dict[Any, str]()
    asked = {"purpose": KEEPING, "reason": why, "reason_kind": "person-request"}
    for person in await reader.find("business_no", number):
        if person.kind != "corporate":
            continue  # A guest's order may name the company as well.
        accounts = await reader.live(person.subject, MEMBERSHIP)
        for said in await reader.use_many([Read(one.ref, PURPOSE, ["login_id", "business_no"]) for one in accounts]):
            if _read(said).get("business_no") == number:
                names[person.subject] = said["login_id"]
        live = await reader.live(person.subject, USAGE)
        under = await reader.use_many([Read(one.ref, PURPOSE, ["business_no"]) for one in live])
        ours = [one for one, said in zip(live, under, strict=True) if _read(said).get("business_no") == number]
        found = await reader.use_many([Read(one.ref, CONTENT, ["usage"]) for one in ours])
        for one, said in zip(ours, found, strict=True):
            if _read(said):
                rows.append(UsageRow(names.get(person.subject, ""), said["usage"], one.collected))
    for rested in await reader.find_resting("business_no", number, **asked):
        try:
            kept = await reader.consult(rested.ref, items=["usage"], **asked)
        except DeniedError as denied:
            _read(denied)  # Else its time ran out a moment ago.
            continue
        rows.append(UsageRow(names.get(rested.ref.subject, ""), kept["usage"], until=rested.until))
    return rows


def _read(said: Any) -> Mapping[str, Any]:
    """What was read; nothing of what is frozen, over or gone. Raises where a grant does not reach it: a list with holes
    is no answer to a company."""
    if isinstance(said, DeniedError) and said.why in ("grant", "beyond-grant"):
        raise said
    return {} if isinstance(said, JikimError) else said


def file_of(page: Page, rows: Sequence[UsageRow]) -> Response[Any]:
    """All of it as a table; closed account has no name."""
    left = page.say("탈퇴한 계정", "closed account")
    said = [
        (row.collected, {"account": row.account or left, "kept until": row.until or "", **_flat(row.usage)})
        for row in rows
    ]
    return as_file(page, said, "remoteview-company-usage.csv")


def _flat(usage: Any) -> dict[str, Any]:
    return dict(usage) if isinstance(usage, dict) else {"usage": usage}
