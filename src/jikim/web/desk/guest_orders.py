"""/guest-order: a guest opens an order by the address they gave and the password that they set with it, where the policy
has one."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.response import Redirect, Response

from jikim.accounts.order_passwords import open_order, order_secrets
from jikim.accounts.rate_limits import within
from jikim.app import AsyncJikim
from jikim.web.account.signing_in import FROM_ONE_ADDRESS, SPAN, too_often
from jikim.web.desk.guests import enter_as
from jikim.web.desk.reaching import address_of
from jikim.web.forms import Form, Problem
from jikim.web.page import Page

Answer = Response[str] | Redirect


@get("/guest-order")
async def order(page: Page, jk: AsyncJikim) -> Answer:
    """The question: which address, which password."""
    return (
        page.show("desk/guest_order.html", form=Form(page.visitor)) if order_secrets(jk.policy) else page.to("/guest")
    )


@post("/guest-order", status_code=200)
async def opening(page: Page, jk: AsyncJikim, request: Request[Any, Any, Any], form: Form) -> Answer:
    """Opens it; what is wrong is said in one way, whichever of the two it is."""
    if not order_secrets(jk.policy):
        return page.to("/guest")
    if form.need("address", "password"):
        typed, origin = form["address"], page.visitor.address
        address = address_of(jk, typed)
        items, text, key = (address.items, address.text, address.key) if address is not None else ((), "", typed[:200])
        if not await jk.do(within, "order from", origin, FROM_ONE_ADDRESS, SPAN):
            form.problem = too_often(page.visitor, None)
            return page.show("desk/guest_order.html", form=form)
        found = await jk.do(open_order, items, text, key, form["password"], origin)
        if found.person is not None:
            await enter_as(page, jk, request, found.person)
            return page.to("/my")
        form.problem = _wrong(page) if found.tried.allowed else too_often(page.visitor, found.tried)
    return page.show("desk/guest_order.html", form=form)


def _wrong(page: Page) -> Problem:
    return Problem(
        page.say("주소나 비밀번호가 일치하지 않습니다.", "The address or the password is incorrect."),
        page.say(
            "최근 주문 세 건까지 비밀번호로 조회할 수 있습니다. 그 밖에는 이메일 주소나 전화번호로 링크를 받아 주세요.",
            "The three latest orders open by their password. For others, ask for a link to the e-mail address or phone number you gave.",
        ),
    )
