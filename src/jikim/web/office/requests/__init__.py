"""Requests to exercise rights, and guardians."""

from __future__ import annotations

from litestar.types import ControllerRouterHandler

from jikim.web.office.requests import acting, attached, carrying, filing, letter, listing, one
from jikim.web.office.todo import Source

PAGES: list[ControllerRouterHandler] = [
    listing.requests, filing.filing, filing.filed, one.one_request, one.opened, one.compared, *acting.STEPS, acting.confirmed,
    acting.postponed, carrying.corrected, carrying.deleted, carrying.left, carrying.linked, carrying.transferred, letter.letter_pdf, letter.data_pdf,
    attached.file_of_request, attached.file_of_complaint,
]  # fmt: skip
TODOS: list[Source] = [listing.todos]
