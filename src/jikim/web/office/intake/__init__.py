"""Intake: what came on paper, by phone, fax and e-mail is entered, and partners' feeds come in."""

from __future__ import annotations

from jikim.web.office.intake import entering, feeds
from jikim.web.office.todo import Source
from jikim.web.routes import routes_of

PAGES = routes_of(entering, feeds)
TODOS: list[Source] = []
