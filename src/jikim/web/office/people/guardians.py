"""Whose guardian a person is, and who is theirs: on the person's page, where an officer ends a link that is over before
its year."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Request, post
from litestar.params import FromPath
from litestar.response import Response

from jikim.app import AsyncJikim
from jikim.desk.guardians import Link, guardians_of, unlink, wards_of
from jikim.handlers.sessions import Signed
from jikim.web.office.me import actor_of, officer_only
from jikim.web.page import Page


async def links_of(jk: AsyncJikim, me: Signed, subject: UUID) -> list[Link]:
    """The links that stand today, this person the guardian or the child. An officer's to see."""
    if not me.officer:
        return []
    return [*await jk.do(guardians_of, subject), *await jk.do(wards_of, subject)]


@post("/office/people/{subject:uuid}/guardians/end", status_code=200)
async def end(
    page: Page, jk: AsyncJikim, me: Signed, request: Request[Any, Any, Any], subject: FromPath[UUID]
) -> Response[Any]:
    """Ends one at once. What the guardian has open for the child closes with it."""
    officer_only(jk, me)
    said = await request.form()
    found = [one for one in await links_of(jk, me, subject) if f"{one.subject}/{one.guardian}" == said.get("link")]
    # One that is over already was ended by somebody else, or has had its year: the page shows what stands.
    for one in found:
        await jk.do(unlink, one.subject, one.guardian, actor=await actor_of(jk, me))
    return page.to(f"/office/people/{subject}")
