"""The breach desk."""

from __future__ import annotations

from jikim.web.office.breach import handling
from jikim.web.office.todo import Source
from jikim.web.routes import routes_of

PAGES = routes_of(handling)
TODOS: list[Source] = [handling.waiting]
