"""/office/requests: what waits for the desk, the most pressing first; what is settled; what waits in the morning."""

from __future__ import annotations

from datetime import date

from litestar import get
from litestar.params import FromQuery
from litestar.response import Response

from jikim.app import AsyncJikim
from jikim.cases.who_may import WORDING, kept_out
from jikim.db.driver import Steps
from jikim.desk.request_steps import PAGE, Waiting, beside, settled_requests, undelivered, waiting
from jikim.desk.requests import KINDS
from jikim.handlers.sessions import Signed, acting
from jikim.verbs.house import House
from jikim.web.office.me import actor_of
from jikim.web.office.requests.words import common, cursor_of
from jikim.web.office.todo import Act, Todo, haste_of
from jikim.web.page import Page

IDENTIFY = Act("본인 확인", "Identify", "본인 확인 방법", "how they were identified")
CARRY_OUT = Act("처리", "Carry out", "처리 결과 또는 거절 사유", "what was done, or why not")
SEND = Act("다시 전송", "Send again", "전송이 거절된 원인 확인", "why it was not sent")
_WHY = {
    "unconfirmed": (" · 본인 확인 전", ", identity not confirmed"),
    "returned": (" · 답변 메일 미전달", ", the answer was not delivered"),
}
SHOWN = 20  # in the morning, one by one; the rest is one line


@get("/office/requests")
async def requests(
    page: Page,
    jk: AsyncJikim,
    me: Signed,
    kind: FromQuery[str] = "",
    whose: FromQuery[str] = "",
    after: FromQuery[str] = "",
) -> Response[str]:
    """The list, a page at a time."""
    actor = await actor_of(jk, me, kind=WORDING)
    chosen = kind if kind in KINDS else None
    cursor = cursor_of(after)
    others: list[Waiting] = []
    if whose == "settled":
        rows = await jk.do(settled_requests, actor=actor, kind=chosen, before=cursor, limit=PAGE + 1)
        more = f"{rows[PAGE - 1].closed}_{rows[PAGE - 1].request}" if len(rows) > PAGE else ""
    else:
        of = {"mine": me.handler, "nobody": ""}.get(whose)
        behind = (cursor[0].date(), cursor[1]) if cursor else None
        rows = await jk.do(waiting, actor=actor, kind=chosen, whose=of, after=behind, limit=PAGE + 1)
        more = f"{rows[PAGE - 1].due}_{rows[PAGE - 1].request}" if len(rows) > PAGE else ""
        if cursor is None and of is None and chosen in (None, "correct"):
            others = await jk.do(beside, actor=actor)
    return page.show(
        "office/requests/requests.html",
        rows=rows[:PAGE],
        others=others,
        more=more,
        first=cursor is None,
        kind=chosen or "",
        whose=whose if whose in ("mine", "nobody", "settled") else "all",
        rights=[one for one in KINDS if _there(page, one)],
        **await common(page, jk),
    )


def _there(page: Page, kind: str) -> bool:
    return kind == "guardian" or kind in page.policy.file.rights


def todos(house: House, me: Signed, _by: date) -> Steps[list[Todo]]:
    """Each request that waits, for who may see the desk."""
    actor = yield from acting(house, me, kind=WORDING)
    if (yield from kept_out(house, actor)) is not None:
        return []
    rows = yield from waiting(house, actor=actor, limit=500)
    others = yield from beside(house, actor=actor)
    unsent = yield from undelivered(house, actor=actor)
    today, found = house.today(), []
    mine = [one for one in (*rows, *others) if me.officer or one.owner in (None, me.handler)]
    for one in mine[:SHOWN]:
        state = haste_of(one.due, today)
        wait_ko, wait_en = _WHY.get(one.state, ("", ""))
        found.append(
            Todo(
                state,
                f"{one.right('ko')} 요청 {one.number}{wait_ko}",
                f"Request {one.number}: {one.right('en')}{wait_en}",
                f"/office/requests/{one.subject}/{one.request}",
                IDENTIFY if one.state == "unconfirmed" else CARRY_OUT,
                one.due,
                owner=one.owner or "",
            )
        )
    found += [
        Todo(
            "open",
            f"{one.right('ko')} 요청 {one.number} · 전송되지 않은 정보",
            f"Request {one.number}: {one.right('en')}, not all of it was sent",
            f"/office/requests/{one.subject}/{one.request}",
            SEND,
            owner=one.owner or "",
        )
        for one in unsent
        if me.officer or one.owner in (None, me.handler)
    ]
    if rest := mine[SHOWN:]:
        first: date = min(one.due for one in rest)
        found.append(
            Todo(
                haste_of(first, today),
                "그 밖의 권리 행사 요청",
                "Further requests",
                "/office/requests",
                CARRY_OUT,
                first,
                len(rest),
            )
        )
    return found
