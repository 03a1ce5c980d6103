"""The published text that a proposal is written from (counsel's own words, or an earlier policy), beside it: what each
sentence became, what the draft says otherwise, and what it says by no sentence. As `jikim write --from` shows it."""

from __future__ import annotations

import asyncio
from functools import lru_cache
from typing import Any

from litestar import Request, get, post
from litestar.exceptions import HTTPException, NotFoundException
from litestar.params import FromPath
from litestar.response import Response

from jikim.app import AsyncJikim
from jikim.handlers.sessions import Signed
from jikim.policy.importing import Imported, UnreadableError, imported
from jikim.policy.importing.draft import drafted
from jikim.publishing.proposals import Published, proposal_of, published_of, save_proposal
from jikim.web.forms import Form
from jikim.web.office.me import actor_of, officer_only
from jikim.web.office.policy.announcing import MOST
from jikim.web.page import Page
from jikim.web.policy_editor import compared, settled

PATH = "/office/policy/proposals"


@lru_cache(maxsize=4)
def _imported(published: Published) -> Imported:
    return imported(published.content, published.name)


async def source_of(jk: AsyncJikim, number: int) -> Imported | None:
    """The sentences of the text that a proposal is written from; None where none is kept."""
    kept = await jk.do(published_of, number)
    return await asyncio.to_thread(_imported, kept) if kept is not None else None


async def taken(page: Page, form: Form) -> tuple[Published | None, str]:
    """The published text that a form carries, and a draft of it; what cannot be read, the form says."""
    if not (files := form.files.get("published")):
        return None, ""
    content = await files[0].read(MOST + 1)
    # It stands in a comment of the draft: on one line.
    name = "".join(one if one.isprintable() else " " for one in files[0].filename)[-100:]
    if len(content) > MOST:
        form.wrong("published", "1MB를 넘는 파일입니다", "the file is larger than 1 MB")
        return None, ""
    try:
        found = await asyncio.to_thread(imported, content, name)
    except UnreadableError:
        found = Imported((), ())
    if not found.sentences:
        form.wrong(
            "published",
            "읽을 수 없는 파일입니다. PDF, HTML, docx 또는 텍스트로 올려 주세요",
            "the file can’t be read; give a PDF, HTML, docx or text",
        )
        return None, ""
    made = await asyncio.to_thread(drafted, found.sentences, found.facts, page.visitor.language, name)
    return Published(content, name), made


@get(PATH + "/{number:int}/source")
async def beside(
    page: Page, jk: AsyncJikim, me: Signed, request: Request[Any, Any, Any], number: FromPath[int]
) -> Response[str]:
    """Every sentence beside its lines."""
    officer_only(jk, me)
    return await _shown(page, jk, me, number, Form(page.visitor), request)


@post(PATH + "/{number:int}/source", status_code=200)
async def said(
    page: Page, jk: AsyncJikim, me: Signed, request: Request[Any, Any, Any], form: Form, number: FromPath[int]
) -> Response[Any]:
    """A sentence is accepted, skipped, opened again, or the lines that name it are mended."""
    officer_only(jk, me)
    _, text = await jk.do(proposal_of, number)
    new = settled(await source_of(jk, number), text, form)
    if new is None:
        raise HTTPException(status_code=400)
    with form.catching():
        seen = -1 if (read := form.whole("seen")) is None else read
        await jk.do(save_proposal, new, number=number, seen=seen, actor=await actor_of(jk, me))
        return page.to(f"{PATH}/{number}/source", which=form["which"], after=form["after"])
    return await _shown(page, jk, me, number, form, request)


async def _shown(
    page: Page, jk: AsyncJikim, me: Signed, number: int, form: Form, request: Request[Any, Any, Any]
) -> Response[str]:
    one, text = await jk.do(proposal_of, number)
    source = await source_of(jk, number)
    if source is None:
        raise NotFoundException()
    given = await asyncio.to_thread(compared, source, text, "policy.yaml", request.query_params)
    writable = one.state == "draft" and one.open and me.officer
    return page.show(
        "office/policy/compared.html",
        one=one,
        form=form,
        seen=str(one.edits),
        writable=writable,
        here=f"{PATH}/{number}/source",
        editor=f"{PATH}/{number}",
        **given,
    )
