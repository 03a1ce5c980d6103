"""The ledger, searched and exported."""

from __future__ import annotations

from jikim.web.office.ledger import looking
from jikim.web.office.todo import Source
from jikim.web.routes import routes_of

PAGES = routes_of(looking)
TODOS: list[Source] = []
