"""Handlers: the register, grants, pledges, training, leaving; and what I may do and confirm myself."""

from __future__ import annotations

from jikim.web.office.handlers import deputies, listing, one, papers
from jikim.web.office.todo import Source
from jikim.web.routes import routes_of

PAGES = routes_of(listing, papers, one, deputies)
TODOS: list[Source] = [listing.waiting, papers.waiting, deputies.waiting]
