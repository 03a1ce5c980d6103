"""The policy's versions: compared, announced, withdrawn."""

from __future__ import annotations

from litestar.types import ControllerRouterHandler

from jikim.web.office.policy import announcing, listing
from jikim.web.office.todo import Source

PAGES: list[ControllerRouterHandler] = [
    listing.policy, listing.publication, listing.source, listing.withdrawn, announcing.revision, announcing.judged, announcing.announced
]  # fmt: skip
TODOS: list[Source] = [listing.waiting]
