"""Open records: how old they are, who ends them, and ending one or several by hand (clause 5.1)."""

from __future__ import annotations

from litestar.types import ControllerRouterHandler

from jikim.web.office.records import ending, listing
from jikim.web.office.todo import Source

PAGES: list[ControllerRouterHandler] = [listing.kinds, listing.listed, ending.before, ending.ended]
TODOS: list[Source] = [listing.late]
