"""Requests to exercise rights, and guardians."""

from __future__ import annotations

from jikim.web.office.requests import acting, attached, carrying, filing, letter, letting_in, listing, one
from jikim.web.office.todo import Source
from jikim.web.routes import routes_of

PAGES = routes_of(listing, filing, one, acting, carrying, letting_in, letter, attached)
TODOS: list[Source] = [listing.todos]
