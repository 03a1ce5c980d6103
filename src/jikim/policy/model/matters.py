"""What the file says beside its facts: sentences about matters that a policy must mention, and findings that are
waived."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from jikim.policy.model.part import Part, Promise, Text, optional_key
from jikim.policy.model.wording import Topic

FindingCode = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=64)]
Where = Annotated[str, StringConstraints(pattern=r"^[a-z][A-Za-z0-9_.-]*$", max_length=200)]


class Matter(StrEnum):
    """What a policy must or should mention where it applies, and no fact of the file can say (guideline of April 2026;
    GDPR)."""

    CHILDREN = "children"
    ADDITIONAL_USE = "additional-use"
    SENSITIVE = "sensitive"
    PSEUDONYMISED = "pseudonymised"
    BEHAVIOUR = "behaviour"
    AUTOMATED = "automated-decisions"
    AGENT = "domestic-agent"
    CCTV = "cctv"
    CAMERAS = "mobile-cameras"
    VOLUNTARY = "voluntary"
    AI = "generative-ai"
    REPRESENTATIVE = "representative"


class Statement(Promise):
    """A sentence that states no promise of the system's: a definition, a disclaimer, or what the law wants mentioned."""

    about: Matter | None = Field(
        None,
        description="the matter of the guideline or of the GDPR that it mentions, so that `check` finds it mentioned",
    )
    section: Topic | None = optional_key(None, "the section of the document in which it stands")


class OwnSection(Part):
    """A section of the company's own order. A topic that says something and that no section names stands in a last one."""

    title: Text
    says: tuple[Topic, ...] = Field((), description="what is said in it, in this order")
    about: tuple[Matter, ...] = Field((), description="the matters whose statements stand in it")


class Waiver(Part):
    """A finding that stands, and why: `check` reports it as waived, and the document shows the reason."""

    finding: FindingCode = Field(description="the finding's code, as `check` shows it in brackets")
    at: Where | None = Field(
        None,
        description="the part of the file that it is about, by its path (`records.visit`); none: wherever it is found",
    )
    because: Text = Field(description="the reason, which people read in the document")
    until: date | None = Field(
        None, description="the last day on which the reason holds; then the finding counts again"
    )
