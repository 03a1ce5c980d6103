"""The register of paper: cabinet, shelf, label, shredding."""

from __future__ import annotations

from litestar.types import ControllerRouterHandler

from jikim.web.office.todo import Source

PAGES: list[ControllerRouterHandler] = []
TODOS: list[Source] = []
