"""Reports of impersonation: an account stands still until an officer has looked (8.2)."""

from __future__ import annotations

from litestar.types import ControllerRouterHandler

from jikim.web.office.impersonation import desk
from jikim.web.office.todo import Source

PAGES: list[ControllerRouterHandler] = [desk.reports, desk.report, desk.released, desk.ended]
TODOS: list[Source] = [desk.todos]
