"""Counsel's own wording: sentences that the document keeps as they are, each bound to what it states.

What a section says is worded here or generated, section by section and language by language. The sections are those of
the facts, not of a layout: a layout orders them and never divides one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, get_args

from pydantic import Field, StringConstraints

from jikim.policy.model.part import Language, Part

Layout = Literal["kr.2013", "kr.2026", "general"]
Topic = Literal[
    "preamble",
    "items",
    "refused",
    "children",
    "channels",
    "partners",
    "purposes",
    "recipients",
    "recipients-abroad",
    "processors",
    "processors-abroad",
    "handover",
    "retention",
    "destruction",
    "rights",
    "duties",
    "cookies",
    "safeguards",
    "officers",
    "bodies",
    "links",
    "announcements",
]
TOPICS: tuple[Topic, ...] = get_args(Topic)
# A part of the file by its path (`records.order.keep.0`), with all that is under it; or a clause's number.
Stated = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._–-]*$", max_length=200)]
Said = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class Sentence(Part):
    """One sentence, or a few that belong together, in one language."""

    text: Said = Field(description="the words, kept as they are")
    states: tuple[Stated, ...] = Field(
        (),
        description="what it states: paths of the file (`records.order.keep.0`; a path stands for all under it) or clause numbers",
    )
    statement: Literal["definition", "duty", "disclaimer"] | None = Field(
        None, description="what it is where it states nothing that a mechanism keeps"
    )
    heading: Said | None = Field(None, description="a heading that stands before it")


class WordedSection(Part):
    """A section in counsel's words: it stands in place of the generated one."""

    sentences: tuple[Sentence, ...] = Field(min_length=1, description="its sentences, in the order of the document")


class Wording(Part):
    """The wording in one language."""

    sections: Mapping[Topic, WordedSection] = Field(
        description="the sections that counsel worded; those left out are generated"
    )
    words: Mapping[Said, Stated] = Field(
        default_factory=dict,
        description="counsel's own names for parts of the file, by which a sentence may name them: `{아이디: items.login_id}`",
    )


Wordings = Mapping[Language, Wording]
