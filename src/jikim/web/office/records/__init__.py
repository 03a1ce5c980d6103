"""Open records: how old they are, who ends them, ending one or several by hand (clause 5.1), and handing them on (3.x,
4.x)."""

from __future__ import annotations

from jikim.web.office.records import ending, handing_on, listing
from jikim.web.office.todo import Source
from jikim.web.routes import routes_of

PAGES = routes_of(listing, ending, handing_on)
TODOS: list[Source] = [listing.late]
