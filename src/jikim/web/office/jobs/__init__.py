"""Jobs and health: what runs, what waits, how large it is, and which alerts go where."""

from __future__ import annotations

from jikim.web.office.jobs import health
from jikim.web.office.todo import Source
from jikim.web.routes import routes_of

PAGES = routes_of(health)
TODOS: list[Source] = [health.todos]
