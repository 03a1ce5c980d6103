"""An officer who saw who asks lets them see what is kept of who has left, or of a guest: by a link for one use to the
address in their request, in place of the code that reaches them no more (7.5, `desk.recognised`)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from litestar import post
from litestar.response import Response

from jikim.accounts.rate_limits import forget_tries, try_secret, within
from jikim.app import AsyncJikim
from jikim.cases.who_may import WORDING
from jikim.desk.recognised import let_in
from jikim.handlers.sessions import Signed
from jikim.web.desk.rested import send_link
from jikim.web.forms import Form
from jikim.web.office.me import actor_of
from jikim.web.office.requests.one import OF, Found, catching, show_again
from jikim.web.page import Page

MOST, PER = 5, timedelta(days=1)


@post("/office/requests/{subject:uuid}/{number:uuid}/let-in", status_code=200, dependencies=OF)
async def letting_in(page: Page, jk: AsyncJikim, me: Signed, form: Form, found: Found) -> Response[Any]:
    """Sends the link; the answer is the same for a number under which nothing is kept, and for another's name."""
    sent = False
    if form.need("rested"):
        with catching(page, form):
            sent = await _send(page, jk, me, form, found)
    return await show_again(page, jk, me, found, form, let_in=sent)


async def _send(page: Page, jk: AsyncJikim, me: Signed, form: Form, found: Found) -> bool:
    made = found.made
    tried = await jk.do(try_secret, "let-in", me.handler)
    if not tried.allowed or not await jk.do(within, "let-in", str(made.request), MOST, PER):
        form.wrong(
            "rested", "시도 횟수를 초과했습니다. 나중에 다시 시도해 주세요", "too many attempts: try again later"
        )
        return False
    actor = await actor_of(jk, me, kind=WORDING)
    one = await jk.do(let_in, made.subject, made.request, form["rested"], actor=actor)
    if one is None or found.person is None:
        form.wrong(
            "rested",
            "요청인의 이름으로 보관 중인 기록을 이 번호로 찾을 수 없습니다",
            "nothing is kept under this number in the name of the request",
        )
        return False
    await jk.do(forget_tries, "let-in", me.handler)
    if not one.address or not await send_link(jk, found.person, one.number, one.address, made.language):
        form.wrong(
            "rested",
            "링크를 보내지 못했습니다. 요청에 기록된 이메일 주소나 전화번호를 확인해 주세요",
            "the link could not be sent: check the e-mail address or phone number in the request",
        )
        return False
    return True
