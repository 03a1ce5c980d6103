"""/confirm-deletion: a processor that was asked by letter sees what to delete, by reference, and confirms once (4.1-4.7).

The page holds no name and no value. It works for whoever has the link, which is drawn at random and stored as a hash.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from jikim.app import AsyncJikim
from jikim.errors import JikimError
from jikim.processors.contracts import declared
from jikim.processors.telling import answer, behind
from jikim.web.forms import Form
from jikim.web.page import Page


async def _show(page: Page, jk: AsyncJikim, token: str, form: Form, **more: Any) -> Response[Any]:
    found = await jk.driver.run(behind(jk.house, token))
    if found is None:
        return page.show("desk/no_letter.html", status=404)
    context = {"done": None, **more}
    return page.show(
        "desk/confirm_deletion.html", form=form, letter=found, token=token, to=declared(jk.house, found.space, found.to), **context
    )  # fmt: skip


@get("/confirm-deletion/{token:str}")
async def asked(page: Page, jk: AsyncJikim, token: FromPath[str]) -> Response[Any]:
    """What is to be deleted."""
    return await _show(page, jk, token, Form(page.visitor))


@post("/confirm-deletion/{token:str}", status_code=200)
async def confirmed(page: Page, jk: AsyncJikim, request: Request[Any, Any, Any], token: FromPath[str]) -> Response[Any]:
    """The answer, once: all deleted, but what a law makes the processor keep."""
    form = await Form.of(request)
    if form["sure"] != "yes":
        form.wrong("sure", "삭제했는지 확인해 주세요.", "please confirm that it is deleted")
        return await _show(page, jk, token, form)
    try:
        kept = [UUID(one) for one in form.many.get("kept", [])]
    except ValueError:
        kept = []
    try:
        done = await jk.driver.run(
            answer(
                jk.house, token, kept=kept, statute=form["statute"], until=form["until"], origin=page.visitor.address
            )
        )
    except JikimError as error:
        form.caught(error)
        return await _show(page, jk, token, form)
    return await _show(page, jk, token, form, done=done)


PAGES = [asked, confirmed]
