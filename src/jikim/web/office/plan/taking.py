"""/office/plan/taken: access records of other systems, taken into the ledger from a CSV file; how the API takes them is
said beside it."""

from __future__ import annotations

import asyncio

from litestar import get, post
from litestar.response import Redirect, Response

from jikim.app import AsyncJikim
from jikim.handlers.sessions import Signed
from jikim.plan.outside_access_records import FIELDS, NEEDED, Taken, batches, read_csv, take_in
from jikim.web.forms import Form
from jikim.web.multipart import FILES
from jikim.web.office.me import actor_of, officer_only
from jikim.web.page import Page

LARGEST = 8 * 1024 * 1024


async def _shown(page: Page, jk: AsyncJikim, me: Signed, form: Form, done: Taken | None = None) -> Response[str]:
    return page.show(
        "office/plan/taken.html", form=form, batches=await jk.do(batches), done=done, fields=FIELDS, needed=NEEDED
    )


@get("/office/plan/taken")
async def taken(page: Page, jk: AsyncJikim, me: Signed) -> Response[str]:
    """What was taken in, and the form."""
    return await _shown(page, jk, me, Form(page.visitor))


@post("/office/plan/taken", opt=FILES)
async def took(page: Page, jk: AsyncJikim, me: Signed, form: Form) -> Response[str] | Redirect:
    """Takes a file in. Rows that can't be read are named, and the rest is taken in all the same."""
    officer_only(jk, me)
    form.need("system")
    files = form.files.get("file", [])
    if not files:
        form.wrong("file", "CSV 파일을 올려 주세요", "please attach a CSV file")
    if form.fine:
        content = await files[0].read()
        if len(content) > LARGEST:
            form.wrong("file", "8MB를 넘습니다. 나누어 업로드해 주세요", "it is larger than 8 MB: split it")
    if not form.fine:
        return await _shown(page, jk, me, form)
    with form.catching():
        rows, wrong = await asyncio.to_thread(read_csv, content)
        done = await jk.do(take_in, form["system"], "csv", rows, actor=await actor_of(jk, me), wrong=wrong)
        return await _shown(page, jk, me, Form(page.visitor), done)
    return await _shown(page, jk, me, form)
