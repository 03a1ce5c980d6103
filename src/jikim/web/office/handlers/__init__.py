"""Handlers: the register, grants, pledges, training, leaving; and what I may do and confirm myself."""

from __future__ import annotations

from litestar.types import ControllerRouterHandler

from jikim.web.office.handlers import deputies, listing, one, papers
from jikim.web.office.todo import Source

PAGES: list[ControllerRouterHandler] = [
    listing.register,
    papers.mine,
    papers.confirmed,
    papers.accepted,
    papers.file,
    one.new,
    one.entered,
    one.one,
    one.acted,
    deputies.named,
    deputies.called_off,
    deputies.decided,
]
TODOS: list[Source] = [listing.waiting, papers.waiting, deputies.waiting]
