"""Who speaks, for which service, and since when."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field, GetJsonSchemaHandler, StringConstraints, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from jikim.policy.model.part import Clause, Language, Name, Names, Part, Text, optional_key
from jikim.policy.model.what import ItemType
from jikim.policy.people import is_guest

_FURTHER = re.compile(r"(?:member|corporate|guest)\.[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


class SubjectKind(StrEnum):
    """Whose data it is: a member, a corporate member, a guest; or a further kind of one of them, which the policy names
    after it (`member.driver`, `guest.applicant`). Members sign in, guests do not."""

    MEMBER = "member"
    CORPORATE = "corporate"
    GUEST = "guest"

    @classmethod
    def _missing_(cls, value: object) -> SubjectKind | None:
        if not isinstance(value, str) or len(value) > 64 or _FURTHER.fullmatch(value) is None:
            return None
        further = str.__new__(cls, value)
        further._name_, further._value_ = value, value
        # Two that ask at once get the same one.
        found: SubjectKind = cls._value2member_map_.setdefault(value, further)  # type: ignore[assignment]
        return found

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        made = handler(schema)
        found = handler.resolve_ref_schema(made)
        found["anyOf"] = [{"enum": found.pop("enum")}, {"pattern": f"^(?:{_FURTHER.pattern})$"}]
        return made

    @property
    def guest(self) -> bool:
        """Whether they come without an account."""
        return is_guest(self.value)


class Service(Part):
    name: Text
    controller: Text
    url: str
    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
    time_zone: str
    languages: tuple[Language, ...] = ("ko", "en")
    under: tuple[Annotated[Name, Names("acts")], ...] = Field(
        description="statutes of the catalogue that the policy is made under"
    )
    covers: tuple[SubjectKind, ...] = Field(
        description="whose data the policy is about: `member`, `corporate`, `guest`, and any further kinds of these, such as"
        " `member.driver`; each with its word in `labels`"
    )
    people: int | None = Field(
        None, ge=0, description="about how many people's data it holds: some duties of the law begin at a number"
    )
    public_body: bool = Field(
        False,
        description="whether the controller is a public body: what PIPA §18(2)5–9 permit is for public bodies alone",
    )
    clause: Clause | None = None


class Law(Part):
    """A statute that the catalogue lacks, as the company's counsel read it: nobody checks what is said of it."""

    label: Text
    article: Annotated[str, StringConstraints(max_length=60)] = ""
    names: tuple[ItemType, ...] = Field(
        (), description="kinds of guarded data that this very article asks for or permits by name (PIPA §§23, 24, 24-2)"
    )


class Ordinary(Part):
    """An officer's judgement that a sentence or a label which changes with this version is no important change, and
    why; it is published with it."""

    at: Annotated[str, StringConstraints(pattern=r"^[a-z][^\s]*$", max_length=300)] = Field(
        description="what changes, by its path (`statements.cookies`); a path stands for all under it"
    )
    because: Text = Field(description="the reason, which people read beside the change and in its notice")


class Earlier(Part):
    """A version from before Jikim kept them."""

    effective: date
    url: str = optional_key("", "where it can be read, where it still can")


class Version(Part):
    announced: date
    effective: date
    earlier: tuple[Earlier, ...] = optional_key((), "versions from before Jikim kept them, the newest first")

    @model_validator(mode="before")
    @classmethod
    def _announced(cls, value: Any) -> Any:
        """Where the policy states its effective day alone, it was announced on that day."""
        if isinstance(value, Mapping) and "effective" in value and "announced" not in value:
            return {**value, "announced": value["effective"]}
        return value

    ordinary: tuple[Ordinary, ...] = Field(
        (), description="sentences and labels whose change an officer judged to be ordinary, each with the reason"
    )
    clause: Clause | None = None
