"""The homepage's site, running, with pages beside it that set cookies well and badly."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from homepage.site import addition
from tests.web.cookie_site import PAGES
from tests.web.running import Running, running

from jikim.app import AsyncJikim
from jikim.policy.model import PolicyFile
from jikim.web.site import site

TEMPLATES = Path(__file__).parents[1] / "web" / "cookie_pages"


@contextmanager
def homepage_site(file: PolicyFile, directory: Path) -> Iterator[Running]:
    """The homepage's own pages, and those."""
    own = addition()
    whole = replace(own, pages=[*own.pages, *PAGES], templates=[*own.templates, TEMPLATES])

    async def make(jk: AsyncJikim) -> Any:
        return await site(jk, whole)

    with running(file, directory, make=make) as one:
        yield one


def paths(run: Running) -> list[str]:
    """Every page of the site that needs no parameter, in both languages."""
    found = {
        route.path
        for route in run.app.door.app.routes
        if "GET" in getattr(route, "methods", ())
        and "{" not in route.path
        and not route.path.startswith(("/static", "/assets"))
    }
    return sorted(found | {f"/en{path}" for path in found})
