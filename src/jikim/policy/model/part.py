"""What every part of the file is made of: names, references, texts in each language, and models that are closed to
unknown keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Language = Literal["ko", "en"]


@dataclass(frozen=True, slots=True)
class Names:
    """What a name in the file names: the entries of a part by its path (`items`, `archive.purposes`); `refs`: items, and
    contents as `record.name`; `own-refs`: what this record holds; `events` of this record, or its `own-events` without
    those of every record; rows of the catalogue: `statutes`, `acts`, `kept-by` (or `own-promise`), `body-kinds`."""

    what: str


Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*([._-][a-z0-9]+)*$", max_length=64)]
Ref = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_.-]*$", max_length=129)]
ItemName = Annotated[Name, Names("items")]
ItemRef = Annotated[Ref, Names("refs")]
ChannelName = Annotated[Name, Names("channels")]
PurposeName = Annotated[Name, Names("purposes")]
RecordName = Annotated[Name, Names("records")]
StatuteName = Annotated[Name, Names("statutes")]
Clause = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9.–-]*$", max_length=16)]
Text = Annotated[
    dict[Language, Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]],
    Field(description="the same text in each of the service's languages, by language code"),
]


def optional_key(default: Any, description: str | None = None, **more: Any) -> Any:
    """A key that the digest does not see where the file leaves it out: a version keeps its digest when the language
    gains a key."""
    return Field(default, exclude_if=lambda value: value == default, description=description, **more)


class Part(BaseModel):
    """Any part of the file: frozen, and closed to keys it does not declare."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, defer_build=True)


class Promise(Part):
    """A part that states a promise. `clause` is its number in the published document (`5.3`)."""

    label: Text
    note: Text | None = None
    clause: Clause | None = None


class Named(Promise):
    """A part that people know by its label: under another label it is another one, unless `formerly` says that only the
    label changed."""

    formerly: tuple[Text, ...] = Field(
        (),
        description="labels of the very same one in earlier versions, the oldest first; without it another label is another one",
    )
