"""Where a walk through the site goes: every page that the application has, with each who sees it."""

from __future__ import annotations

from collections.abc import Iterator

from tests.web.arranged import WHO, Everybody
from tests.web.matrix import ONCE, outcome_of
from tests.web.routes import Route, routes

# What a page may answer that people look at.
SHOWN = ("200", "404", "410")
# Answers that are no page.
FILES = (".json", ".xml", ".csv", ".pdf", ".zip", ".txt")


def pages(made: Everybody) -> Iterator[tuple[Route, str]]:
    """Every page, with each who sees it."""
    for route in routes(made.shop.web):
        if route.method == "GET" and route.of_pages and route not in ONCE and not route.path.endswith(FILES):
            for who in WHO:
                if outcome_of(route, who) in SHOWN:
                    yield route, who
