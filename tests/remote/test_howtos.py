"""The how-tos name what is there. Their programs are run after the tutorial: tests/web/test_public_tutorial.py."""

from __future__ import annotations

import re
from pathlib import Path

from jikim.api.routes import route_of


def test_the_pages_name_routes_that_are_there() -> None:
    """Every path of the API that the pages name is a route or lies beside them."""
    beside = {"/api/v1/openapi.json", "/api/v1", "/api/health", "/api/ready", "/api/metrics"}
    root = Path(__file__).parents[2]
    for page in ("rest", "serve"):
        text = (root / "docs" / "how-to" / f"{page}.md").read_text(encoding="utf-8")
        named = set(re.findall(r"/api/[a-z0-9/.-]*[a-z0-9]", text)) - beside
        assert [path for path in named if route_of(path) is None] == []
