"""/confirm-deletion: a processor that was asked by letter sees what to delete, by reference, and confirms once
(4.1-4.7); or takes corrected values (7.4b).

The page of a deletion holds no name and no value. A corrected value is shown once, when its receiver asks for it:
judged, locked and recorded then. It works for whoever has the link, which is drawn at random and stored as a hash.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Response

from jikim.app import AsyncJikim
from jikim.errors import JikimError
from jikim.jobs.handing_over_by_hand import hand_over
from jikim.processors.deletion_letters import Behind, addressed, answer, behind
from jikim.web.forms import Form
from jikim.web.page import Page


async def _show(page: Page, jk: AsyncJikim, token: str, form: Form, **more: Any) -> Response[Any]:
    found = await jk.do(behind, token)
    if found is None:
        return page.show("desk/no_letter.html", status=404)
    context = {"done": None, "values": (), **more}
    return page.show(
        "desk/confirm_deletion.html", form=form, letter=found, token=token, to=await jk.do(addressed, found), **context
    )


@get("/confirm-deletion/{token:str}")
async def asked(page: Page, jk: AsyncJikim, token: FromPath[str]) -> Response[Any]:
    """What is to be deleted."""
    return await _show(page, jk, token, Form(page.visitor))


@post("/confirm-deletion/{token:str}", status_code=200)
async def confirmed(page: Page, jk: AsyncJikim, form: Form, token: FromPath[str]) -> Response[Any]:
    """The answer, once: all deleted, but what a law makes the processor keep."""
    found = await jk.do(behind, token)
    if found is not None and found.topic == "corrected":
        return await _corrected(page, jk, token, form, found)
    if form["sure"] != "yes":
        form.wrong("sure", "삭제했는지 확인해 주세요.", "please confirm that it is deleted")
        return await _show(page, jk, token, form)
    try:
        kept = [UUID(one) for one in form.many.get("kept", [])]
    except ValueError:
        kept = []
    with form.catching():
        done = await jk.do(
            answer, token, kept=kept, statute=form["statute"], until=form["until"], origin=page.visitor.address
        )
        return await _show(page, jk, token, form, done=done)
    return await _show(page, jk, token, form)


async def _corrected(page: Page, jk: AsyncJikim, token: str, form: Form, found: Behind) -> Response[Any]:
    """Hands over what waits: each value leaves as it would by webhook, once."""
    if form["do"] != "take":
        form.wrong("do", "‘정정된 값 확인’을 눌러 주세요.", "please press the button to take the values")
        return await _show(page, jk, token, form)
    values = []
    for line in found.lines:
        payload = await jk.do(hand_over, line.subject, line.message) if line.state == "waiting" else None
        if payload is not None:
            values.append((line, payload["items"]))
    with suppress(JikimError):
        # What may not leave now (its record is frozen again) waits, and the letter with it.
        await jk.do(answer, token, origin=page.visitor.address)
    return await _show(page, jk, token, form, values=values)
