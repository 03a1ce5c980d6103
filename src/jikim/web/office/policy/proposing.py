"""The policy's editor: a proposal as a form and as text, side by side; what it changes as one goes; its steps to being
announced."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any, get_args
from urllib.parse import quote

from litestar import Request, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Response
from markupsafe import Markup

from jikim.app import AsyncJikim
from jikim.db.driver import Aside, Steps
from jikim.errors import InvalidError, JikimError
from jikim.handlers.sessions import Signed
from jikim.policy.ask import Actor
from jikim.policy.editing import Field, can_add, changed, data_of, fields_at, parts_at, value_of
from jikim.policy.finding import Finding, Path
from jikim.policy.model import PolicyFile
from jikim.policy.period import day_of
from jikim.policy.render import document
from jikim.policy.render.html import inside
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
from jikim.web.forms import Form, Problem
from jikim.web.multipart import FILES
from jikim.web.office.disclosures.printing import as_file
from jikim.web.office.me import actor_of, officer_only
from jikim.web.office.once import first_time
from jikim.web.office.policy import listing
from jikim.web.office.policy.announcing import is_past, past, refused, uploaded
from jikim.web.office.todo import ANNOUNCE, APPROVE, Todo
from jikim.web.page import Page

PATH = "/office/policy/proposals"
_NAME = re.compile(r"[a-z][a-z0-9]*([._-][a-z0-9]+)*")  # as `policy.model.part.Name`
# What officers write first and most. Further parts of the file follow in the model's order.
PARTS: Mapping[str, tuple[str, str]] = {
    "service": ("서비스", "Service"), "version": ("공고일과 시행일", "Dates"), "items": ("수집 항목", "Items"), "refuse": ("수집하지 않는 정보", "Never taken"),
    "channels": ("수집 방법", "Channels"), "partners": ("정보를 받는 제휴사", "Partners"), "purposes": ("이용 목적", "Purposes"),
    "records": ("기록과 보유 기간", "Records and periods"), "archive": ("분리 보관", "Archive"), "recipients": ("제3자 제공", "Recipients"),
    "processors": ("처리 위탁", "Processors"), "cookies": ("쿠키", "Cookies"), "rights": ("정보주체의 권리", "Rights"), "duties": ("이용자의 의무", "Duties"),
    "safeguards": ("안전성 확보 조치", "Safeguards"), "sweep": ("파기 한도", "Destruction limit"), "officers": ("보호책임자", "Officers"),
    "bodies": ("권익침해 구제", "Outside bodies"), "links": ("외부 링크", "Links"), "notice": ("변경 고지", "Notice"), "statements": ("그 밖의 문장", "Statements"),
}  # fmt: skip


@post(PATH, opt=FILES, status_code=200)
async def begun(page: Page, jk: AsyncJikim, me: Signed, request: Request[Any, Any, Any]) -> Response[Any]:
    """Begins a proposal with the company's own file, or with the text in force."""
    officer_only(jk, me)
    form = await Form.of(request)
    text = await uploaded(form)
    if text is None or not await first_time(page, jk, form):
        return await listing.policy_page(page, jk, me, form)
    number = await jk.do(save_proposal, text or await jk.do(text_in_force), actor=await actor_of(jk, me))
    return page.to(f"{PATH}/{number}")


@get(PATH + "/{number:int}")
async def proposal(
    page: Page, jk: AsyncJikim, me: Signed, request: Request[Any, Any, Any], number: FromPath[int]
) -> Response[str]:
    """The editor, at a part of the file (`at`)."""
    officer_only(jk, me)
    return await _shown(page, jk, me, number, Form(page.visitor), request.query_params.get("at", ""))


@post(PATH + "/{number:int}/fields", status_code=200)
async def filled(
    page: Page, jk: AsyncJikim, me: Signed, request: Request[Any, Any, Any], number: FromPath[int]
) -> Response[Any]:
    """Writes the fields of one part, adds an entry, or takes one out."""
    officer_only(jk, me)
    form = await Form.of(request)
    _, text = await jk.do(proposal_of, number)
    path = _path(form["at"])
    after = path
    try:
        new = await jk.do(_written, text, path, form)
        if form["do"] == "add":
            after = (*path, form["name"])
        elif form["do"] == "remove":
            after = path[:-1]
        if form.fine:
            await jk.do(save_proposal, new, number=number, seen=_seen(form), actor=await actor_of(jk, me))
            return page.to(_place(number, "/".join(map(str, after))))
    except JikimError as error:
        form.caught(error)
    return await _shown(page, jk, me, number, form, form["at"])


@post(PATH + "/{number:int}/text", status_code=200)
async def typed(
    page: Page, jk: AsyncJikim, me: Signed, request: Request[Any, Any, Any], number: FromPath[int]
) -> Response[Any]:
    """Writes the whole text."""
    officer_only(jk, me)
    form = await Form.of(request)
    # A form's text comes without the line end that a file ends with.
    text = form["text"].strip("\r\n") + "\n"
    try:
        await jk.do(save_proposal, text, number=number, seen=_seen(form), actor=await actor_of(jk, me))
        return page.to(_place(number, form["at"]))
    except JikimError as error:
        form.caught(error)
    return await _shown(page, jk, me, number, form, form["at"], text)


@post(PATH + "/{number:int}/step", status_code=200)
async def stepped(
    page: Page, jk: AsyncJikim, me: Signed, request: Request[Any, Any, Any], number: FromPath[int]
) -> Response[Any]:
    """Proposes it, sends it back, approves it, drops it; and announces what is approved."""
    officer_only(jk, me)
    form = await Form.of(request)
    actor = await actor_of(jk, me)
    one, text = await jk.do(proposal_of, number)
    to = form["do"]
    try:
        if to == "announce":
            made = await _announced(page, jk, one, text, form, actor)
            if made is not None:
                return page.to(f"/office/policy/{made}")
        elif to not in get_args(State):
            form.wrong("do", "작업을 선택해 주세요", "please choose what to do")
        elif to not in ("proposed", "draft") or form.need("words"):
            await jk.do(step_proposal, number, to, seen=_seen(form), words=form["words"], actor=actor)  # type: ignore[arg-type]
            return page.to(f"{PATH}/{number}")
    except JikimError as error:
        form.caught(error)
    return await _shown(page, jk, me, number, form, "")


async def _announced(page: Page, jk: AsyncJikim, one: Proposal, text: str, form: Form, actor: Actor) -> int | None:
    """Announces what was approved, and answers the announcement's number; what forbids it is said in the form."""
    found = await jk.do(judge, text)
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
    whole = await jk.do(_document, found.file, page)
    return page.show("office/policy/proposal_document.html", one=one, whole=whole)


def _document(house: House, file: PolicyFile, page: Page) -> Steps[Markup]:
    def make() -> str:
        # Its promises are not kept yet: a number leads to the ones in force.
        return inside(
            document(file, page.visitor.language),
            lambda url: url,
            lambda clause: f"{page.visitor.href('/promises')}#p{clause}",
        )

    return Markup((yield Aside(make)))  # noqa: S704 - made by our own renderer


def _written(house: House, text: str, path: Path, form: Form) -> Steps[str]:
    """The text with what the form says of one part. Raises InvalidError."""
    data = yield Aside(partial(data_of, text))
    if data is None:
        raise InvalidError(
            "the text cannot be read as it is",
            item="text",
            hint="fix it first",
            ko=("파일 내용을 읽을 수 없습니다", "파일 내용을 먼저 수정해 주세요"),
        )
    if form["do"] == "add":
        if form.need("name") and not _NAME.fullmatch(form["name"]):
            form.wrong(
                "name",
                "영문 소문자로 시작하고 소문자, 숫자, _만 적어 주세요",
                "please use lower-case letters, digits and _",
            )
        elif form["name"] in (parts_at(data, path) or ()):
            form.wrong("name", "이미 있는 이름입니다", "this name is there already")
        if form.fine and can_add(path):
            return str((yield Aside(partial(changed, text, {(*path, form["name"]): {}}))))
        return text
    if form["do"] == "remove":
        if not path or not can_add(path[:-1]):
            return text
        return str((yield Aside(partial(changed, text, {path: None}))))
    # A box that is not ticked sends nothing: the form says that it showed it.
    shown = {*form.many, *form.many.get("shown", [])}
    changes = {
        field.path: value_of(field, form.many.get(field.name, []))
        for field in fields_at(data, path)
        if field.kind not in ("part", "as-text") and field.name in shown
    }
    return str((yield Aside(partial(changed, text, changes))))


def _typed(field: Field, form: Form) -> Field:
    """A field with what was typed into it, where a form came that showed it and was not taken."""
    given = form.many.get(field.name, [])
    if field.kind in ("part", "as-text") or not (given or field.name in form.many.get("shown", [])):
        return field
    if field.kind in ("choices", "words"):
        return field._replace(value=[line for one in given for line in one.splitlines()])
    return field._replace(value=given[0])


def _place(number: int, at: str) -> str:
    return f"{PATH}/{number}?at={quote(at)}"


def _path(at: str) -> Path:
    return tuple(at.split("/")) if at else ()


def _seen(form: Form) -> int:
    return int(form["seen"]) if form["seen"].isdecimal() and len(form["seen"]) < 10 else -1


async def _shown(
    page: Page, jk: AsyncJikim, me: Signed, number: int, form: Form, at: str, text: str | None = None
) -> Response[str]:
    one, saved = await jk.do(proposal_of, number)
    found = await jk.do(judge, saved if text is None else text)
    path = _path(at)
    data, fields, entries = await jk.do(_form_of, found.text, path)
    rows: list[Any] = []
    if not form.fine:
        fields = [_typed(one, form) for one in fields]
    if found.account is not None:
        comparison = found.account.comparison
        rows = [(change, *comparison.sides(change, page.visitor.language)) for change in comparison.changes]
    return page.show(
        "office/policy/proposal.html", one=one, judged=found, form=form, at=at, place=path, fields=fields, entries=entries, rows=rows, states=listing.PROPOSED,
        parts_of=PARTS, above=[("/".join(map(str, path[: n + 1])), str(step)) for n, step in enumerate(path[:-1])], adds=can_add(path), readable=data is not None,
        wrong=partial(_at, found.findings), removes=bool(path) and can_add(path[:-1]),
        status=200 if form.fine else 422,
    )  # fmt: skip


def _form_of(house: House, text: str, path: Path) -> Steps[tuple[dict[str, Any] | None, list[Field], list[str] | None]]:
    def look() -> tuple[dict[str, Any] | None, list[Field], list[str] | None]:
        data = data_of(text)
        if data is None or not path:
            return data, [], None
        return data, fields_at(data, path), parts_at(data, path)

    found: tuple[dict[str, Any] | None, list[Field], list[str] | None] = yield Aside(look)
    return found


def _at(findings: tuple[Finding, ...], path: Path) -> list[Finding]:
    """What is found at a field, or below it."""
    return [one for one in findings if one.path[: len(path)] == path]


def waiting(house: House, me: Signed, _by: date) -> Steps[list[Todo]]:
    """Proposals that wait for another officer's approval, and approved ones that nobody has announced."""
    if not me.officer:
        return []
    found: list[Todo] = []
    for one in (yield from proposals(house)):
        n, way, since = one.number, f"{PATH}/{one.number}", day_of(one.saved, house.policy.zone)
        if one.open and one.state == "proposed" and me.handler not in (one.saved_by, one.proposed_by):
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
