"""Open records: how old they are, who ends them, ending one or several by hand (clause 5.1), and handing them on (3.x,
4.x)."""

from __future__ import annotations

from litestar.types import ControllerRouterHandler

from jikim.web.office.records import ending, handing_on, listing
from jikim.web.office.todo import Source

PAGES: list[ControllerRouterHandler] = [
    listing.kinds,
    listing.listed,
    ending.before,
    ending.ended,
    handing_on.hand_before,
    handing_on.handed_on,
]
TODOS: list[Source] = [listing.late]
