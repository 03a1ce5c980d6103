"""Time in which people are neither here nor gone: a leaving that can be undone, an account that nobody uses, and a
membership that was ended for misuse."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from jikim.policy.model.part import Clause, ItemName, Part, Text, optional_key
from jikim.policy.model.who import SubjectKind
from jikim.policy.period import Period

WITH_ACCOUNTS = (SubjectKind.MEMBER, SubjectKind.CORPORATE)


class Leaving(Part):
    """A leaving that can be undone: everything is hidden and untouched at once, and goes when the grace is over."""

    grace: Period = Field(description="for how long whoever left may come back, counted from the day after")
    of: tuple[SubjectKind, ...] = Field(WITH_ACCOUNTS, description="for whom; others leave at once")
    clause: Clause | None = None
    note: Text | None = None


class Dormancy(Part):
    """An account that nobody has used for a time: its person is told before, and then it is set apart or ends."""

    after: Period = Field(description="after so long without use")
    told: Period = Field(description="at least so long before it, its person is told by e-mail")
    then: Literal["apart", "leaves"] = Field(
        description="`apart`: hidden and untouched, apart from what is in use, until its person comes back; `leaves`: it ends as if they had left"
    )
    for_: Period | None = optional_key(
        None,
        "how long it stays apart before it ends as if its person had left; without it, until they come back",
        alias="for",
    )
    of: tuple[SubjectKind, ...] = Field(WITH_ACCOUNTS, description="whose")
    clause: Clause | None = None
    note: Text | None = None


class Rejoining(Part):
    """Whose membership was ended for misuse, or who left, does not join again for a time. Of these items a hash is kept for
    it, under a key of its last day that is destroyed with that day, and nothing else."""

    items: tuple[ItemName, ...] = Field(
        min_length=1, description="by which somebody is known again: items with `lookup` or `unique` of their account"
    )
    for_: Period = Field(alias="for", description="for how long from the end of the membership")
    after: tuple[Literal["misuse", "leaving"], ...] = optional_key(
        ("misuse",),
        "after what: `misuse`, which an officer decides; `leaving`, by whoever closes their account themselves",
    )
    told: Period = Field(
        Period(7, "d"), description="at least so long before it, the member is told of the measure and may object"
    )
    of: tuple[SubjectKind, ...] = Field(WITH_ACCOUNTS, description="whose")
    clause: Clause | None = None
    note: Text | None = None
