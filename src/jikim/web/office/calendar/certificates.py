"""The register of destructions: each certificate with its signature checked, its dates, and as paper, JSON and CSV."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from litestar import Request, get
from litestar.params import FromPath
from litestar.response import Response

from jikim.app import AsyncJikim
from jikim.handlers.sessions import Signed
from jikim.paper import Block, Facts, Heading, Paper, Paragraph, Table
from jikim.policy.decide import deny
from jikim.receipts import Receipt
from jikim.reports.destruction import Certificate, certificate, certificates
from jikim.verbs.house import error_of
from jikim.verbs.receipt import certificate_receipt
from jikim.web.downloads import as_file
from jikim.web.downloads import as_pdf as file_of_pdf
from jikim.web.office.me import officer_only
from jikim.web.office.people.saying import head_of, office_book
from jikim.web.office.sheet import Sheet, csv_of
from jikim.web.page import Page
from jikim.web.parts import Book, Html, Own, draw
from jikim.web.parts.destroyed import DESTROYED

PAGE = 50


def what_said(page: Page, what: str) -> str:
    """A certificate's own word for what was destroyed."""
    return page.say(*DESTROYED.get(what, (what, what)))


def by_said(page: Page, one: Certificate) -> str:
    """Who carried it out."""
    by = str(one.content["by"])
    return page.say("파기 작업", "the sweep") if by == "system:sweep" else by


def _before(query: Any) -> Certificate | None:
    try:
        return Certificate(UUID(query["of"]), datetime.fromisoformat(query["before"]), "", b"", True)
    except (KeyError, ValueError):
        return None


@get("/office/destruction")
async def register(page: Page, jk: AsyncJikim, me: Signed, request: Request[Any, Any, Any]) -> Response[str]:
    """All certificates, the newest first."""
    officer_only(jk, me)
    found = await jk.do(certificates, before=_before(request.query_params), limit=PAGE + 1)
    return page.show(
        "office/calendar/register.html",
        rows=found[:PAGE],
        more=found[PAGE - 1] if len(found) > PAGE else None,
        what=lambda text: what_said(page, text),
        clause=page.policy.clause("certificate"),
    )


def register_sheet(page: Page, found: Sequence[Certificate]) -> Sheet:
    """The register as a table: one line for each line of each certificate."""
    say, book = page.say, office_book(page)
    rows = [
        (
            str(one.number),
            page.moment(one.at),
            told.kind(page.visitor.language),
            what_said(page, line["what"]),
            line["count"],
            line.get("due", line.get("on", "")),
            ", ".join(map(book.voice.statute, line.get("why", ()))),
            book.told(told.then).cited(line["clause"]),
            by_said(page, one),
            say("확인됨", "verified") if one.stands else say("불일치", "does not verify"),
        )
        for one in found
        for told in one.told
        for line in [told.body]
    ]
    head = (
        say("증명서 번호", "certificate"),
        say("일시", "at"),
        say("기록", "record"),
        say("무엇을", "what"),
        say("건", "count"),
        say("보관 기한", "kept until"),
        say("보관 근거", "kept by"),
        say("조항", "clause"),
        say("누가", "by"),
        say("서명", "signature"),
    )
    return Sheet(say("파기 관리대장", "Destruction register"), head, rows, numbers=(4,))


@get("/office/destruction/register.csv")
async def register_csv(page: Page, jk: AsyncJikim, me: Signed) -> Response[bytes]:
    """The whole register for a spreadsheet."""
    officer_only(jk, me)
    found: list[Certificate] = []
    while some := await jk.do(certificates, before=found[-1] if found else None, limit=500):
        found += some
    at = jk.now()
    return csv_of(
        register_sheet(page, found),
        head_of(page, me, page.say("파기 관리대장 보관", "keeping the register of destruction"), "", at),
        "destruction",
        at,
    )


async def _found(page: Page, jk: AsyncJikim, me: Signed, number: UUID) -> Certificate:
    officer_only(jk, me)
    found = await jk.do(certificate, number)
    if found is None:
        raise error_of(deny(page.policy, "gone"))
    return found


@get("/office/destruction/{number:uuid}")
async def one(page: Page, jk: AsyncJikim, me: Signed, number: FromPath[UUID]) -> Response[str]:
    """One certificate: what, how many, why, by whom; its signature; and when it became irrecoverable."""
    found = await _found(page, jk, me, number)
    receipt = await jk.do(certificate_receipt, number)
    book = office_book(page)
    lines = [
        (
            told.body,
            told.kind(page.visitor.language),
            what_said(page, told.body["what"]),
            _life(book.told(told.then), n, told.body, found),
            book.told(told.then).clause(told.body["clause"]),
        )
        for n, told in enumerate(found.told)
    ]
    return page.show(
        "office/calendar/certificate.html",
        one=found,
        lines=lines,
        receipt=receipt,
        statute=book.voice.statute,
        on=partial(_on, page),
        clause=page.policy.clause("certificate"),
    )


def _on(page: Page, day: str | None) -> str:
    return page.day(date.fromisoformat(day)) if day else ""


def _life(book: Book, n: int, line: Mapping[str, Any], found: Certificate) -> Html | str:
    """How the parts of a line lived, rested and went; their beginnings differ, and are not dated."""
    record = book.policy.records.get(line["kind"])
    if "due" not in line or record is None or not record.keep:
        return ""
    keep = max(record.keep, key=lambda one: one.for_.approximate_days())
    due = date.fromisoformat(line["due"])
    ended, gone = due - timedelta(days=round(keep.for_.approximate_days())), found.at.astimezone(book.zone).date()
    own = Own(
        ended - timedelta(days=30),
        gone,
        ended=ended,
        until=due,
        rests=book.voice.period(keep.for_),
        destroyed=gone,
        dated=False,
    )
    return draw(book, own, f"l{n}")


@get("/office/destruction/{number:uuid}/certificate.json")
async def as_json(page: Page, jk: AsyncJikim, me: Signed, number: FromPath[UUID]) -> Response[bytes]:
    """What was signed, byte for byte, and the signature."""
    found = await _found(page, jk, me, number)
    return as_file(f"certificate-{number}.json", "application/json", found.as_json())


@get("/office/destruction/{number:uuid}/certificate.pdf")
async def as_pdf(page: Page, jk: AsyncJikim, me: Signed, number: FromPath[UUID]) -> Response[bytes]:
    """The certificate as a paper to be filed."""
    found = await _found(page, jk, me, number)
    receipt = await jk.do(certificate_receipt, number)
    return await file_of_pdf(f"certificate-{number}.pdf", lambda: paper(page, me, found, receipt, jk.now()))


def paper(page: Page, me: Signed, found: Certificate, receipt: Receipt, at: datetime) -> Paper:
    """The paper: no personal data, so it may be filed for as long as one likes."""
    say, book = page.say, office_book(page)
    rows = [
        (
            told.kind(page.visitor.language),
            what_said(page, line["what"]),
            f"{line['count']:,}",
            _on(page, line.get("due") or line.get("on")),
            ", ".join(map(book.voice.statute, line.get("why", ()))),
            book.told(told.then).cited(line["clause"]),
        )
        for told in found.told
        for line in [told.body]
    ]
    head = (
        say("기록", "record"),
        say("무엇을", "what"),
        say("건", "count"),
        say("보관 기한", "kept until"),
        say("근거", "kept by"),
        say("조항", "clause"),
    )
    dates = [
        (step.label(page.visitor.language), page.moment(step.at) if step.at else say("예정", "not yet"))
        for step in receipt.dates.steps
    ]
    signed = (
        say("원장의 키로 서명되었으며 유효합니다.", "Signed with the ledger’s key; the signature is valid.")
        if found.stands
        else say("전자서명이 일치하지 않습니다.", "The signature does not verify.")
    )
    blocks: list[Block] = [
        Facts(
            [
                (say("증명서 번호", "Number"), str(found.number)),
                (say("일시", "At"), page.moment(found.at)),
                (say("파기 담당자", "By"), by_said(page, found)),
                (say("방침", "Policy"), str(found.content["policy"])),
                (say("서명", "Signature"), signed),
            ]
        ),
        Heading(say("파기 내역", "What was destroyed")),
        Table(head, rows, (2, 3, 1, 2, 3, 1)),
        Heading(say("파기 단계별 일시", "Stages of destruction")),
        Facts(dates),
    ]
    blocks += [Paragraph(wait.words(page.visitor.language), soft=True) for wait in receipt.dates.waits]
    foot = f"{me.name} ({me.handler}) · {page.moment(at)}"
    return Paper(
        say("파기 증명서", "Certificate of destruction"),
        page.visitor.language,
        at,
        blocks,
        under=book.voice.text(found.then.policy.file.service.controller),
        foot=foot,
    )
