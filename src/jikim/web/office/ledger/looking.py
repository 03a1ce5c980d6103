"""The ledger, searched by person, handler, purpose and time; and its export, which `jikim verify` checks without us."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Request, get
from litestar.response import Response, Stream

from jikim.app import AsyncJikim
from jikim.db.driver import Driver
from jikim.db.schema import DATABASES
from jikim.handlers.sessions import Signed
from jikim.ledger.checkpoint_copies import LastNote
from jikim.ledger.export import export
from jikim.policy.period import start_of
from jikim.review.search import Found, Wanted, search
from jikim.verbs.approve import only_officers
from jikim.verbs.then import FIELDS, choices, told
from jikim.web.downloads import attachment
from jikim.web.forms import Form
from jikim.web.member.download import gathered
from jikim.web.office.deeds import deed, kinds
from jikim.web.office.entering.proving import prove_first
from jikim.web.office.me import actor_of, officer_only
from jikim.web.page import Page
from jikim.web.visitor import Visitor

SHOWN = 30  # days, where nothing else is asked for


@get("/office/ledger")
async def ledger(
    page: Page, jk: AsyncJikim, me: Signed, visitor: Visitor, request: Request[Any, Any, Any]
) -> Response[str]:
    """The form, and the entries that fit, the newest first."""
    officer_only(jk, me)
    query = {name: str(value) for name, value in request.query_params.items()}
    form = Form(visitor, query)
    today = jk.house.today()
    since, until = form.day("since") or today - timedelta(days=SHOWN), form.day("until") or today
    subject = _subject(form)
    found = Found([], None)
    if form.fine and query:
        wanted = Wanted(
            start_of(since, page.zone),
            start_of(until + timedelta(days=1), page.zone),
            subject,
            form["handler"],
            form["purpose"],
            form["event"],
            form.on("refused"),
        )
        below = form.whole("below", 17)
        found = await jk.do(search, wanted, actor=await actor_of(jk, me), below=below)
    kept = {name: value for name, value in query.items() if name != "below" and value}
    older = "" if found.below is None else urlencode({**kept, "below": str(found.below)})
    return page.show(
        "office/ledger/ledger.html",
        form=form,
        asked=bool(query),
        older=older,
        since=since,
        until=until,
        said=said_of(page),
        kinds=kinds(page),
        purposes=await jk.do(choices, *FIELDS["purpose"]),
        entries=await jk.do(told, found.entries),
    )


@get("/office/ledger/export")
async def exported(page: Page, jk: AsyncJikim, me: Signed) -> Response[Any]:
    """The whole ledger as the file that anybody verifies. Recorded, and asked for by who has just proved who they are."""
    officer_only(jk, me)
    await prove_first(page, jk, me, "/office/ledger/export")
    await jk.do(only_officers, "ledger:export", await actor_of(jk, me))
    await jk.driver.run(_recorded(jk, await actor_of(jk, me)))
    name = f"ledger-{jk.house.today()}.jsonl"
    return Stream(lambda: gathered(_pieces(jk)), media_type="application/x-ndjson", headers=attachment(name))


def _recorded(jk: AsyncJikim, actor: Any) -> Any:
    from jikim.store.sealed import Q

    house = jk.house
    entry = yield from house.note("ledger:export", actor, "audit")
    yield Q["note"](entry=entry, subject=None, record=None, items=None)


def _pieces(jk: AsyncJikim) -> Iterator[bytes]:
    """The export on connections of its own, in a thread: it takes as long as it takes, and holds up nobody."""
    driver = Driver({database: str(jk.driver.pools[database].conninfo) for database in DATABASES})
    try:
        driver.open()
        beside = LastNote(jk.settings.ring_directories, jk.signer.verifier.public)
        yield from export(driver, jk.house.keyring, jk.house.objects, jk.signer, jk.now(), beside)
    finally:
        driver.close()


def said_of(page: Page) -> Any:
    """How an entry's event reads."""

    def said(body: Mapping[str, Any]) -> str:
        return deed(page, str(body["event"]).rpartition(":")[0])

    return said


def _subject(form: Form) -> UUID | None:
    found = form.id("subject")
    if form["subject"] and found is None:
        form.wrong(
            "subject",
            "정보주체 번호 형식이 아닙니다. ‘정보주체 조회’에서 확인해 주세요.",
            "That is not a person’s number. Look for it under People.",
        )
    return found
