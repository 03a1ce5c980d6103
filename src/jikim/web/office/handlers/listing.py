"""The register of the office's people: who is here, what is missing or due of whom, and what I may do myself."""

from __future__ import annotations

from datetime import date

from litestar import get
from litestar.response import Response

from jikim.app import AsyncJikim
from jikim.db.driver import Steps
from jikim.handlers.officers import officers
from jikim.handlers.papers import appointment_due
from jikim.handlers.register import Worker, grants, words_of, workers
from jikim.handlers.sessions import Signed
from jikim.policy.period import day_of, due
from jikim.verbs.house import House
from jikim.web.office.me import officer_only
from jikim.web.office.todo import Todo, haste_of
from jikim.web.page import Page


def renewal_due(house: House, one: Worker) -> date | None:
    """The last day of somebody's proof, by the policy's interval; None where they have set none."""
    if one.renewed is None:
        return None
    return due(day_of(one.renewed, house.policy.zone), house.every("grant-renewal"))


@get("/office/handlers")
async def register(page: Page, jk: AsyncJikim, me: Signed) -> Response[str]:
    """Everyone, with the days of their pledge, training and renewal, and their running grants."""
    officer_only(jk, me)
    people = await jk.do(workers)
    given = await jk.do(grants)
    now = jk.now()
    rows = [
        (one, [grant for grant in given if grant.handler == one.handler and grant.runs(now)], renewal_due(jk.house, one))
        for one in people
    ]  # fmt: skip
    return page.show(
        "office/handlers/register.html",
        rows=rows,
        standings=await jk.do(officers),
        today=jk.house.today(),
    )


@get("/office/me")
async def mine(page: Page, jk: AsyncJikim, me: Signed) -> Response[str]:
    """What I may do: each grant with its purposes, record kinds, items and end."""
    one = next(w for w in await jk.do(workers) if w.handler == me.handler)
    standing = (await jk.do(officers)).get(me.handler)
    reaches = await jk.do(words_of, me.grants)
    return page.show(
        "office/handlers/mine.html", worker=one, standing=standing, renewal=renewal_due(jk.house, one), reaches=reaches
    )


def waiting(house: House, me: Signed) -> Steps[list[Todo]]:
    """What is missing or due of people: pledges, trainings, handovers, grants that end soon."""
    found: list[Todo] = []
    if not me.officer:
        return found
    today, zone = house.today(), house.policy.zone
    given = yield from grants(house)
    now = house.now()
    for of, standing in (yield from officers(house)).items():
        if not standing.confirmed and of != me.handler and standing.named != me.handler:
            found.append(
                Todo(
                    "second",
                    f"새 보호책임자 확인: {of}",
                    f"A new officer, to be confirmed: {of}",
                    f"/office/handlers/{of}",
                )
            )
        if standing.ending:
            last = day_of(standing.ending, zone)
            found.append(
                Todo(
                    "due",
                    f"보호책임자 자격 종료 예정: {of}",
                    f"An officer ends: {of}",
                    f"/office/handlers/{of}",
                    last,
                )
            )
    for one in (yield from workers(house)):
        way = f"/office/handlers/{one.handler}"
        if one.left is not None:
            if one.handed is None:
                found.append(
                    Todo(
                        "overdue",
                        f"인수인계 기록: {one.handler}",
                        f"Handover record: {one.handler}",
                        way,
                        day_of(one.left, zone),
                    )
                )
            continue
        if one.kind == "officer" and (yield from appointment_due(house, one.handler)) is not None:
            words = (
                f"이사회의 보호책임자 선임과 신고: {one.handler}",
                f"The board’s appointment of the officer: {one.handler}",
            )
            found.append(Todo("due", *words, way))
        if one.pledged is None:
            found.append(Todo("open", f"보안 서약: {one.handler}", f"Security pledge: {one.handler}", way))
        trained = one.training_due if one.trained is not None else due(one.joined, house.every("training"))
        if trained is not None and (state := haste_of(trained, today)) != "open":
            found.append(Todo(state, f"취급자 교육: {one.handler}", f"Training: {one.handler}", way, trained))
        for grant in given:
            if (
                grant.handler == one.handler
                and grant.runs(now)
                and (state := haste_of(day_of(grant.until, zone), today)) != "open"
            ):
                found.append(
                    Todo(
                        state,
                        f"권한 만료 예정: {one.handler}",
                        f"A grant ends: {one.handler}",
                        way,
                        day_of(grant.until, zone),
                    )
                )
    return found
