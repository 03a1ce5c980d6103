"""The cabinet of paper: places, labels, due days, shredding."""

from __future__ import annotations

from litestar.types import ControllerRouterHandler

from jikim.web.office.cabinet import listing, one, shredding
from jikim.web.office.cabinet.listing import waiting
from jikim.web.office.todo import Source

PAGES: list[ControllerRouterHandler] = [
    listing.listed,
    listing.found,
    listing.entered,
    listing.labels,
    listing.listed_csv,
    one.one,
    one.moved,
    one.destroyed,
    shredding.shredding,
    shredding.shredded,
]
TODOS: list[Source] = [waiting]
