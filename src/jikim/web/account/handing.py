"""/hand-off: somebody whom the company has signed in elsewhere arrives here, signed in. Once, within a minute."""

from __future__ import annotations

from typing import Any

from litestar import Request, get
from litestar.params import FromPath

from jikim.accounts.hand_off import take_hand_off
from jikim.app import AsyncJikim
from jikim.web.account.entering import Answer, come_in
from jikim.web.page import Page


async def _arrive(page: Page, jk: AsyncJikim, request: Request[Any, Any, Any], token: str) -> Answer:
    person = await jk.do(take_hand_off, token)
    if person is None:
        return page.show("account/hand_off_over.html", status=410)
    return await come_in(page, jk, request, person, request.query_params.get("next", ""))


@get("/hand-off/{token:str}")
async def arrive(page: Page, jk: AsyncJikim, request: Request[Any, Any, Any], token: FromPath[str]) -> Answer:
    """By the link as its maker got it."""
    return await _arrive(page, jk, request, token)


@get("/hand-off")
async def arrive_asking(page: Page, jk: AsyncJikim, request: Request[Any, Any, Any]) -> Answer:
    """The same with the token as a parameter, as the API's answer has it."""
    return await _arrive(page, jk, request, request.query_params.get("token", ""))
