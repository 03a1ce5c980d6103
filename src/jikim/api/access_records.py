"""Access records of another system, taken into the ledger: for keys that may (`--may access-records`)."""

from __future__ import annotations

import asyncio
from typing import Annotated, NamedTuple
from uuid import UUID

from msgspec import Meta, field

from jikim.api.call import Call
from jikim.api.shapes import Shape
from jikim.plan.outside_access_records import MOST, read_rows, take_in

Text = Annotated[str, Meta(max_length=200)]


class AccessRecord(Shape):
    """One record: when (with its time zone), who, whose data, what was done; from which address and for what purpose,
    where that is known."""

    at: Text
    who: Text
    whose: Text
    what: Text
    from_: Text = field(default="", name="from")
    purpose: Text = ""


System = Annotated[str, Meta(min_length=1, max_length=40)]
Records = Annotated[list[AccessRecord], Meta(min_length=1, max_length=MOST)]


class RowProblem(NamedTuple):
    """A row that was not taken in: its number from 1, the field, and why."""

    row: int
    field: str
    why: str


class TakenIn(NamedTuple):
    """How many were taken in, how many were here already, and what is wrong with the rest."""

    batch: UUID
    records: int
    known: int
    wrong: tuple[RowProblem, ...]


async def access_records(call: Call, system: System, records: Records) -> TakenIn:
    """Takes access records of another system into the ledger, each once."""
    call.allowed("access-records")
    given = [
        {"at": one.at, "who": one.who, "from": one.from_, "whose": one.whose, "what": one.what, "purpose": one.purpose}
        for one in records
    ]
    rows, wrong = await asyncio.to_thread(read_rows, given)
    done = await call.run(take_in(call.house, system, "api", rows, actor=call.actor, wrong=wrong))
    told = tuple(RowProblem(one.row, one.field, one.en) for one in done.wrong)
    return TakenIn(done.batch, done.records, done.known, told)
