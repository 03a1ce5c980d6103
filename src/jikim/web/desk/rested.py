"""/rested: what rests, for guests and for who has left: by the number of an order or of a receipt, and a code to the
address that rests with it (7.5).

The answer is the same, and as quick, whether or not anything rests under a number. The number of an order opens that
order alone; that of a receipt all that rests of its person. Members who are here see theirs under /my.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import timedelta
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.response import Redirect, Response, Stream

from jikim.accounts.rate_limits import forget_tries, try_secret, within
from jikim.app import AsyncJikim
from jikim.policy.ask import Actor
from jikim.policy.model import Language
from jikim.verbs.show import show_rested
from jikim.verbs.show_resting import Behind, behind
from jikim.verbs.then import telling_of
from jikim.web.account.mailing import afterwards
from jikim.web.desk.reaching import Address
from jikim.web.desk.reaching import post as post_to
from jikim.web.downloads import as_pdf, attachment
from jikim.web.forms import Form
from jikim.web.member import as_json
from jikim.web.member.as_paper import data_paper
from jikim.web.member.download import attached, gathered
from jikim.web.member.looking import Seen, book_of
from jikim.web.page import Page
from jikim.web.parts.card import resting_card
from jikim.web.parts.traces import Traces
from jikim.web.sealed_tokens import seal, unseal

Answer = Response[Any] | Redirect
LIFE, OPEN = timedelta(minutes=10), timedelta(minutes=30)


@get("/rested")
async def ask(page: Page) -> Answer:
    """The question: which number."""
    return page.show("desk/rested.html", form=Form(page.visitor))


@post("/rested", status_code=200)
async def asked(page: Page, jk: AsyncJikim, form: Form) -> Answer:
    """Sends a code where something rests under the number; says the same in either case."""
    if not form.need("number"):
        return page.show("desk/rested.html", form=form)
    number, code = form["number"].strip()[:64], f"{secrets.randbelow(1_000_000):06d}"
    # Looked for and sent in a task of its own, so that the answer's time tells nothing.
    afterwards(_send(jk, number, code, page.visitor.language, page.visitor.address))
    sealed = await seal(jk, "rested-code", {"number": number, "code": code})
    return page.show("desk/rested_code.html", form=Form(page.visitor), sealed=sealed, minutes=_minutes(LIFE))


async def _send(jk: AsyncJikim, number: str, code: str, language: Language, origin: str) -> None:
    few = await jk.do(within, "rested", number.lower(), 5, timedelta(hours=1))
    if not (few and await jk.do(within, "rested-from", origin, 30, timedelta(hours=1))):
        return
    if (found := await jk.do(behind, number)) is not None:
        address = Address(found.address, (), found.address)
        await post_to(jk, address, "rested-code", language, code=code, minutes=_minutes(LIFE))


def _minutes(span: timedelta) -> str:
    return str(int(span.total_seconds() // 60))


@post("/rested/code", status_code=200)
async def opened(page: Page, jk: AsyncJikim, form: Form) -> Answer:
    """The code opens what rests under the number, once."""
    said = await unseal(jk, "rested-code", form["sealed"], within=LIFE)
    if said is None:
        return page.to("/rested")
    found = await _behind(jk, str(said["number"]), str(said["code"]), form)
    if found is None:
        return page.show("desk/rested_code.html", form=form, sealed=form["sealed"], minutes=_minutes(LIFE))
    record = found.record.hex if found.record is not None else ""
    way = await seal(jk, "rested-open", {"subject": found.subject.hex, "record": record})
    seen = await _look(page, jk, found.subject, found.record)
    traces = Traces(seen.telling)
    cards = [resting_card(seen.book, seen.dossier, part, seen.today, traces) for part in seen.dossier.resting]
    return page.show("desk/rested_data.html", form=Form(page.visitor), cards=cards, way=way, minutes=_minutes(OPEN))


async def _behind(jk: AsyncJikim, number: str, code: str, form: Form) -> Behind | None:
    """Who is behind a number, where the code is right, in time, and used for the first time."""
    if form.need("code"):
        tried = await jk.do(try_secret, "rested", number.lower())
        right = tried.allowed and hmac.compare_digest(form["code"].strip().encode(), code.encode())
        if right and await jk.do(within, "rested-used", _digest(form["sealed"]), 1, LIFE):
            await jk.do(forget_tries, "rested", number.lower())
            if (found := await jk.do(behind, number)) is not None:
                return found
        form.wrong(
            "code",
            "인증번호가 일치하지 않거나 이미 사용되었습니다. 여러 번 잘못 입력하면 일시 제한됩니다.",
            "the code is wrong or has been used; after several wrong attempts you have to wait",
        )
    return None


def _digest(sealed: str) -> str:
    return hashlib.sha256(sealed.encode()).hexdigest()


async def _look(page: Page, jk: AsyncJikim, subject: UUID, record: UUID | None) -> Seen:
    actor = Actor("member", str(subject), 0, page.visitor.address)
    dossier = await jk.by(actor).do(show_rested, subject, record=record)
    telling = await jk.do(telling_of, dossier)
    return Seen(page, book_of(page), dossier, telling, jk.now().astimezone(page.zone).date(), (), ())


@post("/rested/download", status_code=200)
async def download(page: Page, jk: AsyncJikim, form: Form) -> Answer:
    """The same to keep: as JSON, or as PDF."""
    said = await unseal(jk, "rested-open", form["way"], within=OPEN)
    if said is None:
        return page.to("/rested")
    seen = await _look(page, jk, UUID(hex=said["subject"]), UUID(hex=said["record"]) if said["record"] else None)
    if form["do"] == "pdf":
        return await as_pdf(f"my-data-{seen.today}.pdf", lambda: data_paper(seen, jk.now()))
    pieces = as_json.pieces(seen, jk.now(), attached(seen))
    headers = attachment(f"my-data-{seen.today}.json")
    return Stream(gathered(pieces), media_type="application/json", headers=headers)
