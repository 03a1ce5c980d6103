"""Papers that are due, destroyed several at once: one day, one method and one witness, and of each what shows that it
went (6.2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from litestar import get, post
from litestar.response import Response

from jikim.app import AsyncJikim
from jikim.cabinet.paper import Paper
from jikim.cabinet.paper_register import paper_of, papers
from jikim.cabinet.papers import METHODS, destroy_paper
from jikim.errors import InvalidError
from jikim.handlers.register import workers
from jikim.handlers.sessions import Signed
from jikim.policy.ask import blank
from jikim.web.forms import Form
from jikim.web.office.cabinet.listing import PATH
from jikim.web.office.entering.proving import prove_first
from jikim.web.office.me import actor_of, manned
from jikim.web.office.together import MOST, each
from jikim.web.page import Page

SHREDDING = f"{PATH}/shredding"


async def _rows(jk: AsyncJikim) -> dict[str, Paper]:
    due = await jk.do(papers, due=jk.house.today(), free=True, limit=MOST)
    return {str(one.number): one for one in due}


async def _show(
    page: Page, jk: AsyncJikim, me: Signed, form: Form, refused: Mapping[str, Form], done: int
) -> Response[Any]:
    others = [one for one in await jk.do(workers) if one.left is None and one.handler != me.handler]
    return page.show(
        "office/cabinet/shredding.html",
        form=form,
        rows=await _rows(jk),
        refused=refused,
        done=done,
        others=others,
        today=jk.house.today(),
        methods=METHODS,
        allowed=jk.policy.file.archive.paper,
        clause=jk.policy.clause("paper"),
        blank=Form(page.visitor),
        status=422 if refused else 200,
    )


@get(SHREDDING)
async def shredding(page: Page, jk: AsyncJikim, me: Signed) -> Response[Any]:
    """What is due; whoever comes proves first who they are, so that nothing that is typed is lost to that."""
    manned(jk, me)
    await prove_first(page, jk, me, SHREDDING)
    return await _show(page, jk, me, Form(page.visitor), {}, 0)


@post(SHREDDING, status_code=200)
async def shredded(page: Page, jk: AsyncJikim, me: Signed, form: Form) -> Response[Any]:
    """Records the destruction of each that is ticked."""
    manned(jk, me)
    await prove_first(page, jk, me, SHREDDING, form)
    form.need("method", "day", "witness")
    day = form.day("day")
    if form["witness"] and form["witness"] not in {one.handler for one in await jk.do(workers) if one.left is None}:
        form.wrong("witness", "현재 등록된 취급자가 아닙니다.", "not a current handler")

    async def act(key: str, row: Form) -> None:
        # As its record stands now.
        one = await jk.do(paper_of, int(key))
        if one is None or day is None or blank(row["text"]):
            raise InvalidError(
                "nothing shows that it went",
                item="text",
                hint="say what does, such as the certificate’s number",
                ko=("증빙이 비어 있습니다", "파쇄 확인서 번호처럼 파기를 확인할 수 있는 내용을 적어 주세요"),
            )
        actor = await actor_of(jk, me, kind=one.kind)
        await jk.do(
            destroy_paper, one, method=form["method"], day=day, witness=form["witness"], words=row["text"], actor=actor
        )

    done, refused = await each(page, jk, form, list(await _rows(jk)), act)
    # What was done is told by the answer itself; an address could tell of what was not.
    again = Form(page.visitor) if form.fine and not refused else form
    return await _show(page, jk, me, again, refused, len(done))
