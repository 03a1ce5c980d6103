"""/my/guardian: whom one acts for and who acts for oneself; asking for a link, opening a child's data through it,
ending it (7.1)."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.response import Redirect, Response

from jikim.accounts.sessions import Session, end_session, enter
from jikim.answers import Person
from jikim.app import AsyncJikim
from jikim.desk.guardians import acts_for, guardians_of, unlink, wards_of
from jikim.desk.requests import declared, file_request
from jikim.errors import JikimError
from jikim.uploads import pack
from jikim.web.account import stepping
from jikim.web.desk.telling import write_received
from jikim.web.door import SESSION_COOKIE
from jikim.web.form_files import attached
from jikim.web.forms import Form
from jikim.web.multipart import FILES_OF_A_PERSON
from jikim.web.page import Page
from jikim.web.uploading import uploaded

Answer = Response[str] | Redirect


async def _page(page: Page, jk: AsyncJikim, form: Form) -> Response[str]:
    session = page.visitor.session
    assert session is not None
    return page.show(
        "desk/guardian.html",
        form=form,
        acting=session.guardian,
        tired=session.guardian and not session.fresh,
        there_is=declared(page.policy, "guardian"),
        wards=[] if session.guardian else await jk.do(wards_of, session.subject),
        guardians=await jk.do(guardians_of, session.subject),
    )


@get("/my/guardian")
async def guardian(page: Page, jk: AsyncJikim, request: Request[Any, Any, Any]) -> Answer:
    """Both sides of every link, and the form to ask for one."""
    session = page.visitor.session
    # Who acts for a child finds the way back here; they prove who they are with their own account, never with the
    # child's password.
    if session is None or not session.guardian:
        await stepping.proven(page, jk, request)
    return await _page(page, jk, Form(page.visitor))


@post("/my/guardian", opt=FILES_OF_A_PERSON)
async def ask(page: Page, jk: AsyncJikim, request: Request[Any, Any, Any], proven: Session) -> Answer:
    """Asks for a link. The answer says nothing about whether there is such a child: an officer looks."""
    form = await Form.of(request)
    form.need("name", "child", "relation")
    if proven.guardian:
        form.wrong(
            "child",
            "자녀를 대리하는 중에는 새로 연결할 수 없습니다",
            "you cannot request a link while acting for a child",
        )
    files = await uploaded(form, "files", jk.settings)
    if not form.fine:
        return await _page(page, jk, form)
    text = "\n".join(
        [
            f"[법정대리인 연결 요청] 자녀의 로그인 아이디 또는 이메일: {form['child']}",
            f"관계: {form['relation']}",
            *([f"추가 설명:  {form['text']}"] if form["text"] else []),
        ]
    )
    words = {**form.given(("name", "email", "phone")), "text": text, **({"files": pack(files)} if files else {})}
    try:
        made = await jk.do(
            file_request,
            proven.subject,
            "guardian",
            None,
            "page",
            page.visitor.actor,
            words=words,
            language=page.visitor.language,
        )
    except JikimError as error:
        form.caught(error)
        return await _page(page, jk, form)
    if made.wording is not None:
        await attached(jk, made.wording, "files", files, made.language)
    await write_received(jk, made)
    return page.to(f"/my/requests/{made.request}", files)


@post("/my/guardian/open")
async def open_child(
    page: Page, jk: AsyncJikim, request: Request[Any, Any, Any], proven: Session, form: Form
) -> Answer:
    """Opens the child's data: one's own session ends, and one that acts for the child begins."""
    child = form.id("child")
    link = await jk.do(acts_for, proven.subject, child) if child and not proven.guardian else None
    if link is None:
        return page.to("/my/guardian")
    token = await jk.do(
        enter,
        Person(link.subject, link.kind),
        browser=request.headers.get("user-agent", ""),
        address=page.visitor.address,
        guardian=proven.subject,
    )
    await jk.do(end_session, proven.holder, proven.session)
    page.visitor.set_cookie(SESSION_COOKIE, token)
    return page.to("/my")


@post("/my/guardian/finish")
async def finish(page: Page, jk: AsyncJikim) -> Answer:
    """Ends acting for the child: one signs in as oneself again."""
    session = page.visitor.session
    if session is not None and session.guardian:
        await jk.do(end_session, session.holder, session.session)
        page.visitor.drop_cookie(SESSION_COOKIE)
    return page.to("/sign-in", next="/my/guardian")


@post("/my/guardian/end")
async def end(page: Page, jk: AsyncJikim, form: Form, proven: Session) -> Answer:
    """Ends a link, from either side."""
    child, acting = form.id("child"), form.id("guardian")
    if child is None or acting is None or proven.subject not in (child, acting) or proven.guardian:
        return page.to("/my/guardian")
    with form.catching():
        await jk.do(unlink, child, acting, actor=page.visitor.actor)
        return page.to("/my/guardian")
    return await _page(page, jk, form)
