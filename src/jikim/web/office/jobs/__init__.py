"""Jobs and health: what runs, what waits, how large it is, and which alerts go where."""

from __future__ import annotations

from litestar.types import ControllerRouterHandler

from jikim.web.office.jobs import health
from jikim.web.office.todo import Source

PAGES: list[ControllerRouterHandler] = [health.jobs]
TODOS: list[Source] = [health.todos]
