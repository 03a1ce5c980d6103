"""How to allow, refuse and delete cookies in the browser itself (clause 9.4): today's browsers, and what the
policy itself says of it."""

from __future__ import annotations

from typing import NamedTuple

from litestar import get
from litestar.response import Response

from jikim.tables import table
from jikim.web.page import Page


class Way(NamedTuple):
    """One browser: how on a desk, how on a phone, and the names as its menus have them."""

    name: str
    desk_ko: list[str]
    desk_en: list[str]
    phone_ko: list[str]
    phone_en: list[str]


WAYS = [Way(name, **said) for name, said in table(__package__, "help").items()]


@get("/help/cookies")
async def browsers(page: Page) -> Response[str]:
    """Each browser, on a desk and on a phone."""
    return page.show("cookies/help.html", ways=WAYS)
