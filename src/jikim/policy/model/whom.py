"""To whom data goes: recipients and processors."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from jikim.policy.model.part import (
    Clause,
    ItemRef,
    Name,
    Named,
    Part,
    PurposeName,
    RecordName,
    StatuteName,
    Text,
    optional_key,
)
from jikim.policy.period import Period


class Under(StrEnum):
    """The ground on which a third party may get data."""

    CONSENT = "consent"
    LAW = "law"
    SERVICE = "service"
    STATISTICS = "statistics"
    COUNTERPARTY = "counterparty"
    REQUEST = "request"
    LEGITIMATE_INTEREST = "legitimate-interest"


Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]


class Abroad(Part):
    """Particulars of an overseas transfer (PIPA §28-8)."""

    when: Text
    how: Text
    contact: str
    refuse: Text
    ground: Literal[
        "contract-published",
        "consent",
        "law",
        "certified",
        "adequacy",
        "standard-clauses",
        "binding-rules",
        "derogation",
    ]


class Recipient(Named):
    under: Under
    company: Text | None = Field(
        None, description="the name of who receives it, by which people are asked; a consent must have one (PIPA §17②1)"
    )
    purposes: tuple[PurposeName, ...] = ()
    records: tuple[RecordName, ...] = ()
    items: tuple[ItemRef, ...] = ()
    country: Country | None = None
    abroad: Abroad | None = None
    until: Text | None = None
    refusal: Text | None = Field(
        None, description="what follows where somebody refuses; without it: nothing but that this one gets nothing"
    )
    contact: str | None = None
    relay: Text | None = optional_key(None, "through which relay agency it is sent, for `request` (PIPA decree §42-6⑦)")
    least: int = Field(0, ge=0, description="smallest group that leaves, for `statistics`")


class Contract(Part):
    """What is agreed with a processor, and when it is inspected."""

    signed: date | None = None
    ends: date | None = None
    scope: Text | None = None
    safeguards: Text | None = None
    subprocessors: tuple[str, ...] = ()
    inspect_every: Period | None = None
    clause: Clause | None = None


class Processor(Named):
    task: Text
    purposes: tuple[PurposeName, ...]
    records: tuple[RecordName, ...]
    items: tuple[ItemRef, ...]
    until: tuple[Literal["withdrawal", "contract-end"], ...] = ()
    for_: Period | None = optional_key(
        None, "for how long it keeps them, counted from `from`; then it is told to delete them", alias="for"
    )
    from_: Literal["handed", "leaving"] = optional_key(
        "handed",
        "from when `for` counts: from the day on which it got them, or from the person's leaving",
        alias="from",
    )
    recall: tuple[Name, ...] = Field(
        (),
        description="once one of these happened to a record, nothing of it leaves any more, and what left is to be deleted",
    )
    country: Country | None = None
    further: tuple[Country, ...] = optional_key((), "further countries in which it keeps or sees them")
    abroad: Abroad | None = None
    own_duty: tuple[StatuteName, ...] = Field((), description="statutes under which it must itself keep what it got")
    contract: Contract | None = None
