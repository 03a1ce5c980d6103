"""/office/next: a morning gone through one matter after another, each once, without the list in between.

Which were offered stands in a cookie of this browser, as marks that say nothing of them, until the round is over.
"""

from __future__ import annotations

import hashlib
from collections import Counter
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


def _ways(every: Sequence[Matter]) -> dict[str, str]:
    """Each matter's own name, and where it is done: with the others of its kind, where several are done at once; else
    at its own act."""
    many = Counter(one.first.together for one in every)
    found: dict[str, str] = {}
    for one in every:
        first = one.first
        if first.together and many[first.together] > 1:
            found.setdefault(first.together.href, first.together.href)
        else:
            found.setdefault(first.about or first.href, first.href if "#" in first.href else f"{first.href}#act")
    return found


def next_matter(sources: Sequence[Source]) -> ControllerRouterHandler:
    """The page, which is none: it leads on."""

    @get("/office/next")
    async def led_on(page: Page, jk: AsyncJikim, me: Signed, begin: FromQuery[str] = "") -> Redirect:
        """To the most pressing matter that this round has not offered yet; after the last one, to the list. `begin`: a
        new round."""
        every = await jk.do(matters, sources, me)
        offered = [] if begin else page.visitor.cookies.get(ROUND, "").split(".")[:MOST]
        ways = _ways(every)
        name = next((one for one in ways if _marks(me, one, ways[one]).isdisjoint(offered)), None)
        if name is None:
            page.visitor.drop_cookie(ROUND)
            return page.to("/office")
        page.visitor.set_cookie(ROUND, ".".join([*filter(None, offered), *sorted(_marks(me, name, ways[name]))]))
        return page.to(ways[name])

    return led_on


def _marks(me: Signed, name: str, way: str) -> set[str]:
    """By its name and by its page: what was gone on with at one is not offered at the other."""
    return {hashlib.sha256(f"{me.handler} {one}".encode()).hexdigest()[:12] for one in (name, way.partition("#")[0])}
