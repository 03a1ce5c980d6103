"""The promises with their evidence, the runs that proved them and what they found, and the systems outside that
somebody attests."""

from __future__ import annotations

from jikim.web.office.promises import showing, systems
from jikim.web.office.todo import Source
from jikim.web.routes import routes_of

PAGES = routes_of(showing, systems)
TODOS: list[Source] = [showing.todos, systems.todos]
