"""Notices: written, looked at before they are posted, and never changed."""

from __future__ import annotations

from litestar.types import ControllerRouterHandler

from jikim.web.office.notices import board
from jikim.web.office.todo import Source

PAGES: list[ControllerRouterHandler] = [board.notices, board.writing, board.written]
TODOS: list[Source] = []
