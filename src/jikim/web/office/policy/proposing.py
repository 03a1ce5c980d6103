"""The policy's editor: a proposal as a form and as text, side by side; what it changes as one goes; its steps to being
announced."""

from __future__ import annotations

import asyncio
from datetime import date
from functools import partial
from typing import Any, get_args

from litestar import Request, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Response
from markupsafe import Markup

from jikim.app import AsyncJikim
from jikim.db.driver import Steps
from jikim.errors import JikimError
from jikim.handlers.officers import goes_alone
from jikim.handlers.sessions import Signed
from jikim.policy.ask import Actor
from jikim.policy.importing.progress import marked
from jikim.policy.model import PolicyFile
from jikim.policy.period import day_of
from jikim.publishing.announce import announce
from jikim.publishing.proposals import (
    Proposal,
    State,
    judge,
    patch_of,
    proposal_of,
    proposals,
    save_proposal,
    step_proposal,
    text_in_force,
)
from jikim.verbs.house import House
from jikim.web.downloads import as_file
from jikim.web.forms import Form, Problem
from jikim.web.multipart import FILES
from jikim.web.office.me import actor_of, officer_only
from jikim.web.office.once import first_time
from jikim.web.office.policy import listing
from jikim.web.office.policy.announcing import is_past, moment_of, past, refused, uploaded
from jikim.web.office.policy.comparing import source_of, taken
from jikim.web.office.todo import ANNOUNCE, APPROVE, Todo, of_officers
from jikim.web.page import Page
from jikim.web.policy_editor import (
    Stand,
    document_of,
    is_part,
    kept_same,
    sentence_of,
    shown,
    text_of,
    unsaved,
    written,
)

PATH = "/office/policy/proposals"


@post(PATH, opt=FILES, status_code=200)
async def begun(page: Page, jk: AsyncJikim, me: Signed, form: Form) -> Response[Any]:
    """Begins a proposal with the company's own file, a draft of a published text, or the text in force."""
    officer_only(jk, me)
    text = await uploaded(form)
    published, draft = await taken(page, form)
    if text is None or not form.fine or not await first_time(page, jk, form):
        return await listing.policy_page(page, jk, me, form)
    text = text or draft or await jk.do(text_in_force)
    number = await jk.do(save_proposal, text, actor=await actor_of(jk, me), published=published)
    return page.to(f"{PATH}/{number}")


@get(PATH + "/{number:int}")
async def proposal(
    page: Page, jk: AsyncJikim, me: Signed, request: Request[Any, Any, Any], number: FromPath[int]
) -> Response[str]:
    """The editor, at a part of the file (`at`)."""
    officer_only(jk, me)
    return await _shown(page, jk, me, number, Form(page.visitor), Stand.of(request.query_params))


@post(PATH + "/{number:int}/fields", status_code=200)
async def filled(page: Page, jk: AsyncJikim, me: Signed, form: Form, number: FromPath[int]) -> Response[Any]:
    """Writes the fields of one part, adds an entry, or takes one out."""
    officer_only(jk, me)
    _, text = await jk.do(proposal_of, number)
    stand = Stand.of(form.values)
    with form.catching():
        new = await asyncio.to_thread(written, text, stand.path, form)
        if stand.sentence and sentence_of(await source_of(jk, number), stand.sentence):
            new = await asyncio.to_thread(marked, text, new, [int(stand.sentence)])
        if form.fine:
            await jk.do(save_proposal, new, number=number, seen=_seen(form), actor=await actor_of(jk, me))
            return page.to(f"{PATH}/{number}", **stand.after(form).query())
    return await _shown(page, jk, me, number, form, stand)


@post(PATH + "/{number:int}/same", status_code=200)
async def same_one(page: Page, jk: AsyncJikim, me: Signed, form: Form, number: FromPath[int]) -> Response[Any]:
    """Of what has another label: that only the name changed, so that its number, consents and history go on."""
    officer_only(jk, me)
    _, text = await jk.do(proposal_of, number)
    found = (await jk.do(judge, text)).account
    with form.catching():
        if found is not None and form["at"] in found.comparison.renamings:
            space, _, name = form["at"].partition(".")
            new = await asyncio.to_thread(kept_same, text, found.comparison.old, (space, name))
            await jk.do(save_proposal, new, number=number, seen=_seen(form), actor=await actor_of(jk, me))
        return page.to(f"{PATH}/{number}")
    return await _shown(page, jk, me, number, form, Stand())


@post(PATH + "/{number:int}/text", status_code=200)
async def typed(page: Page, jk: AsyncJikim, me: Signed, form: Form, number: FromPath[int]) -> Response[Any]:
    """Writes the whole text."""
    officer_only(jk, me)
    text, stand = text_of(form), Stand.of(form.values)
    with form.catching():
        await jk.do(save_proposal, text, number=number, seen=_seen(form), actor=await actor_of(jk, me))
        return page.to(f"{PATH}/{number}", **stand.query())
    return await _shown(page, jk, me, number, form, stand, text)


@post(PATH + "/{number:int}/preview", status_code=200)
async def previewed(
    page: Page, jk: AsyncJikim, me: Signed, request: Request[Any, Any, Any], form: Form, number: FromPath[int]
) -> Response[str]:
    """What a form would make of it: the document, what is found, what it changes. Nothing is saved."""
    officer_only(jk, me)
    _, text = await jk.do(proposal_of, number)
    stand = Stand.of(form.values)
    with form.catching():
        text = await asyncio.to_thread(unsaved, text, stand, form)
    return await _shown(page, jk, me, number, form, stand, text, part=is_part(request))


@post(PATH + "/{number:int}/step", status_code=200)
async def stepped(page: Page, jk: AsyncJikim, me: Signed, form: Form, number: FromPath[int]) -> Response[Any]:
    """Proposes it, sends it back, approves it, drops it; and announces what is approved."""
    officer_only(jk, me)
    actor = await actor_of(jk, me)
    one, text = await jk.do(proposal_of, number)
    to = form["do"]
    with form.catching():
        if to == "announce":
            made = await _announced(page, jk, one, text, form, actor)
            if made is not None:
                return page.to(f"/office/policy/{made}")
        elif to not in get_args(State):
            form.wrong("do", "작업을 선택해 주세요", "please choose what to do")
        elif to not in ("proposed", "draft") or form.need("words"):
            await jk.do(step_proposal, number, to, seen=_seen(form), words=form["words"], actor=actor)  # type: ignore[arg-type]
            return page.to(f"{PATH}/{number}")
    return await _shown(page, jk, me, number, form, Stand())


async def _announced(page: Page, jk: AsyncJikim, one: Proposal, text: str, form: Form, actor: Actor) -> int | None:
    """Announces what was approved, and answers the announcement's number; what forbids it is said in the form."""
    found = await jk.do(judge, text)
    if found.file is not None and form["at"]:
        found = await jk.do(judge, text, effective=moment_of(jk, form, found.file))
    if not form.fine:
        return None
    if one.state != "approved" or one.edits != _seen(form) or found.file is None or found.account is None:
        form.problem = Problem(page.say("승인된 개정안만 공고할 수 있습니다.", "Only what is approved is announced."))
    elif one.base != jk.house.in_force()[1]:
        form.problem = Problem(
            page.say(
                "승인한 뒤에 다른 처리방침이 시행되었습니다.",
                "Another version came into force after this was approved.",
            ),
            page.say(
                "‘다시 작성’으로 되돌려 변경 내용을 확인하고 다시 승인받아 주세요.",
                "Return it to draft, see what it changes now, and have it approved again.",
            ),
        )
    elif is_past(found.account):
        form.problem = past(page, found.account)
    else:
        told, when = found.account.announced, found.account.effective
        try:
            made = await jk.by(actor).do(announce, found.file, text.encode(), announce=told, effective=when)
            return made.number
        except JikimError as error:
            form.problem = refused(page, found.account, error)
    return None


@get(PATH + "/{number:int}/policy.yaml")
async def source(jk: AsyncJikim, me: Signed, number: FromPath[int]) -> Response[bytes]:
    """The text as it is written now."""
    officer_only(jk, me)
    _, text = await jk.do(proposal_of, number)
    return as_file(f"policy-proposal-{number}.yaml", "application/yaml", text.encode())


@get(PATH + "/{number:int}/policy.patch")
async def difference(jk: AsyncJikim, me: Signed, number: FromPath[int]) -> Response[bytes]:
    """What it changes in the file, for Git."""
    officer_only(jk, me)
    return as_file(f"policy-proposal-{number}.patch", "text/x-diff", (await jk.do(patch_of, number)).encode())


@get(PATH + "/{number:int}/document")
async def read(page: Page, jk: AsyncJikim, me: Signed, number: FromPath[int]) -> Response[str]:
    """The document that it makes, as people would read it."""
    officer_only(jk, me)
    one, text = await jk.do(proposal_of, number)
    found = await jk.do(judge, text)
    if found.file is None:
        raise NotFoundException()
    whole = await _document(page, found.file)
    return page.show("office/policy/proposal_document.html", one=one, whole=whole)


async def _document(page: Page, file: PolicyFile | None) -> Markup | None:
    # Its promises are not kept yet: a number leads to the ones in force.
    promises = page.visitor.href("/promises")
    return await asyncio.to_thread(document_of, file, page.visitor.language, lambda clause: f"{promises}#p{clause}")


def _seen(form: Form) -> int:
    return -1 if (read := form.whole("seen")) is None else read


async def _shown(
    page: Page,
    jk: AsyncJikim,
    me: Signed,
    number: int,
    form: Form,
    stand: Stand,
    text: str | None = None,
    *,
    part: bool = False,
) -> Response[str]:
    one, saved = await jk.do(proposal_of, number)
    found = await jk.do(judge, saved if text is None else text)
    origin = await source_of(jk, number) if stand.sentence else None
    rows: list[Any] = []
    if found.account is not None:
        comparison = found.account.comparison
        rows = [(change, *comparison.sides(change, page.visitor.language)) for change in comparison.changes]
    editor = partial(
        shown, found.text, found.findings, form, stand, here=f"{PATH}/{number}", seen=str(one.edits), saved=saved, today=jk.house.today(),
        whole=await _document(page, found.file) if stand.beside == "document" else None, writable=one.state == "draft" and me.officer,
    )  # fmt: skip
    return page.show(
        "editor/preview.html" if part else "office/policy/proposal.html",
        one=one, judged=found, form=form, rows=rows, states=listing.PROPOSED, above_form="office/policy/proposal_judged.html",
        said=sentence_of(origin, stand.sentence),
        **await asyncio.to_thread(editor), status=200 if form.fine or part else 422,
    )  # fmt: skip


@of_officers
def waiting(house: House, me: Signed, _by: date) -> Steps[list[Todo]]:
    """Proposals that wait for another officer's approval, and approved ones that nobody has announced."""
    found, alone = list[Todo](), (yield from goes_alone(house, me.handler))
    for one in (yield from proposals(house)):
        n, way, since = one.number, f"{PATH}/{one.number}", day_of(one.saved, house.policy.zone)
        others = alone or me.handler not in (one.saved_by, one.proposed_by)
        if one.open and one.state == "proposed" and others:
            found.append(
                Todo("second", f"처리방침 개정안 {n} 승인", f"Approve policy proposal {n}", way, APPROVE, since=since)
            )
        elif one.open and one.state == "approved":
            found.append(
                Todo(
                    "open",
                    f"승인된 처리방침 개정안 {n} 공고",
                    f"Announce approved policy proposal {n}",
                    way,
                    ANNOUNCE,
                    since=since,
                )
            )
    return found
