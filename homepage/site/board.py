"""The enquiry board: every post is private. The list shows that there are posts and how they stand, of nobody whose.

The answer goes out by mail and stands on the post's page, until its writer says that they have read it or for the days
that the policy names; then both are destroyed (5.1). The pages say so before anybody writes.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from jikim import AsyncJikim, JikimError, Person, Ref
from jikim.web import (
    FILES,
    Form,
    FromPath,
    HandlerJikim,
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
from .seeing import nothing

ABOUT = "board"
SHOWN = 20
ANSWERED = "answer-sent"  # the event after which the policy counts the days


def read_until(jk: AsyncJikim | HandlerJikim, answered: datetime) -> date:
    """The last day on which an answer stands on its page."""
    shown = jk.policy.records["enquiry"].record.ends.after
    return answered.astimezone(jk.policy.zone).date() + timedelta(days=shown.approximate_days() if shown else 0)


@get("/board")
async def board(page: Page, visitor: Visitor, jk: AsyncJikim) -> Response[str]:
    books = Books.of(jk)
    waiting = books.waiting("enquiry")
    basket = await basket_of(jk, visitor)
    mine = {number for number, owner in basket.orders.items() if owner.endswith(" guest")}
    if visitor.session is not None:
        mine |= {ref.record.hex for ref, _ in waiting if ref.subject == visitor.session.subject}
    posts = [(ref.record.hex, day, ref.record.hex in mine, books.sent(ref, "answer")) for ref, day in waiting[:SHOWN]]
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
                    await attached(jk, done, "files", files, visitor.language)
                basket.remember(done, visitor.person.kind if visitor.person else "guest")
                await keep(jk, visitor, basket)
                return page.to("/board", files, said="written")
            except JikimError as error:
                form.caught(error)
    return page.show("rv/write.html", form=form, guest=visitor.person is None)


@get("/board/{number:str}")
async def one(page: Page, jk: AsyncJikim, request: Request[Any, Any, Any], number: FromPath[str]) -> Response[Any]:
    """A post, to whoever wrote it."""
    ref = await _own(page, jk, request, number)
    dossier = await jk.by(jk.acting("member", str(ref.subject))).show(ref.subject)
    card = next((card for card in dossier.cards if card.ref == ref), None)
    if card is None or card.state != "live":
        return page.show("rv/answered.html", status=410 if card is not None else 404)
    answered = next(
        (use["at"] for use in dossier.uses if (use.get("record"), use.get("happened")) == (str(ref.record), ANSWERED)),
        None,
    )
    until = answered and read_until(jk, datetime.fromisoformat(answered))
    return page.show("rv/post.html", card=card, number=number, until=until)


@post("/board/{number:str}", status_code=200)
async def read(page: Page, jk: AsyncJikim, request: Request[Any, Any, Any], number: FromPath[str]) -> Redirect:
    """Its writer needs it no more."""
    ref = await _own(page, jk, request, number)
    await jk.by(jk.acting("member", str(ref.subject))).event(ref, "closed")
    Books.of(jk).forget(ref)
    return page.to("/board", said="closed")


async def _own(page: Page, jk: AsyncJikim, request: Request[Any, Any, Any], number: str) -> Ref:
    """A post that the visitor may see; who is signed in proves who they are first."""
    person = await owner_of(jk, page.visitor, number)
    try:
        record = UUID(hex=number)
    except ValueError:
        person = None
    if person is None:
        said = "이 브라우저에서 볼 수 있는 글이 아닙니다", "There is no such post for you here"
        more = "비회원 글은 이메일로 받은 링크로 볼 수 있습니다", "Guests open theirs by a link to their e-mail"
        raise nothing(page, said, "/guest", more)
    if page.visitor.session is not None:
        await proven(page, jk, request)
    return Ref(person.subject, record, "enquiry")


PAGES = [board, write, write_sent, one, read]
