"""Notices: written, looked at before they are posted, and never changed."""

from __future__ import annotations

from jikim.web.office.notices import board
from jikim.web.office.todo import Source
from jikim.web.routes import routes_of

PAGES = routes_of(board)
TODOS: list[Source] = []
