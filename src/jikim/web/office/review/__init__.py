"""The review of access records, and alerts."""

from __future__ import annotations

from litestar.types import ControllerRouterHandler

from jikim.web.office.review import alerting, explaining, monitoring, observing, reviews
from jikim.web.office.todo import Source

PAGES: list[ControllerRouterHandler] = [
    reviews.listed, reviews.made, reviews.one, reviews.written, reviews.on_paper, alerting.listed, alerting.seen,
    monitoring.listed, monitoring.answered, explaining.listed, explaining.explained, explaining.judged, observing.observed,
]  # fmt: skip
TODOS: list[Source] = [alerting.waiting, monitoring.waiting, explaining.waiting, reviews.waiting]
