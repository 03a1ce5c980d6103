"""The internal management plan, the controls that its evidence answers, and the access records of other systems."""

from __future__ import annotations

from jikim.web.office.plan import controlling, duties, taking, writing
from jikim.web.office.todo import Source
from jikim.web.routes import routes_of

PAGES = routes_of(writing, controlling, taking)
TODOS: list[Source] = [writing.todos, duties.todos]
