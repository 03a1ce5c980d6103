"""Intake: what came on paper, by phone, fax and e-mail is entered, and partners' feeds come in."""

from __future__ import annotations

from litestar.types import ControllerRouterHandler

from jikim.web.office.intake import entering, feeds
from jikim.web.office.todo import Source

PAGES: list[ControllerRouterHandler] = [
    entering.intake,
    entering.entry,
    entering.entered,
    feeds.partner,
    feeds.handed_in,
    feeds.key_made,
    feeds.key_ended,
    feeds.report,
    feeds.report_file,
]
TODOS: list[Source] = []
