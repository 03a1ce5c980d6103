"""The back office's first page: what waits on each worklist that a handler works on, with its next act, so that a
morning is gone through from one page. The lists are read as their own pages read them, and recorded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from jikim import Ref
from jikim.web import HandlerJikim, Page, Response, get

from . import advertising, events
from .worklist import ALL, Worklist, short, today

FIRST = 5  # lines of a list; the others are on its own page
PLACE = (ALL, "오늘 처리할 일", "To do today", "")


def today_page(worklists: Sequence[Worklist]) -> Any:
    """The page, of these worklists."""

    @get(ALL)
    async def first(page: Page, jk: HandlerJikim) -> Response[str]:
        """What has a next act, the oldest first. A record that waits on two lists stands on the narrower one; what else
        is open waits for a day, or for somebody else, and its number leads to the list."""
        found, seen = [], set[Ref]()
        for worklist in sorted(worklists, key=lambda one: one.here is None):
            if not jk.reads(worklist.kind):
                continue
            waiting = await worklist.waiting(page, jk, {})
            lines = [one for one in waiting.lines if one.ref not in seen and worklist.next_act(jk, one.record)][:FIRST]
            seen |= {one.ref for one in waiting.lines}
            if waiting.lines:
                found.append((worklist, replace(waiting, lines=lines, more={}), waiting.count.open - len(lines)))
        return page.show(
            "staff/today.html",
            found=found,
            events=await events.with_an_act(page, jk) if jk.reads(events.KIND) else [],
            events_at=events.PATH,
            advertisements=await jk.to_release(),
            advertising_at=advertising.PATH,
            short=short,
            jk=jk,
            today=today(page),
        )

    return first
