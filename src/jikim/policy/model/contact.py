"""Whom to ask, what lies outside, and how changes are announced."""

from __future__ import annotations

from jikim.policy.model.part import Clause, Name, Part, Promise, Text, optional_key
from jikim.policy.period import Period


class Officer(Part):
    title: Text
    phone: str
    email: str
    clause: Clause | None = None
    name: str | None = optional_key(
        None, "the person's name, where the policy publishes it", min_length=1, max_length=100
    )
    department: Text | None = optional_key(
        None, "the department that handles complaints, named in the person's place or beside it"
    )
    fax: str | None = optional_key(None, "its fax number", min_length=1, max_length=40)
    address: Text | None = optional_key(None, "where letters reach it")


class Officers(Part):
    officer: Officer
    handler: Officer


class Body(Promise):
    """An outside body that hears complaints. `kind` names the catalogue's row, whose numbers change."""

    kind: Name
    phone: str
    url: str


class Links(Part):
    notice: Text
    clause: Clause | None = None


class Notice(Part):
    where: Text
    ordinary: Period
    important: Period
    important_when: Text | None = None
    clause_ordinary: Clause | None = None
    clause_important: Clause | None = None
