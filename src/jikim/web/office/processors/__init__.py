"""Processors and partners: contracts, inspections, deletions and their confirmations, countries."""

from __future__ import annotations

from jikim.web.office.processors import inspecting, listing, one
from jikim.web.office.processors.waiting import waiting
from jikim.web.office.todo import Source
from jikim.web.routes import routes_of

PAGES = routes_of(inspecting, listing, one)
TODOS: list[Source] = [waiting]
