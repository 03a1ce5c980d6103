"""Every route of a running site, read from the application itself, so that a new one cannot be overlooked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from litestar import Litestar
from litestar.routes import HTTPRoute
from tests.web.running import Running

from jikim.web.office.door import OfficeDoor


class Route(NamedTuple):
    """One method of one path; parameters are in braces: `/my/record/{record}`."""

    method: str
    path: str

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def parameters(self) -> list[str]:
        return re.findall(r"{([^}]+)}", self.path)

    @property
    def of_pages(self) -> bool:
        """Whether a browser goes there: not a file, not the REST API, not what a machine calls."""
        return not self.path.startswith(
            ("/static", "/assets", "/look/", "/api/", "/hooks/", "/office", "/metrics", "/healthz", "/readyz")
        )


def applications(app: Any) -> Iterator[Litestar]:
    """The Litestar applications inside whatever is wrapped around them."""
    seen: list[Any] = [app]
    for one in seen:
        if isinstance(one, Litestar):
            yield one
            continue
        if isinstance(one, OfficeDoor):
            seen.append(one.office())
        for value in vars(one).values() if hasattr(one, "__dict__") else ():
            if callable(value) and not isinstance(value, type) and all(value is not other for other in seen):
                seen.append(value)


def routes(site: Running) -> list[Route]:
    """Every route of a site but the files, in order."""
    found = set()
    for app in applications(site.app):
        for route in app.routes:
            if not isinstance(route, HTTPRoute):
                continue
            path = re.sub(r"{([^}:]+)(?::[^}]*)?}", r"{\1}", route.path)
            if path.startswith(("/static", "/assets", "/look/")):
                continue
            found |= {Route(str(method), path) for method in route.methods if method not in ("OPTIONS", "HEAD")}
    return sorted(found, key=lambda one: (one.path, one.method))
