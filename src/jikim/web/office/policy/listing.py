"""Versions and announcements: how each stands, its receipt, its file, and its withdrawal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from litestar import get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Response

from jikim.app import AsyncJikim
from jikim.db.driver import Steps
from jikim.errors import ConflictError, JikimError
from jikim.handlers.sessions import Signed
from jikim.policy.period import day_of
from jikim.publishing.proposals import State, proposals
from jikim.publishing.publications import compared, publication_of, publications, receipt_of, source_of
from jikim.verbs.house import House
from jikim.web.downloads import as_file
from jikim.web.forms import Form, Problem
from jikim.web.office.me import actor_of, officer_only
from jikim.web.office.todo import LOOK, Todo, haste_of
from jikim.web.page import Page
from jikim.web.public.versions import versions

STATES = {
    "announcing": ("공고 예정", "scheduled"),
    "announced": ("공고", "announced"),
    "withdrawn": ("철회", "withdrawn"),
    "lapsed": ("공고 실패", "lapsed"),
    "in-force": ("시행", "took effect"),
}
PROPOSED: Mapping[State, tuple[str, str]] = {
    "draft": ("작성 중", "draft"),
    "proposed": ("승인 대기", "waiting for approval"),
    "approved": ("승인", "approved"),
    "dropped": ("폐기", "dropped"),
}


@get("/office/policy")
async def policy(page: Page, jk: AsyncJikim, me: Signed) -> Response[str]:
    """Every version, and what is announced."""
    return await policy_page(page, jk, me, Form(page.visitor))


async def policy_page(page: Page, jk: AsyncJikim, me: Signed, form: Form) -> Response[str]:
    """The page of versions, proposals and announcements, with what was wrong with a form of it."""
    found = await jk.do(versions)
    made = await jk.do(publications)
    written = await jk.do(proposals) if me.officer else []
    return page.show(
        "office/policy/versions.html",
        versions=found,
        publications=made,
        states=STATES,
        proposals=written,
        proposal_states=PROPOSED,
        form=form,
        status=200 if form.fine else 422,
    )


@get("/office/policy/{number:int}")
async def publication(page: Page, jk: AsyncJikim, me: Signed, number: FromPath[int]) -> Response[str]:
    """One announcement: what it changes, what became of it, and its withdrawal while there is time."""
    return await _one(page, jk, number)


@get("/office/policy/{number:int}/policy.yaml")
async def source(page: Page, jk: AsyncJikim, me: Signed, number: FromPath[int]) -> Response[bytes]:
    """The policy's text as it was announced, byte for byte."""
    if await jk.do(publication_of, number) is None:
        raise NotFoundException()
    text = await jk.do(source_of, number)
    return as_file(f"policy-{number}.yaml", "application/yaml", text)


@post("/office/policy/{number:int}/withdraw")
async def withdrawn(page: Page, jk: AsyncJikim, me: Signed, form: Form, number: FromPath[int]) -> Response[Any]:
    """Withdraws an announcement."""
    officer_only(jk, me)
    if await jk.do(publication_of, number) is None:
        raise NotFoundException()
    if form.need("reason"):
        try:
            await jk.by(await actor_of(jk, me)).withdraw_publication(number, form["reason"])
        except ConflictError:
            form.problem = Problem(
                page.say("이미 시행 중이거나 철회된 공고입니다.", "It is in force already, or was withdrawn."),
                page.say(
                    "아래에서 현재 상태를 확인하고, 필요하면 새 버전을 공고해 주세요.",
                    "Check its current state below, and announce another if needed.",
                ),
            )
        except JikimError as error:
            form.caught(error)
    if form.fine:
        return page.to(f"/office/policy/{number}")
    return await _one(page, jk, number, form)


async def _one(page: Page, jk: AsyncJikim, number: int, form: Form | None = None) -> Response[str]:
    receipt = await jk.do(receipt_of, number)
    if receipt is None:
        raise NotFoundException()
    comparison = await jk.do(compared, receipt.publication)
    new = await jk.driver.run(jk.house.versions.serving(receipt.publication.version))
    names = {
        **{clause: name for name, clause in new.purpose_consents.items()},
        **{clause: name for name, clause in new.recipient_consents.items()},
    }
    labels = {one.name: one.label(new.file, page.visitor.language) for one in comparison.questions}
    answers = [(labels.get(names.get(one.clause, ""), names.get(one.clause, "")), one) for one in receipt.answers]
    rows = [(change, *comparison.sides(change, page.visitor.language)) for change in comparison.changes]
    return page.show(
        "office/policy/one.html",
        receipt=receipt,
        one=receipt.publication,
        comparison=comparison,
        rows=rows,
        states=STATES,
        answers=answers,
        form=form or Form(page.visitor),
    )


def waiting(house: House, me: Signed, _by: date) -> Steps[list[Todo]]:
    """What is announced and not in force yet, and people whom it still has to take over."""
    found: list[Todo] = []
    for one in (yield from publications(house)):
        if one.open:
            day = day_of(one.effective, house.policy.zone)
            found.append(
                Todo(
                    haste_of(day, house.today()),
                    "공고한 방침의 시행",
                    "The announced policy comes into force",
                    f"/office/policy/{one.number}",
                    LOOK,
                    day,
                )
            )
        elif one.state == "lapsed" and house.today() <= day_of(one.effective, house.policy.zone):
            found.append(
                Todo(
                    "broken",
                    "공고하지 못한 처리방침이 있습니다",
                    "A version was not announced on its day",
                    f"/office/policy/{one.number}",
                    LOOK,
                )
            )
    return found
