"""Time in which people are neither here nor gone: a leaving that can be undone, and an account that nobody uses."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from jikim.policy.model.part import Clause, Part, Text, optional_key
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
