"""A company's administrator (5.2): confirmed one by one, and then shown the usage of every account of that company, also of one that has left.

A registration number is public, so it proves nothing. INVARIANT: whoever looks holds the record that the company's desk confirmed
(`staff/companies.py`), in the very version that was confirmed: a correction of it takes the confirmation back. Each look at a colleague's usage is a
read of its own, recorded on that colleague.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from jikim import AsyncJikim, JikimError, Person, Ref
from jikim.web import (
    FILES,
    AnsweredError,
    Form,
    LiveRecord,
    Page,
    Redirect,
    Response,
    Rested,
    Session,
    Visitor,
    accepted,
    attached,
    find_resting,
    get,
    live_of,
    pack,
    post,
    write,
)

from .books import Books
from .company_usage import PURPOSE, UsageRow, file_of, usage_of

KIND, CONFIRMED = "company-administrator", "confirmed"
ASKED = "the company's confirmed administrator asked for it on the page"
SHOWN = 200


async def administrator_of(jk: AsyncJikim, visitor: Visitor) -> tuple[LiveRecord | None, bool]:
    """The visitor's own request to be the administrator, and whether it is confirmed as it stands."""
    assert visitor.session is not None
    found = await jk.do(live_of, visitor.session.subject, KIND)
    if not found:
        return None, False
    versions = [version for version, _ in Books.of(jk).sent(found[0].ref, CONFIRMED)]
    confirmed = CONFIRMED in found[0].happened and str(found[0].version) in versions
    return found[0], confirmed and not found[0].frozen


async def _usage(jk: AsyncJikim, visitor: Visitor, mine: LiveRecord) -> list[UsageRow]:
    """Of the company that the visitor is confirmed for, each look recorded as asked for on the page."""
    by = jk.by(jk.acting("system", "usage-request", origin=visitor.address))
    number = str((await by.use(mine.ref, purpose=PURPOSE, items=["business_no"]))["business_no"])
    return await usage_of(OnPage(jk, by), number, ASKED)


class OnPage:
    """The verbs as the site does them for whoever is confirmed."""

    def __init__(self, jk: AsyncJikim, by: Any) -> None:
        self.find, self.use_many, self.consult = by.find, by.use_many, by.consult
        self._jk, self._by = jk, by

    async def live(self, subject: UUID, kind: str) -> list[LiveRecord]:
        return await self._jk.do(live_of, subject, kind)

    async def find_resting(self, item: str, value: str, **why: str) -> list[Rested]:
        found: list[Rested] = await self._by.do(find_resting, item, value, **why)
        return found


def _corporate(page: Page, proven: Session) -> None:
    """Whoever is no corporate member themself has nothing here."""
    if proven.kind != "corporate" or proven.guardian:
        raise AnsweredError(page.to("/my/usage"))


async def lapsed(jk: AsyncJikim) -> int:
    """Tells each person whose request came to its end because nobody confirmed or refused it. Answers how many."""
    books, told = Books.of(jk), 0
    for ref, kind, _ in books.every(KIND):
        if books.sent(ref, CONFIRMED):
            books.shut(ref)
        elif not any(one.ref == ref for one in await jk.do(live_of, ref.subject, KIND)):
            for account in await jk.do(live_of, ref.subject, f"{kind}-membership"):
                await write(jk, account.ref, "company-request-lapsed", "ko")
                told += 1
            books.shut(ref)
    return told


@get("/my/company")
async def company(page: Page, visitor: Visitor, jk: AsyncJikim, proven: Session) -> Response[Any]:
    """How it stands: to be asked for, waiting for the desk, or confirmed."""
    _corporate(page, proven)
    return await _show(page, jk, visitor, Form(visitor))


@post("/my/company", status_code=200, opt=FILES)
async def worked(page: Page, visitor: Visitor, jk: AsyncJikim, form: Form, proven: Session) -> Response[Any] | Redirect:
    """Asks to be confirmed, with a document; shows the company's usage, or gives it as a file; or gives the duty up."""
    _corporate(page, proven)
    mine, confirmed = await administrator_of(jk, visitor)
    try:
        if form["do"] == "ask" and mine is None:
            await _ask(jk, visitor, form)
        elif form["do"] in ("show", "file") and mine is not None and confirmed:
            rows = await _usage(jk, visitor, mine)
            if form["do"] == "file":
                return file_of(page, rows)
            return await _show(page, jk, visitor, form, rows)
        elif form["do"] == "resign" and mine is not None:
            await jk.by(visitor.actor).event(mine.ref, "closed")
            Books.of(jk).forget(mine.ref)
    except JikimError as error:
        form.caught(error)
    return page.to("/my/company") if form.fine else await _show(page, jk, visitor, form)


async def _ask(jk: AsyncJikim, visitor: Visitor, form: Form) -> None:
    """The company and its number are those of the account; the document is what the desk looks at."""
    assert visitor.session is not None
    person = Person(visitor.session.subject, "corporate")
    form.need("name", "company", "business_no")
    if not form.files.get("proof"):
        form.wrong("proof", "회사 서류를 첨부해 주세요", "please attach a company document")
    files = await accepted(form, "proof", jk.settings, later=True)
    if not form.fine:
        return
    async with Books.of(jk).alone(f"company:{person.subject}"):
        if await jk.do(live_of, person.subject, KIND):
            return
        values = {**form.given(("name", "company", "business_no")), "proof": pack(files)}
        made: Ref = (await jk.collect(KIND, values, channel="homepage", subject=person, old_enough=True)).ref
        Books.of(jk).open(made, person.kind)
    await attached(jk, made, "proof", files)


async def _show(
    page: Page, jk: AsyncJikim, visitor: Visitor, form: Form, rows: Sequence[UsageRow] | None = None
) -> Response[Any]:
    mine, confirmed = await administrator_of(jk, visitor)
    return page.show(
        "rv/company.html", form=form, mine=mine, confirmed=confirmed, rows=rows[:SHOWN] if rows is not None else None,
        more=max(len(rows or ()) - SHOWN, 0),
    )  # fmt: skip


PAGES = [company, worked]
