"""Jobs and health, and alerts."""

from __future__ import annotations

from litestar.types import ControllerRouterHandler

from jikim.web.office.todo import Source

PAGES: list[ControllerRouterHandler] = []
TODOS: list[Source] = []
