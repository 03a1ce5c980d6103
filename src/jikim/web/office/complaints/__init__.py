"""Complaints: listed, looked at, answered, closed, each with its deadline and what happened to it."""

from __future__ import annotations

from litestar.types import ControllerRouterHandler

from jikim.web.office.complaints import desk
from jikim.web.office.todo import Source

PAGES: list[ControllerRouterHandler] = [
    desk.complaints,
    desk.complaint,
    desk.opened,
    desk.taken,
    desk.answered,
    desk.closed,
    desk.letter_pdf,
]
TODOS: list[Source] = [desk.todos]
