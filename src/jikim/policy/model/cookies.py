"""What is left in a browser."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from jikim.policy.model.part import Clause, Name, Names, Part, Promise, PurposeName, Text
from jikim.policy.period import Period


class CookiePurpose(Promise):
    essential: bool = False
    purpose: PurposeName | None = Field(
        None, description="the purpose of section 2 that it serves; its consent is asked there"
    )


class Cookie(Promise):
    purpose: Annotated[Name, Names("cookies.purposes")]
    set_by: Text
    life: Period | Literal["session"]


class Cookies(Part):
    choices: tuple[Literal["all", "ask", "none"], ...]
    purposes: Mapping[Name, CookiePurpose]
    table: Mapping[str, Cookie]
    honour_gpc: bool = True
    what: Text
    limits: Text
    browser_help: Text
    clause: Clause | None = None
