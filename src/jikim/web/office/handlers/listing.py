"""The register of the office's people: who is here, what is missing or due of whom, and what I may do myself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from litestar import get
from litestar.response import Response

from jikim.app import AsyncJikim
from jikim.db.driver import Steps
from jikim.handlers.deputies import deputies
from jikim.handlers.officers import officers
from jikim.handlers.papers import appointment_due
from jikim.handlers.register import Worker, grants, workers
from jikim.handlers.sessions import Signed
from jikim.policy.period import day_of, due
from jikim.verbs.house import House
from jikim.web.office.me import officer_only
from jikim.web.office.todo import CONFIRM, FINISH, LOOK, Act, State, Todo, haste_of, of_officers
from jikim.web.page import Page

OVER_SHOWN = 10  # deputies whose days are over


def renewal_due(house: House, one: Worker) -> date | None:
    """The last day of somebody's proof, by the policy's interval; None where they have set none."""
    if one.renewed is None:
        return None
    return due(day_of(one.renewed, house.policy.zone), house.every("grant-renewal"))


async def deputies_of(jk: AsyncJikim, handler: str) -> Mapping[str, Any]:
    """For a page of somebody of the office: the deputies that they named or are, and who may be one."""
    every = await jk.do(deputies)
    mine = [found for found in every if handler in (found.handler, found.stands_in)]
    running, over = [found for found in mine if not found.over], [found for found in mine if found.over]
    others = [found for found in await jk.do(workers) if found.may and found.handler != handler]
    return {"deputies": [*running, *over[:OVER_SHOWN]], "others": others}


@get("/office/handlers")
async def register(page: Page, jk: AsyncJikim, me: Signed) -> Response[str]:
    """Everyone, with the days of their pledge, training and renewal, and their running grants."""
    officer_only(jk, me)
    people = await jk.do(workers)
    given = await jk.do(grants)
    now = jk.now()
    rows = [
        (
            one,
            [grant for grant in given if grant.handler == one.handler and grant.runs(now)],
            renewal_due(jk.house, one),
        )
        for one in people
    ]
    return page.show(
        "office/handlers/register.html", rows=rows, standings=await jk.do(officers), today=jk.house.today()
    )


@of_officers
def waiting(house: House, me: Signed, by: date) -> Steps[list[Todo]]:
    """What is missing or due of people: pledges, trainings, handovers, grants that end."""
    found: list[Todo] = []
    today, zone, now = house.today(), house.policy.zone, house.now()

    def add(of: str, ko: str, en: str, act: Act, state: State = "open", last: date | None = None) -> None:
        found.append(Todo(state, f"{ko}: {of}", f"{en}: {of}", f"/office/handlers/{of}", act, last))

    given = yield from grants(house)
    standings = yield from officers(house)
    for of, standing in standings.items():
        named_by_me = standing.named == me.handler and not standings[me.handler].alone
        if not standing.confirmed and of != me.handler and not named_by_me:
            add(of, "새 보호책임자 확인", "A new officer to confirm", CONFIRM, "second")
        if standing.ending:
            last = day_of(standing.ending, zone)
            add(of, "보호책임자 자격 종료 예정", "An officer’s duty ends", LOOK, "due", last)
    for one in (yield from workers(house)):
        if one.left is not None:
            if one.handed is None:
                last = day_of(one.left, zone)
                add(one.handler, "인수인계 기록", "Handover record", FINISH, haste_of(last, today), last)
            continue
        if one.kind == "officer" and (yield from appointment_due(house, one.handler)) is not None:
            add(one.handler, "이사회의 보호책임자 선임과 신고", "The board’s appointment of the officer", FINISH, "due")
        if one.pledged is None:
            add(one.handler, "보안 서약", "Security pledge", FINISH)
        trained = one.training_due if one.trained is not None else due(one.joined, house.every("training"))
        if trained is not None and trained <= by:
            add(one.handler, "취급자 교육", "Training", FINISH, haste_of(trained, today), trained)
        for grant in given:
            last = day_of(grant.until, zone)
            # A deputy's ends as it is meant to.
            if grant.handler == one.handler and grant.stands_for is None and grant.runs(now) and last <= by:
                add(one.handler, "권한 만료 예정", "A grant ends", LOOK, haste_of(last, today), last)
    return found
