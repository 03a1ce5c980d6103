"""The company's own systems that hold copies: what each was told and has answered, and canaries."""

from __future__ import annotations

from jikim.web.office.systems import listing, planting
from jikim.web.office.todo import Source
from jikim.web.routes import routes_of

PAGES = routes_of(listing, planting)
TODOS: list[Source] = [listing.waiting]
