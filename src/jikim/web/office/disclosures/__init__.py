"""Disclosures: to authorities, on new consent, as statistics; and the register of all that left."""

from __future__ import annotations

from litestar.types import ControllerRouterHandler

from jikim.web.office.todo import Source

PAGES: list[ControllerRouterHandler] = []
TODOS: list[Source] = []
