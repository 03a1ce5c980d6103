"""A company's administrator (5.2): confirmed one by one, and then shown the usage of every account of that company, also of one that has left.

A registration number is public, so it proves nothing. INVARIANT: whoever looks holds the record that the company's desk confirmed
(`staff/companies.py`), in the very version that was confirmed: a correction of it takes the confirmation back. Each look at a colleague's usage is a
read of its own, recorded on that colleague.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from jikim import AsyncJikim, DeniedError, JikimError, Person, Read, Ref
from jikim.web import (
    FILES,
    Form,
    LiveRecord,
    Page,
    Redirect,
    Request,
    Response,
    Visitor,
    attached,
    find_resting,
    get,
    live_of,
    pack,
    post,
    step_up_first,
    uploaded,
)

from .books import Books
from .said import refused
from .usage import as_file

KIND, MEMBERSHIP, USAGE = "company-administrator", "corporate-membership", "usage-history"
CONFIRMED, PURPOSE, KEEPING = "confirmed", "identification", "corporate-request"
ASKED = "the company's confirmed administrator asked for it on the page"
SHOWN = 200


@dataclass(frozen=True)
class Row:
    """One report of usage: of which account (empty: one that has left), and when it was received, or until when it rests."""

    account: str
    usage: Any
    collected: datetime | None = None
    until: date | None = None


async def standing_of(jk: AsyncJikim, visitor: Visitor) -> tuple[LiveRecord | None, bool]:
    """The visitor's own request to be the administrator, and whether it is confirmed as it stands."""
    assert visitor.session is not None
    found = await jk.do(live_of, visitor.session.subject, KIND)
    if not found:
        return None, False
    versions = [version for version, _ in Books.of(jk).sent(found[0].ref, CONFIRMED)]
    confirmed = CONFIRMED in found[0].happened and str(found[0].version) in versions
    return found[0], confirmed and not found[0].frozen


async def _usage(jk: AsyncJikim, visitor: Visitor, mine: LiveRecord) -> list[Row]:
    """Every account's usage: what lives, by the purpose of the contract; what rests, as what is kept to be given to the company."""
    by = jk.by(jk.acting("system", "usage-request", origin=visitor.address))
    number = str((await by.use(mine.ref, purpose=PURPOSE, items=["business_no"]))["business_no"])
    rows, names = list[Row](), dict[Any, str]()
    for person in await by.find("business_no", number):
        if person.kind != "corporate":
            continue  # A guest's order may name the company as well.
        for account in await jk.do(live_of, person.subject, MEMBERSHIP):
            with suppress(DeniedError):
                said = await by.use(account.ref, purpose=PURPOSE, items=["login_id", "business_no"])
                if said["business_no"] == number:
                    names[person.subject] = said["login_id"]
        live = await jk.do(live_of, person.subject, USAGE)
        under = await by.use_many([Read(one.ref, PURPOSE, ["business_no"]) for one in live])
        ours = [one for one, said in zip(live, under, strict=True) if _is(said, number)]
        for one, said in zip(
            ours, await by.use_many([Read(one.ref, "content", ["usage"]) for one in ours]), strict=True
        ):
            if not isinstance(said, JikimError):
                rows.append(Row(names.get(person.subject, ""), said["usage"], one.collected))
    for rested in await by.do(
        find_resting, "business_no", number, purpose=KEEPING, reason=ASKED, reason_kind="person-request"
    ):
        with suppress(DeniedError):  # Its time ran out a moment ago.
            found = await by.consult(
                rested.ref, purpose=KEEPING, items=["usage"], reason=ASKED, reason_kind="person-request"
            )
            rows.append(Row(names.get(rested.ref.subject, ""), found["usage"], until=rested.until))
    return rows


def _is(said: Any, number: str) -> bool:
    return not isinstance(said, JikimError) and said.get("business_no") == number


def _barred(page: Page, visitor: Visitor) -> Redirect | Response[Any] | None:
    """Whoever is no corporate member themself has nothing here."""
    if (first := step_up_first(page)) is not None:
        return first
    assert visitor.session is not None
    return page.to("/my/usage") if visitor.session.kind != "corporate" or visitor.session.guardian else None


@get("/my/company")
async def company(page: Page, visitor: Visitor, jk: AsyncJikim) -> Response[Any] | Redirect:
    """How it stands: to be asked for, waiting for the desk, or confirmed."""
    return _barred(page, visitor) or await _show(page, jk, visitor, Form(visitor))


@post("/my/company", status_code=200, opt=FILES)
async def worked(
    page: Page, visitor: Visitor, jk: AsyncJikim, request: Request[Any, Any, Any]
) -> Response[Any] | Redirect:
    """Asks to be confirmed, with a document; shows the company's usage, or gives it as a file; or gives the duty up."""
    if (barred := _barred(page, visitor)) is not None:
        return barred
    assert visitor.session is not None
    form = await Form.of(request)
    mine, confirmed = await standing_of(jk, visitor)
    try:
        if form["do"] == "ask" and mine is None:
            await _ask(jk, visitor, form)
        elif form["do"] in ("show", "file") and mine is not None and confirmed:
            rows = await _usage(jk, visitor, mine)
            if form["do"] == "file":
                return _file(page, rows)
            return await _show(page, jk, visitor, form, rows)
        elif form["do"] == "resign" and mine is not None:
            await jk.by(visitor.actor).event(mine.ref, "closed")
            Books.of(jk).forget(mine.ref)
    except JikimError as error:
        refused(form, error)
    return page.to("/my/company") if form.fine else await _show(page, jk, visitor, form)


async def _ask(jk: AsyncJikim, visitor: Visitor, form: Form) -> None:
    """The company and its number are those of the account; the document is what the desk looks at."""
    assert visitor.session is not None
    person = Person(visitor.session.subject, "corporate")
    form.need("name", "company", "business_no")
    if not form.files.get("proof"):
        form.wrong("proof", "회사 서류를 첨부해 주세요", "please attach a company document")
    files = await uploaded(form, "proof", jk.settings)
    if not form.fine:
        return
    async with Books.of(jk).alone(f"company:{person.subject}"):
        if await jk.do(live_of, person.subject, KIND):
            return
        values = {**form.given(("name", "company", "business_no")), "proof": pack(files)}
        made: Ref = (await jk.collect(KIND, values, channel="homepage", subject=person, old_enough=True)).ref
    await attached(jk, made, "proof", files)


async def _show(
    page: Page, jk: AsyncJikim, visitor: Visitor, form: Form, rows: Sequence[Row] | None = None
) -> Response[Any]:
    mine, confirmed = await standing_of(jk, visitor)
    return page.show(
        "rv/company.html", form=form, mine=mine, confirmed=confirmed, rows=rows[:SHOWN] if rows is not None else None,
        more=max(len(rows or ()) - SHOWN, 0),
    )  # fmt: skip


def _file(page: Page, rows: Sequence[Row]) -> Response[Any]:
    """All of it as a table; an account that has left has no name."""
    left = page.say("탈퇴한 계정", "an account that has left")
    said = [
        (row.collected, {"account": row.account or left, "kept until": row.until or "", **_flat(row.usage)})
        for row in rows
    ]
    return as_file(page, said, "remoteview-company-usage.csv")


def _flat(usage: Any) -> dict[str, Any]:
    return dict(usage) if isinstance(usage, dict) else {"usage": usage}


PAGES = [company, worked]
