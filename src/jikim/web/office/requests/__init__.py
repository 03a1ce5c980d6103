"""Requests to exercise a right, from pages and from letter, phone and e-mail."""

from __future__ import annotations

from litestar.types import ControllerRouterHandler

from jikim.web.office.todo import Source

PAGES: list[ControllerRouterHandler] = []
TODOS: list[Source] = []
