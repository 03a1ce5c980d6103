"""The retention calendar, legal holds, dry runs and approvals of sweeps, and the register of destructions."""

from __future__ import annotations

from litestar.types import ControllerRouterHandler

from jikim.web.office.calendar import certificates, holding, picture, sweeping
from jikim.web.office.todo import Source

PAGES: list[ControllerRouterHandler] = [
    picture.shown, picture.day, holding.holds_page, holding.lay, holding.lift, sweeping.swept, sweeping.approved, certificates.register,
    certificates.register_csv, certificates.one, certificates.as_json, certificates.as_pdf,
]  # fmt: skip
TODOS: list[Source] = [sweeping.waiting, picture.soon, holding.unfinished]
