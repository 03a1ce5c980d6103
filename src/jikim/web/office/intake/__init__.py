"""Intake: what came on paper, by phone, fax and e-mail, and what partners send."""

from __future__ import annotations

from litestar.types import ControllerRouterHandler

from jikim.web.office.todo import Source

PAGES: list[ControllerRouterHandler] = []
TODOS: list[Source] = []
