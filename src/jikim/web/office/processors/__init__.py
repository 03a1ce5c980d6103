"""Processors and partners: contracts, inspections, deletions and their confirmations, countries."""

from __future__ import annotations

from litestar.types import ControllerRouterHandler

from jikim.web.office.processors import inspecting, listing, one
from jikim.web.office.processors.waiting import waiting
from jikim.web.office.todo import Source

PAGES: list[ControllerRouterHandler] = [
    inspecting.inspections, inspecting.inspected,
    listing.listed, listing.abroad, *listing.AS_FILES, one.one, one.contracted, one.inspected, one.answered, one.ended, one.scan,
]  # fmt: skip
TODOS: list[Source] = [waiting]
