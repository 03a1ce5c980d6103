"""Tasks: found, owned, due, done."""

from __future__ import annotations

from litestar.types import ControllerRouterHandler

from jikim.web.office.tasks import listing, one
from jikim.web.office.todo import Source

PAGES: list[ControllerRouterHandler] = [listing.tasks, listing.filed, one.task, one.taken, one.given, one.done]
TODOS: list[Source] = [listing.todos]
