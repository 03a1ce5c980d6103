"""The review of access records, and alerts."""

from __future__ import annotations

from jikim.web.office.review import alerting, explaining, monitoring, observing, reviews
from jikim.web.office.todo import Source
from jikim.web.routes import routes_of

PAGES = routes_of(reviews, alerting, monitoring, explaining, observing)
TODOS: list[Source] = [alerting.waiting, monitoring.waiting, explaining.waiting, reviews.waiting]
