"""The first page of the morning: what is broken, overdue, waiting for a second person, due and open, each with its way there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from litestar import get
from litestar.params import FromQuery
from litestar.response import Response
from litestar.types import ControllerRouterHandler

from jikim.app import AsyncJikim
from jikim.handlers.sessions import Signed
from jikim.web.office.todo import HASTE, WORDS, Source, Todo
from jikim.web.page import Page


def today(sources: Sequence[Source]) -> list[ControllerRouterHandler]:
    """The page, made from what every room says of itself."""

    @get("/office")
    async def first(page: Page, jk: AsyncJikim, me: Signed, whose: FromQuery[str] = "") -> Response[str]:
        """What is to be done today; `whose`: `mine`, or what is nobody's yet."""
        every: list[Todo] = []
        for source in sources:
            every += await jk.do(source, me)
        owners = {"mine": me.handler, "free": ""}
        found = [one for one in every if whose not in owners or one.owner == owners[whose]]
        groups = [
            (state, WORDS[state], sorted((one for one in found if one.state == state), key=lambda one: (one.due is None, one.due or date.min)))
            for state in HASTE
        ]  # fmt: skip
        return page.show(
            "office/today.html", groups=[one for one in groups if one[2]], count=sum(one.count for one in found), whose=whose,
            today=jk.house.today(),
        )  # fmt: skip

    return [first]
