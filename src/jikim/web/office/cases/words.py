"""The words of a person's case, which are a record of theirs: opened on purpose, by a recorded use."""

from __future__ import annotations

from contextlib import suppress

from litestar import post
from litestar.params import FromPath
from litestar.response import Response
from litestar.types import ControllerRouterHandler

from jikim.app import AsyncJikim
from jikim.cases.cases import may, take_step
from jikim.cases.listing import case_by
from jikim.cases.register import Register
from jikim.errors import ConflictError
from jikim.handlers.sessions import Signed
from jikim.store.holding import Ref
from jikim.uploads import unpack
from jikim.web.office.cases.pages import Own, show
from jikim.web.office.me import actor_of
from jikim.web.office.requests.words import read
from jikim.web.page import Page

TEMPLATE = "office/cases/words.html"
CLOSED = {"words": {}, "files": [], "purpose": "", "opened_words": False}
OWN = Own(TEMPLATE, context=CLOSED)


def opening(register: Register, own: Own) -> ControllerRouterHandler:
    """Opens the words of a register's cases, and so begins to look at one."""

    @post(f"{register.path}/{{number:str}}/open", status_code=200)
    async def opened(page: Page, jk: AsyncJikim, me: Signed, number: FromPath[str]) -> Response[str]:
        one = await jk.do(case_by, register, number)
        if one is None:
            return await show(page, jk, me, register, own, number)
        actor = await actor_of(jk, me, kind=register.reads)
        await jk.do(may, register, "look", one.subject, actor)
        if any(step.name == "look" and one.state in step.from_ for step in register.steps):
            # Where somebody else has begun to look at it meanwhile, that is as good.
            with suppress(ConflictError):
                await jk.do(take_step, register, one, "look", actor=actor)
        ref = Ref(one.subject, one.id, register.reads)
        words, purpose = await read(jk, me, ref, f"{register.name} {one.number}")
        files = unpack(words.pop("files", b""))
        return await show(
            page, jk, me, register, own, number, words=words, files=files, purpose=purpose, opened_words=True
        )

    return opened
