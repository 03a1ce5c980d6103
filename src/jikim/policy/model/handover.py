"""The business goes to another company: by sale, merger or division."""

from __future__ import annotations

from datetime import date
from typing import Literal

from jikim.policy.model.part import Clause, Part, RecordName, Text, optional_key


class Handover(Part):
    """People's data goes to another company with the business, and whoever does not want that can leave before
    (PIPA §27)."""

    to: Text
    how: Literal["sale", "merger", "division"]
    day: date
    address: Text
    phone: str
    email: str = optional_key("", "the e-mail address of who takes over")
    records: tuple[RecordName, ...] = optional_key((), "which records go; empty: all")
    leave_by: date
    way: Text
    clause: Clause | None = None
    note: Text | None = None
