"""The cabinet of paper: places, labels, due days, shredding."""

from __future__ import annotations

from jikim.web.office.cabinet import listing, one, shredding
from jikim.web.office.cabinet.listing import waiting
from jikim.web.office.todo import Source
from jikim.web.routes import routes_of

PAGES = routes_of(listing, one, shredding)
TODOS: list[Source] = [waiting]
