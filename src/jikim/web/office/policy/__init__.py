"""The policy's versions: written, approved, compared, announced, withdrawn."""

from __future__ import annotations

from jikim.web.office.policy import asking, comparing, listing, proposing
from jikim.web.office.todo import Source
from jikim.web.routes import routes_of

PAGES = routes_of(listing, asking, proposing, comparing)
TODOS: list[Source] = [listing.waiting, proposing.waiting]
