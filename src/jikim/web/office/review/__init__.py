"""The review of access records, and alerts."""

from __future__ import annotations

from litestar.types import ControllerRouterHandler

from jikim.web.office.review import alerting, reviews
from jikim.web.office.todo import Source

PAGES: list[ControllerRouterHandler] = [
    reviews.listed, reviews.made, reviews.one, reviews.written, reviews.on_paper, alerting.listed, alerting.seen
]  # fmt: skip
TODOS: list[Source] = [alerting.waiting, reviews.waiting]
