"""Demands by authorities: the list, which is the register of what was provided by law (수사기관 제공대장), on paper too; and a
new one."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.response import Response

from jikim.app import AsyncJikim
from jikim.disclosures.demand_register import Demand, demands
from jikim.disclosures.demands import lawful, prepare
from jikim.handlers.sessions import Signed
from jikim.web.forms import Form
from jikim.web.multipart import FILES
from jikim.web.office.disclosures.printing import register_files
from jikim.web.office.disclosures.register import from_of
from jikim.web.office.me import actor_of, manned, officer_only
from jikim.web.office.once import first_time
from jikim.web.office.sheet import Sheet
from jikim.web.page import Page
from jikim.web.uploading import packed
from jikim.web.visitor import Visitor

SIZE, MOST = 50, 5_000
STATES = {
    "draft": ("작성 중", "draft"),
    "asked": ("승인 대기", "waits for approval"),
    "approved": ("승인", "approved"),
    "refused": ("거절", "refused"),
    "withdrawn": ("취소됨", "withdrawn"),
    "done": ("제공 완료", "done"),
}
NOTHING = "제공하지 않고 종결", "closed, nothing disclosed"


def state_of(one: Demand) -> tuple[str, str]:
    """How a demand stands; one of which nothing left was no disclosure."""
    return NOTHING if one.state == "done" and not one.left else STATES[one.state]


# `letter` is what people have in their hands most often, and is refused with a sentence.
GROUNDS = {
    "warrant": ("영장", "a warrant"),
    "order": ("법원의 명령이나 허가", "a court’s order or permission"),
    "statute": ("제공 의무를 정한 법률 조항", "an article of a statute that requires it"),
    "danger": ("생명에 대한 급박한 위험", "an imminent danger to life"),
    "public": ("「개인정보 보호법」 제18조제2항제5호~제9호 (공공기관만)", "PIPA §18(2)5–9 (public bodies alone)"),
    "letter": ("협조 요청 공문 (수사협조 등)", "a letter asking for cooperation"),
}


def _grounds(page: Page) -> dict[str, tuple[str, str]]:
    """The grounds that a demand may stand on, by the law that judges the policy."""
    return {name: said for name, said in GROUNDS.items() if name != "public" or page.korean}


@get("/office/disclosures/demands")
async def listed(page: Page, jk: AsyncJikim, me: Signed, request: Request[Any, Any, Any]) -> Response[str]:
    """The newest first."""
    manned(jk, me)
    before, demand = from_of(request)
    rows: list[Demand] = []
    while found := await jk.do(demands, before, demand, SIZE + 1):
        # A handler sees what they prepared themselves: least of the rest.
        rows += [one for one in found if me.officer or one.prepared == me.handler]
        before, demand = found[-1].opened, found[-1].demand
        if len(found) <= SIZE or len(rows) > SIZE:
            break
    more = f"{rows[SIZE - 1].opened.isoformat()}~{rows[SIZE - 1].demand}" if len(rows) > SIZE else ""
    return page.show("office/disclosures/demands.html", rows=rows[:SIZE], more=more, state_of=state_of)


# On paper, in the order of its columns.
_WIDTHS = (1.25, 1.3, 1.2, 1.3, 1.3, 1.2, 1.2, 0.7, 1, 1.3, 1, 1, 1.2, 1.1)


def _head(page: Page) -> tuple[str, ...]:
    return (
        page.say("번호", "number"), page.say("접수", "opened"), page.say("기관", "authority"), page.say("근거", "ground"),
        page.say("근거 법령", "statute"), page.say("문서번호", "document"),
        page.say("항목", "items"), page.say("인원", "people"), page.say("제공한 기록", "records disclosed"), page.say("마지막 제공", "last disclosed"),
        page.say("준비", "prepared by"), page.say("결정", "decided by"), page.say("사후 확인", "reviewed by"), page.say("상태", "state"),
    )  # fmt: skip


def _row(page: Page, one: Demand) -> tuple[str, ...]:
    return (
        one.number, page.day(one.opened), one.authority, page.say(*GROUNDS[one.ground]), one.statute, one.document,
        one.then.voice(page.visitor.language).items(one.items), str(one.people), str(one.left),
        page.day(one.last_left) if one.last_left else "", one.prepared, one.decided,
        (one.looked or page.say("단독 승인, 사후 확인 전", "approved by one officer, not reviewed yet")) if one.alone else "", page.say(*state_of(one)),
    )  # fmt: skip


async def _whole(page: Page, jk: AsyncJikim, me: Signed, _request: Request[Any, Any, Any]) -> Sheet:
    officer_only(jk, me)
    title = page.say("법령에 따른 제공 대장(수사기관 등)", "Register of disclosures required by law")
    return Sheet(title, _head(page), [_row(page, one) for one in await jk.do(demands, limit=MOST)], widths=_WIDTHS)


AS_FILES = register_files("/office/disclosures/demands", "demands", _whole)


@get("/office/disclosures/demands/new")
async def new(page: Page, jk: AsyncJikim, me: Signed, visitor: Visitor) -> Response[str]:
    """The form."""
    manned(jk, me)
    return page.show(
        "office/disclosures/new_demand.html", form=Form(visitor), lawful=lawful(jk.house), grounds=_grounds(page)
    )


@post("/office/disclosures/demands/new", status_code=200, opt=FILES)
async def made(page: Page, jk: AsyncJikim, me: Signed, form: Form) -> Response[Any]:
    """Opens a draft."""
    form.need("ground", "authority", "statute", "document", "purpose")
    to, _, purpose = form["purpose"].partition("/")
    scan = await packed(form, jk.settings)
    if form.fine and await first_time(page, jk, form):
        with form.catching():
            demand = await jk.do(
                prepare,
                to=to,
                purpose=purpose,
                ground=form["ground"],
                authority=form["authority"],
                statute=form["statute"],
                document=form["document"],
                note=form["note"],
                place=form["place"],
                scan=scan,
                actor=await actor_of(jk, me, purpose),
            )
            return page.to(f"/office/disclosures/demands/{demand}")
    return page.show("office/disclosures/new_demand.html", form=form, lawful=lawful(jk.house), grounds=_grounds(page))
