"""One processor, partner or recipient: the policy's words beside the register's; papers, inspections, deletions; the
end of its contract."""

from __future__ import annotations

from typing import Any, cast
from urllib.parse import quote
from uuid import UUID

from litestar import Request, get, post
from litestar.di import Provide
from litestar.params import FromPath
from litestar.response import Response

from jikim.app import AsyncJikim
from jikim.handlers.sessions import Signed
from jikim.policy.decide import deny
from jikim.processors.contracts import Space, add_contract, agreed, scan_of
from jikim.processors.deletion_answers import holds, told, write_down
from jikim.processors.inspections import INSPECTIONS, Result, record_inspection
from jikim.processors.processor_status import WORDS, ProcessorStatus, processor_status_of
from jikim.verbs.house import error_of
from jikim.web.forms import Form
from jikim.web.multipart import FILES
from jikim.web.office.disclosures.register import from_of
from jikim.web.office.entering.proving import prove_first
from jikim.web.office.me import actor_of, officer_only
from jikim.web.office.once import first_time
from jikim.web.office.processors.listing import GROUNDS, SPACES
from jikim.web.page import Page
from jikim.web.uploading import one_of, packed

SIZE = 25
PATH = "/office/processors/{space:str}/{name:str}"
STANDINGS = {
    "asked": ("답변 대기", "awaiting an answer"),
    "deleted": ("삭제 확인", "deleted"),
    "kept": ("법령에 따라 보존", "kept under its own duty"),
    "unclear": ("답변 불명확", "answer unclear"),
    "overdue": ("기한 지남", "overdue"),
}


async def find_processor(jk: AsyncJikim, me: Signed, space: FromPath[str], name: FromPath[str]) -> ProcessorStatus:
    """The parameter `found` of a processor's pages, for officers."""
    officer_only(jk, me)
    if space not in SPACES:
        raise error_of(deny(jk.policy, "no-recipient"))
    found = await jk.do(processor_status_of, cast("Space", space), name, jk.settings.endpoints)
    if found is None:
        raise error_of(deny(jk.policy, "no-recipient"))
    return found


def _way(one: ProcessorStatus) -> str:
    return f"/office/processors/{one.space}/{quote(one.name)}"


OF = {"found": Provide(find_processor)}


async def _show(
    page: Page, jk: AsyncJikim, found: ProcessorStatus, form: Form, request: Request[Any, Any, Any], **more: Any
) -> Response[Any]:
    before, message = from_of(request)
    deleted = await jk.do(told, found.space, found.name, before, message, SIZE + 1)
    after = f"{deleted[SIZE - 1].asked.isoformat()}~{deleted[SIZE - 1].message}" if len(deleted) > SIZE else ""
    words_of = found.former.voice(page.visitor.language) if found.former else page.voice
    context = {"account": None, "receipt": None, "then_voice": words_of, **more}
    return page.show(
        "office/processors/one.html",
        form=form,
        one=found,
        terms=agreed(jk.house, found.space, found.name),
        words=WORDS,
        standings=STANDINGS,
        deleted=deleted[:SIZE],
        after=after,
        today=jk.house.today(),
        grounds=GROUNDS,
        inspected=INSPECTIONS,
        by_webhook=jk.policy.handle(found.space, found.name) in jk.settings.endpoints,
        **context,
    )


@get(PATH, dependencies=OF)
async def one(page: Page, jk: AsyncJikim, request: Request[Any, Any, Any], found: ProcessorStatus) -> Response[Any]:
    """Its page."""
    return await _show(page, jk, found, Form(page.visitor), request)


@post(PATH + "/contract", status_code=200, opt=FILES, dependencies=OF)
async def contracted(
    page: Page, jk: AsyncJikim, me: Signed, request: Request[Any, Any, Any], form: Form, found: ProcessorStatus
) -> Response[Any]:
    """Adds a paper to the register."""
    form.need("signed")
    signed, ends = form.day("signed"), form.day("ends")
    scan = await packed(form, jk.settings, "scan")
    if form.fine and await first_time(page, jk, form):
        with form.catching():
            await jk.do(
                add_contract,
                found.space,
                found.name,
                signed=signed,
                ends=ends,
                told="email" if form["told"] == "email" else "webhook",
                scope=form["scope"],
                safeguards=form["safeguards"],
                subprocessors=[one.strip() for one in form["subprocessors"].splitlines() if one.strip()],
                email=form["email"],
                place=form["place"],
                scan=scan,
                actor=await actor_of(jk, me),
            )
            return page.to(_way(found))
    return await _show(page, jk, found, form, request)


@post(PATH + "/inspection", status_code=200, opt=FILES, dependencies=OF)
async def inspected(
    page: Page, jk: AsyncJikim, me: Signed, request: Request[Any, Any, Any], form: Form, found: ProcessorStatus
) -> Response[Any]:
    """Records an inspection."""
    form.need("day", "result")
    files = await packed(form, jk.settings)
    if form.fine and await first_time(page, jk, form):
        result: Result = "findings" if form["result"] == "findings" else "sound"
        actor = await actor_of(jk, me)
        with form.catching():
            await jk.do(record_inspection, found.space, found.name, result, form.values, files, actor=actor)
            return page.to(_way(found))
    return await _show(page, jk, found, form, request)


@post(PATH + "/answer", status_code=200, dependencies=OF)
async def answered(
    page: Page, jk: AsyncJikim, me: Signed, request: Request[Any, Any, Any], form: Form, found: ProcessorStatus
) -> Response[Any]:
    """Writes down an answer about one deletion that came by letter or phone."""
    rows = await jk.do(told, found.space, found.name, limit=2_000)
    mine = next((row for row in rows if str(row.message) == form["message"]), None)
    if mine is None:
        form.wrong("message", "해당 삭제 요청이 없습니다.", "there is no such request")
    elif form.need("how"):
        with form.catching():
            await jk.do(
                write_down,
                found.name,
                mine,
                state="kept" if form["state"] == "kept" else "done",
                how=form["how"],
                statute=form["statute"],
                until=form["until"],
                actor=await actor_of(jk, me),
            )
            return page.to(_way(found))
    return await _show(page, jk, found, form, request)


@post(PATH + "/end", status_code=200, dependencies=OF)
async def ended(
    page: Page, jk: AsyncJikim, me: Signed, request: Request[Any, Any, Any], form: Form, found: ProcessorStatus
) -> Response[Any]:
    """The end of its contract: first the account; with `sure`, it is told to delete all, and nothing goes to it any
    more."""
    await prove_first(page, jk, me, _way(found), form)
    if found.space != "processor":
        form.wrong(
            "sure", "수탁자의 계약만 여기에서 종료할 수 있습니다.", "only a processor’s contract can be ended here"
        )
        return await _show(page, jk, found, form, request)
    before = await jk.do(holds, found.space, found.name)
    if form["sure"] != "yes" or found.over is not None:
        return await _show(page, jk, found, form, request, account=before)
    with form.catching():
        count = await jk.by(await actor_of(jk, me)).end_contract(found.name)
        return await _show(
            page,
            jk,
            await find_processor(jk, me, found.space, found.name),
            form,
            request,
            receipt=(count, before.waiting),
        )
    return await _show(page, jk, found, form, request)


@get("/office/processors/scan/{paper:uuid}/{n:int}")
async def scan(jk: AsyncJikim, me: Signed, paper: FromPath[UUID], n: FromPath[int]) -> Response[bytes]:
    """One file of a contract."""
    officer_only(jk, me)
    return one_of(await jk.do(scan_of, paper, actor=await actor_of(jk, me)), n, jk.policy)
