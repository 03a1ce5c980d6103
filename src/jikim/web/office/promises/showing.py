"""/office/promises: the same promises as the public page, with the runs before and what they found; an officer has it
proved anew, on the record."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from litestar import get, post
from litestar.response import Redirect, Response

from jikim.app import AsyncJikim
from jikim.db.driver import Steps
from jikim.handlers.sessions import Signed
from jikim.policy.citing import cited
from jikim.policy.period import day_of, due
from jikim.prove.proving import MENDING, Found, Run, findings, runs
from jikim.verbs.house import House
from jikim.web.office.me import actor_of, officer_only
from jikim.web.office.todo import Act, Todo
from jikim.web.page import Page
from jikim.web.public.evidence import last_proof
from jikim.web.public.promises import ORDER, shown

RUNS = 40
WIDTH, HEIGHT, STEP = 640, 90, 15


@get("/office/promises")
async def promises(page: Page, jk: AsyncJikim, me: Signed) -> Response[str]:
    """Every promise, what runs found, and how it was before."""
    just = page.told == "proved"
    proven = await last_proof(jk, anew=just)
    before = await jk.do(runs, RUNS)
    found = await jk.do(findings, 30)
    return page.show(
        "office/promises/promises.html",
        runs=before,
        bars=bars(before),
        findings=found,
        just=just,
        **shown(page, proven),
    )


@post("/office/promises")
async def proved(page: Page, jk: AsyncJikim, me: Signed) -> Redirect:
    """Proves now, on the record: each finding gets its task."""
    officer_only(jk, me)
    await jk.prove(record=True, actor=await actor_of(jk, me))
    return page.to("/office/promises", said="proved")


class Bar(NamedTuple):
    """A piece of the picture of runs: one state of one run."""

    x: float
    y: float
    height: float
    state: str


def bars(before: list[Run]) -> list[Bar]:
    """The runs as columns, the oldest on the left."""
    found = []
    for n, run in enumerate(reversed(before)):
        numbers = run.counts
        whole, y = sum(numbers.values()) or 1, float(HEIGHT)
        for state in ORDER:
            height = HEIGHT * numbers[state] / whole
            y -= height
            if height:
                found.append(Bar(n * STEP, round(y, 2), round(height, 2), state))
    return found


def todos(house: House, _me: Signed, _by: date) -> Steps[list[Todo]]:
    """Each promise that a run found broken, until one finds it kept."""
    found: list[Found] = [one for one in (yield from findings(house)) if one.over is None]
    zone, file = house.policy.zone, house.policy.file
    return [
        Todo(
            "broken",
            f"약속 {cited(one.clause, 'ko', file)}: {one.ko}",
            f"Promise {cited(one.clause, 'en', file)}: {one.en}",
            f"/office/promises#p{one.clause}",
            Act("확인", "Look", "원인과 조치", "the cause, and what is done"),
            due(day_of(one.since, zone), MENDING),
        )
        for one in found
    ]
