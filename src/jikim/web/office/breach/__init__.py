"""The breach desk."""

from __future__ import annotations

from litestar.types import ControllerRouterHandler

from jikim.web.office.breach import desk
from jikim.web.office.todo import Source

PAGES: list[ControllerRouterHandler] = [
    desk.listed,
    desk.opened,
    desk.one,
    desk.found,
    desk.changed,
    desk.stepped,
    desk.report,
]
TODOS: list[Source] = [desk.waiting]
