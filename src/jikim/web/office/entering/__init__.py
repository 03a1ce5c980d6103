"""Coming in: signing in, the first time, renewing, proving once more, leaving."""

from __future__ import annotations

from jikim.web.office.entering import begin, company, proving, sign_in
from jikim.web.office.todo import Source
from jikim.web.routes import routes_of

PAGES = routes_of(sign_in, begin, proving, company)
TODOS: list[Source] = []
