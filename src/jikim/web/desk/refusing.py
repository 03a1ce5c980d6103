"""Refusing advertisements out of the mail itself: free, without signing in (Network Act §50④), done at once, and the
result told (§50⑦)."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Response

from jikim.app import AsyncJikim
from jikim.errors import DeniedError
from jikim.mail.campaigns import refused
from jikim.web.page import Page


@get("/refuse/{token:str}")
async def refuse(page: Page, jk: AsyncJikim, token: FromPath[str]) -> Response[Any]:
    """A button, so that a program that looks into mails refuses nothing."""
    return await _show(page, jk, token)


@post("/refuse/{token:str}", status_code=200)
async def refuse_sent(page: Page, jk: AsyncJikim, token: FromPath[str]) -> Response[Any]:
    """The consent is taken back: what waits to be sent leaves no more. Pressed again, it says the same."""
    found = await jk.do(refused, token)
    if found is None:
        return await _show(page, jk, token)
    subject, purpose = found
    # They may have left, or the policy asks for no such consent any more: then nothing is sent to them.
    with suppress(DeniedError):
        actor = jk.acting("member", str(subject), origin=page.visitor.address)
        await jk.by(actor).consent(subject, withdraw=[purpose])
    return await _show(page, jk, token, done=True)


async def _show(page: Page, jk: AsyncJikim, token: str, *, done: bool = False) -> Response[Any]:
    found = await jk.do(refused, token)
    purpose = page.policy.file.purposes.get(found[1]) if found is not None else None
    return page.show(
        "desk/refuse.html", status=200 if purpose else 404, token=token, purpose=purpose, done=done, at=jk.now()
    )
