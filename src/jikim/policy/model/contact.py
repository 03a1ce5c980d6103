"""Whom to ask, what lies outside, and how changes are announced."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator

from jikim.policy.model.part import Clause, Name, Names, Part, Promise, Text, optional_key
from jikim.policy.period import Period


class Officer(Part):
    title: Text
    phone: str = ""
    email: str = ""
    form: str = optional_key(
        "", "the address of a form on the web by which the officer is reached, where that is the way"
    )
    clause: Clause | None = None
    name: str | None = optional_key(
        None, "the person's name, where the policy publishes it", min_length=1, max_length=100
    )
    department: Text | None = optional_key(
        None, "the department that handles complaints, named in the person's place or beside it"
    )
    fax: str | None = optional_key(None, "its fax number", min_length=1, max_length=40)
    address: Text | None = optional_key(None, "where letters reach it")

    @property
    def ways(self) -> tuple[str, ...]:
        """How it is reached at once: telephone, e-mail, form."""
        return tuple(filter(None, (self.phone, self.email, self.form)))


class Agent(Part):
    """Who speaks for a company in a country where it is not established."""

    name: Text
    address: Text
    phone: str = optional_key("", "its telephone number")
    email: str = optional_key("", "its e-mail address")
    clause: Clause | None = None


class Officers(Part):
    officer: Officer
    handler: Officer
    domestic_agent: Agent | None = optional_key(None, "the domestic agent in Korea (PIPA §31-2)")
    representative: Agent | None = optional_key(None, "the representative in the European Economic Area (GDPR 27)")

    @property
    def email(self) -> str:
        """Where answers to the company's mails go: to the officer, or where they have no address, to the handler."""
        return self.officer.email or self.handler.email


class Body(Promise):
    """An outside body that hears complaints. `kind` names the catalogue's row, whose numbers change; a body that the
    catalogue lacks has none. One way to reach it is enough."""

    kind: Annotated[Name, Names("body-kinds")] | None = optional_key(None, "the catalogue's row for it")
    phone: str = optional_key("", "its telephone number")
    url: str = optional_key("", "its address on the web")
    address: Text | None = optional_key(None, "where letters reach it")


class Links(Part):
    notice: Text
    clause: Clause | None = None


def _lead(value: Any) -> Any:
    return NO_LEAD if value in ("none", str(NO_LEAD)) else value


# What is announced no later than it takes effect: the company has promised no time between.
NO_LEAD = Period(0, "d")
Lead = Annotated[Period, BeforeValidator(_lead, json_schema_input_type=Period | Literal["none"])]


class Notice(Part):
    where: Text
    ordinary: Lead
    important: Lead
    important_when: Text | None = None
    handover: Period | None = optional_key(
        None,
        "how long before people's data goes to another company with the business they are told, and may leave: said"
        " even where none is planned, and a `handover` is held to it",
    )
    clause_ordinary: Clause | None = None
    clause_important: Clause | None = None
