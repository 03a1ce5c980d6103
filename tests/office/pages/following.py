"""The office's pages as its own links lead to them, a hundred rows of one list being one page."""

from __future__ import annotations

import re
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

from homepage.staff import OFFICE
from litestar import Router
from tests.web.pages.seeing import Eyes

from jikim.web.office.building import ROOMS

# Answers that are no page.
FILES = re.compile(
    r"\.(json|xml|csv|pdf|zip|txt|svg|yaml|patch)(\?|$)|/export|/download|/scan/|/files/|/paper/.+/|/systems/[^/]+/"
)
LINK = re.compile(r'<a\b[^>]*?\shref="([^"]*)"')
# One page by its address, two by what its query asks for.
TWICE = {"/office/calendar": "month="}


def _pages(room: Any) -> list[Any]:
    return list(room.pages if room is OFFICE else room.PAGES)


def _paths(page: Any) -> set[str]:
    """A handler's addresses, or those of a router's handlers."""
    return {route.path for route in page.routes} if isinstance(page, Router) else page.paths


class Finder:
    """Which route a path is of."""

    def __init__(self) -> None:
        paths = {path for room in (*ROOMS, OFFICE) for page in _pages(room) for path in _paths(page)}
        self._routes = sorted(
            (re.sub(r"{([^}:]+)(?::[^}]*)?}", r"{\1}", path) for path in paths), key=lambda path: path.count("{")
        )

    def route(self, path: str) -> str:
        """`/office/people/{subject}` of one person's page; the path itself where it is of none."""
        bare = urlsplit(path).path
        asked = TWICE.get(bare, "")
        of = next((one for one in self._routes if re.fullmatch(re.sub(r"{[^}]+}", r"[^/]+", one), bare)), bare)
        return f"{of}?{asked}" if asked and asked in path else of

    def links(self, window: Eyes) -> list[str]:
        """Where in the office the page that is open leads."""
        found = window.page.evaluate("() => [...document.querySelectorAll('a[href]')].map(a => a.getAttribute('href'))")
        return self._within(window, window.page.url, found)

    def read(self, window: Eyes, path: str) -> tuple[int, list[str]]:
        """A page's status and where it leads, with no look at it."""
        answer = window.context.request.get(window.site.url + window.look.address(path))
        return answer.status, self._within(window, answer.url, [unescape(one) for one in LINK.findall(answer.text())])

    @staticmethod
    def _within(window: Eyes, page: str, found: list[str]) -> list[str]:
        led = [urljoin(page, one) for one in found]
        paths = [
            one.removeprefix(window.site.url).removeprefix("/en") for one in led if one.startswith(window.site.url)
        ]
        return [path for path in paths if path.startswith("/office") and not FILES.search(path)]
