"""The breach desk."""

from __future__ import annotations

from litestar.types import ControllerRouterHandler

from jikim.web.office.breach import handling
from jikim.web.office.todo import Source

PAGES: list[ControllerRouterHandler] = [
    handling.listed,
    handling.opened,
    handling.one,
    handling.found,
    handling.changed,
    handling.stepped,
    handling.report,
]
TODOS: list[Source] = [handling.waiting]
