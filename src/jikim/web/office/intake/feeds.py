"""/office/intake/partners: a partner's keys, its CSV files, and the report of each feed: what was refused and why,
without a value (1.4).

A CSV file is read and let go: no copy of it is kept. Where a scanner is set it is scanned first.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Response

from jikim.app import AsyncJikim
from jikim.cases.who_may import at_work
from jikim.handlers.sessions import Signed
from jikim.intake.feeds import Report, feeds, report_csv, report_of, rows_of, take_feed
from jikim.intake.webhook_signatures import end_partner_key, make_partner_key, partner_keys
from jikim.uploads.limits import LIMITS
from jikim.uploads.scanning import found_in
from jikim.web.downloads import as_file
from jikim.web.forms import Form
from jikim.web.multipart import FILES
from jikim.web.office.me import actor_of
from jikim.web.office.requests.words import common
from jikim.web.page import Page


async def _show(page: Page, jk: AsyncJikim, me: Signed, partner: str, form: Form, secret: str = "") -> Response[str]:
    await jk.do(at_work, "intake:look", await actor_of(jk, me))
    declared = page.policy.file.partners.get(partner)
    if declared is None:
        raise page.missing("office/intake/none.html")
    keys = await jk.do(partner_keys, partner)
    return page.show(
        "office/intake/partner.html",
        form=form,
        partner=partner,
        declared=declared,
        keys=keys,
        reports=await jk.do(feeds, partner),
        secret=secret,
        columns={kind: _columns(page, partner, kind) for kind in declared.records},
        **await common(page, jk),
    )


def _columns(page: Page, partner: str, kind: str) -> list[tuple[str, str, bool]]:
    """The columns that a file of this partner may have: name, label, whether it is needed."""
    record, allowed = page.policy.file.records[kind], set(page.policy.file.partners[partner].items)
    return [
        (name, page.voice.item(name, kind), name in record.items.required)
        for name in (*record.items.names, *record.items.contents)
        if (f"{kind}.{name}" if name in record.items.contents else name) in allowed
    ]


@get("/office/intake/partners/{name:str}")
async def partner(page: Page, jk: AsyncJikim, me: Signed, name: FromPath[str]) -> Response[str]:
    """One partner."""
    return await _show(page, jk, me, name, Form(page.visitor))


@post("/office/intake/partners/{name:str}", status_code=200, opt=FILES)
async def handed_in(page: Page, jk: AsyncJikim, me: Signed, form: Form, name: FromPath[str]) -> Response[Any]:
    """Takes a CSV file, row by row."""
    declared = page.policy.file.partners.get(name)
    if declared is None:
        return await _show(page, jk, me, name, form)
    kind = form["kind"] if form["kind"] in declared.records else declared.records[0]
    came = form.files.get("file", [])
    if not came:
        form.wrong("file", "CSV 파일을 선택해 주세요", "choose a CSV file")
        return await _show(page, jk, me, name, form)
    content = await came[0].read(LIMITS.each + 1)
    text = ""
    if len(content) > LIMITS.each:
        form.wrong("file", "파일이 너무 큽니다. 나누어 업로드해 주세요", "the file is too large. Upload it in parts")
    else:
        _, found = await found_in(jk.settings, content)
        if found is not None:
            form.wrong("file", "바이러스가 발견되어 받지 않았습니다", "a virus was found in it, so it was not taken")
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError:
            form.wrong("file", "UTF-8 CSV로 저장해 주세요", "save it as CSV in UTF-8")
    if form.fine:
        with form.catching():
            actor = await actor_of(jk, me)
            await jk.do(at_work, "partner:feed", actor)
            rows = rows_of(page.policy, kind, text)
            made = await jk.do(take_feed, name, kind, rows, actor=actor, way="csv")
            return page.to(f"/office/intake/reports/{made.feed}")
    return await _show(page, jk, me, name, form)


@post("/office/intake/partners/{name:str}/key", status_code=200)
async def key_made(page: Page, jk: AsyncJikim, me: Signed, name: FromPath[str]) -> Response[Any]:
    """Makes a key; its secret is shown this once."""
    form, secret = Form(page.visitor), ""
    if name in page.policy.file.partners:
        with form.catching():
            _, secret = await jk.do(make_partner_key, name, actor=await actor_of(jk, me))
    return await _show(page, jk, me, name, form, secret)


@post("/office/intake/partners/{name:str}/end", status_code=200)
async def key_ended(page: Page, jk: AsyncJikim, me: Signed, form: Form, name: FromPath[str]) -> Response[Any]:
    """Ends a key at once."""
    if name not in page.policy.file.partners:
        return await _show(page, jk, me, name, form)
    number = form.id("number")
    if number is None:
        form.wrong("number", "해당 키가 없습니다", "there is no such key")
        return await _show(page, jk, me, name, form)
    with form.catching():
        await jk.do(end_partner_key, name, number, actor=await actor_of(jk, me))
        return page.to(f"/office/intake/partners/{name}")
    return await _show(page, jk, me, name, form)


async def _found(page: Page, jk: AsyncJikim, me: Signed, feed: UUID) -> Report:
    await jk.do(at_work, "intake:look", await actor_of(jk, me))
    found = await jk.do(report_of, feed)
    if found is None:
        raise page.missing("office/intake/none.html")
    return found


@get("/office/intake/reports/{feed:uuid}")
async def report(page: Page, jk: AsyncJikim, me: Signed, feed: FromPath[UUID]) -> Response[str]:
    """What became of a feed."""
    found = await _found(page, jk, me, feed)
    partners = page.policy.file.partners
    label = page.voice.text(partners[found.partner].label) if found.partner in partners else found.partner
    items = page.policy.file.items

    def item(name: str) -> str:
        return page.voice.item(name) if name in items else name

    return page.show("office/intake/report.html", one=found, label=label, item_of=item, **await common(page, jk))


@get("/office/intake/reports/{feed:uuid}/report.csv")
async def report_file(page: Page, jk: AsyncJikim, me: Signed, feed: FromPath[UUID]) -> Response[Any]:
    """What was refused, as a file to send back: it holds no value."""
    found = await _found(page, jk, me, feed)
    content = report_csv(page.policy, found, page.visitor.language).encode()
    return as_file(f"feed-{str(feed)[:8]}.csv", "text/csv", content)
