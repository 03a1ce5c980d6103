"""The company's own systems that hold copies: a search index, a mailing tool, a warehouse, a helpdesk."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from jikim.policy.model.part import ItemRef, Promise, PurposeName, RecordName, optional_key
from jikim.policy.period import Period

SystemKind = Literal["search", "mail", "warehouse", "helpdesk", "other"]


class System(Promise):
    """A system of the company's own, beside this one: who runs it is no processor, and no document names it. It is told
    of each erasure, correction and withdrawal that its copy is about."""

    kind: SystemKind
    records: tuple[RecordName, ...] = Field(description="the kinds of records that it holds a copy of")
    items: tuple[ItemRef, ...] = Field(description="the items of them that it holds")
    purposes: tuple[PurposeName, ...] = optional_key(
        (), "the purposes by consent that it serves: it is told when somebody takes such a consent back"
    )
    within: Period = optional_key(
        Period(5, "d"), "within how long it says that it has done what it was told; then it is late"
    )
