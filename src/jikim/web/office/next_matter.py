"""/office/next: a morning gone through one matter after another, each once, without the list in between.

Which were offered stands in a cookie of this browser, as marks that say nothing of them, until the round is over.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from litestar import get
from litestar.params import FromQuery
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from jikim.app import AsyncJikim
from jikim.handlers.sessions import Signed
from jikim.web.office.todo import Matter, Source, matters
from jikim.web.page import Page

ROUND = "jikim_office_round"
MOST = 200  # marks of one round


def way_of(one: Matter, every: Sequence[Matter]) -> str:
    """Where a matter is done: with the others of its kind, where several are done at once; else at its own act."""
    first = one.first
    if first.together and sum(other.first.together == first.together for other in every) > 1:
        return first.together
    return first.href if "#" in first.href else f"{first.href}#act"


def next_matter(sources: Sequence[Source]) -> ControllerRouterHandler:
    """The page, which is none: it leads on."""

    @get("/office/next")
    async def led_on(page: Page, jk: AsyncJikim, me: Signed, begin: FromQuery[str] = "") -> Redirect:
        """To the most pressing matter that this round has not offered yet; after the last one, to the list. `begin`: a
        new round."""
        every = await jk.do(matters, sources, me)
        offered = [] if begin else page.visitor.cookies.get(ROUND, "").split(".")[:MOST]
        ways = dict.fromkeys(way_of(one, every) for one in every)
        way = next((one for one in ways if _mark(me, one) not in offered), None)
        if way is None:
            page.visitor.drop_cookie(ROUND)
            return page.to("/office")
        page.visitor.set_cookie(ROUND, ".".join([*filter(None, offered), _mark(me, way)]))
        return page.to(way)

    return led_on


def _mark(me: Signed, way: str) -> str:
    return hashlib.sha256(f"{me.handler} {way}".encode()).hexdigest()[:12]
