"""The review of access records, and alerts."""

from __future__ import annotations

from litestar.types import ControllerRouterHandler

from jikim.web.office.review import alerting, monitoring, reviews
from jikim.web.office.todo import Source

PAGES: list[ControllerRouterHandler] = [
    reviews.listed, reviews.made, reviews.one, reviews.written, reviews.on_paper, alerting.listed, alerting.seen,
    monitoring.listed, monitoring.answered,
]  # fmt: skip
TODOS: list[Source] = [alerting.waiting, monitoring.waiting, reviews.waiting]
