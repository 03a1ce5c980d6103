"""What people may ask, what they are asked, and how data is kept safe."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from jikim.policy.model.part import Part, Promise, StatuteName, Text, optional_key
from jikim.policy.model.who import SubjectKind
from jikim.policy.period import Period

# What people may ask under the PIPA and the GDPR; `opt-out` is the refusal of a sale or sharing that some states of the
# United States know.
RightName = Literal[
    "access", "correct", "delete", "withdraw", "suspend", "portability", "object", "human-review", "opt-out"
]


class Right(Promise):
    page: Text | None = None
    by: tuple[Literal["page", "letter", "phone", "email", "fax", "visit"], ...]
    who: tuple[SubjectKind | Literal["guardian", "representative", "heir"], ...]
    identity_check: bool = True
    within: Period
    pace: Literal["working-days", "without-delay", "reasonable-time"] | None = optional_key(
        None,
        "`working-days`: `within` counts those alone; `without-delay` and `reasonable-time`: people read these words, and"
        " `within` is the last day that the company gives itself. No answer is due later than the law has it",
    )
    extension: Period | None = optional_key(
        None, "how much longer an answer may take where the law allows it; the person is told why within `within`"
    )
    appeal: Text | None = optional_key(None, "whom to turn to, and how, where a request is refused")
    freeze: bool = Field(False, description="neither used nor provided while a correction is open")
    tell_recipients: bool = Field(False, description="who got the wrong value is told the corrected one")

    @property
    def longest(self) -> Period:
        """The longest that an answer may take. So many working days end at the latest after a week end more than they
        have weeks begun; public holidays are not counted."""
        if self.pace != "working-days":
            return self.within
        days = round(self.within.approximate_days())
        return Period(days + 2 * -(-days // 5), "d")


class Duty(Promise):
    """What users are asked to do, and the interval or limit that the service holds itself to for it."""

    every: Period | None = None
    limit: Period | None = None
    idle: Period | None = None
    at_once: int | None = Field(
        None, ge=1, le=99, description="from how many places one account may be signed in at once; the oldest ends"
    )
    laws: tuple[StatuteName, ...] = ()
    statement: bool = Field(False, description="a definition, duty or disclaimer that no mechanism enforces")


class Safeguard(Promise):
    kind: Literal["system", "organisation"]
    every: Period | None = Field(
        None, description="how often it is due; of `key-rotation`, when `jikim epoch --if-due` turns the key ring"
    )
    lasts: Period | None = Field(None, description="how long its evidence is kept")
    law: StatuteName | None = None


def _clock_period(value: Period) -> Period:
    value.delta()
    return value


class Sweep(Part):
    """What a sweep may do alone. Beyond it nothing is destroyed until an officer has said so."""

    gap: Annotated[Period, AfterValidator(_clock_period)] = Field(
        default=Period(7, "d"),
        description="the longest time between two sweeps that needs no officer's word (min, h, d or w)",
    )
    share: int = Field(
        default=10,
        ge=0,
        le=100,
        description="percent of all people of whom one sweep may destroy records without a second person; `0` with `few: 0`:"
        " an officer approves each destruction, and people read that",
    )
    few: int = Field(
        default=10, ge=0, le=1000, description="so many people never need a second person, however small the house"
    )

    @property
    def approved(self) -> bool:
        """Whether no sweep destroys anything that an officer has not approved."""
        return not self.share and not self.few
