"""Help: short answers, each with the way to do it."""

from __future__ import annotations

from jikim.web import Page, Response, get


@get("/help")
async def index(page: Page) -> Response[str]:
    return page.show("rv/help.html")


PAGES = [index]
