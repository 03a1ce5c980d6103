"""Pages about cookies and about links that lead out: the choice, the table, the question in place, help for browsers,
the notice page."""

from __future__ import annotations

from jikim.web.cookies import choosing, help, outside, signal
from jikim.web.routes import routes_of

PAGES = routes_of(choosing, help, outside, signal)
