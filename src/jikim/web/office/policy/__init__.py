"""The policy's versions: written, approved, compared, announced, withdrawn."""

from __future__ import annotations

from litestar.types import ControllerRouterHandler

from jikim.web.office.policy import announcing, asking, comparing, listing, proposing
from jikim.web.office.todo import Source

PAGES: list[ControllerRouterHandler] = [
    listing.policy, asking.asked, listing.publication, listing.source, listing.withdrawn, announcing.revision, announcing.judged, announcing.announced,
    proposing.begun, proposing.proposal, proposing.filled, proposing.typed, proposing.stepped, proposing.source, proposing.difference, proposing.read,
    comparing.beside, comparing.said,
]  # fmt: skip
TODOS: list[Source] = [listing.waiting, proposing.waiting]
