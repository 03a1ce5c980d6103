"""The enquiry board: every post is private. The list shows that there are posts and how they stand, of nobody whose.

An enquiry is destroyed once it is answered (5.1), so the answer goes out by mail, and the page says so before anybody
writes.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from jikim import AsyncJikim, JikimError, Person
from jikim.web import (
    FILES,
    Form,
    FromPath,
    Page,
    Redirect,
    Request,
    Response,
    Visitor,
    attached,
    get,
    pack,
    post,
    proven,
    uploaded,
)

from .basket import basket_of, keep, owner_of
from .books import Books
from .ordering import known
from .said import refused
from .seeing import nothing

ABOUT = "board"
SHOWN = 20


@get("/board")
async def board(page: Page, visitor: Visitor, jk: AsyncJikim) -> Response[str]:
    waiting = Books.of(jk).waiting("enquiry")
    basket = await basket_of(jk, visitor)
    mine = {number for number, owner in basket.orders.items() if owner.endswith(" guest")}
    if visitor.session is not None:
        mine |= {ref.record.hex for ref, _ in waiting if ref.subject == visitor.session.subject}
    posts = [(ref.record.hex, day, ref.record.hex in mine) for ref, day in waiting[:SHOWN]]
    return page.show("rv/board.html", posts=posts, more=len(waiting) - len(posts), said=page.told)


@get("/board/write")
async def write(page: Page, visitor: Visitor, jk: AsyncJikim) -> Response[str]:
    form = Form(visitor, {**await known(jk, visitor), "once": uuid4().hex})
    return page.show("rv/write.html", form=form, guest=visitor.person is None)


@post("/board/write", status_code=200, opt=FILES)
async def write_sent(page: Page, visitor: Visitor, jk: AsyncJikim, form: Form) -> Response[Any] | Redirect:
    basket, books = await basket_of(jk, visitor), Books.of(jk)
    form.need("name", "email", "subject", "text")
    if visitor.person is None and form["age"] not in ("yes", "no"):
        form.wrong("age", "만 14세 이상인지 선택해 주세요", "please say whether you are 14 or older")
    files = await uploaded(form, "files", jk.settings)
    if form.fine:
        values: dict[str, Any] = form.given(("name", "email", "phone", "company", "subject", "text"))
        if files:
            values["files"] = pack(files)
        who: Person | str = visitor.person or "guest"
        async with books.alone(f"post:{form['once']}"):
            done = books.placed(f"post:{form['once']}") if form["once"] else None
            try:
                if done is None:
                    old_enough = visitor.person is not None or form["age"] == "yes"
                    done = (
                        await jk.collect("enquiry", values, channel="board", subject=who, old_enough=old_enough)
                    ).ref
                    if form["once"]:
                        books.place(f"post:{form['once']}", done)
                    books.open(done, ABOUT, day=jk.now().astimezone(jk.policy.zone).date())
                    await attached(jk, done, "files", files)
                basket.remember(done, visitor.person.kind if visitor.person else "guest")
                await keep(jk, visitor, basket)
                return page.to("/board", said="written")
            except JikimError as error:
                refused(form, error)
    return page.show("rv/write.html", form=form, guest=visitor.person is None)


@get("/board/{number:str}")
async def one(page: Page, jk: AsyncJikim, request: Request[Any, Any, Any], number: FromPath[str]) -> Response[Any]:
    """A post, to whoever wrote it."""
    person = await owner_of(jk, page.visitor, number)
    try:
        record = UUID(hex=number)
    except ValueError:
        person = None
    if person is None:
        said = "이 브라우저에서 볼 수 있는 글이 아닙니다", "There is no such post for you here"
        raise nothing(page, said, "/board", ("상담 게시판 보기", "The board"))
    if page.visitor.session is not None:
        await proven(page, jk, request)
    dossier = await jk.by(jk.acting("member", str(person.subject))).show(person.subject)
    card = next((card for card in dossier.cards if card.ref.kind == "enquiry" and card.ref.record == record), None)
    if card is None or card.state != "live":
        return page.show("rv/answered.html", status=410 if card is not None else 404)
    return page.show("rv/post.html", card=card, number=number)


PAGES = [board, write, write_sent, one]
