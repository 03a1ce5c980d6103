"""Reports: processing, access, destruction, provision; and the yearly notice of use and provision to members."""

from __future__ import annotations

from litestar.types import ControllerRouterHandler

from jikim.web.office.reports import access, board, index, processing, provision, usage
from jikim.web.office.todo import Source

PAGES: list[ControllerRouterHandler] = [
    index.index, index.destruction_pdf, processing.shown, processing.as_csv, processing.as_pdf, access.shown, access.as_csv, access.as_pdf,
    board.shown, board.as_pdf, provision.shown, provision.as_csv, provision.as_pdf, usage.shown, usage.preview, usage.begun,
]  # fmt: skip
TODOS: list[Source] = [usage.waiting]
