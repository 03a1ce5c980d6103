"""Handing over: what waits for receivers without an endpoint. A handler makes a file that the receiver alone can open,
hands it over, and confirms it.

INVARIANT: nothing is taken out before there is a certificate to encrypt to; each message is taken by the grant of who
makes the file.
"""

from __future__ import annotations

import asyncio
import base64
import csv
import io
import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from litestar import get, post
from litestar.di import Provide
from litestar.params import FromPath
from litestar.response import Response

from jikim.app import AsyncJikim
from jikim.db.driver import Steps
from jikim.disclosures.envelope import LARGEST, Read, enveloped, read_certificate
from jikim.disclosures.handing_on import SHOWN, Waiting, certificate_of, declared, enter_certificate, lots, messages
from jikim.errors import InvalidError
from jikim.handlers.sessions import Signed
from jikim.jobs.handing_over_by_hand import Taken, confirm, take_out
from jikim.policy.decide import deny
from jikim.policy.numbers import Space
from jikim.policy.period import day_of
from jikim.proof import handover
from jikim.verbs.house import House, error_of
from jikim.web.downloads import as_file
from jikim.web.forms import Form
from jikim.web.member.as_csv import cell
from jikim.web.multipart import FILES
from jikim.web.office.entering.proving import prove_first
from jikim.web.office.me import actor_of
from jikim.web.office.once import first_time
from jikim.web.office.people.saying import item_said, office_book, plainly
from jikim.web.office.records.listing import purposes_of
from jikim.web.office.todo import HAND_OVER, Todo
from jikim.web.page import Page
from jikim.web.visitor import Visitor

PATIENCE = timedelta(days=1)  # what waits for longer stands on the first page
HOWS: dict[str, tuple[str, str]] = {
    "post": ("등기우편", "registered post"),
    "person": ("직접 전달", "in person"),
    "transfer": ("보안 파일 전송", "secure file transfer"),
    "mail": ("이메일(암호화한 파일)", "e-mail (the encrypted file)"),
}
_NUMBER = re.compile(r"[A-Za-z0-9-]{0,40}")


@get("/office/handing")
async def lots_waiting(page: Page, jk: AsyncJikim, me: Signed) -> Response[str]:
    """What waits, of the purposes that a handler's grants name: numbers alone."""
    mine = purposes_of(me)
    rows = [
        (one, declared(page.policy, one.space, one.to), page.policy.handle(one.space, one.to) in jk.settings.endpoints)
        for one in await jk.do(lots)
        if one.purpose in mine
    ]
    return page.show("office/disclosures/handing.html", rows=rows)


class Lot(NamedTuple):
    """What waits for one receiver and purpose."""

    space: Space
    to: str
    purpose: str

    @property
    def way(self) -> str:
        """The address of its page."""
        return f"/office/handing/{self.space}/{self.to}/{self.purpose}"


def _lot(
    page: Page, jk: AsyncJikim, me: Signed, space: FromPath[str], to: FromPath[str], purpose: FromPath[str]
) -> Lot:
    """The one of an address, where the policy declares the receiver, no endpoint goes there, and a grant names the
    purpose. Raises DeniedError."""
    found: Space = "recipient" if space == "recipient" else "processor"
    if space not in ("recipient", "processor") or declared(page.policy, space, to) is None:
        raise error_of(deny(page.policy, "no-recipient"))
    if purpose not in purposes_of(me):
        raise error_of(deny(page.policy, "beyond-grant"))
    if page.policy.handle(found, to) in jk.settings.endpoints:
        raise error_of(deny(page.policy, "gone"))
    return Lot(found, to, purpose)


LOT = "/office/handing/{space:str}/{to:str}/{purpose:str}"
OF = {"lot": Provide(_lot, sync_to_thread=False)}


async def _show(
    page: Page, jk: AsyncJikim, me: Signed, lot: Lot, form: Form, given: int | None = None
) -> Response[Any]:
    space, to, purpose = lot
    entered, read = await jk.do(certificate_of, space, to), None
    if entered is not None:
        try:
            read = read_certificate(entered.pem.encode(), jk.now())
        except InvalidError:
            read = None
    book, rows = office_book(page), await jk.do(messages, space, to, purpose)

    def items_of(one: Waiting) -> str:
        return ", ".join(item_said(book, one.kind, page.policy.name("item", number)) for number in one.items)

    taken = [one for one in rows if one.taken]
    return page.show(
        "office/disclosures/hand_over.html", space=space, to=to, purpose=purpose, said=declared(page.policy, space, to), form=form, given=given,
        waiting=[one for one in rows if not one.taken or one.again <= jk.now()], taken=taken, again=max((one.again for one in taken), default=None),
        entered=entered, certificate=read, officer=me.officer, hows=list(HOWS.items()), items_of=items_of, at=jk.now(), most=SHOWN,
    )  # fmt: skip


def _chosen(form: Form) -> set[UUID]:
    found = form.ids("message")
    if not found:
        form.wrong("message", "기록을 하나 이상 선택해 주세요.", "Please tick at least one record.")
    return found


@get(LOT, dependencies=OF)
async def hand_over_page(page: Page, jk: AsyncJikim, me: Signed, visitor: Visitor, lot: Lot) -> Response[Any]:
    """One receiver and purpose: the certificate, what waits, what is to be confirmed."""
    return await _show(page, jk, me, lot, Form(visitor))


@post(LOT + "/certificate", dependencies=OF, status_code=200, opt=FILES)
async def certificate_entered(page: Page, jk: AsyncJikim, me: Signed, form: Form, lot: Lot) -> Response[Any]:
    """An officer enters the receiver's certificate."""
    await prove_first(page, jk, me, lot.way, form)
    files = form.files.get("certificate", [])
    if not files:
        form.wrong("certificate", "인증서 파일을 선택해 주세요.", "Please choose the certificate file.")
    else:
        with form.catching():
            content = await files[0].read(LARGEST)
            await jk.do(enter_certificate, lot.space, lot.to, content, actor=await actor_of(jk, me, lot.purpose))
    return await _show(page, jk, me, lot, form)


@post(LOT + "/file", dependencies=OF, status_code=200)
async def file_made(page: Page, jk: AsyncJikim, me: Signed, form: Form, lot: Lot) -> Response[Any]:
    """Takes the chosen messages out, and answers the file: a ZIP of a CSV and its signature, for the receiver alone."""
    await prove_first(page, jk, me, lot.way, form)
    chosen, entered = _chosen(form), await jk.do(certificate_of, lot.space, lot.to)
    with form.catching():
        if entered is None:
            form.wrong("certificate", "인증서를 먼저 등록해 주세요.", "Please add the certificate first.")
        elif form.fine and await first_time(page, jk, form):
            read = read_certificate(entered.pem.encode(), jk.now())
            taken = await jk.do(take_out, *lot, chosen, actor=await actor_of(jk, me, lot.purpose))
            if taken:
                made = await asyncio.to_thread(_file, page, jk, read, lot.to, lot.purpose, taken)
                name = f"handover-{jk.house.today():%Y%m%d}-{str(taken[0].message)[:8]}.p7m"
                return as_file(name, "application/pkcs7-mime", made)
            form.wrong("message", "지금 전달할 수 있는 기록이 없습니다.", "None of these can be handed over now.")
    return await _show(page, jk, me, lot, form)


@post(LOT + "/given", dependencies=OF, status_code=200)
async def given_confirmed(page: Page, jk: AsyncJikim, me: Signed, form: Form, lot: Lot) -> Response[Any]:
    """Somebody's word that the files were given."""
    chosen = _chosen(form)
    if form["how"] not in HOWS:
        form.wrong("how", "전달 방법을 선택해 주세요.", "Please choose how it was handed over.")
    if not _NUMBER.fullmatch(form["number"]):
        form.wrong(
            "number", "영문, 숫자, 붙임표로 40자까지 적어 주세요.", "Please use up to 40 letters, digits and hyphens."
        )
    given = None
    if form.fine:
        receipt = {
            "receipt": "handed over by hand",
            "how": form["how"],
            "number": form["number"],
            "by": f"{me.kind}:{me.handler}",
        }
        with form.catching():
            given = await jk.do(confirm, *lot, chosen, receipt, actor=await actor_of(jk, me, lot.purpose)) or None
            if given:
                form = Form(page.visitor)
            else:
                form.wrong(
                    "message", "이미 확인되었거나 확인할 자료가 아닙니다.", "None of these is waiting to be confirmed."
                )
    return await _show(page, jk, me, lot, form, given)


def _file(page: Page, jk: AsyncJikim, read: Read, to: str, purpose: str, taken: Sequence[Taken]) -> bytes:
    """The envelope: `data.csv`, the files that records hold, and `signature.json` over all of it by the ledger's key."""
    inside: dict[str, bytes] = {}
    for n, one in enumerate(taken, 1):
        for value in one.values.values():
            for k, part in enumerate(value if isinstance(value, list) else (), 1):
                if isinstance(part, dict) and "base64" in part:
                    ending = part["name"].rpartition(".")[2]
                    name = f"files/{n}-{k}.{ending}" if re.fullmatch(r"[A-Za-z0-9]{1,5}", ending) else f"files/{n}-{k}"
                    inside[name] = base64.b64decode(part.pop("base64"))
    inside["data.csv"] = _csv(page, taken)
    said = {"to": to, "purpose": purpose, "at": jk.now().isoformat(), "messages": [str(one.message) for one in taken]}
    return enveloped(read, handover.packed(inside, said, jk.signer))


def _csv(page: Page, taken: Sequence[Taken]) -> bytes:
    book = office_book(page)
    columns = list(dict.fromkeys((one.kind, name) for one in taken for name in one.values))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    several = len({one.kind for one in taken}) > 1
    heads = [
        f"{book.voice.record(kind)}: {item_said(book, kind, name)}" if several else item_said(book, kind, name)
        for kind, name in columns
    ]
    writer.writerow([cell(text) for text in (page.say("번호", "number"), page.say("기록", "record"), *heads)])
    for one in taken:
        values = [
            plainly(book, name, one.values[name]) if kind == one.kind and name in one.values else ""
            for kind, name in columns
        ]
        writer.writerow([cell(text) for text in (str(one.message)[:8], book.voice.record(one.kind), *values)])
    return ("\ufeff" + out.getvalue()).encode()


def handing_waiting(house: House, me: Signed, _by: date) -> Steps[list[Todo]]:
    """What has waited for more than a day to be handed over or confirmed, of the purposes that a handler's grants name."""
    found, mine = [], purposes_of(me)
    for one in (yield from lots(house, house.now() - PATIENCE)):
        receiver = declared(house.policy, one.space, one.to)
        if one.purpose in mine and receiver is not None:
            ko, en = receiver.label.get("ko", one.to), receiver.label.get("en", one.to)
            found.append(
                Todo(
                    "open",
                    f"직접 전달할 자료: {ko}",
                    f"To be handed over: {en}",
                    "/office/handing",
                    HAND_OVER,
                    None,
                    one.waiting + one.taken,
                    since=day_of(one.oldest, house.policy.zone),
                    about=f"handing:{one.value}",
                )
            )
    return found
