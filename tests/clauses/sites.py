"""The homepage's site, running, with pages beside it that set cookies well and badly."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from homepage.site import addition
from tests.homepage.shop import Shop, shop
from tests.web.cookie_site import PAGES
from tests.web.running import Running

from jikim.policy.model import PolicyFile

TEMPLATES = Path(__file__).parents[1] / "web" / "cookie_pages"


@contextmanager
def homepage_site(file: PolicyFile, directory: Path) -> Iterator[Shop]:
    """The homepage's own pages with the stand-in of whom it works with, and those."""
    own = addition()
    whole = replace(own, pages=[*own.pages, *PAGES], templates=[*own.templates, TEMPLATES])
    with shop(file, directory, whole) as one:
        yield one


def paths(run: Running) -> list[str]:
    """Every page of the site that needs no parameter, in both languages."""
    found = {
        route.path
        for route in run.app.door.site.app.app.routes
        if "GET" in getattr(route, "methods", ())
        and "{" not in route.path
        and not route.path.startswith(("/static", "/assets"))
    }
    return sorted(found | {f"/en{path}" for path in found})
