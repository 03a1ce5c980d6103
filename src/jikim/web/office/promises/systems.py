"""/office/promises/systems: the systems beside this one, the promises that they have a part in, and the attestations of
those outside."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Literal, cast
from uuid import UUID

from litestar import get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect, Response

from jikim.app import AsyncJikim
from jikim.db.driver import Steps
from jikim.handlers.sessions import Signed
from jikim.prove.gathering import Q
from jikim.prove.reach import Beside, attest, attestation_file, clauses_of, end_system, enter_system, systems
from jikim.verbs.house import House
from jikim.web.downloads import as_file
from jikim.web.forms import Form
from jikim.web.multipart import FILES
from jikim.web.office.me import actor_of, officer_only
from jikim.web.office.once import first_time
from jikim.web.office.todo import Act, Todo, haste_of, of_officers
from jikim.web.page import Page
from jikim.web.public.promises import title_of
from jikim.web.uploading import accepted

SOON = timedelta(days=30)
_NOT_NAME = re.compile(r"[^\w.\- ]", re.UNICODE)


async def _list(page: Page, jk: AsyncJikim, me: Signed, form: Form) -> Response[str]:
    language = page.visitor.language
    file = page.policy.file
    clauses = [
        (clause, title_of(file, clause, language if language in file.service.languages else file.service.languages[0]))
        for clause in clauses_of(file)
    ]
    return page.show(
        "office/promises/systems.html", form=form, systems=await jk.do(systems), clauses=clauses, today=jk.house.today()
    )


@get("/office/promises/systems")
async def listed(page: Page, jk: AsyncJikim, me: Signed) -> Response[str]:
    """The systems, and the form for one more."""
    return await _list(page, jk, me, Form(page.visitor))


@post("/office/promises/systems")
async def entered(page: Page, jk: AsyncJikim, me: Signed, form: Form) -> Response[str] | Redirect:
    """Enters a system."""
    officer_only(jk, me)
    form.need("system")
    form.need_words("{}")
    reach = cast(
        "Literal['attached', 'outside']", form["reach"] if form["reach"] in ("attached", "outside") else "outside"
    )
    if form.fine:
        with form.catching():
            await jk.do(
                enter_system,
                form["system"],
                reach,
                ko=form["ko"],
                en=form["en"],
                clauses=form.many.get("clauses", []),
                actor=await actor_of(jk, me),
            )
            return page.to(f"/office/promises/systems/{form['system']}")
    return await _list(page, jk, me, form)


async def _find(jk: AsyncJikim, system: str) -> Beside:
    for one in await jk.do(systems):
        if one.system == system:
            return one
    raise NotFoundException()


@get("/office/promises/systems/{system:str}")
async def one(page: Page, jk: AsyncJikim, me: Signed, system: FromPath[str]) -> Response[str]:
    """One system, its attestation, and the form for a new one."""
    return page.show(
        "office/promises/system.html", form=Form(page.visitor), one=await _find(jk, system), today=jk.house.today()
    )


@post("/office/promises/systems/{system:str}/attest", opt=FILES)
async def attested(
    page: Page, jk: AsyncJikim, me: Signed, form: Form, system: FromPath[str]
) -> Response[str] | Redirect:
    """Files an attestation."""
    officer_only(jk, me)
    found = await _find(jk, system)
    form.need("day", "until", "by", "words")
    day, until = form.day("day"), form.day("until")
    files = await accepted(form, "file", jk.settings)
    if len(files) > 1:
        form.wrong("file", "파일은 하나만 업로드해 주세요", "one file is enough")
    name, content = (files[0].name, files[0].content) if files else ("", b"")
    if form.fine and day is not None and until is not None and await first_time(page, jk, form):
        with form.catching():
            await jk.do(
                attest,
                system,
                day=day,
                until=until,
                by=form["by"],
                words=form["words"],
                name=name,
                content=content,
                place=form["place"],
                actor=await actor_of(jk, me),
            )
            return page.to(f"/office/promises/systems/{system}")
    return page.show("office/promises/system.html", form=form, one=found, today=jk.house.today())


@post("/office/promises/systems/{system:str}/end")
async def ended(page: Page, jk: AsyncJikim, me: Signed, system: FromPath[str]) -> Redirect:
    """A system is used no more."""
    officer_only(jk, me)
    await jk.do(end_system, system, actor=await actor_of(jk, me))
    return page.to("/office/promises/systems")


@get("/office/promises/systems/{system:str}/{number:uuid}")
async def file(jk: AsyncJikim, me: Signed, system: FromPath[str], number: FromPath[UUID]) -> Response[bytes]:
    """The file of an attestation, to an officer."""
    officer_only(jk, me)
    found = await jk.do(attestation_file, system, number)
    if found is None:
        raise NotFoundException()
    name = _NOT_NAME.sub("_", found[0]).encode("ascii", "replace").decode().replace("?", "_") or "attestation"
    return as_file(name, "application/octet-stream", found[1])


@of_officers
def todos(house: House, me: Signed, by: date) -> Steps[list[Todo]]:
    """Attestations that are missing, over, or end within a month."""
    found, today = [], house.today()
    for system, reach, ko, en, *_, until, _said, _at in (yield Q["system.list"]()):
        if reach == "outside" and (until is None or until < max(by, today + SOON)):
            found.append(
                Todo(
                    "due" if until is None else haste_of(until, today),
                    f"증명서가 필요한 시스템: {ko}",
                    f"A system to be attested: {en}",
                    f"/office/promises/systems/{system}",
                    Act("증명 등록", "Attest", "증명서 파일 또는 확인 내용", "a certificate, or words"),
                    until,
                )
            )
    return found
