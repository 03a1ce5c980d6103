"""Reports: processing, access, destruction, provision; and the yearly notice of use and provision to members."""

from __future__ import annotations

from jikim.web.office.reports import access, board, index, processing, provision, usage
from jikim.web.office.todo import Source
from jikim.web.routes import routes_of

PAGES = routes_of(index, processing, access, board, provision, usage)
TODOS: list[Source] = [usage.waiting]
